"""Who may read which review, endorsement and note on the evidence."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.timezone import localdate

from .enums import OPEN, STANDING, ReviewState
from .kinds import reviewed_models

if TYPE_CHECKING:
    from ..models import EvidenceDecision, Publication, Review


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviewers read their own reviews, and those of others once their own of that round is given.

    Who runs reviews reads all of them, but neither those of a record that is their own nor, before their own is given,
    those of a round in which they are a reviewer themselves.
    """

    def visible_to(self, user: Any) -> Self:
        """The reviews that this person may read."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(reviewer=user)
        after_own = Q(state=ReviewState.GIVEN) & Exists(self._same_round(user).filter(state=ReviewState.GIVEN))
        rule = mine | (after_own & ~kept_by_owner(user))
        if user.has_perm("publishing.view_review"):
            still_judging = Exists(self._same_round(user).filter(state__in=OPEN))
            rule |= ~still_judging & ~kept_by_owner(user)
        return self.filter(rule)

    def of(self, record: "Publication") -> Self:
        """The reviews of one record."""
        return self.filter(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk)

    def standing(self) -> Self:
        """Those whose reviewer is one of the record's in the round that is on."""
        return self.filter(state__in=STANDING, closed_at=None)

    def open(self) -> Self:
        """Those that somebody is waited for."""
        return self.filter(state__in=OPEN)

    def overdue(self) -> Self:
        """The open ones whose day is over."""
        return self.open().filter(due_on__lt=localdate())

    def told_to_owner(self) -> Self:
        """The given ones of rounds that have ended: only then does the submitter learn what is meant for them."""
        return self.filter(state=ReviewState.GIVEN, closed_at__isnull=False)

    def for_page(self) -> Self:
        """With everything that a page prints of a review."""
        scores = apps.get_model("publishing", "Score")._default_manager.select_related("criterion")
        return self.select_related("reviewer", "assigned_by").prefetch_related(
            Prefetch("scores", scores), "section_comments"
        )

    def _same_round(self, user: Any) -> "models.QuerySet[Review]":
        return self.model._default_manager.filter(
            reviewer=user,
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            round__gte=OuterRef("round"),
        )


class EvidenceDecisionQuerySet(models.QuerySet["EvidenceDecision"]):
    """Why a record bears its evidence level is said to whoever reads the record."""

    def of(self, record: "Publication") -> Self:
        """The decisions on one record, the newest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk)


def kept_by_owner(user: Any) -> Q:
    """Whether the reviewed record is the person's own, whatever its kind."""
    rule = Q(pk__in=[])
    for model in reviewed_models():
        own = model._default_manager.filter(owner=user).values("pk")
        rule |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=own)
    return rule
