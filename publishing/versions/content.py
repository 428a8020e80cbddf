"""What a published version holds: a record's texts, facts and rows as plain JSON, and how to read it again.

A floor tells with `register` which fields of its records make up the page. The content names its fields and marks the
rich ones, so that a version stays readable when fields are added to the model, renamed or gone: what the model no
longer knows is shown under the name that it had.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..catalogue import language_states
from ..languages import CODES, Text, first_of
from ..models import Publication, Source
from ..richtext.html import RichTextField
from ..templatetags.publishing import number

FORMAT: Final = 1
Cell = str | int | bool | None | dict[str, str] | list[Any]
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a record that its page shows: the relation's name, its heading, the fields of a row in order."""

    name: str
    title: str | Promise
    columns: tuple[str, ...]


SOURCES: Final = Rows("sources", _("Sources"), ("title", "publisher", "year", "url", "note"))


@dataclass(frozen=True, slots=True)
class Shape:
    """What the page of a kind consists of: translated texts (the title first), facts, rows; and where its list stands."""

    model: type[Publication]
    texts: tuple[str, ...]
    facts: tuple[str, ...] = ()
    rows: tuple[Rows, ...] = (SOURCES,)
    urls: str = ""
    """The namespace of its addresses, such as `practices`."""
    index: str = "list"
    """The name of the list's address in it."""

    @property
    def crumb(self) -> tuple[str, str]:
        """Address and name of the list."""
        return reverse(f"{self.urls}:{self.index}"), capfirst(str(self.model._meta.verbose_name_plural))


_shapes: dict[type[models.Model], Shape] = {}


def register(shape: Shape) -> None:
    """Keep the published versions of the records of a model; called once, when its app is ready."""
    _shapes[shape.model] = shape


def shapes() -> list[Shape]:
    """All kinds whose versions are kept."""
    return list(_shapes.values())


def shape_of(model: type[models.Model]) -> Shape | None:
    """How a model's records read; None where no versions of them are kept."""
    return _shapes.get(model)


def contents(shape: Shape, keys: Iterable[int]) -> dict[int, Content]:
    """The content of records as they stand in the database, by key; a fixed number of queries for all of them."""
    fields = {field.name: field for field in shape.model._meta.get_fields()}
    single = [name for name in shape.facts if isinstance(fields[name], models.ForeignKey)]
    many = [name for name in shape.facts if fields[name].many_to_many]
    manager = shape.model._base_manager.filter(pk__in=list(keys)).select_related(*single)
    found = manager.prefetch_related(*many, *(_loaded(shape.model, rows) for rows in shape.rows), "language_versions")
    return {record.pk: content_of(shape, record) for record in found}


def content_of(shape: Shape, record: Any) -> Content:
    """The content of one loaded record."""
    rich = [name for name in shape.texts if isinstance(record._meta.get_field(name), RichTextField)]
    return {
        "format": FORMAT,
        "original": record.original_language,
        "languages": language_states(record),
        "texts": {name: _translated(record, name) for name in shape.texts},
        "rich": rich,
        "facts": {name: _cell(record, name) for name in shape.facts},
        "rows": {
            rows.name: [{name: _cell(row, name) for name in rows.columns} for row in getattr(record, rows.name).all()]
            for rows in shape.rows
        },
    }


def touched_languages(before: Content | None, after: Content) -> list[str]:
    """The languages in which a text or a row's text differs; all written ones where there is nothing before."""
    old, new = (_texts_by_language(content) for content in (before or {}, after))
    return [code for code in CODES if old.get(code) != new.get(code)]


def label(model: type[models.Model] | None, name: str) -> str:
    """A field's name in words."""
    field = _field(model, name)
    return capfirst(str(field.verbose_name)) if field is not None else capfirst(name.replace("_", " "))


def shown(model: type[models.Model] | None, name: str, cell: Cell, order: Sequence[str]) -> Text:
    """A stored value as a person reads it, in the first of the languages that it has."""
    if isinstance(cell, dict):
        return first_of(cell, order)
    return Text(_plain(_field(model, name), cell, order), order[0], order[0])


def row_model(model: type[models.Model], rows: str) -> type[models.Model] | None:
    """The model of a relation's rows; None where the relation is gone."""
    try:
        return getattr(model._meta.get_field(rows), "related_model", None)
    except FieldDoesNotExist:
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        field = model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None
    return field if hasattr(field, "verbose_name") else None


def _plain(field: Any, cell: Cell, order: Sequence[str]) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, list):
        return ", ".join(str(first_of(one, order)) if isinstance(one, dict) else str(one) for one in cell)
    if isinstance(cell, bool):
        return gettext("yes") if cell else gettext("no")
    return _worded(field, cell)


def _worded(field: Any, cell: Cell) -> str:
    """A single value by the kind of its field: a choice in words, a number and a day in the language's format."""
    if field is not None and getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(cell, cell))
    if isinstance(field, models.DecimalField):
        return number(cell)
    return _day(str(cell)) if isinstance(field, models.DateField) else str(cell)


def _day(cell: str) -> str:
    try:
        return date_format(date.fromisoformat(cell[:10]), "DATE_FORMAT")
    except ValueError:
        return cell


def _loaded(model: type[models.Model], rows: Rows) -> Any:
    related: Any = row_model(model, rows.name)
    single = [name for name in rows.columns if isinstance(_field(related, name), models.ForeignKey)]
    return models.Prefetch(rows.name, related._default_manager.select_related(*single))


def _translated(record: object, name: str) -> dict[str, str]:
    texts = {code: getattr(record, f"{name}_{code}") for code in CODES}
    return {code: str(text) for code, text in texts.items() if text}


def _cell(record: Any, name: str) -> Cell:
    """A value as JSON: a translated one by language, records by their names, a source by its short name."""
    if hasattr(record, f"{name}_{CODES[0]}"):
        return _translated(record, name)
    if record._meta.get_field(name).many_to_many:
        return [_named(one) for one in getattr(record, name).all()]
    value = getattr(record, name)
    return _named(value) if isinstance(value, models.Model) else _single(value)


def _single(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return timezone.localtime(value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _named(record: models.Model) -> dict[str, str] | str:
    if isinstance(record, Source):
        return record.title if not record.key else f"{record.key}: {record.title}"
    for name in ("name", "title"):
        if hasattr(record, f"{name}_{CODES[0]}"):
            return _translated(record, name) or str(record)
    return str(record)


def _texts_by_language(content: Mapping[str, Any]) -> dict[str, dict[Any, str]]:
    """Every text of the content by language and place."""
    found: dict[str, dict[Any, str]] = {}
    for name, texts in content.get("texts", {}).items():
        for code, text in texts.items():
            found.setdefault(code, {})[name] = text
    for rows, lines in content.get("rows", {}).items():
        for place, line in enumerate(lines):
            for name, cell in line.items():
                if isinstance(cell, dict):
                    for code, text in cell.items():
                        found.setdefault(code, {})[rows, place, name] = text
    return found
