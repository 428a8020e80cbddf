"""The translated fields of papers, and their history (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from ..models import Paper


@register(Paper)
class PaperTranslation(TranslationOptions):
    fields = ("title", "withdrawal_reason")


simple_history.register(Paper, app="steering")
