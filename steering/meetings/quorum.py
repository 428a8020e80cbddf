"""Whether a meeting can decide: how many member seats are there, and how many the rules of its day ask for."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Meeting, RulesOfProcedure, Seat
from .enums import THERE


@dataclass(frozen=True, slots=True)
class Quorum:
    """The state of the quorum at one moment."""

    present: int
    """Member seats that are present or represented."""
    members: int
    """Member seats on the day of the meeting."""
    needed: int | None
    """How many of them must be there; None where no rules of procedure are in force on that day."""

    @property
    def is_reached(self) -> bool:
        """Whether the Committee can decide."""
        return self.needed is not None and 0 < self.needed <= self.present

    @property
    def reason(self) -> str:
        """Why it can or can't, in the active language."""
        if self.needed is None:
            return _(
                "No rules of procedure are in force on the day of the meeting, so nothing says how many are needed."
            )
        if not self.members:
            return _("The Committee has no member seats on the day of the meeting.")
        there = ngettext(
            "%(present)d of %(count)d member seat present or represented",
            "%(present)d of %(count)d member seats present or represented",
            self.members,
        ) % {"present": self.present, "count": self.members}
        if self.is_reached:
            return _("%(there)s; %(needed)d needed.") % {"there": there, "needed": self.needed}
        missing = self.needed - self.present
        more = ngettext("%(count)d more needed", "%(count)d more needed", missing) % {"count": missing}
        return _("%(there)s; %(more)s.") % {"there": there, "more": more}


def quorum_of(meeting: Meeting) -> Quorum:
    """The quorum of a meeting as its attendance stands now; two queries."""
    there = Q(attendance__meeting=meeting, attendance__state__in=THERE)
    counts = (
        Seat.objects.on(meeting.day)
        .members()
        .aggregate(members=Count("pk", distinct=True), present=Count("pk", filter=there, distinct=True))
    )
    rules = RulesOfProcedure.objects.in_force(meeting.day).first()
    needed = rules.quorum_of(counts["members"]) if rules is not None else None
    return Quorum(counts["present"], counts["members"], needed)
