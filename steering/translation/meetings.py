"""The translated fields of meetings, agendas and minutes, and the history of these (registered after their translation)."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from ..models import AgendaItem, Attendance, Correction, Meeting, Minutes, MinutesEntry


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("title", "place", "notice_reason", "cancel_reason")


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title", "note")


@register(Minutes)
class MinutesTranslation(TranslationOptions):
    fields = ("basis",)


@register(MinutesEntry)
class MinutesEntryTranslation(TranslationOptions):
    fields = ("discussion", "decision", "actions")


for model in (Meeting, AgendaItem, Attendance, Minutes, MinutesEntry, Correction):
    simple_history.register(model, app="steering")
