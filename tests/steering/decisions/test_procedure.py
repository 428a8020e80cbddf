"""A whole procedure in writing, with clocks moved: opening, reminders, extension, closing, withdrawal, release."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils.translation import override

from publishing.models import Letter
from publishing.workflow import WorkflowError
from steering.decisions.drafting import DraftText, DraftWorkflow, propose
from steering.decisions.enums import Choice, Way
from steering.decisions.recording import record_past
from steering.decisions.reminders import remind_of_positions
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Decision, MajorityRule, Position
from steering.record.chain import entry_of
from steering.seats.enums import Majority
from tests.factories.members import country
from tests.factories.steering import mandate, seat
from tests.factories.steering_decisions import SECTIONS, TEXT, Members, committee, draft, member_account, opened, say

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def members() -> Members:
    return committee()


def refused(call, match: str) -> None:
    with override("en"), pytest.raises(WorkflowError, match=match):
        call()


def test_an_opening_fixes_number_majority_quorum_and_seats(members: Members) -> None:
    MajorityRule.objects.create(rules=members.rules, kind="money", majority=Majority.TWO_THIRDS)
    seat(country("KR", published=False), kind="observer")
    with time_machine.travel(MONDAY, tick=False):
        first, second = opened(members, kind="money"), opened(members)
        members.rules.majorities.update(majority=Majority.SIMPLE)

    first.refresh_from_db()
    assert (first.number, second.number) == ("2026/1", "2026/2")
    assert (first.majority, first.quorum, second.majority) == ("two_thirds", 2, "consensus")
    assert [position.seat for position in first.positions.order_by("seat")] == members.seats
    # five working days after Monday, the last day ends in Astana's zone
    assert first.deadline_at == datetime(2026, 11, 9, 18, 59, tzinfo=UTC)
    assert Letter.objects.filter(kind="decision_opened").count() == 2 * 4


def test_a_seat_that_comes_later_has_no_part(members: Members) -> None:
    decision = opened(members)
    place, user = seat(country("TJ", published=False)), member_account()
    mandate(place, user=user)

    refused(lambda: say(decision, place, user), "takes no part")


def test_silence_until_the_deadline_adopts_and_is_closed_by_a_named_officer(members: Members) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        decision = opened(members)
        flow = DecisionWorkflow(decision, members.secretariat)
        assert decision.deadline_at is not None
        clock.move_to(decision.deadline_at)
        say(decision, members.seats[0], members.delegates[0], Choice.ABSTAIN)  # the last minute still counts
        refused(flow.close, "not passed")
        clock.move_to(decision.deadline_at + timedelta(seconds=1))
        refused(lambda: say(decision, members.seats[1], members.delegates[1]), "time for positions has ended")
        refused(DecisionWorkflow(decision, members.delegates[0]).close, "Only the Secretariat")
        closed = flow.close()

    assert (closed.outcome, closed.closed_by_name, closed.closed_by) == ("adopted", "Saule Omar", members.secretariat)
    assert closed.record == {
        "way": "silence", "majority": "consensus", "seats": 3, "in_favour": 2, "agree": 0, "agree_comment": 0, "against": 0,
        "abstained": 1, "recused": 0, "silent": 2, "quorum": 2, "present": 3, "has_quorum": True, "share": "",
        "basis": "silence", "outcome": "adopted",
    }  # fmt: skip
    assert entry_of("decision", closed.pk) is not None
    assert Letter.objects.filter(kind="decision_closed").count() == 4


def test_it_may_be_closed_early_once_all_have_answered(members: Members) -> None:
    decision = opened(members, way=Way.WRITTEN)
    flow = DecisionWorkflow(decision, members.secretariat)
    for place, user in zip(members.seats, members.delegates, strict=True):
        refused(flow.close, "not passed")
        say(decision, place, user, Choice.OBJECT if place == members.seats[2] else Choice.AGREE, "No.")

    closed = flow.close()

    assert (closed.outcome, closed.record["basis"] if closed.record else "") == ("rejected", "objection")
    refused(flow.close, "not open")
    assert Decision.objects.closed().count() == 1


def test_a_record_names_who_closes(members: Members) -> None:
    decision = opened(members)
    for place, user in zip(members.seats, members.delegates, strict=True):
        say(decision, place, user)
    members.secretariat.first_name = members.secretariat.last_name = ""

    refused(DecisionWorkflow(decision, members.secretariat).close, "no name")


def test_the_deadline_is_extended_once_with_a_reason(members: Members) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        decision = opened(members)
        flow = DecisionWorkflow(decision, members.secretariat)
        refused(lambda: flow.extend("  "), "Give a reason")
        with override("en"):
            extended = flow.extend("The translation came late.")
        assert extended.deadline_at == datetime(2026, 11, 12, 18, 59, tzinfo=UTC)
        assert (extended.extension_reason, extended.reason_language) == ("The translation came late.", "en")
        refused(lambda: flow.extend("Again."), "possible once")
        other = opened(members)
        clock.move_to(datetime(2026, 11, 20, tzinfo=UTC))
        refused(lambda: DecisionWorkflow(other, members.secretariat).extend("Late."), "has passed")
    assert Letter.objects.filter(kind="decision_extended").count() == 4


def test_a_withdrawal_has_a_reason_and_no_outcome(members: Members) -> None:
    decision = opened(members)
    say(decision, members.seats[0], members.delegates[0], Choice.OBJECT, "No.")
    flow = DecisionWorkflow(decision, members.secretariat)
    refused(lambda: flow.withdraw(""), "Give a reason")

    withdrawn = flow.withdraw("The proposer asks for it.")

    assert (withdrawn.state, withdrawn.outcome, withdrawn.record, withdrawn.number) == (
        "withdrawn", "", None, decision.number,
    )  # fmt: skip
    refused(lambda: say(decision, members.seats[0], members.delegates[0]), "not open")
    assert entry_of("decision", decision.pk) is None


def test_reminders_go_to_the_silent_alone_and_once(members: Members) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        decision = opened(members)
        say(decision, members.seats[0], members.delegates[0])
        Letter.objects.all().delete()
        sent = []
        for moment in (
            MONDAY + timedelta(days=1),
            MONDAY + timedelta(days=3, hours=19),  # past half of the time; two working days are left
            MONDAY + timedelta(days=3, hours=20),
            datetime(2026, 11, 9, 4, tzinfo=UTC),  # the last day
            datetime(2026, 11, 9, 5, tzinfo=UTC),
            datetime(2026, 11, 10, tzinfo=UTC),  # over
        ):
            clock.move_to(moment)
            sent.append(remind_of_positions())

    assert sent == [0, 2, 0, 2, 0, 0]
    reminded = {letter.address for letter in Letter.objects.filter(kind="decision_reminder")}
    assert reminded == {user.email for user in members.delegates[1:]}
    assert Position.objects.get(decision=decision, seat=members.seats[0]).reminded == 0


def test_letters_tell_the_deadline_by_each_members_own_clock(members: Members) -> None:
    with time_machine.travel(MONDAY, tick=False):
        place, user = seat(country("EE", published=False)), member_account("tallinn@hub.example")
        mandate(place, user=user)
        opened(members)

    texts = {letter.address: letter.text for letter in Letter.objects.filter(kind="decision_opened")}
    assert "(Europe/Tallinn)" in texts["tallinn@hub.example"]
    assert "(Asia/Bishkek)" in texts[members.delegates[1].email]


def test_what_is_not_ready_cannot_be_opened(members: Members) -> None:
    def flow(**fields: object) -> DecisionWorkflow:
        return DecisionWorkflow(draft(members.secretariat, **fields), members.secretariat)

    refused(flow(ruling_language="ru", texts={"title_en": "English alone"}).open, "title is missing")
    refused(flow(sections=[]).open, "text is missing")
    refused(flow(sections=[{"ru": "Только по-русски."}]).open, "text is missing")
    refused(flow(way=Way.AT_MEETING).open, "agenda item")
    refused(lambda: flow().open(days=4), "at least")
    refused(DecisionWorkflow(draft(members.delegates[0]), members.delegates[0]).open, "Only the Secretariat")


def test_the_rules_say_who_may_propose(members: Members) -> None:
    assert draft(members.delegates[1]).seat == members.seats[1]
    observer = member_account()
    mandate(seat(), user=observer)

    refused(lambda: propose(DraftText(TEXT, SECTIONS), observer), "may not propose")
    refused(lambda: propose(DraftText({}, SECTIONS), members.secretariat), "title")


def test_a_draft_is_written_by_one_person_at_a_time(members: Members) -> None:
    decision = draft(members.secretariat)
    DraftWorkflow(decision, members.secretariat).edit(DraftText(TEXT, SECTIONS[:1]), edition=1)

    refused(
        lambda: DraftWorkflow(decision, members.secretariat).edit(DraftText(TEXT, SECTIONS), edition=1), "Somebody else"
    )
    refused(lambda: DraftWorkflow(decision, members.delegates[0]).edit(DraftText(TEXT, SECTIONS)), "write a draft")
    assert decision.sections.count() == 1
    DraftWorkflow(decision, members.secretariat).discard()
    assert not Decision.objects.exists()


def test_a_past_decision_enters_with_its_day_and_without_positions(members: Members) -> None:
    past = record_past(DraftText(TEXT, SECTIONS), date(2013, 3, 15), "Founding Conference", members.secretariat)

    assert (past.number, past.outcome, past.way, past.positions.count()) == ("2013/1", "adopted", "recorded", 0)
    assert entry_of("decision", past.pk) is not None
    correction = draft(members.secretariat, corrects=past)
    assert list(past.corrections.all()) == [correction]
