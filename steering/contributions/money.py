"""Sums of money: which currencies there are, how many digits they have, how they are written.

The list of currencies is ISO 4217 as pycountry has it; names, signs and minor units are those of Unicode CLDR (Babel),
in Kazakh, Russian and English. Codes that are no money in use (metals, funds, tests, bonds) are left out.
"""

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

import pycountry
from babel import Locale
from babel.numbers import format_currency, get_currency_precision
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES

SMALLEST: Final = Decimal("0.0001")
"""The least amount that a row can hold: one minor unit of a currency with four decimals."""
MOST: Final = Decimal("999999999999999.9999")
"""The largest: below ten to the fifteenth."""
_NO_MONEY: Final = frozenset(
    {
        "XAU",
        "XAG",
        "XPT",
        "XPD",
        "XXX",
        "XTS",
        "XBA",
        "XBB",
        "XBC",
        "XBD",
        "XDR",
        "XSU",
        "XUA",
        "BOV",
        "CHE",
        "CHW",
        "COU",
        "CLF",
        "MXV",
        "USN",
        "UYI",
        "UYW",
    }
)
_AMOUNT: Final = re.compile(r"\d{1,15}(?:\.\d{1,4})?", re.ASCII)
_SPACES: Final = re.compile("[ \u00a0\u202f\u2009']")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?", re.ASCII)


@cache
def codes() -> frozenset[str]:
    """The codes of all currencies in use."""
    return frozenset(str(row.alpha_3) for row in pycountry.currencies) - _NO_MONEY


def minor_units(currency: str) -> int:
    """How many decimals amounts of this currency have: 2 for KZT, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


@cache
def names(language: str) -> dict[str, str]:
    """The currencies' names by code in a language of the site, the code itself where it has no name."""
    known = Locale.parse(language if language in CODES else "ru").currencies
    return {code: str(known.get(code, code)) for code in codes()}


def check_currency(code: str) -> str | Promise:
    """What is wrong with a code of a currency; nothing where it is one in use."""
    return "" if code in codes() else _("This is no code of a currency in use, such as KZT, USD or EUR.")


def check_amount(amount: Decimal, currency: str) -> str | Promise:
    """What is wrong with an amount of a currency: too many decimals; nothing where all is well."""
    places = minor_units(currency)
    if amount != round(amount, places):
        return _("%(currency)s has no more than %(places)s decimals.") % {"currency": currency, "places": places}
    return ""


def parse_amount(text: str) -> Decimal | None:
    """The amount that a person wrote as “1 234 567,50”, “1,234,567.50” or “1234567.5”; None where it is none.

    Only the digits 0 to 9 are digits here: others look alike and mean different things.
    """
    bare = _SPACES.sub("", text.strip())
    bare = bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare.replace(",", ".")
    if not _AMOUNT.fullmatch(bare):
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:  # pragma: no cover - the pattern leaves only digits
        return None


def written(amount: Decimal, currency: str) -> str:
    """The sum with the code of its currency, grouped as the active language does: “USD 1,000,000”, «1 000 000 KZT».

    The code rather than the sign: $ and ₽ are of several countries. Decimals are left out where they are zero.
    """
    language = get_language() or "ru"
    places = 0 if amount == amount.to_integral_value() else minor_units(currency)
    digits = "#,##0" + (f".{'0' * places}" if places else "")
    pattern = f"¤¤\u00a0{digits}" if language == "en" else f"{digits}\u00a0¤¤"
    return format_currency(
        amount, currency, pattern, locale=language if language in CODES else "ru", currency_digits=False
    )
