"""The names of what this floor does with records, reviews, translations and questions."""

from django.utils.translation import pgettext_lazy

from . import action_names
from .enums import Action, LanguageState, State
from .models import QuestionState
from .reviewing.enums import JudgingAction, ReviewAction, ReviewState
from .translating.steps import Step


def register() -> None:
    """Name the actions and states of this floor."""
    action_names.register(states=LanguageState.choices)
    action_names.register(Action.choices, State.choices)
    action_names.register(JudgingAction.choices)
    action_names.register(Step.choices)
    action_names.register(ReviewAction.choices, ReviewState.choices, of="publishing.review")
    questions = [
        ("answer", pgettext_lazy("question", "Answer")),
        ("approve", pgettext_lazy("question", "Publish the answer")),
        ("hide", pgettext_lazy("question", "Hide the answer")),
        ("close", pgettext_lazy("question", "Close without an answer")),
    ]
    action_names.register(questions, QuestionState.choices, of="publishing.question")
