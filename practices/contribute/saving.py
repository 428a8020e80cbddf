"""Saving a step: under a lock, once, and never over what somebody else wrote meanwhile."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from publishing.language_versions import Severity, count_version, keep_in_step
from publishing.languages import CODES
from publishing.slugs import ensure_slug
from publishing.workflow import Answer

from ..enums import SubmittedFor
from ..models import Practice
from .forms import FORMS, SnapshotForm
from .keepers import country_of, may_edit
from .languages import is_written
from .sheets import Sheet

REMEMBERED = 24 * 3600
"""Seconds for which a form that began a draft is known, should it be sent again."""


@dataclass(slots=True)
class Outcome:
    """What became of a save: the practice where it was saved, else the form with everything that was typed."""

    sheet: Sheet
    practice: Practice | None = None
    has_conflict: bool = False
    refusal: Answer | None = None


def blank(user: Any) -> Practice:
    """An unsaved practice as the person would begin it: in the language of the page, of their own country."""
    country = country_of(user)
    practice = Practice(
        owner=user,
        original_language=get_language() or "ru",
        submitted_for=SubmittedFor.COUNTRY if country else SubmittedFor.PERSON,
    )
    if country is not None:
        practice.country_id = country
    return practice


def begin(user: Any, data: Mapping[str, Any], token: str) -> Outcome:
    """Make a draft of a filled-in snapshot. The same form sent twice, as by a second press, makes one draft."""
    sheet = SnapshotForm(data, practice=blank(user), user=user)
    if not sheet.is_valid():
        return Outcome(sheet)
    key = f"contribution:{user.pk}:{_token(token)}"
    with transaction.atomic():
        with connection.cursor() as cursor:  # two presses may reach two workers at once
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        former = Practice.objects.filter(pk=cache.get(key), owner=user).first()
        if former:
            return Outcome(sheet, former)
        practice = sheet.practice
        changed = [*sheet.texts, *sheet.proses, *sheet.facts, *sheet.theme_names[:1]]
        practice.original_language = sheet.cleaned_data["original_language"]
        sheet.language = practice.original_language
        sheet.save([name for name in changed if name != "original_language"])
        if practice.country_id != country_of(user) and not sheet.cleaned_data.get("submitted_for"):
            practice.submitted_for = SubmittedFor.PERSON
        _set_address(practice)
        practice.save()
        sheet.save_rows(changed)
        keep_in_step(practice, touched={practice.original_language}, caught_up=(), actor=user)
        cache.set(key, practice.pk, REMEMBERED)
    return Outcome(sheet, practice)


def save_step(user: Any, pk: int, step: str, data: Mapping[str, Any]) -> Outcome:
    """Save one step of a practice. The caller has made sure that the person keeps it; raises Http404 for one that is gone."""
    with transaction.atomic():
        practice: Practice = get_object_or_404(
            Practice.objects.select_for_update(of=("self",)).select_related("country"), pk=pk
        )
        sheet = FORMS[step](data, practice=practice, user=user)
        answer = may_edit(practice)
        if not answer:
            sheet.is_valid()
            return Outcome(sheet, refusal=answer)
        if not sheet.is_valid():
            return Outcome(sheet)
        changed = sheet.changes()
        if not changed:
            return Outcome(sheet, practice)
        if sheet.cleaned_data["seen"] != sheet.digest():
            sheet.show_conflict(changed)
            return Outcome(sheet, has_conflict=True)
        written = sheet.save(changed)
        note_change(practice, user, written, lambda: sheet.save_rows(changed))
    return Outcome(sheet, practice)


def note_change(practice: Practice, user: Any, written: set[str], save_rows: Any = None) -> None:
    """Save a changed practice under its next edition, with its address, its rows and the standing of its languages."""
    practice.edition += 1
    others = [code for code in CODES if code != practice.original_language and is_written(practice, code)]
    if written and others:
        count_version(practice, Severity.INFORM)
    _set_address(practice)
    practice.save()
    if save_rows:
        save_rows()
    if written:
        keep_in_step(practice, touched=written, caught_up=(), actor=user)


def touch(practice: Practice) -> None:
    """Count an edition for a change beside the practice's own row: a document, the consent."""
    Practice.objects.filter(pk=practice.pk).update(edition=practice.edition + 1, changed_at=timezone.now())
    practice.edition += 1


def _set_address(practice: Practice) -> None:
    """The address follows the title until the practice is public for the first time; that of an update says nothing."""
    if practice.published_at is None and practice.revises_id is None:
        with connection.cursor() as cursor:  # two practices with one title look for a free address one after the other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('address of a practice', 0))")
        practice.slug = ""
        ensure_slug(practice)


def _token(token: str) -> str:
    """The form's own mark; one of ours where it cannot be read."""
    try:
        return str(uuid.UUID(token))
    except ValueError:
        return str(uuid.uuid4())
