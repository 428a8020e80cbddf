"""What the report builder tells the Committee desk: drafts to finish, and reports that were frozen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from publishing.gathering import Asking

from ..access import may_run
from ..desk import duties, news
from ..models import PeriodicSnapshot, Seat
from . import committee_figures, library_figures
from .periods import name_of

MOST = 50


def register() -> None:
    """Register the figures of the house, and the rows on desks."""
    library_figures.register_figures()
    committee_figures.register_figures()
    duties.register("periodic reports", waiting)
    news.register("periodic reports", happened)


def waiting(user: Any, seats: Sequence[Seat]) -> Asking[list[duties.Duty]]:
    """The drafts that the Secretariat has to finish; none for anybody else."""
    if not may_run(user):
        return []
    [drafts] = yield (PeriodicSnapshot.objects.visible_to(user).drafts()[:MOST],)
    return [duties.Duty(_title(one), one.get_absolute_url(), None, duties.DutyKind.BUSINESS) for one in drafts]


def happened(user: Any, since: datetime) -> Asking[list[news.News]]:
    """The reports frozen since that this person may read, the newest first."""
    frozen = PeriodicSnapshot.objects.visible_to(user).frozen().filter(frozen_at__gte=since).order_by("-frozen_at")
    [found] = yield (frozen[:MOST],)
    return [
        news.News(one.frozen_at, _title(one), one.get_absolute_url(), _("figures frozen"))
        for one in found
        if one.frozen_at is not None
    ]


def _title(one: PeriodicSnapshot) -> str:
    return _("Periodic report: %(period)s") % {"period": name_of(one.period_kind, one.starts_on, one.ends_on)}
