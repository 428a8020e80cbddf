"""Tags and filters for what every page prints: translated texts, numbers, dates of language versions, lists of words."""

import datetime as days
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import defaultfilters
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..language_lines import LanguageLine, Notice, language_lines, notice_of
from ..languages import CODES, NAMES, SHORT_NAMES, Text, read, reading_order
from ..models import Publication
from ..reader import Preferences

register = template.Library()


def order_of(context: Mapping[str, Any]) -> tuple[str, ...]:
    """The reader's order of languages on this page."""
    language = get_language() or "ru"
    reader = reader_in(context)
    return reader.order(language) if reader is not None else reading_order(language)


def reader_in(context: Mapping[str, Any]) -> Preferences | None:
    """The preferences under which the page is read, inside of `{% include … only %}` as well; None where there are none."""
    request = context.get("request") or getattr(context, "request", None)
    found = getattr(request, "reader", None)
    return found if isinstance(found, Preferences) else None


@register.simple_tag(takes_context=True)
def text(context: Mapping[str, Any], record: object, field: str) -> Text:
    """`{% text practice "title" %}`: the field in the reader's language or the next best, marked with its `lang`."""
    return read(record, field, order_of(context))


@register.simple_tag(takes_context=True)
def language_notice(context: Mapping[str, Any], record: Publication, shown: Text) -> Notice | None:
    """`{% language_notice practice title as notice %}`: the one line about the language of a text."""
    reader = reader_in(context)
    return notice_of(record, shown, is_own_order=bool(reader is not None and reader.fallback))


@register.simple_tag(name="language_lines")
def lines_of(record: Publication) -> list[LanguageLine]:
    """`{% language_lines practice as lines %}`: how the record stands in each language, in the order of the house."""
    return list(language_lines(record).values())


@register.simple_tag
def text_in_others(record: object, field: str, shown: Text) -> list[Text]:
    """`{% text_in_others term "name" name as others %}`: the field in the languages other than that of the shown text."""
    found = ((code, getattr(record, f"{field}_{code}")) for code in CODES if code != shown.language)
    return [Text(value, code, shown.wanted) for code, value in found if value]


@register.simple_tag(takes_context=True)
def marked(context: Mapping[str, Any], shown: Text) -> SafeString:
    """`{% marked body %}`: a rich text; where the page gathers `term_notes`, with the terms that lead to them."""
    notes = context.get("term_notes")
    return notes.mark(shown) if notes is not None else shown.rich


@register.simple_tag(takes_context=True)
def address(context: Mapping[str, Any], **changes: object) -> str:
    """The page's own address with query parameters changed; `None` or an empty value drops one. `page` drops by itself."""
    request: HttpRequest = context["request"]
    query = {name: values for name, values in request.GET.lists() if name != "page" and name not in changes}
    query |= {name: [str(value)] for name, value in changes.items() if value not in {None, ""}}
    return _with_query(request.path, query)


@register.simple_tag(takes_context=True)
def without(context: Mapping[str, Any], name: str, value: str) -> str:
    """The page's own address without one value of a parameter that may stand several times."""
    request: HttpRequest = context["request"]
    query = {other: values for other, values in request.GET.lists() if other != "page"}
    query[name] = [other for other in query.get(name, ()) if other != value]
    return _with_query(request.path, query)


@register.filter
def number(value: object, places: int | None = None) -> str:
    """A number in the format of the language, thousands grouped: 1 234 567,5. Trailing zeros fall away."""
    if type(value) is int and places is None:
        return _whole(value, get_language())
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if places is None:
        exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    return number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True)


@lru_cache(maxsize=4_000)
def _whole(value: int, _language: str | None) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, pattern: str | None = None) -> str:
    """Django's filter; a day as such, which pages print over and over, is written once in a process."""
    if pattern in _OF_A_DAY and isinstance(value, days.date):
        return _day(days.date(value.year, value.month, value.day), pattern, get_language())
    return str(defaultfilters.date(value, pattern))


_OF_A_DAY: Final = ("DATE_FORMAT", "Y-m-d")
"""Patterns that say nothing of the hour."""


@lru_cache(maxsize=4_000)
def _day(day: days.date, pattern: str, _language: str | None) -> str:
    return str(defaultfilters.date(day, pattern))


@register.filter
def language_name(code: str) -> str:
    """The language's name in itself."""
    return NAMES.get(code, code)


@register.filter
def language_short(code: str) -> str:
    """ҚАЗ, РУС or ENG."""
    return SHORT_NAMES.get(code, code)


@register.filter
def web_address(address: str) -> str:
    """The address with its scheme, to stand in a link; empty where it is not one of the web."""
    address = (address or "").strip()
    if not address or re.match(r"https?://", address, re.IGNORECASE):
        return address
    return "" if re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) else f"https://{address.removeprefix('//')}"


@register.filter
def web_name(address: str) -> str:
    """The address as one says it: without its scheme and the closing slash."""
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", (address or "").strip(), flags=re.IGNORECASE).rstrip("/")


@register.filter
def lookup(mapping: Mapping[Any, Any], key: object) -> object:
    """The mapping's value at a key that only the template knows; empty where there is none."""
    return mapping.get(key, "")


@register.simple_tag
def language_codes() -> Iterable[str]:
    """The languages in the order of the house."""
    return CODES


def _with_query(path: str, query: Mapping[str, Iterable[str]]) -> str:
    encoded = "&".join([_encoded(name, value) for name, values in query.items() for value in values])
    return f"{path}?{encoded}" if encoded else path


def _encoded(name: str, value: str) -> str:
    """One parameter of an address; a page repeats its own in each of its links, of which there may be hundreds."""
    return _encoded_once(name, value) if len(name) + len(value) <= _SHORT else urlencode({name: value})


@lru_cache(maxsize=4_000)
def _encoded_once(name: str, value: str) -> str:
    return urlencode({name: value})


_SHORT: Final = 100
