"""What a change of a publication's texts means for its language versions, whichever door it comes through."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import LanguageState
from .languages import CODES
from .models import LanguageVersion, Publication
from .translated_columns import language_columns, written
from .translating import correspondence


class Severity(models.TextChoices):
    """What a change of the original text means for its translations."""

    TYPO = "typo", _("A slip of the pen: the translations stay as good as they were")
    INFORM = "inform", _("Worth a look: tell the translators")
    WRONG = "wrong", _("The translations now say something wrong: mark them as outdated")


def changed_languages(model: type[models.Model], changed: Collection[str]) -> set[str]:
    """The languages whose columns are among the changed fields."""
    return {code for column, code in language_columns(model).items() if column in changed}


def count_version(record: Publication, severity: str) -> None:
    """Count a change of the original text by its severity; the caller saves the record."""
    if severity == Severity.TYPO:
        return
    record.text_version += 1
    if severity == Severity.WRONG:
        record.significant_version = record.text_version


def rows_of(record: Publication) -> dict[str, LanguageVersion]:
    """The language versions by language, read anew."""
    kind = ContentType.objects.get_for_model(type(record))
    return {row.language: row for row in LanguageVersion.objects.filter(content_type=kind, object_id=record.pk)}


def keep_in_step(record: Publication, *, touched: Collection[str], caught_up: Collection[str], actor: Any) -> None:
    """Give every language its row and bring the rows in line with the texts.

    A language with text is not missing, one without is; `touched` languages were written by `actor` in this save, past
    the translation desk: a translation among them is a draft until a second person has read it. `caught_up` translations
    follow the present original.
    """
    rows, overtaken = rows_of(record), []
    for code in CODES:
        row = rows.get(code) or new_row(record, code, is_touched=code in touched)
        before = (row.pk, row.state, row.made_from, row.waits_since)
        is_original = code == record.original_language
        if not written(record, code):
            row.state = LanguageState.MISSING
        elif row.state == LanguageState.MISSING:
            row.state = LanguageState.APPROVED if is_original else LanguageState.DRAFT
            row.made_from = record.text_version
        elif code in touched and not is_original and row.state == LanguageState.APPROVED:
            row.state = LanguageState.DRAFT
        if is_original or code in caught_up:
            row.made_from = record.text_version
        mark_waiting(record, row)
        if row.waits_since is not None and before[-1] is None and row.state != LanguageState.MISSING:
            overtaken.append(row)
        if code in touched:
            row.changed_by, row.changed_on = actor, timezone.localdate()
        if code in touched or before != (row.pk, row.state, row.made_from, row.waits_since) or row.pk is None:
            row.save()
    correspondence.source_moved(record, overtaken, actor)


def new_row(record: Publication, code: str, *, is_touched: bool = False) -> LanguageVersion:
    """The row of a language that has none yet; the caller saves it.

    A text that stood there without a row was public as it was; one that comes now is a draft.
    """
    is_original, has_text = code == record.original_language, written(record, code)
    fresh = has_text and is_touched and not is_original
    state = LanguageState.DRAFT if fresh else LanguageState.APPROVED if has_text else LanguageState.MISSING
    return LanguageVersion(
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        language=code,
        state=state,
        made_from=record.text_version,
    )


def mark_waiting(record: Publication, row: LanguageVersion) -> None:
    """Remember when the original first moved on from this translation; the caller saves the row."""
    if row.made_from >= record.text_version or row.language == record.original_language:
        row.waits_since = None
    elif row.waits_since is None:
        row.waits_since = timezone.now()
