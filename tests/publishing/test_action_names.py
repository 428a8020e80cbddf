"""Whatever an event says was done has a name in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import override

from practices.adoption.enums import AdoptionAction, AdoptionState
from practices.adoption.models import Adoption
from practices.contribute.events import ContributionAction
from practices.models import Practice
from publishing import action_names
from publishing.enums import Action, LanguageState, State
from publishing.languages import CODES
from publishing.models import Event, Question, QuestionState, Review
from publishing.questions.workflow import STEPS
from publishing.reviewing.enums import JudgingAction, ReviewAction, ReviewState
from publishing.translating.steps import Step
from steering.contributions import enums as steering
from steering.models import Contribution

FLOORS = ("hub", "practices", "publishing", "members", "reforms", "steering", "programmes")
WRITERS: dict[str, tuple[type[models.Model], list[str]]] = {
    "hub/demonstration.py": (Adoption, AdoptionAction.values),
    "hub/sample/adoptions.py": (Adoption, AdoptionAction.values),
    "practices/adoption/workflow.py": (Adoption, AdoptionAction.values),
    "practices/contribute/handover.py": (Practice, ContributionAction.values),
    "practices/revising/merging.py": (Practice, ContributionAction.values),
    "practices/revising/proposing.py": (Practice, ContributionAction.values),
    "practices/revising/reconciling.py": (Practice, ContributionAction.values),
    "publishing/questions/workflow.py": (Question, list(STEPS)),
    "publishing/reviewing/endorsements.py": (Practice, JudgingAction.values),
    "publishing/reviewing/evidence.py": (Practice, JudgingAction.values),
    "publishing/reviewing/workflow.py": (Review, ReviewAction.values),
    "publishing/translating/workflow.py": (Practice, Step.values),
    "publishing/workflow/publication.py": (Practice, Action.values),
    "steering/contributions/workflow.py": (Contribution, steering.ContributionAction.values),
}
"""Every module that writes events, the kind of its records, and what it does with them."""
STATES = {Practice: [*State.values, *LanguageState.values], Review: ReviewState.values, Adoption: AdoptionState.values, Question: QuestionState.values}  # fmt: skip
SAME_IN_ENGLISH = {"ru", "kk"}


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def writers() -> Iterator[str]:
    """The modules that make events."""
    root = Path(__file__).parents[2]
    for floor in FLOORS:
        for path in (root / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                    "Event", "Event.objects.create", "Event.objects.bulk_create", "Event.objects.get_or_create",
                }:  # fmt: skip
                    yield str(path.relative_to(root))


def test_every_module_that_writes_events_is_known() -> None:
    """Who writes new events names them (`action_names.register`) and stands in this table."""
    assert set(writers()) == set(WRITERS)


@pytest.mark.parametrize("module", sorted(WRITERS))
def test_every_action_has_a_name_in_every_language(module: str) -> None:
    model, actions = WRITERS[module]
    for action in actions:
        assert action_names.knows_action(action, label(model)), action
        names = {}
        for code in CODES:
            with override(code):
                names[code] = action_names.action_name(action, label(model))
        assert action not in names.values()
        assert names["ru"] != names["en"] != names["kk"], names


def test_every_state_has_a_name() -> None:
    for model, states in STATES.items():
        for state in states:
            with override("kk"):
                assert action_names.state_name(state, label(model)) != state


@pytest.mark.django_db
def test_the_same_word_means_what_the_kind_of_record_says() -> None:
    accepted = {}
    for model in (Practice, Adoption):
        kind = ContentType.objects.get_for_model(model)
        event = Event(content_type=kind, object_id=1, action="accept", from_state="", to_state="accepted")
        with override("en"):
            accepted[model] = str(event)
    assert accepted[Practice].startswith("Accept:")
    assert accepted[Adoption].startswith("Accept the correction:")
    kind = ContentType.objects.get_for_model(Practice)
    with override("ru"):
        event = Event(content_type=kind, object_id=1, action="hand_over", from_state="draft", to_state="draft")
        assert str(event) == "Передача коллеге: Черновик → Черновик"


def test_an_unknown_action_shows_its_key() -> None:
    assert action_names.action_name("of-former-times") == "of-former-times"
    assert "accept" in dict(action_names.choices())
