"""What the ledger tells the Committee desk: offers that wait, and what happened to contributions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from publishing import action_names
from publishing.gathering import Asking
from publishing.languages import Text, text_of
from publishing.models import Event

from ..access import may_run
from ..desk import duties, news
from ..models import Contribution, Seat
from .enums import ContributionAction, ContributionState

MOST = 50


def register() -> None:
    """Name the steps of contributions, and let them stand on desks."""
    action_names.register(ContributionAction.choices, ContributionState.choices, of="steering.contribution")
    duties.register("contributions", waiting)
    news.register("contributions", happened)


def waiting(user: Any, seats: Sequence[Seat]) -> Asking[list[duties.Duty]]:
    """The offers that the Secretariat has not confirmed yet; none for anybody else."""
    if not may_run(user):
        return []
    offers = Contribution.objects.visible_to(user).filter(state=ContributionState.OFFERED)
    [rows] = yield (offers.order_by("offered_on", "pk")[:MOST],)
    return [duties.Duty(_title(one), one.get_absolute_url(), None, duties.DutyKind.BUSINESS) for one in rows]


def happened(user: Any, since: datetime) -> Asking[list[news.News]]:
    """The steps of contributions that this person may see, the newest first."""
    visible = Contribution.objects.visible_to(user)
    of_contributions = Event.objects.filter(
        content_type__app_label="steering",
        content_type__model="contribution",
        at__gte=since,
        object_id__in=visible.values("pk"),
    )
    events, rows = yield (
        of_contributions.order_by("-at", "-pk")[:MOST],
        visible.filter(events__at__gte=since).distinct(),
    )
    by_key = {row.pk: row for row in rows}
    return [
        news.News(
            event.at,
            _title(by_key[event.object_id]),
            by_key[event.object_id].get_absolute_url(),
            action_names.action_name(event.action, "steering.contribution"),
        )
        for event in events
        if event.object_id in by_key
    ]


def _title(contribution: Contribution) -> Text:
    purpose = text_of(contribution, "purpose")
    words = _("Contribution: %(purpose)s") % {"purpose": purpose.value}
    return Text(words, purpose.language, purpose.wanted)
