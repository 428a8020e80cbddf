"""Periodic reports, made with what a test does not care about filled in."""

from typing import Any

from members.models import User
from steering.builder.enums import PeriodKind
from steering.builder.periods import days_of
from steering.builder.workflow import SnapshotWorkflow, begin
from steering.models import PeriodicSnapshot
from steering.models.snapshots import NARRATIVE

CODES = ("kk", "ru", "en")


def narrative(**texts: str) -> dict[str, str]:
    """A text in every box and language."""
    return {f"{name}_{code}": f"{name} {code}" for name in NARRATIVE for code in CODES} | texts


def draft(secretariat: User, year: int = 2024, **more: Any) -> PeriodicSnapshot:
    """A report about a year, begun."""
    return begin(secretariat, PeriodKind.YEAR, days_of(PeriodKind.YEAR, year), CODES, **more)


def frozen(secretariat: User, year: int = 2024, **more: Any) -> PeriodicSnapshot:
    """A report about a year, written and frozen."""
    flow = SnapshotWorkflow(draft(secretariat, year, **more), secretariat)
    flow.write(narrative(), flow.snapshot.edition)
    return flow.freeze()
