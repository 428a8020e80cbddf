"""The translated fields of the library, and the models whose history is kept (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Adoption, Award, Practice, PracticeTheme, Result


@register(Practice)
class PracticeTranslation(TranslationOptions):
    fields = (
        "title", "summary", "institution", "problem", "solution", "results_text", "evidence_basis", "lessons", "transfer",
    )  # fmt: skip


@register(Result)
class ResultTranslation(TranslationOptions):
    fields = ("indicator", "unit")


@register(Award)
class AwardTranslation(TranslationOptions):
    fields = ("name",)


@register(Adoption)
class AdoptionTranslation(TranslationOptions):
    fields = ("changes", "result", "why_dropped", "contact_institution")


for model in (Practice, PracticeTheme, Result, Award, Adoption):
    simple_history.register(model, app="practices")
