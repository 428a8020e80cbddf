"""Words that mean the same to who searches."""

import re
from typing import TYPE_CHECKING, Any, Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..languages import CODES
from ..search.function_words import FUNCTION_WORDS
from ..search.tokens import words

MOST_EXPRESSIONS: Final = 15
"""Expressions of one group in one language."""
MOST_WORDS: Final = 6
LONGEST: Final = 80
"""Characters of one expression."""
_BETWEEN: Final = re.compile(r"[\n\r,;]+")

if TYPE_CHECKING:
    _SynonymGroupQuerySet = models.QuerySet["SynonymGroup"]
else:
    _SynonymGroupQuerySet = models.QuerySet


class SynonymGroupQuerySet(_SynonymGroupQuerySet):
    """The groups; only those that are on take part in searches."""

    def in_force(self) -> Self:
        """The groups that searches use."""
        return self.filter(is_on=True)


class SynonymGroup(models.Model):
    """Expressions of all languages that a search takes for one another: who types one also finds the others, ranked lower.

    Kept by editors. One expression may stand in several groups: an abbreviation can mean two things.
    """

    slug = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small Latin letters, digits and single hyphens."))
        ],
    )
    expressions = models.TextField(
        _("expressions"),
        max_length=2000,
        blank=True,
        help_text=_(
            "One to a line, or with commas between them, in any form: what a reader types and what records say. Abbreviations are expressions as well."
        ),
    )
    note = models.TextField(
        _("remark"),
        max_length=1000,
        blank=True,
        help_text=_("For other editors: why these belong together, what was left out."),
    )
    is_on = models.BooleanField(
        _("in force"), default=True, help_text=_("A group that is not in force stays here and changes no search.")
    )
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SynonymGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")
        ordering = ["slug"]

    def __str__(self) -> str:
        first = [found[0] for code in CODES if (found := self.expressions_in(code))]
        return " = ".join(dict.fromkeys(first)) or self.slug

    def expressions_in(self, language: str) -> list[str]:
        """The expressions of a language in the order in which they were written, each once."""
        return expressions_of(getattr(self, f"expressions_{language}") or "")

    def clean(self) -> None:
        """Two expressions at least, each short and with a word to look for; raises ValidationError by the column otherwise."""
        errors: dict[str, list[ValidationError]] = {}
        for code in CODES:
            if found := faults_of(self.expressions_in(code)):
                errors[f"expressions_{code}"] = found
        if errors:
            raise ValidationError(errors)
        if sum(len(self.expressions_in(code)) for code in CODES) < 2:
            raise ValidationError(_("A group needs at least two expressions, in one language or in several."))


def expressions_of(text: str) -> list[str]:
    """The expressions of a column, one to a line or with commas between them; blanks single, each once."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        if expression := " ".join(part.split()).strip(" ."):
            found.setdefault(expression.casefold(), expression)
    return list(found.values())


def faults_of(expressions: list[str]) -> list[ValidationError]:
    """What is wrong with the expressions of one language."""
    faults: list[Any] = []
    if len(expressions) > MOST_EXPRESSIONS:
        faults.append(
            ValidationError(
                _("At most %(most)s expressions in one language; there are %(number)s."),
                params={"most": MOST_EXPRESSIONS, "number": len(expressions)},
            )
        )
    for expression in expressions[:MOST_EXPRESSIONS]:
        said = words(expression)
        short = f"{expression[:40]}…" if len(expression) > 40 else expression
        if len(expression) > LONGEST or len(said) > MOST_WORDS:
            message = _("“%(expression)s” is too long: at most %(words)s words and %(letters)s characters.")
            faults.append(
                ValidationError(message, params={"expression": short, "words": MOST_WORDS, "letters": LONGEST})
            )
        elif not said:
            message = _("“%(expression)s” has no letter or digit to look for.")
            faults.append(ValidationError(message, params={"expression": short}))
        elif FUNCTION_WORDS.issuperset(said):
            message = _("“%(expression)s” says too little to look for: searches leave out such words.")
            faults.append(ValidationError(message, params={"expression": short}))
    return faults
