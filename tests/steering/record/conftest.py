"""Records made of seats, in place of what the subjects register."""

import pytest

from publishing import limits
from steering.models import Seat
from steering.record import registry
from tests.factories.steering_record import content_of


@pytest.fixture(autouse=True)
def seats_are_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries of the kind "decision" are made of seats; nobody has asked for a code yet."""
    limits._windows.clear()
    own = {
        "decision": registry.Subject(Seat, content_of, lambda: Seat.objects.filter(organisation_en="An organisation"))
    }
    kept = registry.subject_of("correction")
    assert kept is not None
    monkeypatch.setattr(registry, "_subjects", {**own, "correction": kept})
