"""Having the task worker tell followers, after a transaction and at no cost to it."""

from typing import Any, Final

from django.db import transaction
from django_tasks import task

from ..enums import Action
from ..models import Event

NEWSWORTHY: Final = frozenset({Action.PUBLISH, Action.PUBLISH_UNREVIEWED, Action.ARCHIVE})


def wake() -> None:
    """Have followers told once the caller's transaction is through: one task however much the transaction publishes."""
    connection = transaction.get_connection()
    if not any(entry[1] is start for entry in connection.run_on_commit):
        transaction.on_commit(start)


def wake_after(_flow: Any, action: str, _event: Event) -> None:
    """Wake after the transitions of a publication that make news."""
    if action in NEWSWORTHY:
        wake()


def start() -> None:
    """Hand the task over to the worker."""
    tell_at_once.enqueue()


@task()
def tell_at_once() -> None:
    """Gather the news and write to whoever wants to know at once."""
    from .digests import tell_now  # noqa: PLC0415 - cycle: digests register this

    tell_now()
