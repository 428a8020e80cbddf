"""The adoption chain: every state × action × role, and what each step leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from members.enums import Role
from members.models import Country, User
from practices.adoption.correspondence import remind
from practices.adoption.enums import AdoptionAction, AdoptionStage, AdoptionState
from practices.adoption.models import Adoption
from practices.adoption.workflow import MOVES, AdoptionWorkflow, AlreadyStated, may_state
from practices.models import Practice
from publishing.models import Entry, Event, Letter
from publishing.workflow import Conflict, WorkflowError
from tests.factories.adoptions import adoption, demonstration, focal_point, statement
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.practices import practice
from tests.tables.cast import ROLES, person
from tests.undone import undone

pytestmark = pytest.mark.django_db

S, A = AdoptionState, AdoptionAction
POSSIBLE = {
    (S.STATED, A.CONFIRM): S.CONFIRMED, (S.CORRECTED, A.CONFIRM): S.CONFIRMED, (S.DISPUTED, A.CONFIRM): S.CONFIRMED,
    (S.STATED, A.CORRECT): S.CORRECTED, (S.CONFIRMED, A.CORRECT): S.CORRECTED, (S.DISPUTED, A.CORRECT): S.CORRECTED,
    (S.STATED, A.DISPUTE): S.DISPUTED, (S.CONFIRMED, A.DISPUTE): S.DISPUTED, (S.CORRECTED, A.DISPUTE): S.DISPUTED,
    (S.CORRECTED, A.ACCEPT): S.CONFIRMED,
    (S.CORRECTED, A.ANSWER): S.STATED, (S.DISPUTED, A.ANSWER): S.STATED,
    **{(state, A.EDIT): S.STATED for state in S if state != S.WITHDRAWN},
    **{(state, A.TRANSLATE): state for state in S if state != S.WITHDRAWN},
    **{(state, A.WITHDRAW): S.WITHDRAWN for state in S if state != S.WITHDRAWN},
}  # fmt: skip
SOURCE = {A.CONFIRM, A.CORRECT, A.DISPUTE}


def perform(flow: AdoptionWorkflow, action: str) -> Adoption:
    calls: dict[str, Any] = {
        A.CONFIRM: flow.confirm,
        A.CORRECT: lambda: flow.correct("It began earlier.", year=2018, stage=AdoptionStage.PILOTING),
        A.DISPUTE: lambda: flow.dispute("It is another practice."),
        A.ACCEPT: flow.accept,
        A.ANSWER: lambda: flow.answer("It was so."),
        A.EDIT: lambda: flow.edit({"year": 2016}),
        A.TRANSLATE: lambda: flow.translate({"changes_kk": "Басқа құқықтық негіз"}),
        A.WITHDRAW: lambda: flow.withdraw("A mistake."),
    }
    return calls[action]()


@pytest.fixture
def ee() -> Country:
    return country("EE")


@pytest.fixture
def kg() -> Country:
    return country("KG")


@pytest.fixture
def road(ee: Country) -> Practice:
    return practice(ee, slug="road")


@pytest.mark.parametrize("state", S.values)
def test_each_state_and_action_for_each_role(road: Practice, ee: Country, kg: Country, state: str) -> None:
    people = {role: person(role) for role in ROLES if role not in {"anonymous", Role.FOCAL_POINT}}
    people |= {"adopter": focal_point(kg), "source": focal_point(ee), "third": focal_point(country("LV"))}
    key = adoption(road, kg, state).pk

    for action in (action for action in A if action != A.STATE):
        with undone():
            _judge(Adoption.objects.get(pk=key), action, people)


def _judge(record: Adoption, action: str, people: dict[str, Any]) -> None:
    """Whether the action is open to whom the table says, and does what the table says."""
    state = record.state
    target = POSSIBLE.get((S(state), A(action)))

    allowed = {role for role, user in people.items() if AdoptionWorkflow(record, user).may(action)}

    side = "source" if action in SOURCE else "adopter"
    assert allowed == ({side, "secretariat"} if target else set()), action
    events = record.events.count()
    flow = AdoptionWorkflow(record, people[side])
    if target:
        after = perform(flow, action)
        after.refresh_from_db()
        assert after.state == target, action
        event = after.events.first()
        assert record.events.count() == events + 1
        assert (event.action, event.from_state, event.to_state, event.actor) == (action, state, target, people[side])
    else:
        with pytest.raises(WorkflowError):
            perform(flow, action)
        record.refresh_from_db()
        assert (record.state, record.events.count()) == (state, events), action


def test_every_action_has_a_row() -> None:
    assert set(MOVES) == set(A) - {A.STATE}


def test_who_may_state(road: Practice, kg: Country) -> None:
    people: dict[str, Any] = {role: AnonymousUser() if role == "anonymous" else person(role, kg) for role in ROLES}

    allowed = {role for role, user in people.items() if may_state(user, road, kg)}

    assert allowed == {Role.FOCAL_POINT, Role.SECRETARIAT}


def test_nobody_states_for_another_country_for_a_draft_or_for_themselves(
    road: Practice, ee: Country, kg: Country
) -> None:
    keeper = focal_point(kg)

    assert not may_state(keeper, road, country("LV"))
    assert not may_state(keeper, practice(ee, published=False), kg)
    assert not may_state(focal_point(ee), road, ee)
    assert may_state(keeper, road, kg)


def test_one_does_not_judge_ones_own_words(road: Practice, kg: Country) -> None:
    both = person(Role.SECRETARIAT)
    assert both is not None
    mine = statement(road, kg, both)

    assert not any(AdoptionWorkflow(mine, both).may(action) for action in SOURCE)
    assert AdoptionWorkflow(mine, superuser()).may(A.CONFIRM)
    with pytest.raises(WorkflowError):
        AdoptionWorkflow(mine, both).confirm()
    root = superuser("second@hub.example")
    AdoptionWorkflow(mine, root).correct("Otherwise")
    with pytest.raises(WorkflowError):
        AdoptionWorkflow(mine, root).accept()
    assert AdoptionWorkflow(mine, both).accept().state == S.CONFIRMED


def test_who_changed_the_statement_does_not_confirm_it(road: Practice, kg: Country) -> None:
    record, editor = statement(road, kg), superuser("editor@hub.example")
    AdoptionWorkflow(record, editor).edit({"year": 2015})

    assert not AdoptionWorkflow(Adoption.objects.get(), editor).may(A.CONFIRM)


def test_a_country_states_an_adoption_once_and_again_after_withdrawing(road: Practice, kg: Country) -> None:
    first = statement(road, kg)

    with pytest.raises(AlreadyStated) as refusal:
        statement(road, kg)
    assert refusal.value.standing == first
    AdoptionWorkflow(first, superuser("stater@hub.example")).withdraw("A mistake")
    assert statement(road, kg).pk != first.pk
    assert Event.objects.filter(action=A.STATE).count() == 2


def test_the_database_keeps_what_must_hold(road: Practice, kg: Country) -> None:
    for wrong in (
        {"stage": AdoptionStage.DROPPED},
        {"stage": AdoptionStage.DROPPED, "why_dropped_ru": ""},
        {"state": S.CONFIRMED},
        {"state": S.CORRECTED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adoption.objects.create(practice=road, country=kg, **{"year": 2020, "stage": "adopted", **wrong})
    assert Adoption.objects.create(
        practice=road, country=kg, year=2020, stage="dropped", why_dropped_kk="Қаражат жоқ"
    ).pk


def test_a_decision_on_an_older_edition_is_refused(road: Practice, ee: Country, kg: Country) -> None:
    record = statement(road, kg)
    seen = record.edition
    AdoptionWorkflow(record, focal_point(kg)).edit({"year": 2010})

    with pytest.raises(Conflict):
        AdoptionWorkflow(record, focal_point(ee)).confirm(edition=seen)
    record.refresh_from_db()
    assert record.state == S.STATED


@pytest.mark.parametrize("action", [A.CORRECT, A.DISPUTE, A.ANSWER, A.WITHDRAW])
def test_what_sends_back_needs_a_reason(road: Practice, ee: Country, kg: Country, action: str) -> None:
    record = adoption(road, kg, S.CORRECTED if action == A.ANSWER else S.STATED)
    flow = AdoptionWorkflow(record, focal_point(ee) if action in SOURCE else focal_point(kg))

    with pytest.raises(WorkflowError):
        getattr(flow, action)("  ")
    record.refresh_from_db()
    assert record.state in {S.STATED, S.CORRECTED}


def test_changed_facts_are_confirmed_anew_and_lose_translations_that_are_no_longer_true(
    road: Practice, kg: Country
) -> None:
    record = adoption(road, kg, S.CONFIRMED, changes_kk="Басқа негіз", result_kk="Кезек аз")
    keeper = focal_point(kg)

    same = AdoptionWorkflow(record, keeper).edit({"year": record.year, "changes_ru": record.changes_ru})
    assert (same.state, same.edition) == (S.CONFIRMED, record.edition)
    contact = AdoptionWorkflow(record, keeper).edit({"contact_name": "Another office"})
    assert (contact.state, contact.confirmed_at is None) == (S.CONFIRMED, False)
    changed = AdoptionWorkflow(record, keeper).edit({"changes_ru": "Закон"})
    assert (changed.state, changed.confirmed_at, changed.changes_kk, changed.result_kk) == (
        S.STATED,
        None,
        None,
        "Кезек аз",
    )
    assert changed.history.filter(changes_kk="Басқа негіз").exists()


def test_an_accepted_correction_takes_effect_and_stays_beside_the_statement(
    road: Practice, ee: Country, kg: Country
) -> None:
    record = statement(road, kg)
    with translation.override("en"):
        AdoptionWorkflow(record, focal_point(ee)).correct("It was a pilot of 2019.", year=2019, stage="piloting")

    after = AdoptionWorkflow(record, focal_point(kg)).accept()

    assert (after.state, after.year, after.stage) == (S.CONFIRMED, 2019, "piloting")
    assert (after.correction, after.correction_language) == ("It was a pilot of 2019.", "en")
    assert after.judged_by == User.objects.get(email="focal-ee@cast.example")


def test_the_catalogue_counts_what_both_confirm(road: Practice, kg: Country) -> None:
    def counted() -> int:
        return Entry.objects.get(kind="practice", slug="road").adoptions

    record = statement(road, kg)
    judge = superuser("judge@hub.example")
    demonstration(road, country("LV"))
    assert counted() == 0
    AdoptionWorkflow(record, judge).confirm()
    assert counted() == 1
    AdoptionWorkflow(record, focal_point(kg)).edit({"stage": "exploring"})
    assert counted() == 0
    AdoptionWorkflow(record, judge).confirm()
    assert counted() == 0
    statement(road, country("UZ"), stage="piloting")
    AdoptionWorkflow(Adoption.objects.get(country__iso2="UZ"), judge).confirm()
    assert counted() == 1


# --- Letters ----------------------------------------------------------------------------------------


def letters(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind).order_by("address"))


def test_each_step_writes_to_the_other_side_in_its_language(road: Practice, ee: Country, kg: Country) -> None:
    theirs, ours = focal_point(ee), focal_point(kg)
    User.objects.filter(pk=theirs.pk).update(preferred_language="en")
    User.objects.filter(pk=ours.pk).update(preferred_language="kk")
    record = statement(road, kg, ours)
    AdoptionWorkflow(record, theirs).dispute("Nobody here knows of it.")

    (asked,), (disputed,) = letters("adoption_stated"), letters("adoption_disputed")

    assert (asked.address, asked.language, asked.actor) == ("focal-ee@cast.example", "en", ours)
    assert f"/en/adoptions/{record.pk}/" in asked.text
    assert "Country KG" in asked.subject
    assert (disputed.address, disputed.language) == ("focal-kg@cast.example", "kk")
    assert "Nobody here knows of it." in disputed.text
    assert f"/kk/adoptions/{record.pk}/" in disputed.text


@pytest.mark.parametrize("action", [action for action in A if action not in {A.STATE, A.TRANSLATE}])
def test_every_letter_can_be_written_in_every_language(road: Practice, ee: Country, kg: Country, action: str) -> None:
    first = next(state for state, possible in POSSIBLE if possible == action)
    key = adoption(road, kg, first).pk
    actor = focal_point(ee) if action in SOURCE else focal_point(kg)
    reader = focal_point(kg if action in SOURCE else ee, "reader")

    for language in ("kk", "ru", "en"):
        with undone():
            User.objects.filter(pk=reader.pk).update(preferred_language=language)
            perform(AdoptionWorkflow(Adoption.objects.get(pk=key), actor), action)

            (letter,) = Letter.objects.filter(kind=MOVES[A(action)].letter, address=reader.email)
            assert letter.subject
            assert "{" not in letter.subject + letter.text
            assert f"/{language}/adoptions/" in letter.text


def test_where_a_country_has_no_focal_point_the_secretariat_is_asked(road: Practice, kg: Country) -> None:
    office = person(Role.SECRETARIAT)
    assert office is not None
    statement(road, kg)

    assert [letter.address for letter in letters("adoption_stated")] == [office.email]


def test_a_demonstration_sends_nothing(road: Practice, ee: Country, kg: Country) -> None:
    record = demonstration(road, kg)
    AdoptionWorkflow(record, focal_point(ee)).dispute("No.")
    focal_point(kg)

    assert Letter.objects.count() == 0


def test_reminders_come_after_14_and_30_days_and_stop_with_the_answer(road: Practice, ee: Country, kg: Country) -> None:
    theirs = focal_point(ee)
    record = statement(road, kg)
    start = timezone.now()

    def after(days: int) -> int:
        with time_machine.travel(start + timedelta(days=days), tick=False):
            return remind()

    assert [after(days) for days in (1, 13)] == [0, 0]
    assert [after(days) for days in (15, 15, 29)] == [1, 0, 0]
    assert [after(days) for days in (31, 31, 90)] == [1, 0, 0]
    assert [letter.address for letter in letters("adoption_reminder")] == [theirs.email, theirs.email]
    AdoptionWorkflow(record, theirs).confirm()
    assert after(400) == 0


def test_a_correction_that_nobody_answers_is_brought_to_mind_of_the_adopter(road: Practice, kg: Country) -> None:
    ours = focal_point(kg)
    adoption(road, kg, S.CORRECTED)

    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        assert remind() == 1
    assert [letter.address for letter in letters("adoption_reminder")] == [ours.email]


# --- From published sources -------------------------------------------------------------------------


def test_what_sources_tell_counts_once_the_country_has_made_it_its_own(
    road: Practice, ee: Country, kg: Country
) -> None:
    record = Adoption.objects.create(practice=road, country=kg, year=2018, stage="adopted", is_from_sources=True)
    AdoptionWorkflow(record, focal_point(ee)).confirm()
    assert Entry.objects.get(kind="practice", slug="road").adoptions == 0

    own = AdoptionWorkflow(record, focal_point(kg)).edit({"year": 2018})

    assert (own.is_from_sources, own.state, own.stated_by) == (
        False,
        S.CONFIRMED,
        User.objects.get(email="focal-kg@cast.example"),
    )
    assert Entry.objects.get(kind="practice", slug="road").adoptions == 1
