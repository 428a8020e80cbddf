"""What a subscription points to: read from a form, named in the reader's language, led to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..addresses import address_of
from ..enums import Kind
from ..languages import Text, read, reading_order
from ..models import Entry, Followed, Subscription, Theme
from ..search.query import parse
from .gathering import entries_of
from .searches import LONGEST_WORDS, Labels, Search, list_of, search_of

GONE: Final = gettext_lazy("no longer public")


@dataclass(frozen=True, slots=True)
class Target:
    """What is followed, as a page shows it."""

    subscription: Subscription
    name: Text
    url: str
    feed: str = ""
    """Where programs read what a saved search finds; empty for everything else."""


SITE: Final = "site"
"""How a form names the search of the whole site."""


def target_of(what: str, value: str, language: str, place: str = "") -> dict[str, Any]:
    """The columns of a subscription to this; raises ValidationError where there is nothing of the kind to follow.

    A theme is named by its slug, a country by its ISO code, a record as `practice:its-slug`. A search is named by its
    place (SITE or a registered list) and query string; without a place by its words.
    """
    if what == Followed.THEME:
        theme = Theme.objects.filter(slug=value).first()
        if theme is not None:
            return {"what": what, "theme": theme}
    elif what == Followed.COUNTRY:
        if Entry.objects.visible_to(None).filter(kind=Kind.COUNTRY, country=value).exists():
            return {"what": what, "country": value}
    elif what == Followed.RECORD:
        kind, _colon, slug = value.partition(":")
        entry = Entry.objects.visible_to(None).filter(kind=kind, slug=slug).only("content_type_id", "object_id").first()
        if entry is not None:
            return {"what": what, "content_type_id": entry.content_type_id, "object_id": entry.object_id}
    elif what == Followed.SEARCH:
        search = search_of("" if place == SITE else place, value) if place else _words_alone(value)
        return {"what": what, "words": search.words, "place": search.place, "query": search.query, "language": language}
    raise ValidationError(_("There is nothing here that could be followed."))


def _words_alone(value: str) -> Search:
    words = " ".join(value.split())
    if len(words) > LONGEST_WORDS or parse(words).is_empty:
        raise ValidationError(_("There is nothing to look for in these words."))
    return Search(words)


def name_of_value(what: str, value: str, place: str = "") -> Text:
    """The name of what a form asks to follow, before it is a subscription."""
    columns = target_of(what, value, get_language() or "ru", place)
    return targets_of([Subscription(**columns)])[0].name


def targets_of(subscriptions: Sequence[Subscription], language: str | None = None) -> list[Target]:
    """The subscriptions with names and addresses; two queries and one for each list, whatever their number."""
    language = language or get_language() or "ru"
    wanted = {
        (one.content_type_id, one.object_id)
        for one in subscriptions
        if one.content_type_id is not None and one.object_id is not None
    }
    records = entries_of(wanted)
    codes = {one.country for one in subscriptions if one.country}
    countries = {
        entry.country: entry
        for entry in Entry.objects.visible_to(None).filter(kind=Kind.COUNTRY, country__in=codes).defer("vector")
    } if codes else {}  # fmt: skip
    labels = Labels(subscriptions, language)
    return [_target(one, records, countries, labels, language) for one in subscriptions]


def names_of(subscriptions: Iterable[Subscription], language: str, labels: Labels) -> str:
    """Why a person is told, in a few words: themes, countries and searches; a record says so by itself."""
    told = [one for one in subscriptions if one.what in {Followed.THEME, Followed.SEARCH}]
    names = []
    for one in told[:3]:
        if one.what == Followed.THEME and one.theme is not None:
            names.append(read(one.theme, "name", reading_order(language)).value)
        else:
            names.append(_search_name(one, labels))
    return ", ".join(names)


def _target(
    one: Subscription,
    records: dict[tuple[int, int], Entry],
    countries: dict[str, Entry],
    labels: Labels,
    language: str,
) -> Target:
    order = reading_order(language)
    if one.what == Followed.SEARCH:
        return _search_target(one, labels, language)
    if one.what == Followed.THEME and one.theme is not None:
        return Target(
            one, read(one.theme, "name", order), f"{_reverse('practices:list')}?{urlencode({'theme': one.theme.slug})}"
        )
    if one.what == Followed.COUNTRY:
        entry = countries.get(one.country)
    else:
        entry = records.get((one.content_type_id or 0, one.object_id or 0))
    if entry is None:
        return Target(one, Text(str(GONE), language, language), "")
    return Target(one, read(entry, "title", order), f"/{language}{address_of(entry.kind, entry.slug)}")


def _search_name(one: Subscription, labels: Labels) -> str:
    """The words and choices of a saved search; three choices at the most are named."""
    chosen = labels.of(one) if one.query else []
    named = "; ".join([*chosen[:3], *(["…"] if len(chosen) > 3 else [])])
    if not one.words:
        return named
    said = _("search “%(words)s”") % {"words": one.words}
    return f"{said} ({named})" if named else said


def _search_target(one: Subscription, labels: Labels, language: str) -> Target:
    """A saved search with its page and its feed; without both where its list is no longer there."""
    saved = list_of(one.place)
    page, feed = (saved.address, saved.feed) if saved is not None else ("search", "search_feed")
    name = Text(_search_name(one, labels), language, language)
    if one.place and saved is None:
        return Target(one, name, "")
    query = Search(one.words, one.place, one.query).value
    return Target(one, name, f"{_reverse(page)}?{query}", f"{_reverse(feed)}?{query}" if feed else "")


def _reverse(name: str) -> str:
    """An address of a floor above, by its name; empty on a site without it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
