"""From the draft to the result: who may what, and what the database refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from members.models import User
from publishing.models import Letter
from publishing.workflow import Conflict, WorkflowError
from steering.models import CountryComments, Report, ReportSection, ReviewRound, SectionComment, Verdict, VerdictChange
from steering.record.chain import entry_of
from steering.record.verifying import problems
from steering.reports.correspondence import remind
from steering.reports.enums import ReportState
from steering.reports.workflow import CountryWorkflow, ReportWorkflow, RoundWorkflow, Written, start_report
from steering.seats.enums import Office, SeatKind
from tests.factories.members import account, country
from tests.factories.steering import rules, seat
from tests.factories.steering_reports import (
    closed,
    comment,
    expire,
    member,
    opened,
    person_of,
    released,
    report,
    secretariat,
    section_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return secretariat()


@pytest.fixture
def kz() -> Any:
    return member(country("KZ"))


def refused(action: Any, said: str) -> None:
    with override("en"), pytest.raises(WorkflowError, match=said):
        action()


def test_a_report_is_started_by_the_secretariat_alone(kz: Any, office: User) -> None:
    refused(lambda: start_report("annual", {"en": "Mine"}, [], kz[1]), "Only the Secretariat")

    made = report(office)

    assert (made.state, made.access, made.versions.get().number) == ("draft", "seat", 1)
    assert [section.number for section in made.versions.get().sections.all()] == ["1", "2", "2.1"]
    assert not Report.objects.visible_to(kz[1]).exists()


def test_opening_freezes_the_version_and_writes_to_the_seats(kz: Any, office: User) -> None:
    found = opened(office)

    version = found.version
    version.refresh_from_db()
    assert not version.is_open
    assert Report.objects.visible_to(kz[1]).get().state == ReportState.IN_REVIEW
    assert [letter.address for letter in Letter.objects.filter(kind="report_round_opened")] == [kz[1].email]
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        ReportSection.objects.filter(version=version).update(title_en="Another")
    refused(lambda: ReportWorkflow(found.report, office).open(timezone.now() + timedelta(days=3)), "Only a draft")


def test_a_deadline_in_the_past_opens_nothing(office: User) -> None:
    made = report(office)

    refused(lambda: ReportWorkflow(made, office).open(timezone.now() - timedelta(minutes=1)), "past")

    assert not ReviewRound.objects.exists()


def test_alternates_draft_and_the_delegate_releases(kz: Any, office: User) -> None:
    place, delegate = kz
    alternate = person_of(place, Office.ALTERNATE)
    found = opened(office)
    comment(found, place, alternate, "2")
    comment(found, place, delegate, "1")

    refused(lambda: CountryWorkflow(found, place, alternate).release(), "delegate of the seat")
    batch = CountryWorkflow(found, place, delegate).release()

    assert (batch.released_by, batch.is_late) == (delegate, False)
    made = SectionComment.objects.order_by("number")
    assert [(one.number, one.section.number, one.label) for one in made] == [(1, "1", "KZ-1"), (2, "2", "KZ-2")]
    assert [letter.address for letter in Letter.objects.filter(kind="report_comments_released")] == [office.email]
    refused(lambda: comment(found, place, delegate), "released")
    refused(lambda: CountryWorkflow(found, place, delegate).release(), "released")
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        SectionComment.objects.filter(pk=made[0].pk).update(text="Other")


def test_an_alternate_releases_where_no_delegate_has_an_account(office: User) -> None:
    place = seat(country("KG"))
    alternate = person_of(place, Office.ALTERNATE)
    found = opened(office)

    made = released(found, place, alternate)

    assert made.number == 1


def test_a_late_release_is_marked_until_the_answers_are_issued(kz: Any, office: User) -> None:
    place, delegate = kz
    other, second = member(country("KG"))
    found = opened(office)
    comment(found, place, delegate)
    comment(found, other, second)
    expire(found)

    CountryWorkflow(found, place, delegate).release()

    assert CountryComments.objects.get(seat=place).is_late
    RoundWorkflow(found, office).answer(SectionComment.objects.get(batch__seat=place), "accepted", {})
    RoundWorkflow(found, office).issue()
    refused(lambda: CountryWorkflow(found, other, second).release(), "no more comments")


def test_strangers_to_a_seat_neither_write_nor_change_nor_judge(kz: Any, office: User) -> None:
    place, delegate = kz
    _other, stranger = member(country("KG"))
    found = opened(office)
    made = comment(found, place, delegate)
    flow = CountryWorkflow(found, place, stranger)

    refused(lambda: flow.write(made.section, Written("general", "Mine", "en")), "do not speak")
    refused(lambda: flow.change(made, Written("general", "Mine", "en")), "do not speak")
    refused(lambda: flow.remove(made), "do not speak")
    refused(lambda: flow.judge("endorse"), "do not speak")
    refused(lambda: CountryWorkflow(found, place, office).judge("endorse"), "do not speak")
    made.refresh_from_db()
    assert made.text == "Say how many people came."


def test_a_draft_is_changed_at_the_edition_that_was_looked_at(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    made = comment(found, place, delegate)
    flow = CountryWorkflow(found, place, delegate)
    flow.change(made, Written("editorial", "First", "ru", "Слова", "ru"), edition=1)

    with pytest.raises(Conflict):
        flow.change(made, Written("editorial", "Second", "en"), edition=1)

    made.refresh_from_db()
    assert (made.text, made.language, made.wording_language, made.edition) == ("First", "ru", "ru", 2)
    assert made.history.count() == 2


def test_an_answer_other_than_accepted_gives_a_reason(kz: Any, office: User) -> None:
    found = opened(office)
    made = released(found, *kz)
    flow = RoundWorkflow(found, office)

    refused(lambda: flow.answer(made, "partly", {"en": "  "}), "Say why")
    refused(lambda: RoundWorkflow(found, kz[1]).answer(made, "accepted", {}), "Only the Secretariat")
    flow.answer(made, "partly", {"ru": "Данных нет."}, edition=0)

    with pytest.raises(Conflict):
        flow.answer(made, "accepted", {}, edition=0)
    made.response.reason_ru = ""
    with pytest.raises(IntegrityError, match="answer_gives_a_reason"), transaction.atomic():
        made.response.save()


def test_answers_are_issued_when_all_is_answered_and_the_time_is_over(kz: Any, office: User) -> None:
    found = opened(office)
    made = released(found, *kz)
    flow = RoundWorkflow(found, office)

    refused(flow.issue, "has not passed")
    expire(found)
    refused(flow.issue, "not answered")
    refused(flow.close, "issued first")
    flow.answer(made, "noted", {"en": "We see."})
    flow.issue()

    assert [letter.address for letter in Letter.objects.filter(kind="report_answered")] == [kz[1].email]
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        type(made.response).objects.filter(comment=made).update(answer="accepted")
    flow.close()
    assert Letter.objects.filter(kind="report_closed").count() == 1


def test_a_verdict_is_changed_until_the_round_closes_and_its_history_kept(kz: Any, office: User) -> None:
    place, delegate = kz
    found = opened(office)
    flow = CountryWorkflow(found, place, delegate)
    refused(lambda: flow.judge("return", " "), "Say why")
    flow.judge("return", "Figures are missing.", "en")
    flow.judge("return", "Figures are missing.", "en")
    flow.judge("comments")
    expire(found)
    RoundWorkflow(found, office).close()

    assert Verdict.objects.get().choice == "comments"
    assert list(VerdictChange.objects.values_list("choice", flat=True)) == ["return", "comments"]
    refused(lambda: flow.judge("endorse"), "closed")
    for rows in (Verdict.objects.all(), VerdictChange.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(choice="endorse")


def test_an_observer_comments_but_gives_no_verdict(office: User) -> None:
    place = seat(country("UZ"), kind=SeatKind.OBSERVER)
    delegate = person_of(place)
    found = opened(office)

    assert released(found, place, delegate).number == 1
    refused(lambda: CountryWorkflow(found, place, delegate).judge("endorse"), "Observers")


def test_a_second_round_takes_a_new_version(kz: Any, office: User) -> None:
    found = closed(office, [kz], "return")
    flow = ReportWorkflow(found.report, office)
    refused(lambda: flow.release("text"), "not endorsed")

    version = flow.revise({"en": "Figures added"})
    section = version.sections.get(number="1")
    section.text_en = "<p>The Hub held five trainings.</p>"
    section.save()
    second = flow.open(timezone.now() + timedelta(days=5))

    assert (second.number, second.version.number, found.outcome) == (2, 2, "returned")
    assert section_of(found).text_en != section_of(second).text_en


def test_the_release_goes_step_by_step_and_seals_the_text(kz: Any, office: User) -> None:
    found = closed(office, [kz])
    flow = ReportWorkflow(found.report, office)
    refused(lambda: flow.release("verdicts"), "text of the report")
    flow.release("text")
    refused(lambda: flow.release("text"), "public already")
    refused(lambda: flow.release("verdicts"), "Comments and answers")
    flow.release("matrix")
    flow.release("verdicts")

    made = Report.objects.get(pk=found.report_id)
    entry = entry_of("report", made.pk)
    assert (made.state, made.access) == ("released", "public")
    assert entry is not None
    assert entry.data["sections"][0]["title"]["ru"] == "Итоги"
    assert list(problems()) == []
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        Report.objects.filter(pk=made.pk).update(title_en="Another")
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        made.versions.update(note_en="Another")


def test_a_correction_is_a_report_of_its_own(kz: Any, office: User) -> None:
    found = closed(office, [kz])
    flow = ReportWorkflow(found.report, office)
    refused(flow.correct, "Only a released")
    flow.release("text")

    following = flow.correct()

    assert (following.corrects, following.state, following.access) == (found.report, "draft", "seat")
    assert [section.number for section in following.versions.get().sections.all()] == ["1", "2", "2.1"]
    refused(flow.correct, "exists already")


def test_silent_seats_are_reminded_once(kz: Any, office: User) -> None:
    place, _delegate = member(country("KG"))
    found = opened(office, days=2)
    released(found, *kz)

    assert (remind(), remind()) == (1, 0)
    assert [letter.address for letter in Letter.objects.filter(kind="report_reminder")] == [
        f"delegate{place.pk}@committee.example"
    ]


def test_no_letter_is_written_about_a_demonstration(kz: Any, office: User) -> None:
    opened(office, is_demonstration=True)

    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("majority", "choices", "outcome"),
    [
        ("consensus", ["endorse", "endorse", "return"], "returned"),
        ("consensus", ["endorse", "comments", ""], "comments"),
        ("consensus", ["endorse", "", ""], "no_quorum"),
        ("simple", ["endorse", "endorse", "return"], "endorsed"),
        ("simple", ["endorse", "return", ""], "returned"),
        ("absolute", ["endorse", "endorse", ""], "endorsed"),
        ("absolute", ["endorse", "return", "return"], "returned"),
        ("two_thirds", ["endorse", "comments", "return"], "comments"),
        ("two_thirds", ["endorse", "return", ""], "returned"),
        ("unanimity", ["endorse", "endorse", ""], "returned"),
        ("unanimity", ["endorse", "endorse", "endorse"], "endorsed"),
    ],
)
def test_the_result_follows_the_majority_of_the_day_of_opening(
    majority: str, choices: list[str], outcome: str, office: User
) -> None:
    rules().majorities.create(kind="substance", majority=majority)
    delegates = [member(country(code)) for code in ("KZ", "KG", "UZ")]
    found = opened(office)
    for (place, delegate), choice in zip(delegates, choices, strict=True):
        if choice:
            CountryWorkflow(found, place, delegate).judge(choice, "So.", "en")
    expire(found)

    assert RoundWorkflow(found, office).close() == outcome
    found.refresh_from_db()
    assert (found.record["members"], found.record["quorum"], found.record["majority"]) == (3, 2, majority)


def test_a_person_without_any_part_is_refused_everything(kz: Any, office: User) -> None:
    found = opened(office)
    stranger = account("stranger@hub.example")
    flow = ReportWorkflow(found.report, stranger)

    for may in (flow.may_open, flow.may_revise, flow.may_correct, lambda: flow.may_release("text")):
        assert not may()
    rounds = RoundWorkflow(found, stranger)
    assert not rounds.may_issue()
    assert not rounds.may_close()


@pytest.mark.parametrize(
    ("table", "change", "named"),
    [
        ("steering_reportsection", "text_ru = 'Подделка'", "sections"),
        ("steering_sectioncomment", "text = 'Forged'", "comments"),
        ("steering_response", "answer = 'noted', reason_en = 'Forged'", "comments"),
        ("steering_verdict", "choice = 'comments'", "verdicts"),
    ],
)
def test_what_is_changed_behind_the_locks_is_noticed(
    table: str, change: str, named: str, kz: Any, office: User
) -> None:
    place, delegate = kz
    found = opened(office)
    made = released(found, place, delegate)
    CountryWorkflow(found, place, delegate).judge("endorse")
    expire(found)
    flow = RoundWorkflow(found, office)
    flow.answer(made, "accepted", {})
    flow.issue()
    flow.close()
    ReportWorkflow(found.report, office).release("text")
    assert list(problems()) == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER sealed_rows")
        cursor.execute(f"UPDATE {table} SET {change}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER sealed_rows")

    assert any(named in str(problem) for problem in problems())
