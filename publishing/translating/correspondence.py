"""The letters of the translation desk: to whom a translation was given, sent back or approved, and when its original moved on."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .. import letters
from ..languages import NAMES
from ..models import LanguageVersion, Publication
from ..origin import site_origin


def register() -> None:
    """Let the desk's letters be written."""
    letters.register_kind("translation_assigned", _("A translation was given to you"), needs_action=True)
    letters.register_kind("translation_sent_back", _("A translation came back"), needs_action=True)
    letters.register_kind("translation_approved", _("A translation was approved"))
    letters.register_kind("translation_source_moved", _("The original of a translation changed"), needs_action=True)


def assigned(record: Publication, language: str, assignee: Any, actor: Any) -> None:
    """Tell whoever got the translation."""
    _tell("translation_assigned", record, language, assignee, actor)


def sent_back(record: Publication, language: str, writer: Any, reason: str, actor: Any) -> None:
    """Tell whoever wrote the translation why it came back."""
    _tell("translation_sent_back", record, language, writer, actor, reason)


def approved(record: Publication, language: str, writer: Any, actor: Any) -> None:
    """Tell whoever wrote the translation that readers have it now."""
    _tell("translation_approved", record, language, writer, actor)


def source_moved(record: Publication, rows: list[LanguageVersion], actor: Any) -> None:
    """Tell those who work on these translations, or made them last, that the original says something else now."""
    for row in rows:
        _tell("translation_source_moved", record, row.language, row.assignee or row.changed_by, actor)


def _tell(kind: str, record: Publication, language: str, person: Any, actor: Any, reason: str = "") -> None:
    """One letter inside the caller's transaction; nobody is told of what they did themselves."""
    if person is None or not person.is_active or person.pk == getattr(actor, "pk", None):
        return
    with translation.override(person.preferred_language):
        place = site_origin() + reverse("translate:edit", args=[record.kind, record.pk, language])
    context = {"place": place, "language_name": NAMES[language], "reason": reason}
    letters.queue([letters.compose(kind, person, record, context)], actor=actor)
