"""Periodic duties: performed when due, once, and never stopped by one that fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from publishing import duties
from publishing.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def performed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Only the duties of the test, and what they did."""
    monkeypatch.setattr(duties, "_tasks", {})
    return []


def test_a_duty_comes_again_when_its_time_is_over(performed: list[str]) -> None:
    duties.register("hourly", every=timedelta(hours=1), run=lambda: performed.append("hourly"))

    with time_machine.travel("2026-03-02T08:00:00Z", tick=False) as clock:
        for minutes in (0, 59, 1, 1):
            clock.shift(timedelta(minutes=minutes))
            duties.perform_due()

    assert performed == ["hourly", "hourly"]


def test_one_that_fails_is_noted_and_the_others_go_on(performed: list[str]) -> None:
    def broken() -> None:
        raise ValueError("the disk is full")

    duties.register("broken", every=timedelta(minutes=1), run=broken)
    duties.register("sound", every=timedelta(minutes=1), run=lambda: performed.append("sound"))

    assert duties.perform_due() == ["broken", "sound"]
    assert performed == ["sound"]
    assert Duty.objects.get(name="broken").problem == "ValueError: the disk is full"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_several_timekeepers_one_performs_it(performed: list[str]) -> None:
    duties.register("once", every=timedelta(days=1), run=lambda: performed.append("once"))

    def look(_turn: int) -> None:
        duties.perform_due()
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(look, range(12)))

    assert performed == ["once"]


def test_the_command_looks_once_and_says_what_it_did(performed: list[str]) -> None:
    duties.register("daily", every=timedelta(days=1), run=lambda: performed.append("daily"))
    out = StringIO()

    call_command("keep_time", "--once", stdout=out)

    assert (performed, out.getvalue()) == (["daily"], "daily\n")
