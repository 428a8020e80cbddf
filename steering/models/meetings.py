"""Meetings, the items of their agenda, and who was there."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import Text, text_of

from ..access import Access
from ..meetings.enums import AFTER, BEFORE, THERE, AttendanceState, ItemKind, MeetingState
from ..meetings.querysets import AgendaItemQuerySet, AttendanceQuerySet, MeetingQuerySet
from ..seats.enums import Proposer
from .seats import Mandate, Seat

LEVELS = [choice for choice in Access.choices if choice[0] != Access.SEAT]
"""Whom a meeting or an item can be open to; what is for single seats are papers."""
WIDER_THAN_SEAT = Q(access__in=[Access.PUBLIC, Access.REGISTERED, Access.COMMITTEE])


def house_languages() -> list[str]:
    """All languages of the house: what a meeting is held in unless somebody says otherwise."""
    return list(Language.values)


class Meeting(models.Model):
    """A meeting of the Committee. Its state is changed by `steering.meetings.workflow` alone."""

    number = models.PositiveIntegerField(
        _("number"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(99_999)]
    )
    title = models.CharField(_("title"), max_length=300)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(
        _("link to take part"), max_length=500, blank=True, help_text=_("Shown to the Committee alone.")
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language.choices),
        verbose_name=_("languages of the meeting"),
        default=house_languages,
    )
    access = models.CharField(_("who may see it"), max_length=12, choices=LEVELS, default=Access.PUBLIC)
    state = models.CharField(_("state"), max_length=16, choices=MeetingState.choices, default=MeetingState.PLANNED)
    convened_at = models.DateTimeField(_("convened"), null=True, blank=True)
    notice_reason = models.CharField(
        _("reason for the shorter notice"),
        max_length=1000,
        blank=True,
        help_text=_("Needed where fewer working days are left than the rules of procedure ask for; shown on the page."),
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=1000, blank=True)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    """How often calendars have to read it anew: raised with each change after the convening."""
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(condition=WIDER_THAN_SEAT, name="meeting_is_not_for_single_seats"),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED]) | Q(convened_at__isnull=False),
                name="meeting_is_convened_before_it_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*AFTER, MeetingState.OPEN]) | Q(opened_at__isnull=False),
                name="held_meeting_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER) | Q(closed_at__isnull=False), name="past_meeting_was_closed"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | Q(cancelled_at__isnull=False),
                name="cancelled_meeting_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {text_of(self, 'title')}"

    def get_absolute_url(self) -> str:
        return reverse("committee:meeting", args=[self.number])

    @property
    def name(self) -> Text:
        """The title as the reader gets it."""
        return text_of(self, "title")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the meeting is held."""
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """When it begins, by the clock of its place."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        """When it ends, by the clock of its place."""
        return self.ends_at.astimezone(self.zone)

    @property
    def offset(self) -> str:
        """How far the clocks of the place are from UTC as it begins: `UTC+05:00`."""
        offset = self.local_start.strftime("%z")
        return f"UTC{offset[:3]}:{offset[3:]}"

    @property
    def day(self) -> date:
        """The day on which it begins where it is held: membership, rules and quorum are those of this day."""
        return self.local_start.date()

    @property
    def is_before(self) -> bool:
        """Whether it has not begun."""
        return self.state in BEFORE

    @property
    def is_over(self) -> bool:
        """Whether it took place."""
        return self.state in AFTER


class AgendaItem(models.Model):
    """One item of an agenda. Its number is the same in every language."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("explanation"), max_length=5000, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.DISCUSSION)
    proposer = models.CharField(_("proposed by"), max_length=12, choices=Proposer.choices, default=Proposer.SECRETARIAT)
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        verbose_name=_("seat that proposes"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Where a member or an observer proposes it."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("time, minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    access = models.CharField(_("who may see it"), max_length=12, choices=LEVELS, default=Access.PUBLIC)
    is_late = models.BooleanField(_("added after the meeting was convened"), default=False, editable=False)
    is_matters_arising = models.BooleanField(_("matters arising"), default=False, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="one_item_per_number", deferrable=Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_matters_arising=True), name="one_matters_arising_per_meeting"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="item_numbers_begin_with_one"),
            models.CheckConstraint(condition=WIDER_THAN_SEAT, name="item_is_not_for_single_seats"),
            models.CheckConstraint(
                condition=Q(seat=None) | Q(proposer__in=[Proposer.MEMBER, Proposer.OBSERVER]),
                name="only_seats_propose_as_seats",
                violation_error_message=_("The chair and the Secretariat have no seat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {text_of(self, 'title')}"

    def get_absolute_url(self) -> str:
        return reverse("committee:agenda_item", args=[self.meeting.number, self.number])

    @property
    def name(self) -> Text:
        """The title as the reader gets it."""
        return text_of(self, "title")


class Attendance(models.Model):
    """How one seat takes part in one meeting. Every change stays in its history with the time and who noted it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name=_("meeting"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance", verbose_name=_("seat"))
    state = models.CharField(_("attendance"), max_length=12, choices=AttendanceState.choices)
    mandate = models.ForeignKey(
        Mandate,
        models.PROTECT,
        verbose_name=_("who speaks for the seat"),
        related_name="+",
        null=True,
        blank=True,
    )
    arrived_at = models.DateTimeField(_("came"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    noted_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted"), auto_now=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance of a seat")
        verbose_name_plural = _("attendance of seats")
        ordering = ["meeting", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_per_seat"),
            models.CheckConstraint(
                condition=~Q(state__in=[*THERE, AttendanceState.LEFT]) | Q(arrived_at__isnull=False),
                name="who_is_there_has_come",
            ),
            models.CheckConstraint(
                condition=Q(state=AttendanceState.LEFT, left_at__gte=F("arrived_at"))
                | (~Q(state=AttendanceState.LEFT) & Q(left_at=None)),
                name="who_left_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_state_display()}"

    @property
    def is_there(self) -> bool:
        """Whether the seat counts towards the quorum, if it is a member's."""
        return self.state in THERE


class MatterArising(models.Model):
    """An action that was open when a meeting closed, kept under its item."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="matters", verbose_name=_("agenda item"))
    action = models.ForeignKey("steering.Action", models.PROTECT, related_name="+", verbose_name=_("action"))

    class Meta:
        verbose_name = _("matter arising")
        verbose_name_plural = _("matters arising")
        constraints = [models.UniqueConstraint(fields=["item", "action"], name="one_matter_per_item_and_action")]

    def __str__(self) -> str:
        return f"{self.item}: {self.action}"
