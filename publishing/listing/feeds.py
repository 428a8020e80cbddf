"""Atom feeds of lists and searches (RFC 4287): the newest public entries, in the language of the address."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..addresses import address_of
from ..languages import Text, read, reading_order
from ..models import Entry, Theme
from ..origin import origin_of

ENTRIES: Final = 30
MAX_AGE: Final = 300
"""Seconds for which a feed need not be asked for again."""
BEGAN: Final = 2013
"""The year in the names of entries (RFC 4151): they stay what they are, whatever the records are called later."""
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is of: its title, the page that shows the same, the query that both have, the entries newest first."""

    title: str
    page: str
    query: str
    entries: Sequence[Entry]
    themes: Mapping[str, Text]
    subtitle: str = ""


def feed_response(request: HttpRequest, channel: Channel) -> HttpResponse:
    """The feed, or 304 where the reader has it already."""
    origin, query = origin_of(request), f"?{channel.query}" if channel.query else ""
    address = f"{origin}{request.path}{query}"
    language = get_language() or "ru"
    feed = _AtomFeed(
        title=fit(channel.title),
        link=f"{origin}{channel.page}{query}",
        description=None,
        subtitle=fit(channel.subtitle) or None,
        language=language,
        author_name=_("Regional Hub of Civil Service"),
        feed_url=address,
        feed_guid=address,
    )
    for entry in channel.entries:
        feed.add_item(**_item(entry, channel.themes, origin, language))
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    moved = int(feed.latest_post_date().timestamp())
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moved)
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return get_conditional_response(request, etag=etag, last_modified=moved, response=response) or response


def theme_names(order: Sequence[str]) -> dict[str, Text]:
    """The names of all themes by slug; one query."""
    return {theme.slug: read(theme, "name", order) for theme in Theme.objects.all()}


def fit(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNFIT.sub("", text)


def _item(entry: Entry, themes: Mapping[str, Text], origin: str, language: str) -> dict[str, Any]:
    order = reading_order(language)
    title, summary = read(entry, "title", order), read(entry, "summary", order)
    host = origin.partition("://")[2].partition(":")[0]
    return {
        "title": fit(title) or entry.slug,
        "link": f"{origin}/{language}{address_of(entry.kind, entry.slug)}",
        "description": fit(summary),
        "unique_id": f"tag:{host},{BEGAN}:{entry.kind}/{entry.object_id}",
        "pubdate": entry.published_at,
        "updateddate": max(entry.changed_at, entry.published_at),
        "title_language": title.language,
        "summary_language": summary.language,
        "themes": [(slug, fit(themes[slug]), themes[slug].language) for slug in entry.themes if slug in themes],
    }


class _AtomFeed(Atom1Feed):
    """Atom whose texts say their language where it is not the feed's."""

    def latest_post_date(self) -> datetime:
        """The last change of an entry; the beginning of the day where there is none, so that an empty feed stands still."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates) if dates else datetime.combine(timezone.localdate(), time.min, UTC)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """One entry."""
        handler.addQuickElement("title", item["title"], {"type": "text", **self._lang(item["title_language"])})
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement(
            "link",
            "",
            {"rel": "alternate", "type": "text/html", "hreflang": self.feed["language"], "href": item["link"]},
        )
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        if item["description"]:
            handler.addQuickElement(
                "summary", item["description"], {"type": "text", **self._lang(item["summary_language"])}
            )
        for slug, name, language in item["themes"]:
            handler.addQuickElement("category", "", {"term": slug, "label": name, **self._lang(language)})

    def _lang(self, code: str) -> dict[str, str]:
        return {} if code == self.feed["language"] else {"xml:lang": code}
