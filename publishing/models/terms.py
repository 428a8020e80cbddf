"""The glossary's terms."""

import re
from typing import TYPE_CHECKING, Any, Final, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..languages import CODES, Text, text_of
from .parts import Source

if TYPE_CHECKING:
    _TermQuerySet = models.QuerySet["Term"]
else:
    _TermQuerySet = models.QuerySet

REMARK: Final = re.compile(r"\([^()]*\)")
"""What distinguishes a name that means several things."""


class Domain(models.TextChoices):
    """The field that a term belongs to."""

    HUB = "hub", _("The Hub")
    CIVIL_SERVICE = "civil-service", _("Civil service")
    ETHICS = "ethics", _("Ethics")
    PUBLIC_ADMINISTRATION = "public-administration", _("Public administration")
    MEETINGS = "meetings", _("Meetings and papers")
    INTERFACE = "ui", _("Words of this site")


class TermQuerySet(_TermQuerySet):
    """The glossary is public as a whole."""

    def visible_to(self, user: Any) -> Self:
        """All terms, whoever asks."""
        return self


class Term(models.Model):
    """A defined term: what the portal calls a thing in each of its languages.

    A name with a remark in brackets (“public service (delivered)”) is ambiguous without it, so it is not looked for in
    texts; its other forms are.
    """

    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small Latin letters, digits and single hyphens."))
        ],
    )
    domain = models.CharField(
        _("field of knowledge"), max_length=24, choices=Domain.choices, default=Domain.CIVIL_SERVICE
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("The form that texts of the portal use."))
    variants = models.TextField(
        _("other forms"),
        max_length=2000,
        blank=True,
        help_text=_("One to a line: forms that mean the same. Texts and translations may use them."),
    )
    definition = models.TextField(_("definition"), max_length=2000, blank=True)
    note = models.TextField(_("remark"), max_length=1000, blank=True, help_text=_("On usage, for who writes."))
    is_in_texts = models.BooleanField(
        _("marked in texts"),
        default=True,
        help_text=_("Texts mark the term for readers, and translators are warned where it is rendered otherwise."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    sources = GenericRelation(Source)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "name").value or self.slug

    def get_absolute_url(self) -> str:
        return reverse("glossary:detail", args=[self.slug])

    def clean(self) -> None:
        """A term has a name in at least one language; raises ValidationError otherwise."""
        if not any((getattr(self, f"name_{code}") or "").strip() for code in CODES):
            raise ValidationError(_("Give the term a name in at least one language."))

    def text(self, field: str) -> Text:
        """The field in the active language, or the next language that has it."""
        return text_of(self, field)

    def variants_in(self, language: str) -> list[str]:
        """The other forms of the name in a language."""
        lines = (getattr(self, f"variants_{language}") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def forms_in(self, language: str) -> list[str]:
        """What stands for the term in texts of a language: its name, unless that needs its brackets, and the other forms."""
        name = (getattr(self, f"name_{language}") or "").strip()
        own = [name] if name and not REMARK.search(name) else []
        return list(dict.fromkeys([*own, *self.variants_in(language)]))
