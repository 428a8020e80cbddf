"""Several who press at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from steering.meetings.agenda import AgendaWorkflow
from steering.meetings.attendance import AttendanceWorkflow
from steering.meetings.enums import MeetingState
from steering.models import AgendaItem, Attendance, Meeting
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.steering import seat
from tests.factories.steering_meetings import STARTS, meeting

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT_ONCE = 4


def at_once(act: Callable[[int], object]) -> list[BaseException]:
    """Let several threads act at the same moment, each with a connection of its own; what went wrong."""
    gate, problems = threading.Barrier(AT_ONCE), []

    def run(number: int) -> None:
        try:
            gate.wait(timeout=10)
            act(number)
        except BaseException as problem:  # noqa: BLE001 - told to the test
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return problems


def test_seats_and_items_are_counted_once_however_many_press() -> None:
    secretary = superuser()
    found = meeting(state=MeetingState.OPEN, opened_at=STARTS)
    place = seat(country("KG"))
    states = ("present", "represented", "excused", "present")

    problems = at_once(
        lambda number: AttendanceWorkflow(Meeting.objects.get(pk=found.pk), place, secretary).note(states[number])
    )
    problems += at_once(
        lambda number: AgendaWorkflow(Meeting.objects.get(pk=found.pk), secretary).add(
            {"title_en": f"Item {number}", "kind": "discussion", "proposer": "secretariat", "seat": None}
        )
    )

    assert problems == []
    assert Attendance.objects.count() == 1
    assert sorted(AgendaItem.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))
