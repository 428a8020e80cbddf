"""Which files a person has taken, alone or in a pack; what they have not is new to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from ..models import PaperReceipt, PaperVersion


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person has of the papers of one meeting."""

    versions: frozenset[int]
    last: datetime | None
    """When they took something last; None where they never did, and nothing is marked as new."""

    def is_new(self, version: PaperVersion) -> bool:
        """Whether the file came after the person began to take papers, and they have not taken it."""
        return self.last is not None and version.pk not in self.versions


NOTHING: Final = Taken(frozenset(), None)
"""Of somebody who is not known, or where nobody is told what is new."""


def taken_by(user: Any, papers: Iterable[int]) -> Taken:
    """What the person has of these papers; one query, none for who is not signed in."""
    if not user.is_authenticated:
        return NOTHING
    rows = list(
        PaperReceipt.objects.of(user).filter(version__paper__in=list(papers)).values_list("version", "taken_at")
    )
    return Taken(frozenset(version for version, _at in rows), max((at for _version, at in rows), default=None))


def note(user: Any, versions: Iterable[PaperVersion]) -> None:
    """Remember that the person has taken these files now; who is not signed in is not remembered."""
    if not user.is_authenticated:
        return
    now = timezone.now()
    PaperReceipt.objects.bulk_create(
        [PaperReceipt(user_id=user.pk, version=version, taken_at=now) for version in versions],
        update_conflicts=True,
        unique_fields=["user", "version"],
        update_fields=["taken_at"],
    )
