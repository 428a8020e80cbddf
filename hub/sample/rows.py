"""Rows in the database: compared with what is wanted and written only where they differ."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modeltranslation.translator import NotRegistered, translator
from simple_history.utils import bulk_create_with_history

from publishing.languages import CODES

from .fields import Texts

M = TypeVar("M", bound=models.Model)
REASON: Final = "load_sample"
"""The reason that the history gives for what the files changed."""
_NOT_FROM_FILES: Final = {
    "id",
    "state",
    "edition",
    "owner",
    "created_at",
    "changed_at",
    "published_at",
    "checked_on",
    "check_due",
    "text_version",
    "significant_version",
    "changed_on",
    "changed_by",
    "promised_for",
    "made_from",
}
"""Columns that workflows and clerks keep; a change of theirs is no edit of the content."""
_NAMED_BY: Final = {
    "source": "source__key",
    "theme": "theme__slug",
    "tag": "tag__slug",
    "practice": "practice__slug",
    "country": "country__iso2",
}
"""By what a row names another record; keys in the database differ from site to site."""


def columns(texts: Mapping[str, Texts]) -> dict[str, str | None]:
    """The language columns of translated fields: `{"title": {"ru": "…"}}` gives title_kk, title_ru and title_en."""
    return {f"{field}_{code}": by_language.get(code) for field, by_language in texts.items() for code in CODES}


def replace(
    rows: models.QuerySet[Any], parent: dict[str, Any], wanted: Sequence[dict[str, Any]], *, is_new: bool
) -> bool:
    """Make the rows of a parent what is wanted, in this order; returns whether anything was written.

    `parent` are the columns that tie a row to its record; a new one has no rows yet.
    """
    model = rows.model
    if not is_new:
        keys = list(wanted[0]) if wanted else ["pk"]
        standing = [{key: _plain(row[key]) for key in keys} for row in rows.order_by("pk").values(*keys)]
        if standing == [{key: _plain(value) for key, value in row.items()} for row in wanted]:
            return False
        rows.all().delete()
    if not wanted:
        return not is_new
    insert([model(**parent, **row) for row in wanted])
    return True


def insert(objects: list[M]) -> list[M]:
    """Write new rows of one model in one go, with their history where the model keeps one."""
    if not objects:
        return []
    model = type(objects[0])
    if hasattr(model, "history"):
        return list(bulk_create_with_history(objects, model, default_change_reason=REASON))
    return model._default_manager.bulk_create(objects)


def assign(record: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set the record's columns; returns the names of those that differ."""
    changed = [name for name, value in values.items() if _plain(getattr(record, name)) != _plain(value)]
    for name in changed:
        setattr(record, name, values[name])
    return changed


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to records: all that there are, and the column with the record's key."""

    rows: models.QuerySet[Any]
    parent: str


def part_of_any(model: type[models.Model], parent: type[models.Model]) -> Part:
    """The rows of a model whose rows belong to records of any model."""
    return Part(model._default_manager.filter(content_type=ContentType.objects.get_for_model(parent)), "object_id")


def snapshots(model: type[models.Model], keys: Iterable[int], parts: Mapping[str, Part]) -> dict[int, str]:
    """A digest of each record's content and of the rows that belong to it, as they stand in the database."""
    wanted = list(keys)
    found: dict[int, list[str]] = {}
    for row in model._default_manager.filter(pk__in=wanted).values("pk", *_content_columns(model)):
        key = row.pop("pk")
        found[key] = [repr(sorted((name, _plain(value)) for name, value in row.items()))]
    for name, part in parts.items():
        columns = [column for column in _content_columns(part.rows.model) if column != part.parent]
        told = part.rows.filter(**{f"{part.parent}__in": wanted}).values_list(part.parent, *columns)
        lines = ((key, f"{name} {[_plain(value) for value in values]}") for key, *values in told)
        for key, line in sorted(lines):
            found[key].append(line)
    return {key: hashlib.sha256("\n".join(lines).encode()).hexdigest() for key, lines in found.items()}


def _content_columns(model: type[models.Model]) -> list[str]:
    """The columns that say something: not keys, not the parent, not the base column of a translated field."""
    try:
        translated = set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        translated = set()
    names = []
    for field in model._meta.concrete_fields:
        if field.name in _NOT_FROM_FILES or field.name in translated or field.name in {"content_type", "object_id"}:
            continue
        if isinstance(field, models.ForeignKey):
            names.extend([_NAMED_BY[field.name]] if field.name in _NAMED_BY else [])
        else:
            names.append(field.name)
    return names


def _plain(value: Any) -> Any:
    """The value in the form in which it is compared: no text is the same as an empty one, 8 the same as 8.0000."""
    if value is None:
        return ""
    if hasattr(value, "normalize"):
        return format(value.normalize(), "f")
    return value
