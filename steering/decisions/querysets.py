"""Who may see which decision, position and action, stated once."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from ..access import is_of_committee, may_run, open_to
from ..meetings.querysets import items_open_to
from .enums import ActionState, Choice, DecisionState

if TYPE_CHECKING:
    from ..models import Action, ActionEvidence, Decision, DecisionSection, Position, PositionChange

Reader = Any
"""A signed-in user or AnonymousUser."""


def decisions_open_to(user: Reader, to: str = "") -> Q:
    """The rule by which a decision is open to somebody; `to` leads from the queried rows to it (`decision__`).

    Drafts are for who runs the Committee and for the seat that proposes; from the opening on the whole Committee sees
    decision and positions; after its release everybody does, by its level.
    """
    if may_run(user):
        return Q(**{f"{to}pk__isnull": False})
    if is_of_committee(user):
        from ..models.seats import Mandate  # noqa: PLC0415 - cycle: models name these querysets

        seats = Mandate.objects.held_by(user).filter(seat__isnull=False).values("seat")
        is_draft = Q(**{f"{to}state": DecisionState.DRAFT})
        return ~is_draft | (is_draft & (Q(**{f"{to}seat__in": seats}) | Q(**{f"{to}created_by_id": user.pk})))
    return Q(**{f"{to}released_at__isnull": False}) & open_to(user, f"{to}access")


def actions_open_to(user: Reader, to: str = "") -> Q:
    """The rule by which an action is open: all of them to the Committee, else with its released decision or minutes."""
    if is_of_committee(user):
        return Q(**{f"{to}pk__isnull": False})
    released = Q(**{f"{to}decision__isnull": True, f"{to}agenda_item__meeting__minutes__released_at__isnull": False})
    of_item = released & items_open_to(user, f"{to}agenda_item__")
    return Q(**{f"{to}decision__isnull": False}) & decisions_open_to(user, f"{to}decision__") | of_item


class DecisionQuerySet(models.QuerySet["Decision"]):
    """The register of decisions."""

    def visible_to(self, user: Reader) -> Self:
        """Open and closed ones to the Committee, released ones by their level, drafts to those who write them."""
        return self.filter(decisions_open_to(user))

    def registered(self) -> Self:
        """Those that have a number: all but drafts."""
        return self.exclude(state=DecisionState.DRAFT)

    def closed(self) -> Self:
        """Those with an outcome."""
        return self.filter(state=DecisionState.CLOSED)

    def in_progress(self) -> Self:
        """Those that wait for positions."""
        return self.filter(state=DecisionState.OPEN)

    def as_of(self, day: date) -> Self:
        """Those that had an outcome at the end of the day."""
        return self.closed().filter(decided_on__lte=day)


class DecisionSectionQuerySet(models.QuerySet["DecisionSection"]):
    """Sections of decisions."""

    def visible_to(self, user: Reader) -> Self:
        """The sections of visible decisions."""
        return self.filter(decisions_open_to(user, "decision__"))


class PositionQuerySet(models.QuerySet["Position"]):
    """Positions of the seats."""

    def visible_to(self, user: Reader) -> Self:
        """The Committee sees positions at once; everybody else with the released decision."""
        return self.filter(decisions_open_to(user, "decision__"))

    def silent(self) -> Self:
        """The seats that have taken no position."""
        return self.filter(choice="")

    def blocking(self) -> Self:
        """Objections."""
        return self.filter(choice=Choice.OBJECT)


class PositionChangeQuerySet(models.QuerySet["PositionChange"]):
    """Who said what, and when."""

    def visible_to(self, user: Reader) -> Self:
        """The Committee alone sees the history with its names."""
        if not is_of_committee(user):
            return self.none()
        return self.filter(decisions_open_to(user, "position__decision__"))


class ActionQuerySet(models.QuerySet["Action"]):
    """What follows from decisions."""

    def visible_to(self, user: Reader) -> Self:
        """All to the Committee; to everybody else those of released decisions and minutes."""
        return self.filter(actions_open_to(user))

    def open(self) -> Self:
        """Those that are neither done nor dropped."""
        return self.filter(state=ActionState.OPEN)

    def open_for_meeting(self) -> Self:
        """What becomes matters arising: open actions, those due first at the top, with all that a list shows."""
        return self.open().select_related("decision", "seat__country", "agenda_item__meeting").order_by("due_on", "pk")

    def overdue(self, on: date | None = None) -> Self:
        """Open ones whose day lies before this one, today unless said."""
        return self.open().filter(due_on__lt=on or localdate())


class ActionEvidenceQuerySet(models.QuerySet["ActionEvidence"]):
    """What shows that an action was done."""

    def visible_to(self, user: Reader) -> Self:
        """All to the Committee; to everybody else what its author marked as public, once the action is confirmed as done."""
        rule = actions_open_to(user, "action__")
        return self.filter(rule if is_of_committee(user) else rule & Q(is_public=True, action__state=ActionState.DONE))
