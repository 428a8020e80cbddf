"""Papers of the Committee, their versions by language, who has taken which, and private links."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.enums import Language
from publishing.languages import Text, text_of

from ..access import Access
from ..papers.enums import ENDINGS, PDF, Opening
from ..papers.querysets import PaperQuerySet, PaperReceiptQuerySet, PaperVersionQuerySet, PrivateLinkQuerySet
from .decisions import Decision
from .meetings import AgendaItem, Meeting
from .seats import Seat

LONGEST_LINK: Final = timedelta(days=31)
"""30 days, and what is left of the last one."""


class Paper(models.Model):
    """One paper in all its languages, for a meeting or for a decision in writing. Its number is the same in each."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="papers", null=True, blank=True
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, verbose_name=_("agenda item"), related_name="papers", null=True, blank=True
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="papers", null=True, blank=True
    )
    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    position = models.PositiveIntegerField(_("position"), editable=False)
    """The last part of the number, by which papers are ordered."""
    title = models.CharField(_("title"), max_length=300)
    access = models.CharField(_("who may open it"), max_length=12, choices=Access.choices, default=Access.COMMITTEE)
    seats = models.ManyToManyField(Seat, verbose_name=_("seats"), related_name="+", blank=True)
    issued_at = models.DateTimeField(_("sent out"), null=True, blank=True, editable=False)
    """When it was first sent out or announced; before that only who runs the Committee sees it."""
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(
        pgettext_lazy("paper", "reason for the withdrawal"), max_length=1000, blank=True
    )
    nonce = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Of the form that made it: a form that is sent twice makes one paper."""
    edition = models.PositiveIntegerField(default=0, editable=False)
    """Raised with each change, so that nobody writes over what somebody else has just written."""
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | Q(decision__isnull=False),
                name="paper_is_of_a_meeting_or_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(agenda_item=None) | Q(meeting__isnull=False), name="paper_of_an_item_is_of_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(issued_at__isnull=False), name="only_what_was_sent_out_is_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {text_of(self, 'title')}"

    def get_absolute_url(self) -> str:
        return reverse("committee:paper", args=[self.pk])

    @property
    def name(self) -> Text:
        """The title as the reader gets it."""
        return text_of(self, "title")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None


class PaperVersion(models.Model):
    """A paper's file in one language. Files of one number say the same; what was sent out is never changed."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions", verbose_name=_("paper"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    number = models.PositiveSmallIntegerField(_("version"))
    dated = models.DateField(_("date of the text"))
    file = models.FileField(_("file"), upload_to="committee/papers/%Y/")
    name = models.CharField(_("file name"), max_length=200, editable=False)
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    checksum = models.CharField(_("SHA-256"), max_length=64, editable=False)
    has_text_layer = models.BooleanField(_("has a text layer"), null=True, editable=False)
    is_tagged = models.BooleanField(_("is tagged"), null=True, editable=False)
    language_found = models.CharField(
        _("language of its text"), max_length=2, choices=Language.choices, blank=True, editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField(_("sent out"), null=True, blank=True, editable=False)
    issued_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        ordering = ["-number", "language"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "language", "number"], name="one_file_per_version_and_language"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_language_display()}, {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("committee:paper_file", args=[self.paper_id, self.language, self.number])

    @property
    def ending(self) -> str:
        """pdf, docx or xlsx."""
        return ENDINGS.get(self.media_type, "")

    @property
    def is_pdf(self) -> bool:
        """Whether it can be put into a pack of one PDF: a PDF whose pages could be counted."""
        return self.media_type == PDF and bool(self.pages)

    @property
    def is_scan(self) -> bool:
        """Whether it is pictures of pages alone: nobody can search it or have it read aloud."""
        return self.has_text_layer is False

    @property
    def is_in_another_language(self) -> bool:
        """Whether its text seems to be in another language than is stated."""
        return self.language_found not in {"", self.language}


class PaperReceipt(models.Model):
    """That a person has taken a file, alone or in a pack: by this they are told what is new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account"))
    version = models.ForeignKey(PaperVersion, models.CASCADE, related_name="+", verbose_name=_("version of a paper"))
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)

    objects = PaperReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("taken paper")
        verbose_name_plural = _("taken papers")
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="one_receipt_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.version_id}"


class PrivateLink(models.Model):
    """A link by which one named person without an account opens one paper, or the pack of one meeting.

    It opens what its maker may open, and no longer than the maker may. Its token is kept as a digest alone.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    nonce = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Of the form that made it: a form that is sent twice makes one link."""
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("paper"))
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    person = models.CharField(_("for whom"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=pgettext_lazy("private link", "made by"),
    )
    created_at = models.DateTimeField(pgettext_lazy("private link", "made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paper=None, meeting__isnull=False) | Q(paper__isnull=False, meeting=None),
                name="private_link_opens_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")) & Q(expires_at__lte=F("created_at") + LONGEST_LINK),
                name="private_link_lasts_thirty_days_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.created_at:%Y-%m-%d}"

    @property
    def last_day(self) -> date:
        """The last day on which it opens, by the Hub's own clock."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))

    @property
    def is_open(self) -> bool:
        """Whether it opens something now, as far as the link itself decides."""
        return self.withdrawn_at is None and self.expires_at > timezone.now()


class LinkOpening(models.Model):
    """That a private link was used."""

    link = models.ForeignKey(PrivateLink, models.CASCADE, related_name="openings", verbose_name=_("private link"))
    at = models.DateTimeField(_("opened"), default=timezone.now)
    what = models.CharField(_("what was opened"), max_length=8, choices=Opening.choices)
    name = models.CharField(_("file name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("opening of a private link")
        verbose_name_plural = _("openings of private links")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.at:%Y-%m-%d %H:%M}"
