"""The translated fields of the tracker, and the models whose history is kept (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import LegalAct, Milestone, Reform, ReformTheme


@register(Reform)
class ReformTranslation(TranslationOptions):
    fields = ("title", "summary", "background", "course")


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("text",)


@register(LegalAct)
class LegalActTranslation(TranslationOptions):
    fields = ("title",)


for model in (Reform, ReformTheme, Milestone, LegalAct):
    simple_history.register(model, app="reforms")
