"""The sections of a practice that an update may change, as plain values, and how they are carried from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models

from publishing.languages import columns
from publishing.models import Source, Tag, Theme
from publishing.translated_columns import language_columns

from ..contribute.languages import TEXTS
from ..models import Award, Practice, PracticeTheme, Result

Pairs = dict[int, int]
"""Which row of one practice stands for which row of the other, by their keys."""
Values = dict[str, Any]

TEXT_COLUMNS: Final = tuple(columns(*TEXTS))
FACTS: Final = ("level", "stage", "start_year", "claimed_evidence")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that go with a practice: the relation, the model, and the columns that an update carries."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    has_source: bool = False


SOURCES: Final = Table(
    "sources",
    Source,
    ("key", "title", "title_language", "publisher", "year", "is_year_approximate", "url", "note"),
)
TABLES: Final = (
    SOURCES,
    Table(
        "results",
        Result,
        (*columns("indicator"), "before", "after", *columns("unit"), "year", "is_self_reported"),
        has_source=True,
    ),
    Table("awards", Award, (*columns("name"), "year"), has_source=True),
)
"""The sources first: the others name them."""
BY_NAME: Final = {table.name: table for table in TABLES}


def snapshot(practice: Practice) -> Values:
    """Every section of the practice by its name, as JSON knows it; the rows are read anew."""
    values: Values = {name: getattr(practice, name) or "" for name in TEXT_COLUMNS}
    values |= {name: getattr(practice, name) for name in FACTS}
    values["themes"] = list(practice.theme_rows.order_by("position", "pk").values_list("theme__slug", flat=True))
    values["tags"] = list(practice.tags.order_by("slug").values_list("slug", flat=True))
    return values | {table.name: [_plain(table, row) for row in rows_of(practice, table)] for table in TABLES}


def rows_of(practice: Practice, table: Table) -> list[Any]:
    """The rows of a table in their order."""
    rows = getattr(practice, table.name).order_by("position", "pk")
    return list(rows.select_related("source") if table.has_source else rows)


def languages_of(name: str, before: Any, after: Any) -> set[str]:
    """The languages whose text differs between two values of a section."""
    if name in TEXT_COLUMNS:
        return {name.rpartition("_")[2]}
    if name not in BY_NAME:
        return set()
    by_column = language_columns(BY_NAME[name].model)
    return {code for column, code in by_column.items() if _column(before, column) != _column(after, column)}


def carry(name: str, source: Practice, target: Practice, values: Values, pairs: Mapping[str, Pairs]) -> Pairs:
    """Make one section of the target what it is in the source, whose sections are `values`.

    Columns of the practice itself are set, and the caller saves it; rows are written at once, those that stand for each
    other in place. Gives the pairs of rows as they are then (empty for what has no rows).
    """
    if name in BY_NAME:
        return _carry_rows(BY_NAME[name], source, target, pairs)
    if name == "themes":
        _set_themes(target, values[name])
    elif name == "tags":
        target.tags.set(list(Tag.objects.filter(slug__in=values[name])))
    else:
        setattr(target, name, values[name])
    return {}


def _carry_rows(table: Table, source: Practice, target: Practice, pairs: Mapping[str, Pairs]) -> Pairs:
    known, sources = pairs.get(table.name, {}), pairs.get(SOURCES.name, {})
    present = {row.pk: row for row in table.model._default_manager.filter(**_of(table, target))}
    theirs = rows_of(source, table)
    kept = {known[row.pk] for row in theirs if row.pk in known}
    for key, row in present.items():
        if key not in kept:
            row.delete()  # first, so that keys that are used again are free
    if table is SOURCES:
        _free_keys(theirs, {key: present[key] for key in kept if key in present}, known)
    made: Pairs = {}
    for position, row in enumerate(theirs):
        mine = present.get(known.get(row.pk, 0)) or table.model(**_of(table, target))
        values = {name: getattr(row, name) for name in table.columns} | {"position": position}
        if table.has_source:
            values["source_id"] = sources.get(row.source_id or 0)
        if mine.pk is None or any(getattr(mine, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(mine, name, value)
            mine.save()
        made[row.pk] = mine.pk
    return made


def _free_keys(theirs: list[Any], mine: Mapping[int, Any], known: Pairs) -> None:
    """Give rows whose short name changes a passing one first, so that two of them can change names."""
    for row in theirs:
        other = mine.get(known.get(row.pk, 0))
        if other is not None and other.key != row.key:
            other.key = f"~{other.pk}"
            other.save()


def _set_themes(practice: Practice, slugs: list[str]) -> None:
    themes = Theme.objects.in_bulk(slugs, field_name="slug")
    kept = {row.theme_id: row for row in PracticeTheme.objects.filter(practice=practice)}
    for position, slug in enumerate(slug for slug in slugs if slug in themes):
        row = kept.pop(themes[slug].pk, None) or PracticeTheme(practice=practice, theme=themes[slug])
        if row.pk is None or row.position != position:
            row.position = position
            row.save()
    for row in kept.values():
        row.delete()


def _of(table: Table, practice: Practice) -> dict[str, Any]:
    """What makes a row one of the practice's."""
    if table.model is Source:
        return {"content_type": ContentType.objects.get_for_model(Practice), "object_id": practice.pk}
    return {"practice": practice}


def _plain(table: Table, row: Any) -> Values:
    values = {name: getattr(row, name) for name in table.columns}
    if table.has_source:
        values["source"] = row.source.key if row.source is not None else ""
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    """A value as JSON gives it back: decimals as text without idle zeros, nothing as an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str | int | bool) else format(value.normalize(), "f")


def _column(rows: Any, name: str) -> list[Any]:
    return [row.get(name, "") for row in rows or []]
