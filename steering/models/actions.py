"""What follows from decisions: actions with an owner and a day, and the evidence that they were done."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import Text, text_of

from ..decisions.enums import ActionState, Owner
from ..decisions.querysets import ActionEvidenceQuerySet, ActionQuerySet
from ..seats.enums import OF_SEAT, Office
from .decisions import Decision, as_written, person
from .meetings import AgendaItem
from .seats import Seat

OFFICES = [choice for choice in Office.choices if choice[0] not in OF_SEAT]


class Action(models.Model):
    """Something that somebody has to do by a day, by a decision or an item of a meeting."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="actions", verbose_name=_("decision"), null=True, blank=True
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="actions", verbose_name=_("agenda item"), null=True, blank=True
    )
    title = models.CharField(_("what is to be done"), max_length=500)
    owner = models.CharField(_("who has to do it"), max_length=12, choices=Owner.choices, default=Owner.SECRETARIAT)
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="actions", verbose_name=_("seat"), null=True, blank=True
    )
    office = models.CharField(_("office"), max_length=12, choices=OFFICES, blank=True)
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=12, choices=ActionState.choices, default=ActionState.OPEN)
    reported_at = models.DateTimeField(_("reported as done"), null=True, editable=False)
    reported_by = person(_("reported by"))
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = person(_("ended by"))
    drop_reason = models.TextField(_("reason for dropping it"), max_length=2000, blank=True, editable=False)
    reason_language = models.CharField(max_length=2, choices=Language.choices, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | Q(agenda_item__isnull=False), name="action_has_origin"
            ),
            models.CheckConstraint(
                condition=Q(owner=Owner.SEAT, seat__isnull=False, office="")
                | (Q(owner=Owner.OFFICE, seat=None) & ~Q(office=""))
                | Q(owner=Owner.SECRETARIAT, seat=None, office=""),
                name="action_has_one_owner",
                violation_error_message=_("Name the seat or the office, whichever has to do it."),
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, ended_at=None)
                | (~Q(state=ActionState.OPEN) & Q(ended_at__isnull=False)),
                name="ended_action_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(state=ActionState.DROPPED) & ~Q(drop_reason=""))
                | (~Q(state=ActionState.DROPPED) & Q(drop_reason="")),
                name="dropped_action_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(text_of(self, "title"))

    def get_absolute_url(self) -> str:
        return reverse("committee:action", args=[self.pk])

    @property
    def name(self) -> Text:
        """What is to be done, as the reader gets it."""
        return text_of(self, "title")

    @property
    def owner_name(self) -> Text | str:
        """Who has to do it, as the reader gets it."""
        if self.owner == Owner.SEAT and self.seat is not None:
            return self.seat.name
        return str(self.get_office_display() if self.owner == Owner.OFFICE else self.get_owner_display())

    @property
    def is_overdue(self) -> bool:
        """Whether it is open after its day."""
        return self.was_overdue(localdate())

    def was_overdue(self, day: date) -> bool:
        """Whether it was open on a day after its own."""
        return self.state == ActionState.OPEN and self.due_on < day

    @property
    def is_reported(self) -> bool:
        """Whether its owner says that it is done and the Secretariat has not confirmed it yet."""
        return self.state == ActionState.OPEN and self.reported_at is not None

    @property
    def why_dropped(self) -> Text:
        """The reason, in the language in which it was written."""
        return as_written(self.drop_reason, self.reason_language)


class ActionEvidence(models.Model):
    """A text, link or file that shows what was done."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence", verbose_name=_("action"))
    text = models.TextField(_("what was done"), max_length=5000)
    language = models.CharField(_("language of the text"), max_length=2, choices=Language.choices)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="committee/evidence/%Y/", blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    media_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    is_public = models.BooleanField(
        _("may be shown to the public"),
        default=False,
        help_text=_(
            "Once the decision is released and the action confirmed as done. Otherwise the Committee alone sees it."
        ),
    )
    added_at = models.DateTimeField(_("added"))
    added_by = person(_("added by"))

    objects = ActionEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of an action")
        verbose_name_plural = _("evidence of actions")
        ordering = ["action", "added_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def statement(self) -> Text:
        """What was done, in the language in which it was written."""
        return as_written(self.text, self.language)
