"""Decisions by section in three languages, and the positions of the seats with their history."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import Text, text_of

from ..access import Access
from ..decisions.enums import (
    IN_WRITING,
    NO_POSITION,
    WITH_TEXT,
    Capacity,
    Choice,
    DecisionState,
    Outcome,
    ReminderStage,
    Way,
)
from ..decisions.querysets import (
    DecisionQuerySet,
    DecisionSectionQuerySet,
    PositionChangeQuerySet,
    PositionQuerySet,
)
from ..seats.enums import DecisionKind, Majority, Proposer
from .meetings import LEVELS, WIDER_THAN_SEAT, AgendaItem
from .seats import Mandate, Seat


def person(label: Any) -> Any:
    """A link to an account that acted; it is emptied when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=label,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )


def as_written(text: str, language: str) -> Text:
    """A text that is kept in the one language in which it was written, for a reader of the active one."""
    wanted = get_language() or "ru"
    return Text(text, language or wanted, wanted)


class Decision(models.Model):
    """A decision of the Committee. Its state is changed by `steering.decisions.workflow` alone; closed, it is final."""

    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    serial = models.PositiveIntegerField(_("number in the year"), null=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    basis = models.TextField(
        _("basis"), max_length=5000, blank=True, help_text=_("What it rests on: rules, earlier decisions, papers.")
    )
    kind = models.CharField(
        _("kind of decision"), max_length=12, choices=DecisionKind.choices, default=DecisionKind.SUBSTANCE
    )
    majority = models.CharField(_("majority"), max_length=12, choices=Majority.choices, blank=True, editable=False)
    """Fixed at the opening from the rules of that day."""
    quorum = models.PositiveIntegerField(_("quorum, member seats"), null=True, editable=False)
    ruling_language = models.CharField(
        _("language that rules"), max_length=2, choices=Language.choices, default=Language.ENGLISH
    )
    way = models.CharField(_("way of deciding"), max_length=12, choices=Way.choices, default=Way.WRITTEN)
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="decisions", verbose_name=_("agenda item"), null=True, blank=True
    )
    proposer = models.CharField(_("proposed by"), max_length=12, choices=Proposer.choices, default=Proposer.SECRETARIAT)
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="+", verbose_name=_("seat that proposes"), null=True, blank=True
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", verbose_name=_("corrects"), null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=12, choices=DecisionState.choices, default=DecisionState.DRAFT)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True, editable=False)
    record: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(
        _("computed record"), null=True, editable=False
    )
    """What `steering.decisions.tally` computed at the closing; see there."""
    edition = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = person(_("written by"))
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    deadline_at = models.DateTimeField(_("deadline"), null=True, editable=False)
    extended_at = models.DateTimeField(_("extended"), null=True, editable=False)
    extension_reason = models.TextField(_("reason for the extension"), max_length=2000, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = person(_("closed by"))
    closed_by_name = models.CharField(_("closed by"), max_length=300, blank=True, editable=False)
    """Kept as a name, for the officer who closed stands in the record even when the account is gone."""
    decided_on = models.DateField(_("date of the decision"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("reason for the withdrawal"), max_length=2000, blank=True, editable=False)
    reason_language = models.CharField(max_length=2, choices=Language.choices, blank=True, editable=False)
    """The language in which the reasons were written."""
    access = models.CharField(
        _("who may see it once it is released"), max_length=12, choices=LEVELS, default=Access.PUBLIC
    )
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    vector = SearchVectorField(null=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-year", "-serial", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_decision_per_number"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT, year=None, serial=None)
                | (~Q(state=DecisionState.DRAFT) & Q(year__isnull=False, serial__gte=1)),
                name="decision_is_numbered_when_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DecisionState.DRAFT, DecisionState.WITHDRAWN])
                | Q(way=Way.RECORDED)
                | (Q(opened_at__isnull=False, quorum__isnull=False) & ~Q(majority="")),
                name="opened_decision_has_rules",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.OPEN, way__in=IN_WRITING) | Q(deadline_at__isnull=False),
                name="procedure_in_writing_has_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.AT_MEETING)
                | Q(state__in=[DecisionState.DRAFT, DecisionState.WITHDRAWN])
                | Q(agenda_item__isnull=False),
                name="decision_at_meeting_has_item",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=DecisionState.CLOSED, closed_at__isnull=False, decided_on__isnull=False)
                    & Q(record__isnull=False)
                    & ~Q(outcome="")
                )
                | (~Q(state=DecisionState.CLOSED) & Q(closed_at=None, outcome="", record=None, decided_on=None)),
                name="closed_decision_has_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(state=DecisionState.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""))
                | (~Q(state=DecisionState.WITHDRAWN) & Q(withdrawn_at=None, withdrawal_reason="")),
                name="withdrawn_decision_says_why",
            ),
            models.CheckConstraint(
                condition=Q(extended_at=None, extension_reason="")
                | (Q(extended_at__isnull=False) & ~Q(extension_reason="")),
                name="extended_decision_says_why",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | (Q(state=DecisionState.CLOSED) & ~Q(access=Access.COMMITTEE)),
                name="released_decision_is_closed",
            ),
            models.CheckConstraint(condition=WIDER_THAN_SEAT, name="decision_is_not_for_single_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {text_of(self, 'title')}".strip()

    def get_absolute_url(self) -> str:
        return reverse("committee:decision", args=[self.pk])

    @property
    def number(self) -> str:
        """Its number in the register, as in 2026/3; empty for a draft."""
        return f"{self.year}/{self.serial}" if self.serial else ""

    @property
    def name(self) -> Text:
        """The title as the reader gets it."""
        return text_of(self, "title")

    @property
    def is_in_writing(self) -> bool:
        """Whether positions come by a deadline rather than in a room."""
        return self.way in IN_WRITING

    @property
    def is_past_deadline(self) -> bool:
        """Whether the time for positions has ended."""
        return self.deadline_at is not None and timezone.now() > self.deadline_at


class DecisionSection(models.Model):
    """One section of the text, under the same number in every language."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="sections", verbose_name=_("decision"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"), max_length=20_000)

    objects = DecisionSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of a decision")
        verbose_name_plural = _("sections of decisions")
        ordering = ["decision", "number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="one_section_per_number_of_decision"),
            models.CheckConstraint(condition=Q(number__gte=1), name="section_numbers_of_decision_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {text_of(self, 'text')[:80]}"


class Position(models.Model):
    """What one member seat says to one decision; the row is there from the opening on, empty while the seat is silent."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="positions", verbose_name=_("decision"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="positions", verbose_name=_("seat"))
    choice = models.CharField(_("position"), max_length=16, choices=Choice.choices, blank=True)
    text = models.TextField(_("statement"), max_length=5000, blank=True)
    language = models.CharField(_("language of the statement"), max_length=2, choices=Language.choices, blank=True)
    capacity = models.CharField(_("acted as"), max_length=12, choices=Capacity.choices, blank=True)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="+", verbose_name=_("who spoke"), null=True, blank=True
    )
    by = person(_("account that acted"))
    stated_at = models.DateTimeField(_("stated"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    """How many inputs there were, also those that did not count."""
    is_contested = models.BooleanField(_("to be settled by the delegate"), default=False)
    reminded = models.PositiveSmallIntegerField(
        _("reminded"), choices=ReminderStage.choices, default=ReminderStage.NONE, editable=False
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position of a seat")
        verbose_name_plural = _("positions of seats")
        ordering = ["decision", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "seat"], name="one_position_per_seat"),
            models.CheckConstraint(
                condition=Q(choice="", stated_at=None, capacity="") | (~Q(choice="") & Q(stated_at__isnull=False)),
                name="position_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(choice__in=WITH_TEXT) | ~Q(text=""),
                name="objection_says_why",
                violation_error_message=_("Write what you object to, or what your comment is."),
            ),
            models.CheckConstraint(condition=Q(text="") | ~Q(language=""), name="statement_has_language"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.choice_name}"

    @property
    def choice_name(self) -> str:
        """The position in words, also where there is none."""
        return str(self.get_choice_display() or NO_POSITION)

    @property
    def statement(self) -> Text:
        """The statement with the language in which it was written; nobody has translated it."""
        return as_written(self.text, self.language)


class PositionChange(models.Model):
    """One input of one person for one seat. The table only grows."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="changes", verbose_name=_("position"))
    version = models.PositiveIntegerField(_("number"))
    choice = models.CharField(_("position"), max_length=16, choices=Choice.choices)
    text = models.TextField(_("statement"), blank=True)
    language = models.CharField(_("language of the statement"), max_length=2, choices=Language.choices, blank=True)
    capacity = models.CharField(_("acted as"), max_length=12, choices=Capacity.choices)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="+", verbose_name=_("who spoke"), null=True, blank=True
    )
    by = person(_("account that acted"))
    at = models.DateTimeField(_("when"))
    counts = models.BooleanField(_("counted"), default=True)
    """False for an alternate's input that differs from the delegate's: the delegate settles it."""
    source = models.CharField(_("how it came"), max_length=300, blank=True)
    """Where the Secretariat noted it: the letter or the vote by show of hands."""

    objects = PositionChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a position")
        verbose_name_plural = _("changes of positions")
        ordering = ["position", "version"]
        constraints = [
            models.UniqueConstraint(fields=["position", "version"], name="one_change_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}. {self.get_choice_display()}"

    @property
    def statement(self) -> Text:
        """The statement with the language in which it was written."""
        return as_written(self.text, self.language)
