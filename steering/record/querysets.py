"""Who may see what of the record."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from . import registry

if TYPE_CHECKING:
    from ..models import RecordCorrection, RecordEntry

Reader = Any
"""A signed-in user or AnonymousUser."""


def _of_visible_rows(user: Reader, prefix: str = "") -> Q:
    """The rule by which entries are open whose sealed rows are; corrections themselves are asked for through these."""
    rule = Q(pk__in=[])
    for kind in registry.kinds():
        subject = registry.subject_of(kind)
        if subject is not None and kind != "correction":
            rows = subject.visible_to(user).values("pk")
            rule |= Q(**{f"{prefix}kind": kind, f"{prefix}subject_id__in": rows})
    return rule


class RecordEntryQuerySet(models.QuerySet["RecordEntry"]):
    """What an entry holds is as open as the sealed row."""

    def visible_to(self, user: Reader) -> Self:
        """The entries whose rows are open to this person. That an entry exists at all, its code proves to anybody."""
        return self.filter(_of_visible_rows(user))

    def of(self, kind: str, subject: int) -> Self:
        """The entry of this row: one or none."""
        return self.filter(kind=kind, subject_id=subject)


class RecordCorrectionQuerySet(models.QuerySet["RecordCorrection"]):
    """A correction is as open as what it corrects."""

    def visible_to(self, user: Reader) -> Self:
        """The corrections of entries whose rows are open to this person."""
        return self.filter(_of_visible_rows(user, "entry__"))

    def of_entry(self, entry: "RecordEntry") -> Self:
        """The corrections of this entry, oldest first; to be asked for who may see the sealed row."""
        return self.filter(entry=entry).order_by("pk")
