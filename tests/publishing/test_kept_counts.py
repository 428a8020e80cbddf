"""Counts that are made once for an epoch."""

import pytest

from publishing.caching import epoch
from publishing.caching.counts import kept_counts
from publishing.models import Theme
from tests.epochs import settle

pytestmark = pytest.mark.django_db


def themes() -> dict[str, int]:
    return kept_counts("themes in a test", lambda: {"themes": Theme.objects.count()})


def test_counted_once_until_something_public_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epoch, "in_transaction", lambda: False)
    settle()
    before = themes()
    Theme.objects.create(slug="one-more", name_en="One more")
    assert themes() is before
    settle()
    assert themes()["themes"] == before["themes"] + 1


def test_inside_of_a_transaction_counted_each_time() -> None:
    before = themes()["themes"]
    Theme.objects.create(slug="one-more", name_en="One more")

    assert themes()["themes"] == before + 1
