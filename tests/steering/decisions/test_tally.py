"""Positions are counted by the majority that was fixed at the opening."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steering.decisions.enums import Choice, Way
from steering.decisions.tally import count
from steering.seats.enums import Majority

A, C, X, B, R, N = "agree", "agree_comment", "object", "abstain", "recuse", ""


@pytest.mark.parametrize(
    ("way", "majority", "choices", "outcome", "basis"),
    [
        # written: consensus, and a quorum of those that answered
        (Way.WRITTEN, Majority.CONSENSUS, [A, A, C, N, N], "adopted", "consensus"),
        (Way.WRITTEN, Majority.CONSENSUS, [A, A, A, A, X], "rejected", "objection"),
        (Way.WRITTEN, Majority.CONSENSUS, [A, A, N, N, N], "rejected", "no_quorum"),
        (Way.WRITTEN, Majority.CONSENSUS, [A, A, R, N, N], "rejected", "no_quorum"),
        (Way.WRITTEN, Majority.CONSENSUS, [A, A, B, N, N], "adopted", "consensus"),
        # simple: more for than against
        (Way.WRITTEN, Majority.SIMPLE, [A, A, X, B, N], "adopted", "majority"),
        (Way.WRITTEN, Majority.SIMPLE, [A, A, X, X, B], "rejected", "no_majority"),
        (Way.WRITTEN, Majority.SIMPLE, [B, B, B, B, B], "rejected", "no_majority"),
        # absolute: more than half of all seats, also of those that are silent
        (Way.WRITTEN, Majority.ABSOLUTE, [A, A, A, X, X], "adopted", "majority"),
        (Way.WRITTEN, Majority.ABSOLUTE, [A, A, B, R, N], "rejected", "no_majority"),
        (Way.WRITTEN, Majority.ABSOLUTE, [A, A, X, N], "rejected", "no_majority"),
        # two thirds of those for or against: exactly two thirds will do
        (Way.WRITTEN, Majority.TWO_THIRDS, [A, A, X, B, N], "adopted", "majority"),
        (Way.WRITTEN, Majority.TWO_THIRDS, [A, A, A, X, X], "rejected", "no_majority"),
        # unanimity of all seats
        (Way.WRITTEN, Majority.UNANIMITY, [A, A, C, A, A], "adopted", "majority"),
        (Way.WRITTEN, Majority.UNANIMITY, [A, A, A, A, B], "rejected", "no_majority"),
        # silence agrees, an objection breaks it whatever the majority
        (Way.SILENCE, Majority.CONSENSUS, [N, N, N, N, N], "adopted", "silence"),
        (Way.SILENCE, Majority.SIMPLE, [N, N, N, N, X], "rejected", "objection"),
        (Way.SILENCE, Majority.UNANIMITY, [N, N, A, C, N], "adopted", "silence"),
        (Way.SILENCE, Majority.UNANIMITY, [N, N, A, C, B], "rejected", "no_majority"),
        (Way.SILENCE, Majority.CONSENSUS, [R, R, R, N, N], "rejected", "no_quorum"),
    ],
)
def test_the_outcome_follows_from_way_and_majority(
    way: str, majority: str, choices: Sequence[str], outcome: str, basis: str
) -> None:
    tally = count(way, majority, 3, choices)

    assert (tally.outcome, tally.basis) == (outcome, basis)


def test_at_a_meeting_those_in_the_room_make_the_quorum() -> None:
    assert count(Way.AT_MEETING, Majority.SIMPLE, 3, [A, A, N, N, N], present=3).outcome == "adopted"
    assert count(Way.AT_MEETING, Majority.SIMPLE, 3, [A, A, N, N, N], present=2).basis == "no_quorum"


def test_two_thirds_are_no_rounded_number() -> None:
    tally = count(Way.WRITTEN, Majority.TWO_THIRDS, 1, [A] * 666 + [X] * 334)

    assert (tally.outcome, tally.record()["share"]) == ("rejected", "333/500")


@given(st.lists(st.sampled_from([*Choice.values, ""]), max_size=60), st.sampled_from(Majority.values))
def test_every_seat_is_counted_once(choices: list[str], majority: str) -> None:
    record = count(Way.WRITTEN, majority, 1, choices).record()

    parts = ("agree", "agree_comment", "against", "abstained", "recused", "silent")
    assert sum(record[part] for part in parts) == record["seats"] == len(choices)
    assert record["outcome"] == "rejected" or record["present"] >= 1


@given(st.lists(st.sampled_from([*Choice.values, ""]), min_size=1, max_size=30))
def test_an_objection_never_passes_silence_or_consensus(choices: list[str]) -> None:
    with_objection = [*choices, X]

    assert count(Way.SILENCE, Majority.SIMPLE, 1, with_objection).outcome == "rejected"
    assert count(Way.WRITTEN, Majority.CONSENSUS, 1, with_objection).outcome == "rejected"
