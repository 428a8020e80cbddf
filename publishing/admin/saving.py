"""What a save of a publication means for its language versions."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..enums import LanguageState
from ..languages import CODES
from ..models import LanguageVersion, Publication
from .texts import language_columns, written


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


def keep_in_step(record: Publication, *, touched: Collection[str], caught_up: Collection[str], actor: Any) -> None:
    """Give every language its row and bring the rows in line with the texts.

    A language with text is not missing, one without is; `touched` languages were written by `actor` in this save;
    `caught_up` translations follow the present original.
    """
    content_type = ContentType.objects.get_for_model(type(record))
    rows = {row.language: row for row in LanguageVersion.objects.filter(content_type=content_type, object_id=record.pk)}
    for code in CODES:
        row = rows.get(code)
        is_original, has_text = code == record.original_language, written(record, code)
        if row is None:
            # A text that stood there without a row was public as it was; one that comes now is a draft.
            fresh = has_text and code in touched and not is_original
            state = LanguageState.DRAFT if fresh else LanguageState.APPROVED
            row = LanguageVersion(
                content_type=content_type,
                object_id=record.pk,
                language=code,
                state=state,
                made_from=record.text_version,
            )
        before = (row.pk, row.state, row.made_from)
        if not has_text:
            row.state = LanguageState.MISSING
        elif row.state == LanguageState.MISSING:
            row.state = LanguageState.APPROVED if is_original else LanguageState.DRAFT
            row.made_from = record.text_version
        if is_original or code in caught_up:
            row.made_from = record.text_version
        if code in touched:
            row.changed_by, row.changed_on = actor, localdate()
        if code in touched or before != (row.pk, row.state, row.made_from) or row.pk is None:
            row.save()
