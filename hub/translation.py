"""The translated fields of the about pages, and their history (registered after the translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "lead", "body")


simple_history.register(Page, app="hub")
