"""Choices of papers and packs."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

from publishing.documents.content_kinds import MEDIA_TYPES

KINDS: Final = ("pdf", "docx", "xlsx")
"""The kinds of file that a paper may have."""
ACCEPT: Final = ",".join(f".{kind}" for kind in KINDS)
PDF: Final = MEDIA_TYPES["pdf"]
ENDINGS: Final = {MEDIA_TYPES[kind]: kind for kind in KINDS}
"""The ending of a file by its media type."""


class Standing(models.TextChoices):
    """How a paper stands in a language."""

    CURRENT = "current", pgettext_lazy("language version of a paper", "there")
    OLDER = "older", pgettext_lazy("language version of a paper", "an older version")
    MISSING = "missing", pgettext_lazy("language version of a paper", "missing")


class PackForm(models.TextChoices):
    """As what a pack is taken along."""

    PDF = "pdf", pgettext_lazy("form of a pack", "one PDF")
    ZIP = "zip", pgettext_lazy("form of a pack", "files in a ZIP")


class Opening(models.TextChoices):
    """What was opened by a private link."""

    PAGE = "page", pgettext_lazy("private link", "its page")
    FILE = "file", pgettext_lazy("private link", "a file")
