"""The columns of catalogue entries: what is written is what is read."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.enums import Evidence
from publishing import catalogue
from publishing.finding import columns
from publishing.models import Entry, FacetValue
from publishing.search.ranking import quality
from tests.factories.members import country
from tests.factories.practices import practice

VALUES: dict[str, Any] = {
    "kind": "practice", "country": "KZ", "evidence": "independent_evaluation", "stage": "pilot", "level": "local",
    "details": {"depth": "full"}, "themes": ["ethics", "pay"], "languages": ["kk", "en"], "states": {"kk": "approved"},
    "start_year": 2013, "adoptions": 3, "published_at": datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC),
    "changed_at": datetime(2026, 4, 1, tzinfo=UTC), "checked_on": None, "visible_until": None, "is_demonstration": False,
}  # fmt: skip


def read(packed: bytes | None) -> tuple[Any, list[int]]:
    assert packed is not None
    return np.frombuffer(packed, columns.FIXED, count=1)[0], np.frombuffer(
        packed, columns.THEMES, offset=columns.SIZE
    ).tolist()


def test_the_format_is_that_of_its_version() -> None:
    assert (columns.VERSION, columns.SIZE) == (1, 44)
    numbers = {pair: place for place, pair in enumerate(columns.values_of(VALUES), 1)}

    worth = quality(evidence="independent_evaluation", depth="full", states=["approved"], changed_on=date(2026, 4, 1))

    assert columns.pack(VALUES, numbers) == b"".join([
        (1_772_366_400_123_456).to_bytes(8, "little"), (1_775_001_600_000_000).to_bytes(8, "little"),
        bytes.fromhex("03000000 ffffff7f dd07"), worth.to_bytes(2, "little"),
        bytes.fromhex("0100 0200 0300 0400 0500 0600 05 00 02 01 0700 0800"),
    ])  # fmt: skip


@given(
    moment=st.datetimes(datetime(1971, 1, 1), datetime(2300, 1, 1)),  # noqa: DTZ001 - Hypothesis wants them bare
    offset=st.integers(-12, 14),
    adoptions=st.integers(0, 2**31 - 1),
    year=st.none() | st.integers(1, 32767),
    until=st.none() | st.dates(date(1990, 1, 1), date(9999, 12, 31)),
    themes=st.lists(st.sampled_from([f"t{n}" for n in range(400)]), max_size=255, unique=True),
)
def test_what_is_packed_is_read(
    moment: datetime, offset: int, adoptions: int, year: int | None, until: date | None, themes: list[str]
) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(hours=offset)))
    values = {
        **VALUES, "published_at": moment, "adoptions": adoptions, "start_year": year, "visible_until": until, "themes": themes,
    }  # fmt: skip
    numbers = {pair: place for place, pair in enumerate(columns.values_of(values), 1)}

    row, found = read(columns.pack(values, numbers))

    assert datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(row["published_at"])) == moment
    assert (row["adoptions"], row["start_year"]) == (adoptions, year or 0)
    assert row["visible_until"] == ((until - date(1970, 1, 1)).days if until else columns.ALWAYS)
    assert found == [numbers["theme", theme] for theme in themes]


def test_what_does_not_fit_is_left_to_the_entry() -> None:
    themes = [f"t{place}" for place in range(256)]
    numbers = {pair: place for place, pair in enumerate(columns.values_of({**VALUES, "themes": themes}), 1)}

    assert columns.pack({**VALUES, "themes": themes}, numbers) is None
    assert columns.pack(VALUES, {**numbers, ("country", "KZ"): 65_536}) is None


@pytest.mark.django_db
def test_a_value_keeps_its_number() -> None:
    first = practice(country("KZ"), evidence=Evidence.INDEPENDENT, themes=("leadership",))
    numbers = {(row.facet, row.value): row.pk for row in FacetValue.objects.all()}
    practice(country("EE"), evidence=Evidence.AGENCY_DATA, themes=("leadership", "ethics-integrity"))
    catalogue.write(first)

    after = {(row.facet, row.value): row.pk for row in FacetValue.objects.all()}

    assert after.items() > numbers.items()
    assert len(set(after.values())) == len(after)
    assert ("theme", "ethics-integrity") in after
    row, themes = read(Entry.objects.get(object_id=first.pk, kind="practice").columns)
    assert row["country"] == after["country", "KZ"]
    assert themes == [after["theme", "leadership"]]


@pytest.mark.django_db
def test_stale_columns_are_a_difference() -> None:
    practice(country("KZ"))
    assert list(catalogue.differences()) == []

    Entry.objects.filter(kind="practice").update(columns=None)

    assert ["columns" in line for line in catalogue.differences()] == [True]
