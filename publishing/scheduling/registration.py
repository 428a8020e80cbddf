"""Let the portal keep its appointments."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import desk, duties
from ..letters import register_kind
from ..models import ScheduledTransition, ScheduleState
from ..steps.registry import models_with_steps
from .plan import perform_due


def register() -> None:
    """The duty, the letter about what failed, and the rows on desks."""
    duties.register("scheduled transitions", every=timedelta(minutes=1), run=_run)
    register_kind("schedule_failed", _("A scheduled step did not happen"), needs_action=True)
    desk.register("schedule", _("Scheduled by me"), _rows, position=90, is_mine=True)


def _run() -> None:
    perform_due()


def _rows(user: Any) -> Iterator[desk.DeskRow]:
    if not any(user.has_perm(f"{one._meta.app_label}.publish_{one._meta.model_name}") for one in models_with_steps()):
        return  # nobody else can put a step off, and their desk costs no query
    mine = ScheduledTransition.objects.filter(by=user.pk, state=ScheduleState.WAITING).order_by("at", "pk")
    for row in mine.prefetch_related("record")[: desk.ROWS + 1]:
        if row.record is not None:
            yield desk.DeskRow(
                what=row.get_action_display(),
                title=str(row.record),
                url=reverse("schedule:list"),
                since=row.asked_at,
                until=None if row.waits_for_languages else row.at,
                note=_("waits for all three languages") if row.waits_for_languages else "",
            )
