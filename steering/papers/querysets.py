"""Who may see which paper, which of its files and which private link, stated once."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from ..access import Access, is_of_committee, may_run, open_to
from ..decisions.querysets import decisions_open_to
from ..meetings.querysets import meetings_open_to

if TYPE_CHECKING:
    from ..models import Meeting, Paper, PaperReceipt, PaperVersion, PrivateLink

Reader = Any
"""A signed-in user or AnonymousUser."""


def papers_open_to(user: Reader) -> Q:
    """The rule by which a paper is open: sent out, by its own level, as a part of what is visible itself: meeting, item, decision."""
    rule = open_to(user, "access", "seats") & Q(issued_at__isnull=False)
    rule &= Q(meeting=None) | meetings_open_to(user, "meeting__")
    rule &= Q(decision=None) | decisions_open_to(user, "decision__")
    return rule & (Q(agenda_item=None) | open_to(user, "agenda_item__access"))


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers."""

    def visible_to(self, user: Reader) -> Self:
        """Papers that were sent out, by their level and seats; who runs the Committee sees those in preparation too."""
        if may_run(user):
            return self
        return self.filter(pk__in=self.model._base_manager.filter(papers_open_to(user)).values("pk"))

    def of_meeting(self, meeting: "Meeting") -> Self:
        """The papers of a meeting, in the order of its agenda; those of no item come last."""
        return self.filter(meeting=meeting).order_by(
            models.F("agenda_item__number").asc(nulls_last=True), "position", "pk"
        )

    def standing(self) -> Self:
        """What was sent out and not withdrawn: what a pack may hold."""
        return self.filter(issued_at__isnull=False, withdrawn_at=None)

    def wider_than_seat(self) -> Self:
        """Without what is meant for single seats."""
        return self.exclude(access=Access.SEAT)


class PaperVersionQuerySet(models.QuerySet["PaperVersion"]):
    """The files of papers."""

    def visible_to(self, user: Reader) -> Self:
        """Files that were sent out, of visible papers that were not withdrawn; who runs the Committee sees all."""
        if may_run(user):
            return self
        model: Any = apps.get_model("steering", "Paper")
        papers = model.objects.visible_to(user).filter(withdrawn_at=None)
        return self.filter(paper__in=papers, issued_at__isnull=False)


class PaperReceiptQuerySet(models.QuerySet["PaperReceipt"]):
    """Which files a person has taken."""

    def of(self, user: Reader) -> Self:
        """A person's own; nobody sees those of others."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()


class PrivateLinkQuerySet(models.QuerySet["PrivateLink"]):
    """Links for people without an account."""

    def visible_to(self, user: Reader) -> Self:
        """A member's own links; who runs the Committee sees all."""
        if not is_of_committee(user):
            return self.none()
        return self if may_run(user) else self.filter(created_by_id=user.pk)

    def open_at(self, moment: datetime) -> Self:
        """The links that open something at the moment, if their makers still may open it themselves."""
        return self.filter(withdrawn_at=None, expires_at__gt=moment, created_by__is_active=True)
