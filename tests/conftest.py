"""What every test may rely on."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation

from publishing import terminology
from tests import database


@pytest.fixture(autouse=True)
def nothing_leaks() -> Iterator[None]:
    """No language, time zone, cached page or glossary of one test reaches the next."""
    translation.deactivate()
    timezone.deactivate()
    cache.clear()
    terminology.hold(())  # so that no page asks for it; a test of terms calls `terminology.refresh()`
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool) -> None:
    """Copy the tables from the run's template instead of migrating in every worker."""
    test: dict[str, object] = settings.DATABASES["default"]["TEST"]
    if not (django_db_keepdb and database.exists(str(test["NAME"]))):
        test["TEMPLATE"] = database.template()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The template goes when the last worker has ended."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        database.drop_template()


TOGETHER = ("browser", "site")
"""Folders whose tests share something dear: a running portal, the loaded sample. Each stays in one worker."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Keep each of these folders in one worker and let the longest start first."""
    for item in items:
        if _folder(item) in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(_folder(item)))
    yield
    items.sort(key=lambda item: TOGETHER.index(_folder(item)) if _folder(item) in TOGETHER else len(TOGETHER))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]
