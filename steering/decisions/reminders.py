"""Reminders by the timekeeper: of decisions to the seats that are silent, of actions to their owners."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from publishing import duties

from ..models import Action, Decision, Position
from . import correspondence
from .enums import ActionState, DecisionState, ReminderStage
from .working_days import working_days_left

EVERY: Final = timedelta(minutes=30)
LAST_DAY: Final = timedelta(hours=24)
SOON: Final = 2
"""Working days of the Hub that are left when the second reminder goes."""
BEFORE: Final = timedelta(days=7)
"""An action is recalled so long before its day, on it, and weekly after it."""


def register() -> None:
    """Let the timekeeper remind."""
    duties.register("reminders of positions", every=EVERY, run=remind_of_positions)
    duties.register("reminders of actions", every=timedelta(hours=1), run=remind_of_actions)


def stage_due(opened: datetime, deadline: datetime, now: datetime) -> ReminderStage:
    """The latest reminder that has fallen due between the opening and the deadline."""
    if now >= deadline - LAST_DAY:
        return ReminderStage.LAST_DAY
    if working_days_left(now, deadline) <= SOON:
        return ReminderStage.TWO_DAYS
    return ReminderStage.HALF_TIME if now >= opened + (deadline - opened) / 2 else ReminderStage.NONE


def remind_of_positions() -> int:
    """Remind the silent seats of what is under way: each once in a stage, however late this runs; how many seats."""
    now = timezone.now()
    running = Decision.objects.in_progress().filter(deadline_at__gt=now, opened_at__isnull=False)
    count = 0
    for decision in running:
        if decision.opened_at is None or decision.deadline_at is None:
            continue
        stage = stage_due(decision.opened_at, decision.deadline_at, now)
        silent = Position.objects.filter(decision=decision, reminded__lt=stage).silent()
        for key in silent.values_list("pk", flat=True):
            count += _remind(key, stage)
    return count


def _remind(key: int, stage: ReminderStage) -> bool:
    """Remind one seat; False where it has answered, the decision has closed, or somebody else has it in hand."""
    with transaction.atomic():
        # The decision too: it is not closed while its seat is reminded, and who closes it goes first.
        rows = Position.objects.select_for_update(of=("self", "decision"), skip_locked=True)
        rows = rows.select_related("decision")
        due = rows.filter(pk=key, reminded__lt=stage, choice="", decision__state=DecisionState.OPEN).first()
        if due is None:
            return False
        due.reminded = stage
        due.save(update_fields=["reminded"])
        correspondence.remind(due)
    return True


def last_due(action: Action, today: date) -> date | None:
    """The last day, not after today, on which the owner was to be reminded; None before the first."""
    first = action.due_on - BEFORE
    if today < first:
        return None
    found = first if today < action.due_on else action.due_on + BEFORE * ((today - action.due_on) // BEFORE)
    return found if found > localdate(action.created_at) else None


def remind_of_actions() -> int:
    """Remind the owners of open actions that nobody has reported as done; how many."""
    today = localdate()
    soon = Action.objects.open().filter(due_on__lte=today + BEFORE, reported_at=None)
    return sum(_recall(key, today) for key in soon.values_list("pk", flat=True))


def _recall(key: int, today: date) -> bool:
    with transaction.atomic():
        rows = Action.objects.select_for_update(of=("self",), skip_locked=True).select_related("seat__country")
        action = rows.filter(pk=key, state=ActionState.OPEN, reported_at=None).first()
        day = last_due(action, today) if action is not None else None
        if action is None or day is None or (action.reminded_on is not None and action.reminded_on >= day):
            return False
        action.reminded_on = today
        action.save(update_fields=["reminded_on"])
        correspondence.write_about_action("action_reminder", action)
    return True
