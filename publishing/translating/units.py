"""The texts of a record that are translated, one by one: its own fields, then those of its rows (milestones, results …)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.text import capfirst

from ..models import Publication
from ..richtext.html import RichTextField, sanitise, to_plain
from ..translated_columns import translated_fields

LONGEST: Final = 200_000
"""Characters of one text at most."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a record. `key` names it for good: `title`, or `milestones-12-text` for a row's."""

    key: str
    label: str
    holder: models.Model
    field: str
    is_rich: bool
    is_line: bool
    longest: int

    def text(self, code: str) -> str:
        """The text that stands in the record in a language."""
        return str(getattr(self.holder, f"{self.field}_{code}") or "")

    def plain(self, text: str) -> str:
        """A text of this unit without its marks."""
        return to_plain(text) if self.is_rich else text

    def clean(self, text: str) -> str:
        """What may be stored of a text: sanitised, without control characters, line ends alike."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(letter for letter in text if letter in "\n\t" or letter >= " ")
        if self.is_rich:
            cleaned = sanitise(text)
            return cleaned if to_plain(cleaned) else ""
        return " ".join(text.split()) if self.is_line else text.strip()


def units_of(record: Publication) -> list[Unit]:
    """All texts of the record in the order of the record: title, summary, the other fields, then the rows; one query per kind of row."""
    return [*_units(record, "", ""), *(unit for name in part_names(type(record)) for unit in _part_units(record, name))]


def texts_of(units: list[Unit], code: str) -> dict[str, str]:
    """The texts in a language by key, the empty ones left out."""
    return {unit.key: text for unit in units if (text := unit.text(code))}


def part_names(model: type[models.Model]) -> list[str]:
    """The relations from a record to rows of its own that have translated texts."""
    return [
        relation.get_accessor_name() or ""
        for relation in model._meta.related_objects
        if isinstance(relation, models.ManyToOneRel)
        and not relation.hidden
        and relation.on_delete is models.CASCADE
        and not issubclass(relation.related_model, Publication)
        and translated_fields(relation.related_model)
    ]


def _part_units(record: Publication, name: str) -> Iterator[Unit]:
    rows = list(getattr(record, name).all())
    for number, row in enumerate(rows, start=1):
        title = capfirst(str(row._meta.verbose_name))
        yield from _units(row, f"{name}-{row.pk}-", f"{title} {number}: " if len(rows) > 1 else f"{title}: ")


def _units(holder: models.Model, prefix: str, label: str) -> Iterator[Unit]:
    names = translated_fields(type(holder))
    if isinstance(holder, Publication):
        first = [holder.title_field, *(name for name in names if name in {"summary", "lead"})]
        names = list(dict.fromkeys([*first, *names]))
    for name in names:
        field: Any = holder._meta.get_field(name)
        words = str(field.verbose_name)
        is_rich = isinstance(field, RichTextField)
        is_line = not is_rich and not isinstance(field, models.TextField)
        yield Unit(
            key=f"{prefix}{name}",
            label=label + words if label else capfirst(words),
            holder=holder,
            field=name,
            is_rich=is_rich,
            is_line=is_line,
            longest=field.max_length or LONGEST,
        )
