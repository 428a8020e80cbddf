"""What a pack of papers holds: for each paper one file in the best language, and what there is to say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.languages import NAMES, Text, read, reading_order

from ..models import AgendaItem, Meeting, Paper, PaperVersion
from .deadline import came_late, papers_due
from .listing import loaded, newest
from .querysets import PaperQuerySet
from .receipts import Taken
from .series import Series


class PackError(Exception):
    """The pack cannot be made; the message is translated."""


@dataclass(slots=True)
class Part:
    """One paper of a pack."""

    paper: Paper
    title: Text
    version: PaperVersion | None
    notes: list[str]
    """What has to be known before reading; they stand on a page of their own in front of the paper."""
    remarks: list[str] = field(default_factory=list)
    """What stands in the contents alone."""

    @property
    def is_merged(self) -> bool:
        """Whether its pages are a part of a pack of one PDF."""
        return self.version is not None and self.version.is_pdf


@dataclass(frozen=True, slots=True)
class Chapter:
    """The papers of one agenda item."""

    item: AgendaItem | None
    title: Text | None
    parts: list[Part]

    @property
    def heading(self) -> str:
        """Number and title of the item; empty for papers of no item."""
        return f"{self.item.number}. {self.title}" if self.item is not None else ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack in one language."""

    meeting: Meeting
    language: str
    title: Text
    reader: str
    """For whom it is made: a name."""
    made_at: datetime
    chapters: list[Chapter]
    withdrawn: list[str]
    is_only_new: bool

    @property
    def parts(self) -> list[Part]:
        """All papers, in their order."""
        return [part for chapter in self.chapters for part in chapter.parts]

    @property
    def versions(self) -> list[PaperVersion]:
        """The files that whoever takes the pack has then."""
        return [part.version for part in self.parts if part.version is not None]

    @property
    def label(self) -> str:
        """What stands before each page number: SC/3."""
        return Series(self.meeting).prefix

    def file_name(self, ending: str) -> str:
        """SC-3_kk.pdf; SC-3_kk_new.pdf with what is new alone."""
        return f"{self.label.replace('/', '-')}_{self.language}{'_new' if self.is_only_new else ''}.{ending}"


def pack_of(
    meeting: Meeting,
    language: str,
    papers: PaperQuerySet,
    items: Sequence[AgendaItem],
    reader: str,
    *,
    taken: Taken | None = None,
) -> Pack:
    """The pack of these papers, which the reader may open, in a language; with `taken` only of what is new to them.

    Raises PackError where there is nothing to put in.
    """
    order = reading_order(language)
    found = loaded(papers.of_meeting(meeting))
    due = papers_due(meeting)
    with translation.override(language):
        parts = [_part(paper, language, order) for paper in found if paper.issued_at and not paper.is_withdrawn]
        if taken is not None:
            parts = [part for part in parts if part.version is not None and part.version.pk not in taken.versions]
        for part in parts:
            if part.version is not None and came_late(part.version.issued_at, due):
                part.remarks.append(_("Sent out late, on %(day)s.") % {"day": _day(part.version.issued_at)})
    if not parts:
        raise PackError(_("There is nothing new to take.") if taken is not None else _("There are no papers yet."))
    withdrawn = [paper.number for paper in found if paper.is_withdrawn]
    chapters = _chapters(parts, items if taken is None else (), order)
    return Pack(
        meeting, language, read(meeting, "title", order), reader, timezone.now(), chapters, withdrawn, taken is not None
    )


def chosen(paper: Paper, language: str) -> PaperVersion | None:
    """The file that a reader of the language gets of a loaded paper: what is newest, in the best language."""
    issued = [version for version in paper.versions.all() if version.issued_at is not None]
    last = newest(issued)
    if last is None:
        return None
    order = reading_order(language)
    current = [version for version in issued if version.number == last.number]
    return min(current, key=lambda version: order.index(version.language))


def _part(paper: Paper, language: str, order: Sequence[str]) -> Part:
    version = chosen(paper, language)
    part = Part(paper, read(paper, "title", order), version, [])
    if version is None:
        part.notes.append(_("This paper was announced; there is no file of it yet."))
        return part
    if version.language != language:
        part.notes.append(_language_note(paper, version, language))
    if not version.is_pdf:
        part.notes.append(_form_note(version))
    return part


def _language_note(paper: Paper, version: PaperVersion, language: str) -> str:
    own = newest(other for other in paper.versions.all() if other.language == language and other.issued_at is not None)
    if own is None:
        return _("This paper is not there in the language of the pack. It is put in as it is in: %(language)s.") % {
            "language": NAMES[version.language]
        }
    return _(
        "In the language of the pack there is version %(older)d alone. The newer version %(number)d is put in, in: %(language)s."
    ) % {"older": own.number, "number": version.number, "language": NAMES[version.language]}


def _form_note(version: PaperVersion) -> str:
    facts = {"type": version.ending.upper(), "size": filesizeformat(version.size)}
    if version.ending == "pdf":
        return (
            _("This PDF (%(size)s) is too heavy to be put in. It is in the ZIP and on the page of the paper.") % facts
        )
    return (
        _("This file (%(type)s, %(size)s) cannot be a part of a PDF. It is in the ZIP and on the page of the paper.")
        % facts
    )


def _chapters(parts: Sequence[Part], items: Sequence[AgendaItem], order: Sequence[str]) -> list[Chapter]:
    """Every item of the agenda, also those without papers; papers of no item come last."""
    known: dict[int | None, Any] = {item.pk: item for item in items}
    known |= {part.paper.agenda_item_id: part.paper.agenda_item for part in parts if part.paper.agenda_item_id}
    chapters = [
        Chapter(item, read(item, "title", order), [part for part in parts if part.paper.agenda_item_id == item.pk])
        for item in sorted(known.values(), key=lambda item: item.number)
    ]
    loose = [part for part in parts if part.paper.agenda_item_id is None]
    return [*chapters, Chapter(None, None, loose)] if loose else chapters


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localdate(moment)) if moment else ""
