"""Choices of reports under review."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportKind(models.TextChoices):
    """What a report reports on."""

    ANNUAL = "annual", _("Annual report of activity")
    FINANCIAL = "financial", _("Financial report")
    PROGRAMME = "programme", _("Report of a programme")
    COUNTRY = "country", _("Report of a country")


class ReportState(models.TextChoices):
    """Where a report stands. It goes from closed back to draft where a new version is made."""

    DRAFT = "draft", pgettext_lazy("report", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("report", "under review")
    ANSWERED = "answered", pgettext_lazy("report", "comments answered")
    CLOSED = "closed", pgettext_lazy("report", "review closed")
    RELEASED = "released", pgettext_lazy("report", "released")


class CommentKind(models.TextChoices):
    """How weighty a comment is."""

    GENERAL = "general", pgettext_lazy("comment", "general")
    SUBSTANTIVE = "substantive", pgettext_lazy("comment", "substantive")
    EDITORIAL = "editorial", pgettext_lazy("comment", "editorial")


class Answer(models.TextChoices):
    """What the Secretariat does with a comment."""

    ACCEPTED = "accepted", pgettext_lazy("comment", "accepted")
    PARTLY = "partly", pgettext_lazy("comment", "accepted in part")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("comment", "not accepted")
    NOTED = "noted", pgettext_lazy("comment", "noted")


class VerdictChoice(models.TextChoices):
    """What a country says of the report as a whole."""

    ENDORSE = "endorse", _("endorses the report")
    WITH_COMMENTS = "comments", _("endorses the report with comments")
    RETURN = "return", _("returns the report")


class Outcome(models.TextChoices):
    """What the round came to."""

    ENDORSED = "endorsed", pgettext_lazy("report", "endorsed")
    WITH_COMMENTS = "comments", pgettext_lazy("report", "endorsed with comments")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    NO_QUORUM = "no_quorum", pgettext_lazy("report", "not decided: too few verdicts")


class ReleaseStep(models.TextChoices):
    """What is made public, in this order."""

    TEXT = "text", _("Text of the report")
    MATRIX = "matrix", _("Comments and answers")
    VERDICTS = "verdicts", _("Verdicts of the countries")


ENDORSED = (Outcome.ENDORSED, Outcome.WITH_COMMENTS)
"""The outcomes after which a report may be released."""
