"""The translated fields of the ledger, and its history (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from ..models import Contribution, ContributionNote, Contributor, Delivery


@register(Contributor)
class ContributorTranslation(TranslationOptions):
    fields = ("organisation",)


@register(Contribution)
class ContributionTranslation(TranslationOptions):
    fields = ("purpose", "description")


@register(Delivery)
class DeliveryTranslation(TranslationOptions):
    fields = ("note",)


for model in (Contributor, Contribution, Delivery, ContributionNote):
    simple_history.register(model, app="steering")
