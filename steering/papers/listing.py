"""The papers of a meeting or a decision as a page lists them: by agenda item, with every language and what is late or new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from publishing.languages import CODES, Text, read

from ..access import may_run
from ..models import AgendaItem, Meeting, Paper, PaperVersion
from .deadline import came_late, papers_due
from .enums import Standing
from .querysets import PaperQuerySet
from .receipts import NOTHING, Taken, taken_by


@dataclass(frozen=True, slots=True)
class Cell:
    """A paper in one language."""

    language: str
    standing: Standing
    version: PaperVersion | None
    """The newest that was sent out in this language."""
    is_late: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paper as one line."""

    paper: Paper
    title: Text
    cells: list[Cell]
    number: int
    """Of the newest version that was sent out in any language; 0 where none was."""
    is_late: bool
    waiting: list[PaperVersion]
    """Files that were not sent out; empty for readers."""

    @property
    def is_new(self) -> bool:
        """Whether something of it is new to the reader."""
        return any(cell.is_new for cell in self.cells)

    @property
    def is_announced(self) -> bool:
        """Whether the paper stands on the list without any file."""
        return self.paper.issued_at is not None and not self.paper.is_withdrawn and self.number == 0


@dataclass(frozen=True, slots=True)
class Group:
    """The papers of one agenda item; without an item, those of the meeting as a whole."""

    item: AgendaItem | None
    title: Text | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Listing:
    """All papers that a person may see of one meeting."""

    groups: list[Group]
    due: date | None
    """The last day for papers that are in time; None where no rules of procedure are in force."""
    last_taken: datetime | None
    rows: list[Row] = field(default_factory=list)

    @property
    def new(self) -> list[Row]:
        """The papers with something that is new to the reader."""
        return [row for row in self.rows if row.is_new]

    @property
    def has_files(self) -> bool:
        """Whether there is anything to take along."""
        return any(row.number for row in self.rows)

    @property
    def has_waiting(self) -> bool:
        """Whether something was not sent out yet."""
        return any(row.waiting or row.paper.issued_at is None for row in self.rows)


def loaded(papers: PaperQuerySet) -> list[Paper]:
    """The papers with their agenda items and versions; two queries."""
    versions = Prefetch("versions", PaperVersion.objects.order_by("-number", "language"))
    return list(papers.select_related("agenda_item__meeting").prefetch_related(versions))


def listing_of(meeting: Meeting, user: Any, order: Sequence[str]) -> Listing:
    """What this person may see of the meeting's papers."""
    papers = loaded(Paper.objects.visible_to(user).of_meeting(meeting))
    due = papers_due(meeting) if papers else None
    taken = taken_by(user, [paper.pk for paper in papers]) if papers else NOTHING
    rows = rows_of(papers, order, due, taken, is_run=may_run(user))
    return Listing(list(grouped(rows, order)), due, taken.last, rows)


def rows_of(
    papers: Iterable[Paper], order: Sequence[str], due: date | None, taken: Taken, *, is_run: bool = False
) -> list[Row]:
    """The lines of loaded papers; `is_run` for who sees what was not sent out."""
    return [_row(paper, order, due, taken, is_run=is_run) for paper in papers]


def grouped(rows: Iterable[Row], order: Sequence[str]) -> Iterable[Group]:
    """The lines by agenda item, in the order in which they come."""
    groups: dict[int | None, Group] = {}
    for row in rows:
        item = row.paper.agenda_item
        if row.paper.agenda_item_id not in groups:
            title = read(item, "title", order) if item is not None else None
            groups[row.paper.agenda_item_id] = Group(item, title, [])
        groups[row.paper.agenda_item_id].rows.append(row)
    return groups.values()


def newest(versions: Iterable[PaperVersion]) -> PaperVersion | None:
    """The one with the highest number."""
    return max(versions, key=lambda version: version.number, default=None)


def _row(paper: Paper, order: Sequence[str], due: date | None, taken: Taken, *, is_run: bool) -> Row:
    versions = list(paper.versions.all())
    shown = [] if paper.is_withdrawn and not is_run else [one for one in versions if one.issued_at is not None]
    number = max((version.number for version in shown), default=0)
    return Row(
        paper,
        read(paper, "title", order),
        [_cell(code, [one for one in shown if one.language == code], number, due, taken) for code in CODES],
        number,
        came_late(paper.issued_at, due),
        [one for one in versions if one.issued_at is None] if is_run else [],
    )


def _cell(code: str, versions: list[PaperVersion], number: int, due: date | None, taken: Taken) -> Cell:
    version = newest(versions)
    if version is None:
        return Cell(code, Standing.MISSING, None, is_late=False, is_new=False)
    standing = Standing.CURRENT if version.number == number else Standing.OLDER
    return Cell(
        code,
        standing,
        version,
        is_late=came_late(version.issued_at, due),
        is_new=standing == Standing.CURRENT and taken.is_new(version),
    )
