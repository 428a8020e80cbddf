"""One text for one content."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from steering.record.canonical import canonical, moment


def test_keys_stand_in_order_whatever_order_they_came_in() -> None:
    assert canonical({"b": 1, "a": {"d": None, "c": True}}) == '{"a":{"c":true,"d":null},"b":1}'


def test_keys_are_ordered_by_utf_16_as_the_standard_asks() -> None:
    # by code point U+FF5E stands before U+1F600; as UTF-16 the pair D83D DE00 comes first
    assert canonical({"～": 1, "😀": 2}) == '{"😀":2,"～":1}'


def test_letters_of_all_languages_stay_letters() -> None:
    assert canonical({"t": "Шешім қабылданды"}) == '{"t":"Шешім қабылданды"}'


def test_a_moment_is_the_same_in_every_zone() -> None:
    here = datetime(2026, 11, 1, 15, 30, tzinfo=timezone(timedelta(hours=5)))

    assert (
        canonical([here]) == canonical([datetime(2026, 11, 1, 10, 30, tzinfo=UTC)]) == '["2026-11-01T10:30:00.000000Z"]'
    )
    assert canonical(date(2026, 11, 1)) == '"2026-11-01"'


@pytest.mark.parametrize("content", [1.5, {"a": Decimal("1.5")}, {1: "a"}, {"a": {1, 2}}, {"a": object()}, b"a"])
def test_what_can_be_written_in_two_ways_is_refused(content: object) -> None:
    with pytest.raises(TypeError):
        canonical(content)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="time zone"):
        moment(datetime(2026, 11, 1, 15, 30))  # noqa: DTZ001 - what is refused
