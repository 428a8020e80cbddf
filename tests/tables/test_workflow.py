"""Workflow: every state × action × role, for each kind of publication."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from hub.workflow import PageWorkflow
from members.workflow import CountryWorkflow, ExpertWorkflow
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import Action, State
from publishing.models import Entry, Event, Publication
from publishing.workflow import Conflict, PublicationWorkflow, WorkflowError, publish_as_found
from reforms.workflow import ReformWorkflow
from tests.factories.hub import page, superuser
from tests.factories.members import account, country, expert
from tests.factories.practices import complete, practice
from tests.factories.reforms import reform
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

KINDS: dict[str, Any] = {
    "practice": PracticeWorkflow, "reform": ReformWorkflow, "expert": ExpertWorkflow, "country": CountryWorkflow, "page": PageWorkflow,
}  # fmt: skip
SHORT = {
    (State.DRAFT, Action.PUBLISH): State.PUBLISHED,
    (State.ARCHIVED, Action.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Action.ARCHIVE): State.ARCHIVED,
    (State.PUBLISHED, Action.CONFIRM): State.PUBLISHED,
}
REVIEWED = {
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.CHANGES_REQUESTED, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.WITHDRAW): State.DRAFT,
    (State.IN_REVIEW, Action.WITHDRAW): State.DRAFT,
    (State.CHANGES_REQUESTED, Action.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Action.START_REVIEW): State.IN_REVIEW,
    (State.SUBMITTED, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.IN_REVIEW, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.ACCEPTED, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.IN_REVIEW, Action.ACCEPT): State.ACCEPTED,
    (State.SUBMITTED, Action.DECLINE): State.DECLINED,
    (State.IN_REVIEW, Action.DECLINE): State.DECLINED,
    (State.DECLINED, Action.REOPEN): State.DRAFT,
    (State.DRAFT, Action.PUBLISH_UNREVIEWED): State.PUBLISHED,
    (State.ACCEPTED, Action.PUBLISH): State.PUBLISHED,
    (State.ARCHIVED, Action.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Action.ARCHIVE): State.ARCHIVED,
    (State.PUBLISHED, Action.CONFIRM): State.PUBLISHED,
}
NEED_A_REASON = {Action.REQUEST_CHANGES, Action.DECLINE, Action.PUBLISH_UNREVIEWED, Action.ARCHIVE}
EDITORS = {"editor", "secretariat"}
KEEPERS = EDITORS | {"translator"}
"""Who may change every record of the kind; `test_whoever_keeps_it_...` has the owner and the focal point."""


def possible(kind: str) -> dict[tuple[State, Action], State]:
    return REVIEWED if kind == "practice" else SHORT


def allowed_roles(kind: str, action: Action) -> set[str]:
    if kind == "expert":
        return {"secretariat"}
    return KEEPERS if action in {Action.CONFIRM, Action.SUBMIT, Action.WITHDRAW} else EDITORS


def draft(kind: str) -> Publication:
    land = country("KG", published=kind != "country")
    makers = {
        "practice": lambda: complete(practice(land, published=False)),
        "reform": lambda: reform(of=land, published=False),
        "expert": lambda: expert(of=land, published=False),
        "country": lambda: land,
        "page": lambda: page(published=False),
    }
    return makers[kind]()


def in_state(kind: str, state: State) -> Publication:
    """A record of the kind in the state, as an update of the row, since some states cannot be reached by the kind's way."""
    record = draft(kind)
    if state in {State.PUBLISHED, State.ARCHIVED}:
        record = publish_as_found(KINDS[kind](record, superuser()), "Known elsewhere")
    if state == State.ARCHIVED:
        record = KINDS[kind](record, superuser()).archive("No longer in use")
    if state not in {State.DRAFT, State.PUBLISHED, State.ARCHIVED}:
        type(record)._default_manager.filter(pk=record.pk).update(state=state)
        record.refresh_from_db()
    return record


def perform(workflow: PublicationWorkflow[Any], action: Action) -> Publication:
    return workflow.perform(action, reason="A reason")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", KINDS)
def test_each_action_in_a_state_for_each_role(kind: str, state: State) -> None:
    people = {role: person(role) for role in ROLES if role != "anonymous"}
    for action in Action:
        with transaction.atomic():
            _try(kind, state, action, people)
            transaction.set_rollback(True)


def _try(kind: str, state: State, action: Action, people: dict[str, Any]) -> None:
    target = possible(kind).get((state, action))
    record = in_state(kind, state)
    allowed = {role for role, one in people.items() if KINDS[kind](record, one).may(action)}

    assert allowed == (allowed_roles(kind, action) if target else set()), (kind, state, action)
    events = Event.objects.count()
    if target:
        after = perform(KINDS[kind](record, superuser()), action)
        after.refresh_from_db()
        assert (after.state, after.edition) == (target, record.edition + 1)
        assert Event.objects.count() == events + 1
        assert Entry.objects.filter(slug=after.slug).exists() == (target == State.PUBLISHED)
    else:
        with pytest.raises(WorkflowError):
            perform(KINDS[kind](record, superuser()), action)
        record.refresh_from_db()
        assert record.state == state
        assert Event.objects.count() == events


@pytest.mark.parametrize(("state", "action"), [key for key in REVIEWED if key[1] in {Action.SUBMIT, Action.WITHDRAW}])
def test_whoever_keeps_it_submits_and_takes_back(state: State, action: Action) -> None:
    land, elsewhere = country("KG"), country("KZ")
    owner, stranger = person("registered"), account("stranger@cast.example")
    focal = account("focal@cast.example", country=land)
    other_focal = account("other@cast.example", country=elsewhere)
    for one in (focal, other_focal):
        one.groups.set(Group.objects.filter(name="focal-point"))
    record = complete(practice(land, published=False, owner=owner))
    Practice.objects.filter(pk=record.pk).update(state=state)
    record.refresh_from_db()

    allowed = [one for one in (owner, focal, other_focal, stranger) if PracticeWorkflow(record, one).may(action)]

    assert allowed == [owner, focal]


@pytest.mark.parametrize("action", [Action.REQUEST_CHANGES, Action.ACCEPT, Action.DECLINE])
def test_nobody_judges_their_own_submission(action: Action) -> None:
    editor = person("editor")
    record = practice(country("KG"), published=False, owner=editor)
    Practice.objects.filter(pk=record.pk).update(state=State.IN_REVIEW)
    record.refresh_from_db()

    assert not PracticeWorkflow(record, editor).may(action)
    assert PracticeWorkflow(record, person("secretariat")).may(action)


@pytest.mark.parametrize(("state", "action"), [key for key in REVIEWED if key[1] in NEED_A_REASON])
def test_what_sends_back_or_ends_needs_a_reason(state: State, action: Action) -> None:
    record = in_state("practice", state)

    with pytest.raises(WorkflowError):
        PracticeWorkflow(record, superuser()).perform(action, reason=" \n ")

    record.refresh_from_db()
    assert record.state == state


def test_a_decision_on_an_older_edition_is_refused() -> None:
    record = in_state("practice", State.IN_REVIEW)

    with pytest.raises(Conflict):
        PracticeWorkflow(record, superuser()).perform(Action.ACCEPT, edition=record.edition - 1)

    assert PracticeWorkflow(record, superuser()).perform(Action.ACCEPT, edition=record.edition).state == State.ACCEPTED


def test_an_archived_practice_names_its_successor() -> None:
    land = country("KG")
    old, new = practice(land), practice(land)

    PracticeWorkflow(old, superuser()).archive("Replaced", successor=new)

    old.refresh_from_db()
    assert old.successor == new
    with pytest.raises(WorkflowError):
        PracticeWorkflow(new, superuser()).archive("Replaced", successor=new)


def test_a_refusal_says_why_in_the_readers_language() -> None:
    answer = PageWorkflow(page(published=False), person("reviewer")).may(Action.PUBLISH)

    assert not answer
    assert str(answer.reason) == "Ваша роль этого не позволяет."


def test_archiving_needs_a_reason() -> None:
    with pytest.raises(WorkflowError):
        PageWorkflow(page(), superuser()).archive("  ")


def test_an_expert_is_not_published_without_consent() -> None:
    record = expert(of=country("KG"), published=False, consent_until=None)

    with pytest.raises(WorkflowError):
        ExpertWorkflow(record, superuser()).publish()


def test_a_stale_copy_decides_nothing() -> None:
    record = page(published=False)
    PageWorkflow(record, superuser()).publish()
    record.state = State.DRAFT

    with pytest.raises(WorkflowError):
        PageWorkflow(record, superuser()).publish()


def test_a_slug_is_made_from_the_english_title_and_stays_free() -> None:
    slugs = [
        PageWorkflow(page("", published=False, title_en="A merit-based service & more"), superuser()).publish().slug
        for _ in range(2)
    ]

    assert slugs == ["a-merit-based-service-more", "a-merit-based-service-more-2"]
