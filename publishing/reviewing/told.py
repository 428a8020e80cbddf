"""What a submitter is told of the reviews, once their round has ended."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import Review
from .kinds import kind_of


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with what it is about."""

    about: str
    text: str
    section: str = ""
    """The field that it is about; empty for a criterion."""


@dataclass(frozen=True, slots=True)
class ToldReview:
    """One review as its submitter reads it: neither scores, nor the recommendation, nor what is confidential."""

    who: str
    language: str
    text: str
    sections: list[Remark]
    criteria: list[Remark]


@dataclass(frozen=True, slots=True)
class ToldRound:
    """The reviews of one round."""

    number: int
    reviews: list[ToldReview]


def for_owner(record: Any) -> list[ToldRound]:
    """What the record's submitter may read, the latest round first; at most three queries.

    For `publishing/reviewing/_for_owner.html`, on pages that only those who keep the record can open.
    """
    found = Review.objects.of(record).told_to_owner().for_page().order_by("-round", "pk")
    rounds: dict[int, list[Review]] = {}
    for review in found:
        rounds.setdefault(review.round, []).append(review)
    return [
        ToldRound(number, [told(review, record, place) for place, review in enumerate(reviews, start=1)])
        for number, reviews in rounds.items()
    ]


def told(review: Review, record: Any, place: int) -> ToldReview:
    """The review without what is not meant for the submitter; `place` is its number in the round."""
    return ToldReview(
        who=name_of(review, place),
        language=review.language,
        text=review.for_submitter,
        sections=section_remarks(review, record),
        criteria=[Remark(str(score.criterion), score.comment) for score in review.scores.all() if score.comment],
    )


def name_of(review: Review, place: int) -> str:
    """“Reviewer 2”, or the name where the reviewer agreed to be named."""
    if review.is_named and review.reviewer is not None and review.reviewer.get_full_name():
        return str(review.reviewer.get_full_name())
    return _("Reviewer %(number)d") % {"number": place}


def section_remarks(review: Review, record: Any) -> list[Remark]:
    """The comments by section, in the record's order of sections."""
    comments = {comment.section: comment.text for comment in review.section_comments.all()}
    return [
        Remark(section_name(record, name), comments[name], name)
        for name in kind_of(record).sections
        if name in comments
    ]


def section_name(record: Any, name: str) -> str:
    """The section's heading."""
    return capfirst(str(record._meta.get_field(name).verbose_name))


def text_for_owner(record: Any) -> str:
    """What the reviews of the round that is on say to the submitter, as plain text: the draft of a reason to send back."""
    given = Review.objects.of(record).filter(state="given", closed_at=None).for_page().order_by("pk")
    texts = (_plain(told(review, record, place)) for place, review in enumerate(given, start=1))
    return "\n\n".join(text for text in texts if text)


def _plain(review: ToldReview) -> str:
    lines = [f"{remark.about}: {remark.text}" for remark in (*review.sections, *review.criteria)]
    return (
        "\n".join([f"{review.who}:", *([review.text] if review.text else []), *lines]) if review.text or lines else ""
    )
