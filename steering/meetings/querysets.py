"""Who may see which meeting, item, attendance and minutes, stated once."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Max, Q

from ..access import is_of_committee, may_run, open_to
from .enums import THERE, MeetingState

if TYPE_CHECKING:
    from ..models import AgendaItem, Attendance, Correction, Meeting, Minutes, MinutesEntry

Reader = Any
"""A signed-in user or AnonymousUser."""


def meetings_open_to(user: Reader, to: str = "") -> Q:
    """The rule by which a meeting is open to somebody; `to` leads from the queried rows to the meeting (`meeting__`).

    The Committee sees every meeting from its planning on; everybody else, by its level, once it was convened.
    """
    rule = open_to(user, f"{to}access")
    return rule if is_of_committee(user) else rule & Q(**{f"{to}convened_at__isnull": False})


def items_open_to(user: Reader, to: str = "") -> Q:
    """The rule by which an item is open to somebody: by its own level, and only as a part of a visible meeting."""
    return open_to(user, f"{to}access") & meetings_open_to(user, f"{to}meeting__")


def minutes_open_to(user: Reader, to: str = "") -> Q:
    """The rule by which minutes are open: drafts to who runs the Committee, circulated ones to the Committee, then released."""
    if may_run(user):
        return Q()
    rule = meetings_open_to(user, f"{to}meeting__")
    if is_of_committee(user):
        return rule & Q(**{f"{to}circulated_at__isnull": False})
    return rule & Q(**{f"{to}released_at__isnull": False})


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings."""

    def visible_to(self, user: Reader) -> Self:
        """Convened meetings by their level; the Committee sees planned ones too."""
        return self.filter(meetings_open_to(user))

    def upcoming(self) -> Self:
        """Meetings that are still to come or under way, the next first."""
        states = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN)
        return self.filter(state__in=states).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Meetings that took place or were cancelled, the latest first."""
        states = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN)
        return self.exclude(state__in=states).order_by("-starts_at", "-pk")

    def next_number(self) -> int:
        """The number after the highest one."""
        return int(self.aggregate(highest=Max("number"))["highest"] or 0) + 1


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Items of agendas."""

    def visible_to(self, user: Reader) -> Self:
        """Items of visible meetings, by their own level."""
        return self.filter(items_open_to(user))


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Who took part."""

    def visible_to(self, user: Reader) -> Self:
        """The Committee sees attendance at once; everybody else in released minutes."""
        rule = meetings_open_to(user, "meeting__")
        return self.filter(rule if is_of_committee(user) else rule & Q(meeting__minutes__released_at__isnull=False))

    def there(self) -> Self:
        """The seats that are in the room, themselves or by an alternate."""
        return self.filter(state__in=THERE)


class MinutesQuerySet(models.QuerySet["Minutes"]):
    """Minutes."""

    def visible_to(self, user: Reader) -> Self:
        """Drafts for who runs the Committee, circulated ones for the Committee, released ones by the meeting's level."""
        return self.filter(minutes_open_to(user))

    def adopted(self) -> Self:
        """Those that never change again."""
        return self.filter(adopted_at__isnull=False)


class MinutesEntryQuerySet(models.QuerySet["MinutesEntry"]):
    """What the minutes say of one item."""

    def visible_to(self, user: Reader) -> Self:
        """Entries of visible minutes on items that are open to this person."""
        return self.filter(minutes_open_to(user, "minutes__") & items_open_to(user, "item__"))


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections of circulated minutes."""

    def visible_to(self, user: Reader) -> Self:
        """The whole Committee sees what each seat asked for and what came of it; nobody else does."""
        if not is_of_committee(user):
            return self.none()
        return self.filter(minutes_open_to(user, "entry__minutes__") & items_open_to(user, "entry__item__"))
