"""The translated fields of this floor, and the models whose history is kept (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Country, Expert, Indicator, Institution, ParticipationEvidence


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "capital", "profile", "law_title")


@register(ParticipationEvidence)
class ParticipationEvidenceTranslation(TranslationOptions):
    fields = ("text",)


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "unit")


@register(Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name",)


@register(Expert)
class ExpertTranslation(TranslationOptions):
    fields = ("name", "position", "biography", "offers")


for model in (Country, Indicator, Institution, ParticipationEvidence, Expert):
    simple_history.register(model, app="members")
