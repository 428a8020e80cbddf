"""Parity of the languages: how much of each section is current, outdated, not checked or missing, and since when.

Counted from the catalogue, so it tells only of what is public; the dates come from the rows of the language versions.
"""

import re
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.enums import Kind, LanguageState
from publishing.languages import CODES, Text, read
from publishing.models import Entry, LanguageVersion
from publishing.parity import CURRENT, MISSING, Counts, Section, counts_of, section
from publishing.querysets import Reader

from .addresses import address_of

SECTIONS: Final[dict[str, str | Promise]] = {
    Kind.PRACTICE: _("Practices"),
    Kind.REFORM: _("Reforms"),
    Kind.COUNTRY: _("Countries"),
    Kind.PAGE: _("About the Hub"),
    Kind.EXPERT: _("Experts"),
    Kind.DOCUMENT: _("Documents"),
    Kind.TERM: _("Glossary"),
    Kind.DECISION: _("Decisions of the Committee"),
    Kind.MEETING: _("Meetings of the Committee"),
    Kind.REPORT: _("Reports of the Committee"),
}
INTERFACE: Final = "interface"
MOST_PROMISES: Final = 50


@dataclass(frozen=True, slots=True)
class Promised:
    """A text that is promised for a day."""

    title: Text
    path: str
    section: str | Promise
    language: str
    day: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Parity:
    """What the page prints."""

    sections: list[Section]
    total: Section | None
    promises: list[Promised] = field(default_factory=list)
    promised: int = 0
    overdue: int = 0
    on: date = field(default_factory=localdate)


def parity(user: Reader, order: Sequence[str]) -> Parity:
    """The parity of everything public, for a reader with this order of languages; three queries.

    Invented experts do not count.
    """
    entries = Entry.objects.visible_to(user).filter(is_demonstration=False, kind__in=SECTIONS)
    counts, changed = counts_of(entries)
    dates = _dates(entries)
    sections = [
        section(kind, title, counts[kind], partial(_last_change, kind, dates, changed[kind]))
        for kind, title in SECTIONS.items()
        if kind in counts
    ]
    promises = _promises(entries, order)
    whole: Counts = {code: Counter() for code in CODES}
    for kind in counts:
        for code in CODES:
            whole[code].update(counts[kind][code])
    strings = interface()
    return Parity(
        sections=[*sections, *([strings] if strings else [])],
        total=section("", _("All records"), whole, lambda _code: None) if sections else None,
        promises=promises[:MOST_PROMISES],
        promised=len(promises),
        overdue=sum(promise.is_overdue for promise in promises),
    )


def _last_change(kind: str, dates: dict[tuple[str, str], date], changed: date, code: str) -> date | None:
    """The day of a section's last change in a language; of records without language versions, that of the records."""
    has_versions = any((kind, other) in dates for other in CODES)
    return dates.get((kind, code)) if has_versions else changed


def _dates(entries: Any) -> dict[tuple[str, str], date]:
    """The day on which a text of a section was last written, by section and language; one query."""
    of_record = entries.filter(content_type_id=OuterRef("content_type_id"), object_id=OuterRef("object_id"))
    rows = (
        LanguageVersion.objects.exclude(state=LanguageState.MISSING)
        .annotate(kind=Subquery(of_record.order_by().values("kind")[:1]))
        .exclude(kind=None)
        .order_by()
        .values_list("kind", "language")
        .annotate(last=Max("changed_on"))
    )
    return {(kind, code): last for kind, code, last in rows}


def _promises(entries: Any, order: Sequence[str]) -> list[Promised]:
    """The texts that are promised and not there yet, the earliest day first; two queries where there are any."""
    of_record = entries.filter(content_type_id=OuterRef("content_type_id"), object_id=OuterRef("object_id"))
    rows = list(
        LanguageVersion.objects.exclude(promised_for=None)
        .filter(Exists(of_record))
        .order_by("promised_for", "pk")
        .values_list("content_type_id", "object_id", "language", "promised_for")
    )
    if not rows:
        return []
    found = entries.filter(object_id__in={key for _type, key, *_rest in rows}).defer("vector", "details")
    by_record = {(entry.content_type_id, entry.object_id): entry for entry in found}
    promises = []
    for content_type, key, code, day in rows:
        entry = by_record.get((content_type, key))
        if entry is None or day is None or entry.states.get(code) == LanguageState.APPROVED:
            continue
        title, path = read(entry, "title", order), f"/{get_language()}{address_of(entry.kind, entry.slug)}"
        promises.append(Promised(title, path, SECTIONS[entry.kind], code, day, day < localdate()))
    return promises


def interface() -> Section | None:
    """The words of the site itself; None where their source files are not installed.

    The messages are written in English, so English is always whole.
    """
    folder = Path(settings.LOCALE_PATHS[0])
    sources = {code: folder / code / "LC_MESSAGES" / "django.po" for code in CODES if code != "en"}
    total = max((_messages(file, file.stat().st_mtime) for file in sources.values() if file.exists()), default=0)
    if not total:
        return None
    counts: Counts = {"en": Counter({CURRENT: total})}
    for code, file in sources.items():
        compiled = file.with_suffix(".mo")
        number = min(total, _translated(compiled, compiled.stat().st_mtime)) if compiled.exists() else 0
        counts[code] = Counter({CURRENT: number, MISSING: total - number})
    return section(INTERFACE, _("Words of this site"), counts, lambda _code: None)


@lru_cache(maxsize=8)
def _messages(catalogue: Path, _changed: float) -> int:
    """How many messages a catalogue lists, its header left out."""
    return len(re.findall(r"^msgid ", catalogue.read_text(encoding="utf-8"), re.MULTILINE)) - 1


@lru_cache(maxsize=8)
def _translated(compiled: Path, _changed: float) -> int:
    """How many messages a compiled catalogue translates, as its header says."""
    with compiled.open("rb") as file:
        head = file.read(12)
    order = "<" if head[:4] == b"\xde\x12\x04\x95" else ">"
    return int(struct.unpack(f"{order}I", head[8:12])[0]) - 1
