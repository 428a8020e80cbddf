"""A report as a page shows it: its sections in one language or two side by side, its comments beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from publishing.languages import CODES, Text, read, reading_order

from ..models import (
    CountryComments,
    ReportSection,
    ReportVersion,
    Response,
    ReviewRound,
    Seat,
    SectionComment,
    Verdict,
)  # fmt: skip
from .querysets import SectionCommentQuerySet


@dataclass(frozen=True, slots=True)
class Side:
    """One section in one language; `is_missing` where another language stands in."""

    title: Text
    text: Text

    @property
    def is_missing(self) -> bool:
        """Whether the section is not there in the wanted language."""
        return not self.text or self.text.is_fallback


@dataclass(frozen=True, slots=True)
class Shown:
    """One section with its sides, the reader's own language first."""

    section: ReportSection
    sides: list[Side]
    comments: int = 0
    """How many comments on it this person may read."""
    children: list[Any] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """1 for a section, 2 for a section of a section, …"""
        return self.section.number.count(".") + 1


def sections_of(
    version: ReportVersion, user: Any, order: Sequence[str], beside: str = "", *, counts: bool = True
) -> list[Shown]:
    """The sections of a visible version; one query. `beside` is a second language, alone and without a stand-in."""
    rows: QuerySet[Any] = version.sections.order_by("position", "pk")
    if counts:
        seen = SectionComment.objects.visible_to(user)
        rows = rows.annotate(said=Count("comments", filter=Q(comments__in=seen)))
    return [Shown(row, sides_of(row, order, beside), getattr(row, "said", 0)) for row in rows]


def sides_of(section: ReportSection, order: Sequence[str], beside: str = "") -> list[Side]:
    """A section in the reader's language, and beside it in another one."""
    orders = [tuple(order)]
    if beside in CODES and beside != order[0]:
        orders.append(reading_order(beside))
    return [Side(read(section, "title", one), read(section, "text", one)) for one in orders]


def comments_seen(user: Any) -> SectionCommentQuerySet:
    """The comments that this person may read, each with its answer if that is open to them; two queries."""
    rows: SectionCommentQuerySet = SectionComment.objects.visible_to(user).select_related(
        "batch__seat__country", "section"
    )
    answers = Response.objects.visible_to(user)
    return rows.prefetch_related(Prefetch("response", queryset=answers))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a seat of the reader stands in a round."""

    seat: Seat
    released: bool
    drafts: bool
    judged: bool


def standings(found: ReviewRound | None, seats: Sequence[Seat]) -> list[Standing]:
    """Where each of these seats stands; one query, none without a round or a seat."""
    if found is None or not seats:
        return []
    batches = CountryComments.objects.filter(round=found, seat=OuterRef("pk"))
    drafts = SectionComment.objects.filter(batch__round=found, batch__seat=OuterRef("pk"), released_at=None)
    rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).annotate(
        is_released=Exists(batches.filter(released_at__isnull=False)),
        has_drafts=Exists(drafts),
        is_judged=Exists(Verdict.objects.filter(round=found, seat=OuterRef("pk"))),
    )
    known = {row.pk: row for row in rows}
    return [
        Standing(seat, known[seat.pk].is_released, known[seat.pk].has_drafts, known[seat.pk].is_judged)
        for seat in seats
    ]
