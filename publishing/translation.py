"""The translated fields of this floor; one column per language."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from .models import (
    Document,
    EvidenceDecision,
    LanguageVersion,
    ReviewCriterion,
    Source,
    SynonymGroup,
    Tag,
    Term,
    Theme,
)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "summary", "signatory")


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "variants", "definition", "note")


@register(SynonymGroup)
class SynonymGroupTranslation(TranslationOptions):
    fields = ("expressions",)


@register(ReviewCriterion)
class ReviewCriterionTranslation(TranslationOptions):
    fields = ("name", "question")


@register(EvidenceDecision)
class EvidenceDecisionTranslation(TranslationOptions):
    fields = ("note",)


# A page as it stood on a day needs the sources and language states of that day, whatever floor the record is on.
for model in (Source, LanguageVersion, Term, SynonymGroup):
    simple_history.register(model, app="publishing")
