"""Choices of meetings, agendas, attendance and minutes."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    """How far a meeting has come; changed only by the workflow."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    CONVENED = "convened", pgettext_lazy("meeting", "Convened")
    OPEN = "open", pgettext_lazy("meeting", "Open")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")
    MINUTES_DRAFTED = "minutes_drafted", pgettext_lazy("meeting", "Minutes drafted")
    CIRCULATED = "circulated", pgettext_lazy("meeting", "Minutes circulated")
    ADOPTED = "adopted", pgettext_lazy("meeting", "Minutes adopted")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


BEFORE: Final = (MeetingState.PLANNED, MeetingState.CONVENED)
"""The meeting has not begun."""
AFTER: Final = (
    MeetingState.CLOSED,
    MeetingState.MINUTES_DRAFTED,
    MeetingState.CIRCULATED,
    MeetingState.ADOPTED,
)
"""The meeting is over."""
COURSE: Final = (*BEFORE, MeetingState.OPEN, *AFTER)
"""The states in the order in which a meeting passes through them."""


class ItemKind(models.TextChoices):
    """What an item of the agenda is for."""

    INFORMATION = "information", pgettext_lazy("agenda item", "For information")
    DISCUSSION = "discussion", pgettext_lazy("agenda item", "For discussion")
    DECISION = "decision", pgettext_lazy("agenda item", "For decision")


class AttendanceState(models.TextChoices):
    """How a seat takes part in a meeting."""

    ANNOUNCED = "announced", pgettext_lazy("attendance", "Will attend")
    EXCUSED = "excused", pgettext_lazy("attendance", "Will not attend")
    PRESENT = "present", pgettext_lazy("attendance", "Present")
    REPRESENTED = "represented", pgettext_lazy("attendance", "Represented by an alternate")
    LEFT = "left", pgettext_lazy("attendance", "Has left")


THERE: Final = (AttendanceState.PRESENT, AttendanceState.REPRESENTED)
"""What counts towards the quorum."""


class CorrectionAnswer(models.TextChoices):
    """What became of a correction of the minutes."""

    ACCEPTED = "accepted", pgettext_lazy("correction", "Accepted")
    PARTLY = "partly", pgettext_lazy("correction", "Accepted in part")
    REFUSED = "refused", pgettext_lazy("correction", "Not accepted")
