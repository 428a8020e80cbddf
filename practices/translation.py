"""The translated fields of the library, and the models whose history is kept (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Award, Practice, PracticeTheme, Result


@register(Practice)
class PracticeTranslation(TranslationOptions):
    fields = ("title", "summary", "institution", "problem", "solution", "results_text", "lessons", "transfer")


@register(Result)
class ResultTranslation(TranslationOptions):
    fields = ("indicator", "unit")


@register(Award)
class AwardTranslation(TranslationOptions):
    fields = ("name",)


for model in (Practice, PracticeTheme, Result, Award):
    simple_history.register(model, app="practices")
