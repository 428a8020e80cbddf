"""What the catalogue keeps of a record."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from ..enums import Kind, LanguageState
from ..languages import CODES
from ..models import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the catalogue keeps of a record; `texts` are (weight, language, text) for the search index, read once."""

    kind: Kind
    slug: str
    titles: dict[str, str]
    summaries: dict[str, str]
    original_language: str
    states: dict[str, str]
    published_at: datetime
    changed_at: datetime
    texts: Iterable[tuple[str, str, str]] = ()
    country: str = ""
    themes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    evidence: str = ""
    level: str = ""
    stage: str = ""
    start_year: int | None = None
    adoptions: int = 0
    details: dict[str, Any] = field(default_factory=dict)
    is_demonstration: bool = False
    checked_on: date | None = None
    visible_until: date | None = None


def columns_of(description: Description) -> dict[str, Any]:
    """The entry's columns for a description, without those that are made of the others or of the texts."""
    values = {
        f.name: getattr(description, f.name)
        for f in fields(description)
        if f.name not in {"titles", "summaries", "texts"}
    }
    for code in CODES:
        values[f"title_{code}"] = description.titles.get(code, "")
        values[f"summary_{code}"] = description.summaries.get(code, "")
    values["languages"] = [code for code in CODES if description.titles.get(code)]
    return values


def published_at(record: Publication) -> datetime:
    """When the record was published; raises ValueError for one that never was, which the database rules out for public ones."""
    if record.published_at is None:
        raise ValueError(f"{record!r} has never been published")
    return record.published_at


def language_states(record: Publication) -> dict[str, str]:
    """State by language as readers see it: a stated one, `outdated` where the original has moved on, else by the text."""
    versions = record.versions()
    states = {}
    for code in CODES:
        version = versions.get(code)
        if version is None:
            has_text = bool(getattr(record, f"{record.title_field}_{code}"))
            states[code] = LanguageState.APPROVED.value if has_text else LanguageState.MISSING.value
        else:
            states[code] = "outdated" if record.is_outdated(version) else version.state
    return states


def texts_by_language(record: object, name: str) -> dict[str, str]:
    """A translated field's texts by language, the empty ones left out."""
    found = {code: getattr(record, f"{name}_{code}") for code in CODES}
    return {code: str(text) for code, text in found.items() if text}
