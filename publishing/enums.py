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
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Action(models.TextChoices):
    """What a person can do with a publication as a whole."""

    PUBLISH = "publish", _("Publish")
    ARCHIVE = "archive", _("Archive")
    CONFIRM = "confirm", _("Still correct")


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
