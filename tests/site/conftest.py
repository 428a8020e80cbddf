"""The sample content, loaded once for a module and taken back after it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def sample_content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Sample content and demonstration data in an outer transaction; the tests' own transactions nest in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample", stdout=StringIO())
        call_command("load_demonstration", stdout=StringIO())
        yield
        transaction.set_rollback(True)
