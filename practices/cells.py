"""The cells of a practices spreadsheet: how a value is written and read, with translated refusals.

What a spreadsheet program could take for a formula is written with an apostrophe before it; reading takes it off again.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from members.models import Country
from publishing.cells import FORMULA_SIGNS
from publishing.cells import defused as defused  # for who imports it from here


def plain(value: Any) -> str:
    """A cell's text: without the apostrophe of `defused`, whole numbers without `.0`, no NUL."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("\x00", "").replace("\r\n", "\n").strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


class TextCell(Widget):
    """A text."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        """The text of the cell."""
        return plain(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """The text, defused."""
        return defused(str(value)) if value not in {None, ""} else ""


class ChoiceCell(TextCell):
    """One of a few words."""

    def __init__(self, choices: list[str], default: str) -> None:
        super().__init__()
        self.choices, self.default = choices, default

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        """The word; an empty cell is the usual one; ValueError for any other."""
        word = plain(value) or self.default
        if word not in self.choices:
            raise ValueError(
                _("“%(value)s” is none of: %(choices)s.") % {"value": word[:80], "choices": ", ".join(self.choices)}
            )
        return word


class NumberCell(Widget):
    """A whole number or nothing."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> int | None:
        """The number; ValueError for anything else."""
        text = plain(value)
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise ValueError(_("“%(value)s” is not a whole number.") % {"value": text[:80]})
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """A number stays a number."""
        return value if value is not None else ""


class DateCell(Widget):
    """A day or nothing."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> date | None:
        """The day, from a date cell, 2026-03-15 or 15.03.2026; ValueError for anything else."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = plain(value)
        if not text:
            return None
        for pattern in ("%Y-%m-%d", *get_format("DATE_INPUT_FORMATS")):
            try:
                return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        raise ValueError(_("“%(value)s” is not a date, such as 2026-03-15.") % {"value": text[:80]})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The day as 2026-03-15."""
        return value.isoformat() if value is not None else ""


class CountryCell(Widget):
    """A country by its ISO code."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> Country:
        """The country; ValueError where there is none of that code."""
        code = plain(value).upper()
        country = Country.objects.filter(iso2=code).first()
        if country is None:
            raise ValueError(_("There is no country with the ISO code “%(value)s”.") % {"value": code[:80]})
        return country

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The ISO code."""
        return value.iso2 if value is not None else ""
