"""Workflow: every state × action × role, for each kind of publication."""

from typing import Any

import pytest

from hub.workflow import PageWorkflow
from members.workflow import CountryWorkflow, ExpertWorkflow
from practices.workflow import PracticeWorkflow
from publishing.enums import Action, State
from publishing.models import Entry, Event, Publication
from publishing.workflow import PublicationWorkflow, WorkflowError
from reforms.workflow import ReformWorkflow
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert
from tests.factories.practices import practice
from tests.factories.reforms import reform
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

KINDS: dict[str, Any] = {
    "practice": PracticeWorkflow, "reform": ReformWorkflow, "expert": ExpertWorkflow, "country": CountryWorkflow, "page": PageWorkflow,
}  # fmt: skip
POSSIBLE = {
    (State.DRAFT, Action.PUBLISH): State.PUBLISHED,
    (State.ARCHIVED, Action.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Action.ARCHIVE): State.ARCHIVED,
    (State.PUBLISHED, Action.CONFIRM): State.PUBLISHED,
}
EDITORS = {"editor", "secretariat"}
WHO = {
    (kind, action): ({"secretariat"} if kind == "expert" else EDITORS) for kind in KINDS for action in Action.values
} | {(kind, Action.CONFIRM): EDITORS | {"translator"} for kind in KINDS if kind != "expert"}
"""The roles that may do what; confirming needs the right to change."""


def draft(kind: str) -> Publication:
    land = country("KG", published=kind != "country")
    makers = {
        "practice": lambda: practice(land, published=False),
        "reform": lambda: reform(of=land, published=False),
        "expert": lambda: expert(of=land, published=False),
        "country": lambda: land,
        "page": lambda: page(published=False),
    }
    return makers[kind]()


def in_state(kind: str, state: str) -> Publication:
    record, workflow = draft(kind), KINDS[kind]
    if state != State.DRAFT:
        record = workflow(record, superuser()).publish()
    if state == State.ARCHIVED:
        record = workflow(record, superuser()).archive("No longer in use")
    return record


def perform(workflow: PublicationWorkflow[Any], action: str) -> Publication:
    return workflow.archive("A reason") if action == Action.ARCHIVE else getattr(workflow, action)()


@pytest.mark.parametrize("action", Action.values)
@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("kind", KINDS)
def test_each_state_and_action_for_each_role(kind: str, state: str, action: str) -> None:
    target = POSSIBLE.get((State(state), Action(action)))
    record = in_state(kind, state)
    allowed = {role for role in ROLES if role != "anonymous" and KINDS[kind](record, person(role)).may(action)}

    assert allowed == (WHO[kind, action] if target else set())
    events = Event.objects.count()
    if target:
        after = perform(KINDS[kind](record, superuser()), action)
        after.refresh_from_db()
        assert after.state == target
        assert Event.objects.count() == events + 1
        assert Entry.objects.filter(slug=after.slug).exists() == (target == State.PUBLISHED)
    else:
        with pytest.raises(WorkflowError):
            perform(KINDS[kind](record, superuser()), action)
        record.refresh_from_db()
        assert record.state == state
        assert Event.objects.count() == events


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
