"""The translated fields of this floor; one column per language."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Document, LanguageVersion, Source, Tag, Theme


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "summary", "signatory")


# A page as it stood on a day needs the sources and language states of that day, whatever floor the record is on.
for model in (Source, LanguageVersion):
    simple_history.register(model, app="publishing")
