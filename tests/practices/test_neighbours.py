"""The nearest practices: by themes in common, then the country, then the newest; among a bounded number."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices import neighbours, page
from practices.models import Practice
from publishing.models import Entry
from tests.factories.members import country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db


def found_for(record: Practice) -> list[int]:
    themes = [row.theme for row in record.theme_rows.all()]
    entries = neighbours.nearest(
        Entry.objects.visible_to(AnonymousUser()),
        record.pk,
        record.country.iso2,
        [theme.pk for theme in themes],
    )
    return [entry.object_id for entry in entries]


def test_themes_count_twice_as_much_as_the_country() -> None:
    here, there = country(), country("UZ")
    one = practice(here, themes=("leadership", "merit-recruitment"))
    both = practice(there, themes=("leadership", "merit-recruitment"))
    theme_and_country = practice(here, themes=("leadership",))
    theme = practice(there, themes=("merit-recruitment",))
    only_country = practice(here, themes=("ethics-integrity",))
    practice(there, themes=("ethics-integrity",))

    assert found_for(one) == [both.pk, theme_and_country.pk, theme.pk, only_country.pk]


def test_without_themes_the_country_is_left() -> None:
    here, there = country(), country("UZ")
    one = practice(here, themes=())
    near = practice(here)
    practice(there)

    assert found_for(one) == [near.pk]


def test_drafts_and_what_has_run_out_are_no_neighbours() -> None:
    here = country()
    one = practice(here)
    practice(here, published=False)
    gone = practice(here)
    Entry.objects.filter(object_id=gone.pk).update(visible_until="2020-01-01")

    assert found_for(one) == []


def test_only_the_newest_of_each_theme_and_of_the_country_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = country(), country("UZ")
    practice(there)
    practice(here, themes=("ethics-integrity",))
    of_theme = practice(there)
    of_country = practice(here, themes=("ethics-integrity",))
    one = practice(here)
    monkeypatch.setattr(neighbours, "NEWEST", 2)  # the practice itself is one of them

    assert found_for(one) == [of_theme.pk, of_country.pk]


def test_the_page_asks_once_for_all_that_surrounds_it() -> None:
    here = country()
    one, other = practice(here), practice(here)
    page.surroundings(one, AnonymousUser(), ("en",))  # now the content types are known
    for record in (one, other):
        shown = page.shown(record.slug, AnonymousUser())
        page.load(shown)
        with CaptureQueriesContext(connection) as queries:
            around = page.surroundings(shown, AnonymousUser(), ("en", "ru", "kk"))
        assert len(queries) == 1
        assert [neighbour.entry.object_id for neighbour in around.practices] == [(one.pk + other.pk) - record.pk]
        assert around.practices[0].country == here.name_en
