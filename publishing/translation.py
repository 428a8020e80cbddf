"""The translated fields of this floor; one column per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Document, Tag, Theme


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "summary", "signatory")
