"""Saving a review as a draft: under a lock, once, and never over what was saved elsewhere meanwhile."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models import Review, Score, SectionComment
from ..workflow import WorkflowError
from .enums import ReviewState
from .forms import COMMENT, SCORE, SECTION, ReviewForm
from .kinds import kind_of
from .workflow import ReviewWorkflow

TEXTS = ("recommendation", "for_submitter", "confidential", "is_named", "language")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a save: the review where it was saved, else the form with everything that was typed."""

    form: ReviewForm
    review: Review
    is_saved: bool = False
    is_given: bool = False
    has_conflict: bool = False


def save(key: int, user: Any, data: Any, *, give: bool = False) -> Outcome:
    """Keep what was typed and, where asked, hand the review in; raises WorkflowError where the review is closed.

    A form that was opened before another save is not kept unless it says the same: the form then comes back on the
    present edition with what is stored beside what was typed.
    """
    with transaction.atomic():
        review = Review.objects.select_for_update(of=("self",)).get(pk=key, reviewer=user)
        if give and review.is_given:
            return Outcome(_form(review, data, is_final=True), review, is_saved=True, is_given=True)
        if review.state != ReviewState.ACCEPTED or review.closed_at is not None:
            raise WorkflowError(_("This review can no longer be changed."))
        form = _form(review, data, is_final=give)
        is_whole = form.is_valid()
        if not is_whole and not give:
            return Outcome(form, review)
        changes = form.differences()
        if changes and form.cleaned_data.get("edition") != review.edition:
            _put_beside(form, changes)
            return Outcome(form, review, has_conflict=True)
        if changes:
            _write(form, review)
        if not is_whole:
            _put_edition(form, review)
            return Outcome(form, review, is_saved=True)
        if give:
            ReviewWorkflow(review, user).give()
        return Outcome(form, review, is_saved=True, is_given=give)


def _form(review: Review, data: Any, *, is_final: bool) -> ReviewForm:
    return ReviewForm(data, review=review, kind=kind_of(review.record), is_final=is_final)


def _write(form: ReviewForm, review: Review) -> None:
    """Write what is in order; a field with an error keeps its stored value."""
    cleaned = {name: value for name, value in form.cleaned_data.items() if value is not None or SCORE in name}
    for name in TEXTS:
        setattr(review, name, cleaned.get(name, getattr(review, name)))
    review.edition += 1
    review.save(update_fields=[*TEXTS, "edition", "changed_at"])
    for criterion in form.criteria:
        stored = form.scores.get(criterion.pk)
        value = cleaned.get(f"{SCORE}{criterion.pk}", stored.value if stored else None)
        comment = cleaned.get(f"{COMMENT}{criterion.pk}", stored.comment if stored else "")
        if stored or value is not None or comment:
            Score.objects.update_or_create(
                review=review, criterion=criterion, defaults={"value": value, "comment": comment}
            )
    for section in form.kind.sections:
        text = cleaned.get(f"{SECTION}{section}")
        if text:
            SectionComment.objects.update_or_create(review=review, section=section, defaults={"text": text})
        elif text == "":
            SectionComment.objects.filter(review=review, section=section).delete()


def _put_beside(form: ReviewForm, changes: dict[str, Any]) -> None:
    """Let the form stand on the present edition, with what is stored beside what was typed."""
    form.stored = {name: value for name, value in changes.items() if value not in {None, ""}}
    _put_edition(form, form.review)


def _put_edition(form: ReviewForm, review: Review) -> None:
    data: Any = form.data
    form.data = data.copy()
    form.data["edition"] = str(review.edition)  # type: ignore[index]  # a copied QueryDict
