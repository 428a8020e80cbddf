"""One country, one position: who may give it, whose word counts, and what stays in the history."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from publishing.models import Letter
from publishing.workflow import Conflict, WorkflowError
from steering.decisions.enums import Choice
from steering.decisions.positions import PositionWorkflow, Statement
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Position, PositionChange
from tests.factories.members import account
from tests.factories.steering_decisions import Members, committee, member_account, opened, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> Members:
    return committee()


def test_a_position_changes_until_the_closing_and_keeps_its_history(members: Members) -> None:
    decision, place, delegate = opened(members), members.seats[0], members.delegates[0]

    say(decision, place, delegate, Choice.ABSTAIN)
    say(decision, place, delegate, Choice.OBJECT, "Too dear.")
    say(decision, place, delegate, Choice.AGREE)

    position = Position.objects.get(decision=decision, seat=place)
    changes = list(position.changes.values_list("version", "choice", "text", "capacity", "by", "counts"))
    assert (position.choice, position.text, position.version) == ("agree", "", 3)
    assert changes == [
        (1, "abstain", "", "delegate", delegate.pk, True),
        (2, "object", "Too dear.", "delegate", delegate.pk, True),
        (3, "agree", "", "delegate", delegate.pk, True),
    ]


def test_the_same_click_twice_is_one_input(members: Members) -> None:
    decision = opened(members)
    flow = PositionWorkflow(decision, members.seats[0], members.delegates[0])

    for _click in range(2):
        flow.state(Statement(Choice.AGREE), seen=0)

    assert PositionChange.objects.count() == 1


def test_who_looked_at_an_older_position_is_told(members: Members) -> None:
    decision, place = opened(members), members.seats[0]
    say(decision, place, members.alternate, Choice.AGREE)

    with pytest.raises(Conflict):
        PositionWorkflow(decision, place, members.delegates[0]).state(Statement(Choice.ABSTAIN), seen=0)

    assert Position.objects.get(decision=decision, seat=place).choice == "agree"


def test_what_the_alternate_says_otherwise_goes_to_the_delegate(members: Members) -> None:
    decision, place, delegate = opened(members), members.seats[0], members.delegates[0]
    say(decision, place, delegate, Choice.AGREE)
    Letter.objects.all().delete()

    contested = say(decision, place, members.alternate, Choice.OBJECT, "No money.")

    assert (contested.choice, contested.is_contested, contested.capacity) == ("agree", True, "delegate")
    assert [(change.choice, change.counts) for change in contested.changes.all()] == [
        ("agree", True),
        ("object", False),
    ]
    assert [letter.address for letter in Letter.objects.filter(kind="position_contested")] == [delegate.email]

    settled = say(decision, place, delegate, Choice.AGREE)
    assert (settled.choice, settled.is_contested, settled.version) == ("agree", False, 3)


def test_the_delegates_word_replaces_the_alternates(members: Members) -> None:
    decision, place = opened(members), members.seats[0]

    first = say(decision, place, members.alternate, Choice.ABSTAIN)
    second = say(decision, place, members.delegates[0], Choice.OBJECT, "No.")

    assert (first.choice, first.capacity, first.is_contested) == ("abstain", "alternate", False)
    assert (second.choice, second.capacity, second.is_contested) == ("object", "delegate", False)


def test_an_alternate_who_comes_round_ends_the_conflict(members: Members) -> None:
    decision, place = opened(members), members.seats[0]
    say(decision, place, members.delegates[0], Choice.AGREE)
    say(decision, place, members.alternate, Choice.ABSTAIN)

    assert say(decision, place, members.alternate, Choice.AGREE).is_contested is False


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (Statement(Choice.OBJECT), "Write what you object to"),
        (Statement(Choice.AGREE_COMMENT, "  \x00 "), "Write what you object to"),
        (Statement("nonsense"), "Choose one"),
        (Statement(""), "Choose one"),
        (Statement(Choice.OBJECT, "x" * 5001, "en"), "too long"),
        (Statement(Choice.OBJECT, "No.", "de"), "which language"),
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(statement: Statement, said: str, members: Members) -> None:
    decision = opened(members)

    with override("en"), pytest.raises(WorkflowError, match=said):
        PositionWorkflow(decision, members.seats[0], members.delegates[0]).state(statement)

    assert (PositionChange.objects.count(), Position.objects.silent().count()) == (0, 3)


def test_only_who_speaks_for_the_seat_gives_its_position(members: Members) -> None:
    decision = opened(members)

    for user in (members.delegates[1], member_account(), account()):
        with override("en"), pytest.raises(WorkflowError, match="do not speak"):
            say(decision, members.seats[0], user)


def test_the_secretariat_notes_what_came_by_letter_and_says_which(members: Members) -> None:
    decision = opened(members)
    flow = PositionWorkflow(decision, members.seats[1], members.secretariat)

    with override("en"), pytest.raises(WorkflowError, match="letter"):
        flow.state(Statement(Choice.AGREE))
    position = flow.state(Statement(Choice.AGREE, source="Note 14 of 3 November"))

    change = position.changes.get()
    assert (position.capacity, change.source, change.by) == ("secretary", "Note 14 of 3 November", members.secretariat)


def test_nothing_enters_a_closed_decision_not_even_by_sql(members: Members) -> None:
    decision = opened(members)
    for place, user in zip(members.seats, members.delegates, strict=True):
        say(decision, place, user)
    DecisionWorkflow(decision, members.secretariat).close()
    position = Position.objects.filter(decision=decision).first()
    assert position is not None

    with override("en"), pytest.raises(WorkflowError, match="not open"):
        say(decision, members.seats[0], members.delegates[0], Choice.ABSTAIN)
    attempts = (
        lambda: Position.objects.filter(pk=position.pk).update(choice="abstain"),
        lambda: Position.objects.filter(pk=position.pk).delete(),
        lambda: PositionChange.objects.create(
            position=position, version=9, choice="object", capacity="delegate", at=position.stated_at
        ),
        lambda: PositionChange.objects.filter(position=position).update(choice="object"),
        lambda: decision.sections.update(text_en="Something else"),
        lambda: type(decision).objects.filter(pk=decision.pk).update(outcome="rejected"),
        lambda: type(decision).objects.filter(pk=decision.pk).delete(),
    )
    for attempt in attempts:
        with pytest.raises((IntegrityError, Exception)) as refused, transaction.atomic():
            attempt()
        assert any(word in str(refused.value) for word in ("sealed", "closed", "only grows", "protected")), (
            refused.value
        )


def test_a_deleted_account_leaves_the_positions_as_they_are(members: Members) -> None:
    decision, delegate = opened(members), members.delegates[0]
    for place, user in zip(members.seats, members.delegates, strict=True):
        say(decision, place, user)
    DecisionWorkflow(decision, members.secretariat).close()

    delegate.delete()

    position = Position.objects.get(decision=decision, seat=members.seats[0])
    assert (position.choice, position.by, position.mandate.name_en) == ("agree", None, "Delegate of KZ")  # type: ignore[union-attr]
