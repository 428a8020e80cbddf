"""Two workers at the same contribution or report: the row decides, nothing is counted twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from members.enums import Role
from members.models import User
from publishing.workflow import WorkflowError
from steering.builder.workflow import SnapshotWorkflow, begin
from steering.contributions.workflow import ContributionWorkflow
from steering.models import Contribution, PeriodicSnapshot
from tests.factories.steering_contributions import confirmed
from tests.factories.steering_snapshots import draft, narrative
from tests.tables.cast import person

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(step: Callable[[], object], workers: int = 4) -> list[str]:
    """What became of the same step taken by several workers at the same moment."""
    start = Barrier(workers)

    def run() -> str:
        try:
            start.wait(10)
            step()
        except WorkflowError:
            return "refused"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(workers) as pool:
        return sorted(job.result() for job in [pool.submit(run) for _worker in range(workers)])


def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


def test_deliveries_never_exceed_the_offer_and_a_report_is_frozen_once() -> None:
    user = secretariat()
    found, begun = confirmed(user), draft(user)
    SnapshotWorkflow(begun, user).write(narrative(), begun.edition)

    delivered = at_once(lambda: ContributionWorkflow(found, user).deliver(date(2026, 4, 1), Decimal(600)))
    frozen = at_once(lambda: SnapshotWorkflow(begun, user).freeze())
    reviewed = at_once(lambda: SnapshotWorkflow(begun, user).put_under_review())
    at_once(lambda: begin(user, "year", (date(2023, 1, 1), date(2023, 12, 31)), ["kk", "ru", "en"]))

    assert delivered == frozen == reviewed == ["done", "refused", "refused", "refused"]
    assert Contribution.objects.get().deliveries.count() == 1
    assert PeriodicSnapshot.objects.drafts().count() == 1
