"""The matrix: every released comment of a round beside what it was answered, in the order of the sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from publishing.collation import kk_key
from publishing.languages import Text, read

from ..models import CountryComments, Response, ReviewRound, SectionComment
from ..seats.membership import name_of
from .enums import Answer, CommentKind
from .querysets import SectionCommentQuerySet
from .reading import comments_seen

OPEN = "open"
"""The filter's word for comments that are not answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the matrix is narrowed to; empty values narrow nothing."""

    section: str = ""
    seat: int = 0
    kind: str = ""
    answer: str = ""

    @classmethod
    def of(cls, query: Any) -> "Asked":
        """What the address asks for; what nobody knows is left out."""
        seat, kind, answer = query.get("seat", ""), query.get("kind", ""), query.get("answer", "")
        return cls(
            section=query.get("section", "")[:12],
            seat=int(seat) if seat.isascii() and seat.isdigit() and len(seat) < 10 else 0,
            kind=kind if kind in CommentKind.values else "",
            answer=answer if answer in {*Answer.values, OPEN} else "",
        )

    @property
    def is_any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.section or self.seat or self.kind or self.answer)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the matrix."""

    comment: SectionComment
    country: Text
    title: Text
    """Of the section."""
    answer: str
    """In words; empty where there is none or it is not open to the reader."""
    answer_value: str
    reason: Text


def comments_of(found: ReviewRound, user: Any, asked: Asked = Asked()) -> SectionCommentQuerySet:
    """The released comments that this person may read, by section, country and number; two queries."""
    rows: SectionCommentQuerySet = comments_seen(user).released().filter(batch__round=found)
    if asked.section:
        rows = rows.filter(section__number=asked.section)
    if asked.seat:
        rows = rows.filter(batch__seat=asked.seat)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.answer:
        rows = _answered(rows, found, user, asked.answer)
    return rows.order_by(
        "section__position", F("batch__seat__country__iso2").asc(nulls_last=True), "batch__seat", "number"
    )


def rows_of(comments: Sequence[SectionComment], order: Sequence[str]) -> list[Row]:
    """The lines of the matrix for a reader's order of languages; no query."""
    return [_row(comment, order) for comment in comments]


def countries_of(found: ReviewRound, user: Any, order: Sequence[str]) -> list[tuple[int, Text]]:
    """The seats that have released comments, in the reader's alphabet; one query."""
    batches = (
        CountryComments.objects.visible_to(user)
        .filter(round=found, released_at__isnull=False)
        .select_related("seat__country")
    )
    return sorted(((batch.seat_id, name_of(batch.seat, order)) for batch in batches), key=lambda one: kk_key(one[1]))


def title_of(found: ReviewRound) -> str:
    """What the matrix is called on paper."""
    return _("Comments and answers: %(report)s, round %(number)d") % {
        "report": str(found.report),
        "number": found.number,
    }


def _row(comment: SectionComment, order: Sequence[str]) -> Row:
    response: Any = getattr(comment, "response", None)
    empty = Text("", order[0], order[0])
    return Row(
        comment=comment,
        country=name_of(comment.batch.seat, order),
        title=read(comment.section, "title", order),
        answer=str(response.get_answer_display()) if response is not None else "",
        answer_value=response.answer if response is not None else "",
        reason=read(response, "reason", order) if response is not None else empty,
    )


def _answered(rows: SectionCommentQuerySet, found: ReviewRound, user: Any, answer: str) -> SectionCommentQuerySet:
    """Narrowed by the answers that the reader may see: an answer in preparation is not to be guessed by a filter."""
    answers = Response.objects.visible_to(user).filter(comment__batch__round=found)
    if answer == OPEN:
        return rows.exclude(pk__in=answers.values("comment"))
    return rows.filter(pk__in=answers.filter(answer=answer).values("comment"))
