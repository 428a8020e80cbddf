"""Who may see what of the record."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from ..models import RecordCorrection, RecordEntry

Reader = Any
"""A signed-in user or AnonymousUser."""


class RecordEntryQuerySet(models.QuerySet["RecordEntry"]):
    """An entry proves that something is unchanged. What it holds is as open as the sealed row itself."""

    def visible_to(self, user: Reader) -> Self:
        """All entries: who has a code may ask of it. The content is shown only through the sealed row's own rule."""
        return self.all()

    def of(self, kind: str, subject: int) -> Self:
        """The entry of this row: one or none."""
        return self.filter(kind=kind, subject_id=subject)


class RecordCorrectionQuerySet(models.QuerySet["RecordCorrection"]):
    """A correction is as open as what it corrects."""

    def of_entry(self, entry: "RecordEntry") -> Self:
        """The corrections of this entry, oldest first; to be asked for who may see the sealed row."""
        return self.filter(entry=entry).order_by("pk")
