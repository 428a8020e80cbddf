"""Writing a letter in the language of whoever gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from ..languages import text_of
from ..models import Publication
from ..origin import site_origin
from .kinds import kind_of

REASON_MARK: Final = "[…]"
"""Stands in a letter where the reason will be, as long as nobody has written it."""
SUBJECT_LENGTH: Final = 300
TEXT_LENGTH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody without an account who gets a letter."""

    email: str
    language: str = "ru"
    name: str = ""
    pk: None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is kept: to whom, in which language, and what it says."""

    kind: str
    address: str
    name: str
    language: str
    subject: str
    text: str
    recipient_id: int | None = None
    content_type_id: int | None = None
    object_id: int | None = None
    is_wanted: bool = True
    """Whether the recipient's own settings let this letter come."""
    unsubscribe_path: str = ""

    @property
    def key(self) -> str:
        """What tells the letters of one action apart."""
        return f"{self.kind}:{self.address}"


def compose(
    kind: str, recipient: Any, record: models.Model | None = None, context: Mapping[str, Any] | None = None
) -> Draft:
    """A letter of this kind to an account or an Address, in their language; raises LookupError for an unknown kind.

    The template knows `record`, its `title`, `url` (of its page) and `origin` of the site, `name` of the recipient, and
    what `context` adds. Addresses in the text are absolute and in the recipient's language.
    """
    needs_action, language = kind_of(kind).needs_action, _language_of(recipient)
    with translation.override(language):
        values = {
            "record": record,
            "title": _title(record),
            "url": _page_of(record),
            "origin": site_origin(),
            "name": _name_of(recipient),
            **(context or {}),
        }
        subject, _line, text = render_to_string(f"letters/{kind}.txt", values).strip().partition("\n")
    return Draft(
        kind=kind,
        address=recipient.email,
        name=_name_of(recipient),
        language=language,
        subject=" ".join(subject.split())[:SUBJECT_LENGTH],
        text=_tidy(text)[:TEXT_LENGTH],
        recipient_id=recipient.pk,
        content_type_id=ContentType.objects.get_for_model(type(record)).pk if record is not None else None,
        object_id=record.pk if record is not None else None,
        is_wanted=_is_wanted(recipient, needs_action=needs_action),
    )


def with_reason(draft: Draft, reason: str) -> Draft:
    """The draft with the reason in its place; a draft whose editor removed the mark is left as they wrote it."""
    return replace(draft, text=draft.text.replace(REASON_MARK, reason.strip())) if reason.strip() else draft


def _language_of(recipient: Any) -> str:
    language = getattr(recipient, "preferred_language", "") or getattr(recipient, "language", "")
    return str(language or settings.LANGUAGE_CODE)


def _name_of(recipient: Any) -> str:
    return str(recipient.get_full_name() if hasattr(recipient, "get_full_name") else recipient.name)


def _is_wanted(recipient: Any, *, needs_action: bool) -> bool:
    wish = getattr(recipient, "letter_wish", "all")
    return wish == "all" or (wish == "action" and needs_action)


def _title(record: models.Model | None) -> str:
    if isinstance(record, Publication):
        title = text_of(record, record.title_field).value or gettext("without a title")
        return f"{title} ({record.remark})" if record.remark else title
    return "" if record is None else str(record)


def _page_of(record: models.Model | None) -> str:
    if record is None or not hasattr(record, "get_absolute_url") or not getattr(record, "slug", "yes"):
        return ""
    return site_origin() + str(record.get_absolute_url())


def _tidy(text: str) -> str:
    """Paragraphs with one empty line between them, whatever the template's tags left behind."""
    paragraphs, lines = [], []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line.strip())
        elif lines:
            paragraphs.append("\n".join(lines))
            lines = []
    return "\n\n".join(paragraphs)
