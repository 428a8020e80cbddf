"""Two invented periodic reports, about the last two half-years, so that one can be compared with the other."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate

from members.models import User
from publishing.languages import CODES
from steering.builder.enums import PeriodKind
from steering.builder.periods import days_of, name_of
from steering.builder.workflow import SnapshotWorkflow, begin
from steering.models import PeriodicSnapshot

from .demonstration_committee_cast import RUNNER, by_column, data_of


def load() -> Iterator[tuple[str, bool]]:
    """Write and freeze the reports unless there are invented ones; the name of each, and whether it is new."""
    secretary = User.objects.filter(email=RUNNER, is_demonstration=True).first()
    if secretary is None:
        return
    is_new = not PeriodicSnapshot.objects.frozen().filter(is_demonstration=True).exists()
    texts: dict[str, str] = {}
    for name, by_language in data_of("snapshots").items():
        texts |= by_column(name, by_language)
    for first, last in last_halves(localdate()):
        if is_new:
            draft = begin(secretary, PeriodKind.HALF, (first, last), CODES, is_demonstration=True)
            flow = SnapshotWorkflow(draft, secretary)
            flow.write(texts, draft.edition)
            flow.freeze()
        yield name_of(PeriodKind.HALF, first, last), is_new


def last_halves(today: date) -> list[tuple[date, date]]:
    """The last two half-years that were over before this day, the earlier first."""
    halves = [days_of(PeriodKind.HALF, year, part) for year in (today.year - 1, today.year) for part in (1, 2)]
    return [days for days in halves if days[1] < today][-2:]
