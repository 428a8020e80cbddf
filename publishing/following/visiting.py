"""News on the desk: what came of what a person follows since they were last there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language

from ..languages import Text
from ..models import DeskVisit, News, Subscription
from .matching import Digest
from .searches import Labels
from .targets import names_of

SAME_VISIT: Final = timedelta(minutes=30)
"""Whoever comes again so soon is still reading."""
FIRST: Final = timedelta(days=14)
"""How far back the first visit looks."""
SHOWN: Final = 20
LOOKED_AT: Final = 500


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One record with news, as the desk shows it."""

    what: str
    title: Text
    url: str
    note: Text
    at: datetime
    because: str
    is_new: bool


def visited(user: Any, known: DeskVisit | None, now: datetime | None = None) -> datetime:
    """Note the visit; since when there may be something new to the person. No query while the same visit goes on."""
    now = now or timezone.now()
    if known is None:
        DeskVisit.objects.get_or_create(user=user, defaults={"at": now})
        return now - FIRST
    if known.at < now - SAME_VISIT:
        DeskVisit.objects.filter(pk=known.pk, at=known.at).update(former=known.at, at=now)
        return known.at
    return known.former or now - FIRST


def news_for(user: Any) -> tuple[list[NewsRow], int]:
    """The news of what the person follows, the newest first, and how much they follow.

    What is new since their last visit is marked; older news of two weeks stand below. Three queries, and one more to
    note a new visit.
    """
    mine = list(Subscription.objects.filter(user=user).select_related("theme", "user__desk_visit"))
    if not mine:
        return [], 0
    since = visited(user, getattr(mine[0].user, "desk_visit", None))
    horizon = min(since, timezone.now() - FIRST)
    digest = Digest(News.objects.filter(happened_at__gte=horizon).order_by("-pk")[:LOOKED_AT])
    language = get_language() or "ru"
    labels = Labels(mine, language)
    rows = [
        NewsRow(
            ", ".join(item.happenings),
            item.title(language),
            item.path(language),
            item.note(language),
            item.news[0].happened_at,
            names_of(item.because, language, labels),
            is_new=item.news[0].happened_at >= since,
        )
        for item in digest.for_one(mine, horizon)[:SHOWN]
    ]
    return rows, len(mine)
