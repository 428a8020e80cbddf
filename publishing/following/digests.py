"""The letters about what people follow: one letter with everything new since the last."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from .. import duties
from ..languages import NAMES
from ..letters import compose, queue, register_kind
from ..letters.composing import Draft
from ..models import News, Rhythm, Subscription
from ..origin import site_origin
from ..workflow.afterwards import register_after
from . import gathering, own_news
from .matching import Digest, Item
from .searches import Labels
from .targets import names_of
from .unsubscribing import token_of
from .waking import wake_after

logger = logging.getLogger(__name__)

HOUR: Final = 8
"""The hour of the morning, by the site's clock, at which daily letters are written; weekly ones on Mondays."""
MOST: Final = 40
"""How many records one letter names; the desk shows the rest."""
OLDEST: Final = timedelta(days=35)
"""What is older is not told any more: a portal that stood still for long does not flood its readers."""
NOTE_LENGTH: Final = 500
TITLE_LENGTH: Final = 200


def register() -> None:
    """Let the letters be written and the news be looked after."""
    register_kind("news", _("News of what somebody follows"))
    own_news.register()
    register_after(wake_after)
    duties.register("news_at_once", every=timedelta(minutes=1), run=tell_now)
    duties.register("news_daily", every=timedelta(minutes=10), run=lambda: tell(Rhythm.DAILY))
    duties.register("news_weekly", every=timedelta(minutes=10), run=lambda: tell(Rhythm.WEEKLY))
    duties.register("old_news", every=timedelta(days=1), run=gathering.prune)


def tell_now() -> None:
    """Gather what happened and write to those who want to know at once."""
    gathering.gather()
    tell(Rhythm.AT_ONCE)


def tell(rhythm: str, now: datetime | None = None) -> int:
    """Write the letters of this rhythm that are due; how many. Each person gets one, however often this is called."""
    now = now or timezone.now()
    newest = News.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    due = Subscription.objects.filter(rhythm=rhythm, told__lt=newest, user__is_active=True)
    if (turn := _last_turn(rhythm, now)) is not None:
        due = due.filter(told_at__lt=turn)
    told = due.order_by("told").values_list("told", flat=True).first()
    if told is None:
        return 0
    digest = Digest(News.objects.filter(pk__gt=told, pk__lte=newest, happened_at__gte=now - OLDEST).order_by("-pk"))
    written = 0
    for user in list(due.order_by("user_id").values_list("user_id", flat=True).distinct()):
        try:
            written += _tell_one(user, due, digest, newest, now)
        except Exception:  # one person's letter must not keep the others from theirs
            logger.exception("the news for account %s could not be written", user)
    return written


def _tell_one(user: int, due: Any, digest: Digest, newest: int, now: datetime) -> int:
    """Write to one person and note what they were told, in one transaction; another worker's person is left alone."""
    with transaction.atomic():
        rows = list(due.filter(user_id=user).select_for_update(skip_locked=True, of=("self",)).select_related("theme"))
        if not rows:
            return 0
        person = get_user_model()._default_manager.get(pk=user)
        items = digest.for_one(rows)
        letters = queue([letter_for(person, items)]) if items else []
        Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(told=newest, told_at=now)
    return len(letters)


def letter_for(person: Any, items: list[Item]) -> Draft:
    """The letter that tells one person of these records, in their language."""
    language = person.preferred_language
    with translation.override(language):
        labels = Labels((one for item in items for one in item.because), language)
        shown = [_shown(item, language, labels) for item in items[:MOST]]
        context = {
            "items": shown,
            "first": shown[0],
            "count": len(items),
            "more": len(items) - len(shown),
            "desk_url": site_origin() + reverse("desk"),
        }
        path = reverse("following:unsubscribe", args=[token_of(person)])
    return replace(compose("news", person, None, context), unsubscribe_path=path)


def _shown(item: Item, language: str, labels: Labels) -> dict[str, Any]:
    title, note = item.title(language), item.note(language)
    return {
        "what": ", ".join(item.happenings),
        "title": " ".join(title.value.split())[:TITLE_LENGTH],
        "title_language": NAMES[title.language] if title.is_fallback else "",
        "note": " ".join(note.value.split())[:NOTE_LENGTH],
        "note_language": NAMES[note.language] if note.is_fallback else "",
        "url": site_origin() + item.path(language) if item.entry is not None else "",
        "because": names_of(item.because, language, labels),
        "is_demonstration": bool(item.entry is not None and item.entry.is_demonstration),
    }


def _last_turn(rhythm: str, now: datetime) -> datetime | None:
    """The last morning on which letters of this rhythm were due; None for those that come at once."""
    if rhythm == Rhythm.AT_ONCE:
        return None
    local = timezone.localtime(now)
    turn = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if turn > local:
        turn -= timedelta(days=1)
    return turn - timedelta(days=turn.weekday()) if rhythm == Rhythm.WEEKLY else turn
