"""Choices that every floor may import."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(models.TextChoices):
    KAZAKH = "kk", _("Kazakh")
    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")


class State(models.TextChoices):
    """Where a publication stands; changed only by a workflow."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")
    DECLINED = "declined", _("Declined")


class Action(models.TextChoices):
    """What a person can do with a publication as a whole."""

    SUBMIT = "submit", _("Submit")
    WITHDRAW = "withdraw", _("Take back")
    START_REVIEW = "start_review", _("Start the review")
    REQUEST_CHANGES = "request_changes", _("Ask for changes")
    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    REOPEN = "reopen", _("Reopen as a draft")
    PUBLISH = "publish", _("Publish")
    PUBLISH_UNREVIEWED = "publish_unreviewed", _("Publish without a review")
    ARCHIVE = "archive", _("Archive")
    CONFIRM = "confirm", _("Still correct")


class LetterState(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", pgettext_lazy("letter", "draft")
    QUEUED = "queued", pgettext_lazy("letter", "queued")
    SENDING = "sending", pgettext_lazy("letter", "being sent")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "failed")
    CANCELLED = "cancelled", pgettext_lazy("letter", "cancelled")


class LanguageState(models.TextChoices):
    """Where a language version stands."""

    MISSING = "missing", pgettext_lazy("language version", "missing")
    DRAFT = "draft", pgettext_lazy("language version", "draft")
    MACHINE_DRAFT = "machine_draft", pgettext_lazy("language version", "machine draft")
    IN_REVIEW = "in_review", pgettext_lazy("language version", "in review")
    APPROVED = "approved", pgettext_lazy("language version", "approved")


class Access(models.TextChoices):
    """Who may open a document."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Registered members")
    COMMITTEE = "committee", _("Steering Committee and Secretariat")


class Kind(models.TextChoices):
    """What a catalogue entry is."""

    PRACTICE = "practice", _("Practice")
    REFORM = "reform", _("Reform")
    COUNTRY = "country", _("Country")
    EXPERT = "expert", _("Expert")
    DOCUMENT = "document", _("Document")
    PAGE = "page", _("Page")
    TERM = "term", _("Glossary term")
    DECISION = "decision", _("Decision of the Committee")
    MEETING = "meeting", _("Meeting of the Committee")
    REPORT = "report", _("Report of the Committee")


class Origin(models.TextChoices):
    """Where a word stands: names of people are found, but never proposed."""

    TEXT = "text", "text"
    PERSON = "person", "a person's entry"
    NAME = "name", "a person's name"


class TextState(models.TextChoices):
    """Whether the text of a file is there for the search."""

    WAITING = "waiting", pgettext_lazy("text of a file", "waiting to be read")
    EXTRACTED = "extracted", pgettext_lazy("text of a file", "searchable")
    NONE = "none", pgettext_lazy("text of a file", "no text to be found")
    FAILED = "failed", pgettext_lazy("text of a file", "could not be read")


class TextProblem(models.TextChoices):
    """Why a file could not be read."""

    PROTECTED = "protected", _("It asks for a password.")
    DAMAGED = "damaged", _("It is damaged.")
    TOO_HEAVY = "too_heavy", _("It is too heavy to be read within the limits.")
    LOST = "lost", _("The storage has lost it.")
