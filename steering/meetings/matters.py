"""Matters arising: the item of an agenda under which the open actions come back by themselves."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from publishing.languages import CODES

from ..access import Access
from ..models import Action, AgendaItem, MatterArising, Meeting
from ..seats.enums import Proposer
from .enums import ItemKind


def open_actions() -> Any:
    """The actions that are neither done nor dropped."""
    return Action.objects.open_for_meeting()


def ensure_item(meeting: Meeting) -> AgendaItem | None:
    """The item of the meeting for open actions, made behind the others where actions are open; the caller holds the lock."""
    known = meeting.items.filter(is_matters_arising=True).first()
    if known is not None or not open_actions().exists():
        return known
    last = meeting.items.order_by("-number").values_list("number", flat=True).first() or 0
    titles = {}
    for code in CODES:
        with translation.override(code):
            titles[f"title_{code}"] = _("Matters arising")
    return AgendaItem.objects.create(
        meeting=meeting,
        number=last + 1,
        kind=ItemKind.DISCUSSION,
        proposer=Proposer.SECRETARIAT,
        access=Access.COMMITTEE,
        is_matters_arising=True,
        is_late=meeting.convened_at is not None,
        **titles,
    )


def keep(meeting: Meeting) -> None:
    """Note under the item, as the meeting closes, which actions were open; the caller holds the lock."""
    item = meeting.items.filter(is_matters_arising=True).first()
    if item is not None:
        MatterArising.objects.bulk_create(
            [MatterArising(item=item, action=action) for action in open_actions()], ignore_conflicts=True
        )


def actions_of(item: AgendaItem, user: Any) -> Any:
    """The actions under the item that this person may see: as they stood at the closing, before it those open now."""
    visible = Action.objects.visible_to(user).select_related("seat__country", "decision").order_by("due_on", "pk")
    if item.meeting.is_over:
        return visible.filter(pk__in=kept_under(item).values("pk"))
    return visible.filter(pk__in=open_actions().values("pk"))


def kept_under(item: AgendaItem) -> Any:
    """The actions that were open when the meeting closed."""
    return Action.objects.filter(pk__in=MatterArising.objects.filter(item=item).values("action"))
