"""A review: every state × action × role; what ends a round; letters; reminders."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from members.enums import Role
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import Action, State
from publishing.models import Event, Letter, Review
from publishing.reviewing import assignment, reminders
from publishing.reviewing.enums import OPEN, ReviewAction, ReviewState
from publishing.reviewing.workflow import MOVES, ReviewWorkflow
from publishing.steps.forms import StepForm
from publishing.workflow import Conflict, WorkflowError
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.reviews import accepted, given, invited, reviewer, submitted
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

BY_REVIEWER = {
    (ReviewState.INVITED, ReviewAction.ACCEPT): ReviewState.ACCEPTED,
    (ReviewState.INVITED, ReviewAction.DECLINE): ReviewState.DECLINED,
    (ReviewState.INVITED, ReviewAction.RECUSE): ReviewState.RECUSED,
    (ReviewState.ACCEPTED, ReviewAction.RECUSE): ReviewState.RECUSED,
    (ReviewState.ACCEPTED, ReviewAction.GIVE): ReviewState.GIVEN,
}
BY_RUNNER = {
    (ReviewState.INVITED, ReviewAction.CANCEL): ReviewState.CANCELLED,
    (ReviewState.ACCEPTED, ReviewAction.CANCEL): ReviewState.CANCELLED,
    (ReviewState.INVITED, ReviewAction.EXTEND): ReviewState.INVITED,
    (ReviewState.ACCEPTED, ReviewAction.EXTEND): ReviewState.ACCEPTED,
    (ReviewState.INVITED, ReviewAction.REMIND): ReviewState.INVITED,
    (ReviewState.ACCEPTED, ReviewAction.REMIND): ReviewState.ACCEPTED,
}
RUNNERS = {Role.EDITOR, Role.SECRETARIAT}


def in_state(state: ReviewState, user: Any) -> Review:
    review = invited(submitted(country("KG"), account("owner@hub.example")), user)
    values: dict[str, Any] = {"state": state, "why": "Because", "recommendation": "accept", "given_at": timezone.now()}
    Review.objects.filter(pk=review.pk).update(**values)
    review.refresh_from_db()
    return review


@pytest.mark.parametrize("state", ReviewState)
def test_each_action_in_a_state_for_each_role(state: ReviewState) -> None:
    judge = reviewer()
    people = {role: person(role) for role in ROLES if role != "anonymous"}
    review = in_state(state, judge)

    for action in MOVES:
        allowed = {role for role, one in people.items() if ReviewWorkflow(review, one).may(action)}
        assert allowed == (RUNNERS if (state, action) in BY_RUNNER else set()), (state, action)
        assert bool(ReviewWorkflow(review, judge).may(action)) == ((state, action) in BY_REVIEWER), (state, action)


@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("action", MOVES)
def test_an_action_leads_where_the_table_says(state: ReviewState, action: ReviewAction) -> None:
    judge = reviewer()
    review = in_state(state, judge)
    target = BY_REVIEWER.get((state, action)) or BY_RUNNER.get((state, action))
    actor = judge if MOVES[action].who == "reviewer" else superuser()
    events = Event.objects.filter(action=action).count()
    flow = ReviewWorkflow(review, actor)

    if target:
        after = flow.perform(action, reason="A reason", due_on=localdate() + timedelta(days=30))
        after.refresh_from_db()
        assert (after.state, after.edition) == (target, review.edition + 1)
        assert Event.objects.filter(action=action).count() == events + 1
    else:
        with pytest.raises(WorkflowError):
            flow.perform(action, reason="A reason", due_on=localdate() + timedelta(days=30))
        review.refresh_from_db()
        assert review.state == state
        assert Event.objects.filter(action=action).count() == events


@pytest.mark.parametrize("action", [action for action, move in MOVES.items() if move.needs_reason])
def test_who_refuses_says_why(action: ReviewAction) -> None:
    judge = reviewer()
    review = invited(submitted(country("KG")), judge)

    with pytest.raises(WorkflowError):
        ReviewWorkflow(review, superuser() if action == ReviewAction.CANCEL else judge).perform(action, reason=" \n")

    review.refresh_from_db()
    assert review.state == ReviewState.INVITED


def test_the_database_refuses_a_refusal_without_a_reason_and_a_review_without_a_recommendation() -> None:
    review = invited(submitted(country("KG")), reviewer())

    for values in ({"state": "declined"}, {"state": "given", "given_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**values)


def test_nobody_runs_the_reviews_of_their_own_record() -> None:
    editor = person(Role.EDITOR)
    review = invited(submitted(country("KG"), editor), reviewer())

    assert not ReviewWorkflow(review, editor).may(ReviewAction.CANCEL)
    assert not assignment.may_invite(editor, review.record)
    assert ReviewWorkflow(review, person(Role.SECRETARIAT)).may(ReviewAction.CANCEL)


def test_a_reviewer_to_whom_the_record_was_handed_over_no_longer_judges_it() -> None:
    judge = reviewer()
    review = accepted(submitted(country("KG"), account("owner@hub.example")), judge)
    Practice.objects.update(owner=judge)
    Review.objects.update(recommendation="accept")
    review = Review.objects.get()

    assert not ReviewWorkflow(review, judge).may(ReviewAction.GIVE)
    assert ReviewWorkflow(review, judge).may(ReviewAction.RECUSE)


def test_a_decision_on_an_older_edition_of_the_review_is_refused() -> None:
    judge = reviewer()
    review = invited(submitted(country("KG")), judge)

    with pytest.raises(Conflict):
        ReviewWorkflow(review, judge).perform(ReviewAction.ACCEPT, edition=review.edition + 1)


def test_inviting_starts_the_review_and_writes_to_reviewer_and_submitter() -> None:
    owner = account("owner@hub.example", preferred_language="kk")
    judge = reviewer("judge@hub.example", preferred_language="en")
    record = submitted(country("KG"), owner)

    review = invited(record, judge)

    assert record.state == State.IN_REVIEW
    assert (review.round, review.language) == (1, "en")
    sent = {letter.kind: letter for letter in Letter.objects.filter(kind__in=["review_invited", "review_started"])}
    assert {kind: letter.address for kind, letter in sent.items()} == {
        "review_invited": "judge@hub.example",
        "review_started": "owner@hub.example",
    }
    assert "/en/review/" in sent["review_invited"].text
    assert sent["review_invited"].subject.startswith("Would you review")


def test_an_invitation_sent_twice_invites_once() -> None:
    judge, record = reviewer(), submitted(country("KG"))
    edition = record.edition
    assignment.invite(record, [judge], superuser(), due_on=assignment.due_day(), edition=edition)

    again = assignment.invite(record, [judge], superuser(), due_on=assignment.due_day(), edition=edition)

    assert again == []
    assert Review.objects.count() == 1
    assert Letter.objects.filter(kind="review_invited").count() == 1


def test_who_must_not_review_is_not_invited() -> None:
    land = country("KG")
    record = submitted(land)

    for wrong in (reviewer(of=land), account("nobody@hub.example")):
        with pytest.raises(WorkflowError):
            assignment.invite(record, [wrong], superuser(), due_on=assignment.due_day())

    assert Review.objects.count() == 0
    record.refresh_from_db()
    assert record.state == State.SUBMITTED


def test_a_day_that_is_past_is_refused() -> None:
    with pytest.raises(WorkflowError):
        assignment.invite(submitted(country("KG")), [reviewer()], superuser(), due_on=localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "days", "day"),
    [(date(2026, 11, 20), 1, date(2026, 11, 23)), (date(2026, 11, 18), 10, date(2026, 12, 2))],
)
def test_the_day_counts_working_days(start: date, days: int, day: date) -> None:
    assert assignment.due_day(start, days) == day


@pytest.mark.parametrize(
    ("action", "letter"),
    [
        (Action.WITHDRAW, "review_cancelled"),
        (Action.REQUEST_CHANGES, "review_cancelled"),
        (Action.ACCEPT, "review_cancelled"),
        (Action.DECLINE, "review_cancelled"),
    ],
)
def test_what_ends_the_round_ends_open_reviews_with_a_letter(action: Action, letter: str) -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    done, waiting = reviewer("done@hub.example"), reviewer("waiting@hub.example")
    first, second = given(record, done), invited(record, waiting)

    PracticeWorkflow(record, record.owner if action == Action.WITHDRAW else superuser()).perform(action, reason="So")

    for review in (first, second):
        review.refresh_from_db()
    assert (first.state, second.state) == (ReviewState.GIVEN, ReviewState.CANCELLED)
    assert first.closed_at
    assert second.closed_at
    found = Letter.objects.filter(kind=letter)
    assert [one.address for one in found if one.address.endswith("ing@hub.example")] == ["waiting@hub.example"]
    assert not any("So" in one.text.split() for one in found)


def test_a_submitter_who_takes_back_is_not_shown_the_reviewers() -> None:
    record = submitted(country("KG"), account("owner@hub.example"))
    invited(record, reviewer("waiting@hub.example"))

    shown = PracticeWorkflow(record, record.owner).letters_of(Action.WITHDRAW)

    assert "waiting@hub.example" not in {draft.address for draft in shown}


def test_each_submission_begins_a_round() -> None:
    owner, judge = account("owner@hub.example"), reviewer()
    record = submitted(country("KG"), owner)
    given(record, judge)
    PracticeWorkflow(record, superuser()).request_changes("Please add the years")
    record = PracticeWorkflow(record, owner).submit()

    again = invited(record, judge)

    assert again.round == 2
    assert list(Review.objects.order_by("pk").values_list("round", "state")) == [(1, "given"), (2, "invited")]


def test_the_reason_to_send_back_begins_with_what_the_reviewers_wrote() -> None:
    record = submitted(country("KG"))
    given(record, reviewer(), word="Name the years")

    words = StepForm(PracticeWorkflow(record, superuser()), Action.REQUEST_CHANGES).initial["reason"]

    assert "Name the years" in words
    assert "Name the years in the problem" in words
    assert "Secret" not in words
    assert "reason" not in StepForm(PracticeWorkflow(record, superuser()), Action.DECLINE).data


def test_the_reviewers_words_are_headed_in_the_submitters_language() -> None:
    record = submitted(country("KG"))
    record.owner = account("kk-owner@hub.example", preferred_language="kk")
    record.save()
    given(record, reviewer(), word="Name the years")

    words = StepForm(PracticeWorkflow(record, superuser()), Action.REQUEST_CHANGES).initial["reason"]

    assert words.startswith("1-рецензент")


@pytest.mark.parametrize(
    ("day", "sent"),
    [(-4, 0), (-3, 1), (-2, 1), (0, 1), (1, 1), (6, 1), (7, 1)],
)
def test_a_reminder_comes_three_days_before_on_the_day_and_weekly_after_it(day: int, sent: int) -> None:
    with time_machine.travel("2026-03-02 09:00+05:00", tick=False):
        review = accepted(submitted(country("KG")), reviewer(), due_on=date(2026, 3, 20))

    with time_machine.travel(f"{review.due_on + timedelta(days=day)} 09:00+05:00", tick=False):
        reminders.remind()
        reminders.remind()

    assert Letter.objects.filter(kind="review_reminder").count() == sent


def test_all_reminders_of_an_overdue_review() -> None:
    with time_machine.travel("2026-03-02 09:00+05:00", tick=False):
        review = accepted(submitted(country("KG")), reviewer(), due_on=date(2026, 3, 20))

    days = []
    for day in range(-10, 22):
        with time_machine.travel(f"{review.due_on + timedelta(days=day)} 09:00+05:00", tick=False):
            before = Letter.objects.filter(kind="review_reminder").count()
            reminders.remind()
            days += [day] if Letter.objects.filter(kind="review_reminder").count() > before else []

    assert days == [-3, 0, 7, 14, 21]


def test_nobody_is_reminded_of_what_is_done() -> None:
    with time_machine.travel("2026-03-02 09:00+05:00", tick=False):
        given(submitted(country("KG")), reviewer())

    with time_machine.travel("2026-06-02 09:00+05:00", tick=False):
        reminders.remind()

    assert not Letter.objects.filter(kind="review_reminder").exists()
    assert not Review.objects.filter(state__in=OPEN).exists()


def test_a_person_reminds_once_a_day() -> None:
    review = invited(submitted(country("KG")), reviewer())
    ReviewWorkflow(review, superuser()).perform(ReviewAction.REMIND)

    with pytest.raises(WorkflowError):
        ReviewWorkflow(review, superuser()).perform(ReviewAction.REMIND)

    assert Letter.objects.filter(kind="review_reminder").count() == 1
