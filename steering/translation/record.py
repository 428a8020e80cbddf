"""The translated fields of corrections of the record."""

from modeltranslation.translator import TranslationOptions, register

from ..models import RecordCorrection


@register(RecordCorrection)
class RecordCorrectionTranslation(TranslationOptions):
    fields = ("text", "reason")
