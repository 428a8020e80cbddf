"""Who runs the reviews of a record."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import Publication, Review
from ..workflow import YES, Answer
from .querysets import kept_by_owner


def may_run_kind(user: Any, model: Any) -> bool:
    """Whether the person runs the reviews of records of this model: the editors and the Secretariat."""
    meta = model._meta
    return bool(user.is_authenticated and user.has_perm(f"{meta.app_label}.publish_{meta.model_name}"))


def may_run(user: Any, record: Publication | None) -> Answer:
    """Whether the person invites reviewers to this record and decides on it; nobody does so for their own."""
    if record is None:
        return Answer(allowed=False, reason=_("The record is gone."))
    if not may_run_kind(user, type(record)):
        return Answer(allowed=False, reason=_("Your role does not allow this."))
    if record.owner_id == user.pk:
        return Answer(allowed=False, reason=_("This is your own submission: somebody else has to judge it."))
    return YES


def is_judging(user: Any, record: Publication) -> bool:
    """Whether the person is one of the record's reviewers in the round that is on."""
    return bool(user.is_authenticated and Review.objects.of(record).standing().filter(reviewer=user).exists())


def judged_by(user: Any, model: Any) -> Q:
    """The rule for the records of the model that the person may read because they judge them."""
    reviews = Review.objects.standing().filter(reviewer=user, content_type=ContentType.objects.get_for_model(model))
    return Q(pk__in=reviews.values("object_id"))


def letters_hidden_from(user: Any) -> Q:
    """The letters that this person must not read: of reviews that they may not read, to the reviewers of their own record."""
    of_reviews = Q(content_type=ContentType.objects.get_for_model(Review))
    readable = Q(object_id__in=Review.objects.visible_to(user).values("pk"))
    return (of_reviews & ~readable) | (Q(kind="review_cancelled") & kept_by_owner(user))
