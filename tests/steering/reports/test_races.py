"""Two browsers of one country, forty-odd countries in one minute: nothing is counted twice, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from publishing.workflow import WorkflowError
from steering.models import CountryComments, SectionComment, Verdict, VerdictChange
from steering.reports.workflow import CountryWorkflow
from tests.factories.members import country
from tests.factories.steering_reports import comment, member, opened, secretariat

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(actions: list[Callable[[], Any]]) -> list[str]:
    """All actions at the same moment, each on a connection of its own; what was refused."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> str:
        barrier.wait(timeout=20)
        try:
            action()
        except WorkflowError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(actions)) as pool:
        return [said for said in pool.map(run, actions) if said]


def test_a_double_click_releases_and_judges_once() -> None:
    found = opened(secretariat())
    seats = [member(country(code)) for code in ("KZ", "KG", "UZ", "TJ")]
    for place, delegate in seats:
        comment(found, place, delegate, "1")
        comment(found, place, delegate, "2")

    refused = at_once(
        [CountryWorkflow(found, place, delegate).release for place, delegate in seats for _click in range(2)]
    )

    assert len(refused) == 4
    assert CountryComments.objects.filter(released_at__isnull=False).count() == 4
    assert sorted(SectionComment.objects.values_list("number", flat=True)) == [1, 1, 1, 1, 2, 2, 2, 2]

    def judging(place: Any, delegate: Any) -> Callable[[], Any]:
        return lambda: CountryWorkflow(found, place, delegate).judge("endorse")

    assert at_once([judging(*one) for one in seats for _click in range(2)]) == []
    assert (Verdict.objects.count(), VerdictChange.objects.count()) == (4, 4)
