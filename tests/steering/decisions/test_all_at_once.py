"""Forty-three seats answer within a minute, twice each, in two browsers: every position is counted once, none is lost."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from publishing.workflow import WorkflowError
from steering.decisions.enums import Choice
from steering.decisions.positions import PositionWorkflow, Statement
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Decision, Position, PositionChange
from tests.factories.steering_decisions import Members, committee, draft, opened

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

CODES = [
    "KZ",
    "KG",
    "UZ",
    "TJ",
    "TM",
    "AZ",
    "GE",
    "AM",
    "MD",
    "UA",
    "BY",
    "MN",
    "CN",
    "KR",
    "JP",
    "TR",
    "AE",
    "LT",
    "LV",
    "EE",
    "MV",
    "NP",
    "BT",
    "LK",
    "PK",
    "AF",
    "IN",
    "MY",
    "DE",
    "FR",
    "GB",
    "US",
    "BR",
    "FI",
    "HU",
    "IT",
    "PL",
    "SE",
    "NO",
    "ES",
    "PT",
    "CA",
    "CZ",
]
SECONDS = 60
CHOICES = [*Choice.values]


@pytest.fixture
def members() -> Members:
    return committee(CODES)


def browser(decision: Decision, seat: Any, user: Any, choices: list[str]) -> list[int]:
    """One browser of a country: it sends each position until the portal has taken it, as a person would."""
    statuses = []
    try:
        client = Client()
        client.force_login(user)
        address = f"/en/committee/decisions/{decision.pk}/positions/{seat.pk}/"
        for choice in choices:
            for _attempt in range(10):
                seen = Position.objects.get(decision=decision, seat=seat).version
                data = {"seen": str(seen), "choice": choice, "text": f"Said: {choice}", "language": "en"}
                statuses.append(client.post(address, data).status_code)
                if statuses[-1] == 302:
                    break
    finally:
        connection.close()
    return statuses


def test_every_position_is_counted_once_and_none_is_lost(members: Members) -> None:
    decision = opened(members)
    wanted = {place.pk: CHOICES[number % len(CHOICES)] for number, place in enumerate(members.seats)}
    work = [
        (decision, place, user, [Choice.ABSTAIN.value if wanted[place.pk] != "abstain" else "agree", wanted[place.pk]])
        for place, user in zip(members.seats, members.delegates, strict=True)
        for _browser in range(2)
    ]

    started = time.monotonic()
    with ThreadPoolExecutor(max_workers=16) as pool:
        statuses = Counter(status for found in pool.map(lambda job: browser(*job), work) for status in found)
    seconds = time.monotonic() - started

    assert set(statuses) <= {302, 409}
    assert statuses[302] == len(work) * 2
    assert seconds < SECONDS
    positions = {row.seat_id: row for row in Position.objects.filter(decision=decision)}
    assert len(positions) == len(CODES) == 43
    for key, position in positions.items():
        changes = list(PositionChange.objects.filter(position=position).order_by("version"))
        assert [change.version for change in changes] == list(range(1, position.version + 1))
        assert (changes[-1].choice, changes[-1].text) == (position.choice, position.text)
        assert position.choice in {wanted[key], "abstain", "agree"}
        assert wanted[key] in {change.choice for change in changes}

    record = DecisionWorkflow(decision, members.secretariat).close().record
    assert record is not None
    counted = Counter(row.choice for row in positions.values())
    assert [record[name] for name in ("agree", "agree_comment", "against", "abstained", "recused", "silent")] == [
        counted[choice] for choice in (*Choice.values, "")
    ]


def test_nothing_enters_while_the_decision_is_being_closed(members: Members) -> None:
    decision = opened(members)
    Decision.objects.filter(pk=decision.pk).update(deadline_at=timezone.now() + timedelta(seconds=1))

    def answer(number: int) -> bool:
        try:
            flow = PositionWorkflow(decision, members.seats[number], members.delegates[number])
            flow.state(Statement(Choice.OBJECT, "Late.", "en"))
        except WorkflowError:
            return False
        finally:
            connection.close()
        return True

    def close() -> None:
        try:
            for _attempt in range(200):
                try:
                    DecisionWorkflow(decision, members.secretariat).close()
                except WorkflowError:
                    time.sleep(0.02)
                else:
                    return
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        closing = pool.submit(close)
        taken = list(pool.map(answer, range(len(CODES))))
        closing.result()

    decision.refresh_from_db()
    assert decision.record is not None
    assert (decision.state, decision.record["against"]) == ("closed", sum(taken))
    assert Position.objects.filter(decision=decision, choice="object").count() == sum(taken)


def test_numbers_of_the_register_are_given_once(members: Members) -> None:
    drafts = [DecisionWorkflow(draft(members.secretariat), members.secretariat) for _row in range(8)]

    def open_one(flow: DecisionWorkflow) -> str:
        try:
            return flow.open().number
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        numbers = sorted(pool.map(open_one, drafts), key=lambda number: int(number.partition("/")[2]))

    assert [number.partition("/")[2] for number in numbers] == [str(one) for one in range(1, 9)]
