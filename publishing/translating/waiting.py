"""What waits of translations on a person's desk: drafts to read for others, one's own that came back, what was assigned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .. import desk
from ..enums import LanguageState
from ..languages import SHORT_NAMES
from ..models import LanguageVersion, Publication, TranslationDraft
from . import correspondence
from .records import kinds_for
from .workflow import CLOSED


@dataclass(frozen=True, slots=True)
class _Task:
    what: Any
    page: str
    kind: int
    pk: int
    language: str
    since: datetime | date | None
    until: date | None = None
    note: Any = ""


def waiting(user: Any) -> Iterator[desk.DeskRow]:
    """The part of who translates and does not run the portal; two queries and one for each kind of record in it.

    Who publishes has the queue itself, with a filter for what is assigned to them: their own desk is full of other
    parts, and holds to its number of queries.
    """
    known = kinds_for(user).values()
    if not known or any(user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}") for model in known):
        return
    models = {ContentType.objects.get_for_model(model).pk: model for model in known}
    tasks = [*_drafts(user, list(models)), *_assigned(user, list(models))][: desk.ROWS + 1]
    records: dict[tuple[int, int], Publication] = {}
    for kind, model in models.items():
        if keys := {task.pk for task in tasks if task.kind == kind}:
            found = model._default_manager.visible_to(user).exclude(state__in=CLOSED).in_bulk(keys)  # type: ignore[attr-defined]  # every publication has it
            records |= {(kind, pk): record for pk, record in found.items()}
    for task in tasks:
        record = records.get((task.kind, task.pk))
        if record is not None:
            address = reverse(f"translate:{task.page}", args=[record.kind.value, record.pk, task.language])
            note = task.note or f"{SHORT_NAMES[record.original_language]} → {SHORT_NAMES[task.language]}"
            yield desk.DeskRow(task.what, record.text(record.title_field), address, task.since, task.until, note)


def _drafts(user: Any, kinds: list[int]) -> list[_Task]:
    wrote = Exists(TranslationDraft.writers.through.objects.filter(translationdraft_id=OuterRef("pk"), user_id=user.pk))
    to_read = Q(state=LanguageState.IN_REVIEW, wrote=False)
    came_back = Q(state=LanguageState.DRAFT, wrote=True) & ~Q(sent_back_because="")
    drafts = (
        TranslationDraft.objects.annotate(wrote=wrote)
        .filter(to_read | came_back, content_type__in=kinds)
        .order_by("changed_at", "pk")[: desk.ROWS + 1]
    )
    return [
        _Task(
            _("Mend a translation that was sent back") if draft.wrote else _("Read a translation as the second person"),
            "edit" if draft.wrote else "review",
            draft.content_type_id,
            draft.object_id,
            draft.language,
            draft.changed_at,
            note=draft.sent_back_because[:160],
        )
        for draft in drafts
    ]


def _assigned(user: Any, kinds: list[int]) -> list[_Task]:
    in_review = TranslationDraft.objects.filter(
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        language=OuterRef("language"),
        state=LanguageState.IN_REVIEW,
    )
    rows = (
        LanguageVersion.objects.filter(~Exists(in_review), assignee=user.pk, content_type__in=kinds)
        .order_by("promised_for", "pk")
        .only("content_type_id", "object_id", "language", "waits_since", "changed_on", "promised_for")
    )
    today = localdate()
    return [
        _Task(
            _("Translate"),
            "edit",
            row.content_type_id,
            row.object_id,
            row.language,
            row.waits_since or row.changed_on,
            row.promised_for,
            _("overdue") if row.promised_for and row.promised_for < today else "",
        )
        for row in rows[: desk.ROWS + 1]
    ]


def register() -> None:
    """Let them stand on desks, and the desk's letters be written."""
    correspondence.register()
    desk.register("translations", _("Translations"), waiting, position=30)
