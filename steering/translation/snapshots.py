"""The translated fields of periodic reports."""

from modeltranslation.translator import TranslationOptions, register

from ..models import PeriodicSnapshot


@register(PeriodicSnapshot)
class PeriodicSnapshotTranslation(TranslationOptions):
    fields = ("what_changed", "why", "what_next")
