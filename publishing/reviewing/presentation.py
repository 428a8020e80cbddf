"""A record as its reviewers see it, and the reviews beside each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ..languages import Text, read
from ..models import Review, ReviewCriterion
from .enums import Recommendation
from .kinds import ReviewedKind
from .told import name_of, section_name, section_remarks


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the record with the box for a comment on it, where the review is open."""

    name: str
    heading: str
    text: Text
    is_rich: bool
    box: Any = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReadReview:
    """Another's review as this person may read it: `confidential` stays empty for other reviewers."""

    review: Review
    who: str
    sections: list[Any]
    confidential: str
    place: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """How the reviewers judge one criterion."""

    criterion: ReviewCriterion
    values: list[int | None]
    mean: float | None


def sections_of(
    record: Any, kind: ReviewedKind, reading_order: Sequence[str], *, form: Any = None, review: Review | None = None
) -> list[Section]:
    """The sections of the record, with the form's boxes or with the review's remarks."""
    remarks = {one.section: one.text for one in section_remarks(review, record)} if review else {}
    return [
        Section(
            name,
            section_name(record, name),
            read(record, name, reading_order),
            name in kind.rich,
            form.section_field(name) if form is not None else None,
            remarks.get(name, ""),
        )
        for name in kind.sections
    ]


def read_reviews(reviews: Iterable[Review], record: Any, *, with_confidential: bool) -> list[ReadReview]:
    """The reviews for reading; for other reviewers anonymous, unless their authors agreed to be named."""
    return [
        ReadReview(
            review,
            str(review.reviewer or "") if with_confidential else name_of(review, place),
            section_remarks(review, record),
            review.confidential if with_confidential else "",
            place,
        )
        for place, review in enumerate(reviews, start=1)
    ]


def score_rows(reviews: Sequence[Review]) -> list[ScoreRow]:
    """The scores of given reviews by criterion, with their mean."""
    criteria: dict[int, ReviewCriterion] = {}
    values: dict[int, dict[int, int | None]] = {}
    for review in reviews:
        for score in review.scores.all():
            criteria[score.criterion_id] = score.criterion
            values.setdefault(score.criterion_id, {})[review.pk] = score.value
    rows = []
    for criterion in sorted(criteria.values(), key=lambda one: (one.position, one.pk)):
        line = [values[criterion.pk].get(review.pk) for review in reviews]
        known = [value for value in line if value is not None]
        rows.append(ScoreRow(criterion, line, sum(known) / len(known) if known else None))
    return rows


def recommendations(reviews: Iterable[Review]) -> list[tuple[str, int]]:
    """How many recommend what; only what somebody recommends."""
    given = [review.recommendation for review in reviews]
    return [(str(one.label), given.count(one)) for one in Recommendation if given.count(one)]


def days_left(review: Review) -> int:
    """How many days are left; negative for an overdue review."""
    return (review.due_on - timezone.localdate()).days
