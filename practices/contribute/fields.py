"""Fields that take what people type: figures in any of the three notations, years, rich text as plain lines."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from publishing.models import YEARS
from publishing.richtext.html import from_plain, sanitise, to_plain

_MINUS = str.maketrans({"−": "-", "–": "-", "\u2010": "-", "\u2011": "-"})
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[+-]?\d{1,3}(,\d{3}){2,}")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
LONGEST_FIGURE = 60
_HTML = re.compile(
    r"\s*<(?:!--|(?:!doctype|html|head|body|meta|div|p|h[1-6]|ul|ol|li|table|blockquote|span|strong|em|b|i|a|br)\b[^<>]*>)",
    re.IGNORECASE,
)
"""How text begins that is HTML: the editor's, or a paste of the source of a page."""


class FigureField(forms.DecimalField):
    """A figure as a Kazakh, Russian or English text has it: 1 234,5 or 1,234.5; without idle zeros when shown.

    A single comma is a decimal comma unless the page is English and three digits follow it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=18,
            decimal_places=4,
            required=False,
            widget=forms.TextInput({"inputmode": "decimal", "class": "figure", "maxlength": LONGEST_FIGURE}),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """12,5 for Decimal("12.5000")."""
        if isinstance(value, Decimal):
            shown = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
            return format(shown, "f").replace(".", get_format("DECIMAL_SEPARATOR"))
        return value

    def to_python(self, value: Any) -> Any:
        """The figure; ValidationError where it is none."""
        if not isinstance(value, str):
            return super().to_python(value)
        text = "".join(value.translate(_MINUS).split()).replace("'", "").replace("\u2019", "")
        if not text:
            return None
        if len(text) > LONGEST_FIGURE or not text.isascii():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if text.endswith("%"):
            raise ValidationError(_("Write the figure alone and put % into the field of the unit."), code="unit")
        return super().to_python(_plain_number(text, self.error_messages["invalid"]))


def _plain_number(text: str, refusal: Any) -> str:
    """The number with a decimal point and nothing between thousands."""
    if get_format("DECIMAL_SEPARATOR") == "." and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        return text.replace(",", "")
    if ("," in text and "." in text) or text.count(",") > 1 or text.count(".") > 1:
        if not _GROUPED.fullmatch(text):
            raise ValidationError(refusal, code="invalid")
        decimal = max(text.rfind(","), text.rfind(".")) if "," in text and "." in text else len(text)
        whole = text[:decimal].replace(",", "").replace(".", "")
        return f"{whole}.{text[decimal + 1 :]}" if decimal < len(text) else whole
    if not _NUMBER.fullmatch(text):
        raise ValidationError(refusal, code="invalid")
    return text.replace(",", ".")


class YearField(forms.IntegerField):
    """A year that a fact of the library can bear."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            validators=YEARS,
            localize=False,
            widget=forms.TextInput({"inputmode": "numeric", "class": "year", "maxlength": 12}),
            **kwargs,
        )


class LineField(forms.CharField):
    """Text on one line: control characters are dropped, runs of blanks are one."""

    def to_python(self, value: Any) -> str:
        """The text as it is kept."""
        text = "".join(" " if letter.isspace() else letter for letter in str(super().to_python(value) or ""))
        return " ".join("".join(letter for letter in text if _is_written(letter)).split())


class ProseField(forms.CharField):
    """Rich text as plain lines: a blank line begins a paragraph, `- ` an item of a list, a short bare line is a heading.

    Where scripts run, the editor of the admin stands in its place and sends HTML.
    """

    is_prose = True

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        widget = forms.Textarea({"rows": rows, "data-rich-text": "", "data-plain": ""})
        super().__init__(required=False, max_length=60_000, widget=widget, **kwargs)


def html_of(typed: str, stored: str) -> str:
    """The HTML to keep of typed lines; text that was not touched keeps the formatting that plain lines cannot show.

    What begins with an element is HTML, from the editor or from whoever pastes the source of a page.
    """
    if _HTML.match(typed):
        return sanitise(typed)
    lines = "\n".join(line.rstrip() for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if lines == to_plain(stored or ""):
        return stored or ""
    return from_plain("".join(letter for letter in lines if letter in "\n\t" or _is_written(letter))) if lines else ""


def _is_written(letter: str) -> bool:
    """Whether the character is no control character."""
    return unicodedata.category(letter) not in {"Cc", "Cs"}
