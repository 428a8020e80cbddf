"""Many cases in one world: each is taken back, so that the next finds the world as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back. Objects keep what was set on them: load them inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
