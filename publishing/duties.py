"""Periodic duties: reminders, schedules, digests. Floors register them; `manage.py keep_time` performs what is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from .models import Duty

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done again and again."""

    name: str
    every: timedelta
    run: Callable[[], object]


_tasks: dict[str, Task] = {}


def register(name: str, *, every: timedelta, run: Callable[[], object]) -> None:
    """Let a duty be performed about every so often; called once, when its app is ready.

    A duty decides by its own rows what there is to do: it may come late, and after a breakdown once more.
    """
    _tasks[name] = Task(name, every, run)


def perform_due() -> list[str]:
    """Perform what is due, each once whoever else keeps the time; the names of what was performed."""
    return [task.name for task in _tasks.values() if _perform(task)]


def _perform(task: Task) -> bool:
    """Claim the duty by moving its date, so that whoever else keeps the time leaves it, and perform it."""
    Duty.objects.get_or_create(name=task.name)
    now = timezone.now()
    is_due = Q(last_run=None) | Q(last_run__lte=now - task.every)
    if not Duty.objects.filter(is_due, name=task.name).update(last_run=now):
        return False
    problem = ""
    try:
        task.run()
    except Exception as error:
        logger.exception("the duty %s failed", task.name)
        problem = f"{type(error).__name__}: {error}"[:2000]
    Duty.objects.filter(name=task.name).update(problem=problem)
    return True
