"""The mission kit: the picked records in the chosen languages, as one PDF or as files in a ZIP."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import papers
from ..languages import NAMES
from ..models import Entry
from ..origin import origin_of
from ..pdf import compile_pdf


@dataclass(frozen=True, slots=True)
class Kit:
    """What goes into the bag: the title page's words, the records and the languages."""

    title: str
    note: str
    entries: Sequence[Entry]
    languages: Sequence[str]


def records_of(entries: Sequence[Entry]) -> list[Any]:
    """The records of the entries that can be printed, loaded, in their order."""
    by_kind: dict[str, list[int]] = {}
    models: dict[str, Any] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry.object_id)
        models[entry.kind] = entry.content_type.model_class()
    found: dict[tuple[str, int], Any] = {}
    for kind, keys in by_kind.items():
        if hasattr(models[kind], "original_language"):
            records = list(models[kind]._default_manager.filter(pk__in=keys))
            papers.load(kind, records)
            found |= {(kind, record.pk): record for record in records}
    return [found[entry.kind, entry.object_id] for entry in entries if (entry.kind, entry.object_id) in found]


def as_pdf(kit: Kit, request: HttpRequest) -> bytes:
    """One tagged PDF: title page with contents, then a part for each language."""
    records = records_of(kit.entries)
    parts = []
    for language in kit.languages:
        with translation.override(language):
            made = [papers.paper_of(record, request) for record in records]
        parts.append({"language": language, "name": NAMES[language], "records": made})
    now = timezone.now()
    data = {
        "language": translation.get_language(),
        "title": kit.title,
        "note": kit.note,
        "line": _line(kit, len(records)),
        "hub": _("Regional Hub of Civil Service"),
        "contents": _("Contents"),
        "foot": {"address": origin_of(request), "date": date_format(timezone.localdate(now))},
        "parts": parts,
    }
    return compile_pdf("kit.typ", data, now)


def as_zip(kit: Kit, request: HttpRequest) -> bytes:
    """A folder for each language with a PDF for each record, and a list of what is in it with the addresses."""
    records, now = records_of(kit.entries), timezone.now()
    file = io.BytesIO()
    lines = [kit.title, "", *([kit.note, ""] if kit.note else []), _line(kit, len(records)), ""]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bag:
        for language in kit.languages:
            lines += [f"{NAMES[language]}", ""]
            for place, record in enumerate(records, 1):
                with translation.override(language):
                    data = papers.paper_of(record, request)
                name = f"{language}/{place:02}-{record.slug[:60]}.pdf"
                bag.writestr(_info(name, now), compile_pdf("record.typ", data, now))
                lines += [f"{name}: {data['title']}", *(f"    {notice}" for notice in data["notices"])]
                lines += [f"    {data['foot']['address']}", ""]
        bag.writestr(_info("contents.txt", now), "\r\n".join(lines).encode("utf-8-sig"))
    return file.getvalue()


def _line(kit: Kit, count: int) -> str:
    records = ngettext("%(count)d record", "%(count)d records", count) % {"count": count}
    languages = ", ".join(NAMES[code] for code in kit.languages)
    day = date_format(timezone.localdate())
    return _("%(records)s · %(languages)s · as of %(day)s") % {"records": records, "languages": languages, "day": day}


def _info(name: str, moment: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, moment.astimezone(UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
