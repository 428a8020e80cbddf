"""The translated fields of seats, mandates and rules, and the history of these (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from ..models import Mandate, RulesOfProcedure, Seat


@register(Seat)
class SeatTranslation(TranslationOptions):
    fields = ("organisation",)


@register(Mandate)
class MandateTranslation(TranslationOptions):
    fields = ("name", "position", "basis")


@register(RulesOfProcedure)
class RulesTranslation(TranslationOptions):
    fields = ("basis",)


for model in (Seat, Mandate, RulesOfProcedure):
    simple_history.register(model, app="steering")
