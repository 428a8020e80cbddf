"""Prepared queries: the same records as ever, for every value, and anew with every day."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from practices import page
from practices.models import Practice, PracticeTheme, Result
from publishing.models import Entry, Theme
from publishing.prepared import Prepared
from tests.factories.members import country
from tests.factories.practices import practice, result, source

pytestmark = pytest.mark.django_db


def test_each_value_finds_its_own_rows() -> None:
    query = Prepared(lambda pk: PracticeTheme.objects.filter(practice_id=pk).select_related("theme"), int)
    records = [practice(country(), themes=("leadership",)), practice(country("UZ"), themes=("ethics-integrity",))]

    for record in records * 2:
        with CaptureQueriesContext(connection) as queries:
            rows = query.rows(record.pk)
            assert [row.theme.slug for row in rows] == [row.theme.slug for row in rows]
        assert len(queries) == 1
        assert rows == list(record.theme_rows.all())


def test_texts_and_annotations() -> None:
    query = Prepared(lambda slug: Theme.objects.filter(slug=slug).annotate(also=Value(slug)), str)

    found: Any = query.rows("leadership")[0]
    assert (found.slug, found.also) == ("leadership", "leadership")
    assert query.rows("'; DROP TABLE publishing_theme; --") == []
    assert query.rows("%s") == []


def test_the_day_is_never_an_old_one() -> None:
    record = practice(country())
    Entry.objects.filter(object_id=record.pk).update(visible_until="2026-11-22")
    query = Prepared(lambda pk: Entry.objects.visible_to(AnonymousUser()).filter(kind="practice", object_id=pk), int)

    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        assert len(query.rows(record.pk)) == 1
    with time_machine.travel(datetime(2026, 11, 22, 20, tzinfo=UTC), tick=False):  # the 23rd in Almaty
        assert query.rows(record.pk) == []


def test_behind_a_pooler_nothing_is_kept_in_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    query = Prepared(lambda slug: Theme.objects.filter(slug=slug).exclude(name_en="100%"), str)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    assert [theme.slug for theme in query.rows("leadership")] == ["leadership"]
    assert _prepared_with("100%") == 0

    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    for slug in ("leadership", "ethics-integrity", "nothing", "leadership' OR true --"):
        assert query.rows(slug) == list(Theme.objects.filter(slug=slug))
    assert _prepared_with("100%") == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_statement_that_is_out_of_date_is_asked_plainly() -> None:
    query = Prepared(lambda slug: Theme.objects.filter(slug=slug).only("slug", "position"), str)
    assert query.rows("leadership") == list(Theme.objects.filter(slug="leadership"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE publishing_theme ALTER COLUMN position TYPE bigint")
        assert query.rows("leadership") == list(Theme.objects.filter(slug="leadership"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE publishing_theme ALTER COLUMN position TYPE smallint")


def _prepared_with(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE strpos(statement, %s) > 0", [text])
        return int(cursor.fetchone()[0])


def test_a_builder_that_forgets_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="does not use"):
        Prepared(lambda _pk: Theme.objects.all(), int).rows(1)
    with pytest.raises(ValueError, match="only queries"):
        Prepared(lambda pk: Theme.objects.filter(pk=pk).values("pk"), int).rows(1)  # type: ignore[arg-type, misc, return-value]  # refused


def test_a_page_is_loaded_alike_with_and_without() -> None:
    record = practice(country(), tags=("b-tag", "a-tag"), themes=("leadership", "ethics-integrity"))
    source(record)
    result(record)
    other = practice(country("UZ"))
    prepared, plain = (Practice.objects.get(pk=record.pk) for _again in range(2))
    page.load(prepared)
    page.load(plain, other)

    with CaptureQueriesContext(connection) as queries:
        for name in ("results", "awards", "sources", "tags", "theme_rows"):
            assert list(getattr(prepared, name).all()) == list(getattr(plain, name).all())
        assert {row.language: row.outdated_on for row in prepared.language_versions.all()} == {  # type: ignore[attr-defined]  # of `dated`
            row.language: row.outdated_on
            for row in plain.language_versions.all()  # type: ignore[attr-defined]
        }
        assert all(row.practice is prepared for row in prepared.results.all())
    assert len(queries) == 0
    assert Result.objects.filter(practice=record).count() == 1
