"""Rows in the database: compared with what is wanted and written only where they differ."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import models
from modeltranslation.translator import NotRegistered, translator
from simple_history.utils import bulk_create_with_history

from publishing.languages import CODES

from .fields import Texts

REASON: Final = "load_sample"
"""The reason that the history gives for what the files changed."""
_NOT_FROM_FILES: Final = {
    "id", "state", "edition", "owner", "created_at", "changed_at", "published_at", "checked_on", "check_due",
    "text_version", "significant_version", "changed_on", "changed_by", "promised_for", "made_from",
}
"""Columns that workflows and clerks keep; a change of theirs is no edit of the content."""


def columns(texts: Mapping[str, Texts]) -> dict[str, str | None]:
    """The language columns of translated fields: `{"title": {"ru": "…"}}` gives title_kk, title_ru and title_en."""
    return {f"{field}_{code}": by_language.get(code) for field, by_language in texts.items() for code in CODES}


def replace(rows: models.QuerySet[Any], parent: dict[str, Any], wanted: Sequence[dict[str, Any]]) -> bool:
    """Make the rows of a parent what is wanted, in this order; returns whether anything was written.

    `parent` are the columns that tie a row to its record.
    """
    model = rows.model
    if wanted:
        keys = list(wanted[0])
        standing = [{key: _plain(row[key]) for key in keys} for row in rows.order_by("pk").values(*keys)]
        if standing == [{key: _plain(value) for key, value in row.items()} for row in wanted]:
            return False
    elif not rows.exists():
        return False
    rows.all().delete()
    objects = [model(**parent, **row) for row in wanted]
    if hasattr(model, "history"):
        bulk_create_with_history(objects, model, default_change_reason=REASON)
    else:
        model._default_manager.bulk_create(objects)
    return True


def assign(record: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set the record's columns; returns the names of those that differ."""
    changed = [name for name, value in values.items() if _plain(getattr(record, name)) != _plain(value)]
    for name in changed:
        setattr(record, name, values[name])
    return changed


def snapshot(record: models.Model, parts: Mapping[str, models.QuerySet[Any]], many: Iterable[str] = ()) -> str:
    """A digest of the record's content and of the rows that belong to it, as they stand in the database.

    `parts` are the rows by name; `many` the names of the relations to records that have a slug.
    """
    own = type(record)._default_manager.filter(pk=record.pk).values(*_content_columns(type(record))).get()
    found: list[Any] = [sorted((key, _plain(value)) for key, value in own.items())]
    for name, part in parts.items():
        keys = _content_columns(part.model)
        found.append((name, sorted(repr([_plain(row[key]) for key in keys]) for row in part.values(*keys))))
    found.extend((name, sorted(getattr(record, name).values_list("slug", flat=True))) for name in many)
    return hashlib.sha256(repr(found).encode()).hexdigest()


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
            key = {"source": "source__key", "theme": "theme__slug", "user": "user__email", "country": "country__iso2"}.get(field.name)
            names.extend([key] if key else [])
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
