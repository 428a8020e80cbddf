"""The translated fields of decisions and actions, and the history of these (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from ..models import Action, Decision, DecisionSection


@register(Decision)
class DecisionTranslation(TranslationOptions):
    fields = ("title", "basis")


@register(DecisionSection)
class DecisionSectionTranslation(TranslationOptions):
    fields = ("text",)


@register(Action)
class ActionTranslation(TranslationOptions):
    fields = ("title",)


simple_history.register(Decision, app="steering", excluded_fields=["vector"])
for model in (DecisionSection, Action):
    simple_history.register(model, app="steering")
