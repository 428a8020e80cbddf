"""A section's value as a person reads it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from publishing.languages import reading_order, text_of
from publishing.models import Tag, Theme
from publishing.richtext.html import RichTextField, to_plain
from publishing.templatetags.publishing import number

from ..models import Practice
from .sections import BY_NAME, TEXT_COLUMNS


@dataclass(frozen=True, slots=True)
class Worded:
    """Plain text, and its language where it is known."""

    text: str
    language: str = ""


def worded(name: str, value: Any) -> Worded:
    """The value of a section in words; a dash where there is nothing."""
    if name in TEXT_COLUMNS:
        field = Practice._meta.get_field(name)
        text = to_plain(value) if isinstance(field, RichTextField) else str(value)
        return Worded(text or "–", name.rpartition("_")[2])
    if name in BY_NAME:
        return Worded("\n".join(_row(row) for row in value) or "–")
    if name in {"themes", "tags"}:
        model: Any = Theme if name == "themes" else Tag
        found = {one.slug: text_of(one, "name").value or one.slug for one in model.objects.filter(slug__in=value)}
        return Worded(", ".join(found.get(slug, slug) for slug in value) or "–")
    choices = dict(getattr(Practice._meta.get_field(name), "flatchoices", ()))
    return Worded(str(choices.get(value, value)) if value not in {None, ""} else "–")


def _row(row: dict[str, Any]) -> str:
    """A row on one line: its texts in the reader's language, then its figures."""
    order = reading_order(get_language() or "ru")
    parts, seen = [], set()
    for name, value in row.items():
        stem, _line, code = name.rpartition("_")
        if code in order and stem and f"{stem}_{order[0]}" in row:
            if stem not in seen:
                seen.add(stem)
                parts.append(next((row[f"{stem}_{c}"] for c in order if row.get(f"{stem}_{c}")), ""))
        elif isinstance(value, bool):
            parts.append(gettext("reported by the institution itself") if value and name == "is_self_reported" else "")
        elif name in {"before", "after"}:
            parts.append(str(number(value)) if value != "" else "")
        else:
            parts.append(str(value))
    return " · ".join(part for part in parts if part)
