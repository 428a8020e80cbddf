"""Counts of facets, compared with a slow and plain reckoning."""

import random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from publishing.listing.facets import Facet, count, narrowed
from publishing.models import Entry, Theme

FACETS = [
    Facet("theme", "themes", is_array=True),
    Facet("country", "country"),
    Facet("stage", "stage"),
    Facet("decade", F("start_year") / 10 * 10, is_number=True),
]
VALUES = {
    "theme": ["a", "b", "c"],
    "country": ["KZ", "EE"],
    "stage": ["pilot", "scaled", ""],
    "decade": ["1990", "2010"],
}


def entries(number: int, chance: random.Random) -> list[Entry]:
    content_type = ContentType.objects.get_for_model(Theme)
    now = timezone.now()
    return Entry.objects.bulk_create(
        Entry(
            content_type=content_type, object_id=place, kind="practice", slug=f"p{place}", original_language="ru",
            themes=chance.sample(VALUES["theme"], chance.randint(0, 3)), country=chance.choice(VALUES["country"]),
            stage=chance.choice(VALUES["stage"]), start_year=chance.choice([None, 1991, 1999, 2010, 2015]),
            published_at=now, changed_at=now,
        )
        for place in range(number)
    )  # fmt: skip


def values_of(entry: Entry, name: str) -> set[str]:
    by_name: dict[str, list[Any]] = {
        "theme": entry.themes, "country": [entry.country], "stage": [entry.stage],
        "decade": [entry.start_year // 10 * 10] if entry.start_year else [],
    }  # fmt: skip
    return {str(value) for value in by_name[name] if value != ""}


def fits(entry: Entry, selection: dict[str, list[str]], but: str = "") -> bool:
    return all(name == but or not chosen or values_of(entry, name) & set(chosen) for name, chosen in selection.items())


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_every_facet_is_counted_under_all_others(seed: int) -> None:
    chance = random.Random(seed)
    rows = entries(40, chance)
    chosen = {name: [value for value in values if value and chance.random() < 0.4] for name, values in VALUES.items()}

    counts = count(Entry.objects.all(), FACETS, chosen)

    assert counts.total == sum(fits(row, chosen) for row in rows)
    for facet in FACETS:
        wanted = {
            value: sum(value in values_of(row, facet.name) and fits(row, chosen, facet.name) for row in rows)
            for value in VALUES[facet.name]
        }
        assert counts.by_facet[facet.name] == {value: number for value, number in wanted.items() if number}
    assert narrowed(Entry.objects.all(), FACETS, chosen).count() == counts.total


@pytest.mark.django_db
def test_all_facets_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entries(3, random.Random(1))

    with django_assert_num_queries(1):
        counts = count(Entry.objects.visible_to(AnonymousUser()), FACETS, {"country": ["KZ"], "theme": ["a", "b"]})

    assert set(counts.by_facet) == set(VALUES)


@pytest.mark.django_db
def test_an_empty_catalogue_counts_nothing() -> None:
    counts = count(Entry.objects.all(), FACETS, {"decade": ["2010"]})

    assert counts.total == 0
    assert counts.by_facet == {"theme": {}, "country": {}, "stage": {}, "decade": {}}


@pytest.mark.django_db
def test_a_value_is_never_sql() -> None:
    entries(2, random.Random(2))

    assert count(Entry.objects.all(), FACETS, {"country": ["') OR 1=1 --"], "theme": ["%s", "{"]}).total == 0
