"""What the ledger tells the Committee desk: offers that wait, and what happened to contributions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from publishing import action_names
from publishing.languages import Text, text_of

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


def waiting(user: Any, seats: Sequence[Seat]) -> list[duties.Duty]:
    """The offers that the Secretariat has not confirmed yet; one query, none for anybody else."""
    if not may_run(user):
        return []
    offers = Contribution.objects.visible_to(user).filter(state=ContributionState.OFFERED)
    return [
        duties.Duty(_title(one), one.get_absolute_url(), None, duties.DutyKind.BUSINESS)
        for one in offers.select_related("contributor__country").order_by("offered_on", "pk")[:MOST]
    ]


def happened(user: Any, since: datetime) -> list[news.News]:
    """The steps of contributions that this person may see, the newest first; two queries at the most."""
    rows: Any = (
        Contribution.objects.visible_to(user)
        .filter(events__at__gte=since)
        .annotate(when=F("events__at"), action=F("events__action"))
        .select_related("contributor__country")
        .order_by("-when", "-pk")[:MOST]
    )
    return [
        news.News(
            row.when, _title(row), row.get_absolute_url(), action_names.action_name(row.action, "steering.contribution")
        )
        for row in rows
    ]


def _title(contribution: Contribution) -> Text:
    purpose = text_of(contribution, "purpose")
    words = _("Contribution: %(purpose)s") % {"purpose": purpose.value}
    return Text(words, purpose.language, purpose.wanted)
