"""The translated fields of reports under review, and what is kept of their history (after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from ..models import Report, ReportSection, ReportVersion, Response, SectionComment


@register(Report)
class ReportTranslation(TranslationOptions):
    fields = ("title",)


@register(ReportVersion)
class ReportVersionTranslation(TranslationOptions):
    fields = ("note",)


@register(ReportSection)
class ReportSectionTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Response)
class ResponseTranslation(TranslationOptions):
    fields = ("reason",)


for model in (Report, ReportSection, SectionComment, Response):
    simple_history.register(model, app="steering")
