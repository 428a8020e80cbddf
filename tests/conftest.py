"""What every test may rely on."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone, translation
from xdist.scheduler import LoadScopeScheduling

from practices import whole
from publishing import readership
from publishing.finding import tally as search_tally
from publishing.finding.result_cache import results
from publishing.glossary import terminology
from publishing.write_behind import WriteBehind
from tests import database


@pytest.fixture(autouse=True)
def nothing_leaks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No language, time zone, cached page, glossary or counted search of one test reaches the next."""
    monkeypatch.setattr(
        WriteBehind, "wake", lambda _clock: None
    )  # its thread would write beside the test's transaction
    translation.deactivate()
    timezone.deactivate()
    for kept in ("default", "pages"):
        caches[kept].clear()
    results.clear()
    whole.rows.clear()
    terminology.hold(())  # so that no page asks for it; a test of terms calls `terminology.refresh()`
    yield
    search_tally.forget()
    readership.forget()
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


class FolderScheduling(LoadScopeScheduling):
    """Hands out tests one by one, but those of a folder in TOGETHER to one worker, and these first."""

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.removeprefix("tests/").partition("/")[0]
        return folder if folder in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FolderScheduling:
    """In place of the groups of xdist, which know a test by an attribute that pytest no longer reads."""
    return FolderScheduling(config, log)
