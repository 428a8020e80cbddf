"""What facets, filters and orders need of an entry, in a few bytes that are read by the hundred thousand.

`Entry.columns` is one `FIXED` record followed by the numbers of its themes, two bytes each. Values of facets stand as
numbers that `FacetValue` gives once for ever; 0 is no value. All is little-endian whatever the machine. A record of
another `VERSION`, or none, is not an error: who reads it reads the entry itself instead (`publishing.finding.scanning`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np

from ..languages import CODES
from ..models import FacetValue
from ..search import ranking

VERSION: Final = 1
"""Of the format; raised with any change of `FIXED` or of what a column means."""

FIXED: Final = np.dtype(
    [
        ("published_at", "<i8"),  # microseconds since 1970, as is changed_at
        ("changed_at", "<i8"),
        ("adoptions", "<u4"),
        ("visible_until", "<i4"),  # the last day, in days since 1970
        ("start_year", "<u2"),  # 0: not known
        ("quality", "<u2"),  # search.ranking.quality
        ("kind", "<u2"),
        ("country", "<u2"),
        ("evidence", "<u2"),
        ("stage", "<u2"),
        ("level", "<u2"),
        ("depth", "<u2"),
        ("languages", "u1"),  # a bit for each of CODES
        ("flags", "u1"),  # 1: shows only how the portal works
        ("themes", "u1"),  # how many numbers follow
        ("version", "u1"),
    ]
)
THEMES: Final = np.dtype("<u2")
SIZE: Final = FIXED.itemsize

NUMBERED: Final = ("kind", "country", "evidence", "stage", "level", "depth")
"""The facets of one value whose values have numbers; beside them the themes."""
THEME: Final = "theme"
ALWAYS: Final = 2**31 - 1
"""`visible_until` of what never runs out."""
DEMONSTRATION: Final = 1
FIELDS: Final = (
    "kind", "country", "evidence", "stage", "level", "details", "themes", "languages", "states", "start_year", "adoptions",
    "published_at", "changed_at", "checked_on", "visible_until", "is_demonstration",
)  # fmt: skip
"""The fields of an entry that its columns are made of."""

_MOST_THEMES: Final = 255
_GREATEST_NUMBER: Final = 65_535
_FIRST_NUMBER: Final = (FIXED.names or ()).index(NUMBERED[0])
_DAY_0: Final = date(1970, 1, 1)

Values = Mapping[str, Any]
"""An entry's fields by name, `FIELDS` at least."""
Numbers = Mapping[tuple[str, str], int]
"""The number by facet and value."""


def packed(batch: Sequence[Values]) -> list[bytes | None]:
    """The columns of entries that are about to be written; values that have no number yet are given one. Up to three queries."""
    wanted = {pair for values in batch for pair in values_of(values)}
    numbers = known_numbers(wanted)
    lacking = sorted(wanted - numbers.keys())
    if lacking:
        # in one order everywhere, so that no two writers wait for each other crosswise
        rows = [FacetValue(facet=facet, value=value) for facet, value in lacking]
        FacetValue.objects.bulk_create(rows, ignore_conflicts=True)
        numbers = known_numbers(wanted)
    return [pack(values, numbers) for values in batch]


def known_numbers(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of those of the values that have one; one query."""
    by_facet: dict[str, list[str]] = {}
    for facet, value in wanted:
        by_facet.setdefault(facet, []).append(value)
    rows = FacetValue.objects.filter(
        facet__in=list(by_facet), value__in=sorted({value for values in by_facet.values() for value in values})
    )
    return {(facet, value): number for facet, value, number in rows.values_list("facet", "value", "pk")}


def values_of(values: Values) -> list[tuple[str, str]]:
    """The entry's values that stand as numbers, by facet."""
    singles = [(name, _value(values, name)) for name in NUMBERED]
    return [(name, value) for name, value in singles if value] + [(THEME, slug) for slug in values["themes"]]


def pack(values: Values, numbers: Numbers) -> bytes | None:
    """The columns of one entry; None where they don't hold it, which readers take as a call to read the entry itself."""
    themes = [numbers.get((THEME, slug), 0) for slug in dict.fromkeys(values["themes"])]
    if len(themes) > _MOST_THEMES:
        return None
    row = fixed(values, numbers)
    if max([*themes, *row[_FIRST_NUMBER : _FIRST_NUMBER + len(NUMBERED)]]) > _GREATEST_NUMBER:
        return None
    return np.array([row], FIXED).tobytes() + np.array(themes, THEMES).tobytes()


def fixed(values: Values, numbers: Numbers) -> tuple[int, ...]:
    """The fixed columns of one entry, in the order of `FIXED`, as large as they are."""
    return (
        microseconds(values["published_at"]),
        microseconds(values["changed_at"]),
        values["adoptions"],
        days(values["visible_until"]) if values["visible_until"] else ALWAYS,
        values["start_year"] or 0,
        quality_of(values),
        *(numbers.get((name, value), 0) if (value := _value(values, name)) else 0 for name in NUMBERED),
        language_bits(values["languages"]),
        DEMONSTRATION if values["is_demonstration"] else 0,
        len(set(values["themes"])),
        VERSION,
    )


def quality_of(values: Values) -> int:
    """How much the entry is worth whatever is asked; see `search.ranking.quality`."""
    dates = [values["changed_at"].date(), *([values["checked_on"]] if values["checked_on"] else [])]
    return ranking.quality(
        evidence=values["evidence"],
        depth=_value(values, "depth"),
        states=list(values["states"].values()),
        is_endorsed="endorsement" in values["details"],
        changed_on=max(dates),
        is_demonstration=values["is_demonstration"],
    )


def language_bits(languages: Iterable[str]) -> int:
    """A bit for each of the languages; what is none of the three counts for nothing."""
    return sum(1 << CODES.index(code) for code in set(languages) if code in CODES)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970, exact where a float is not."""
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + moment.microsecond


def days(day: date) -> int:
    """Days since 1970."""
    return (day - _DAY_0).days


def _value(values: Values, name: str) -> str:
    value = values["details"].get("depth", "") if name == "depth" else values[name]
    return str(value) if value else ""
