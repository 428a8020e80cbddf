"""Who may see which periodic report."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from ..access import is_of_committee, may_run

if TYPE_CHECKING:
    from ..models import PeriodicSnapshot


class PeriodicSnapshotQuerySet(models.QuerySet["PeriodicSnapshot"]):
    """A draft is the Secretariat's; a frozen snapshot the Committee's; one whose report is released everybody's."""

    def visible_to(self, user: Any) -> Self:
        """What this person may read."""
        if may_run(user):
            return self.all()
        if is_of_committee(user):
            return self.frozen()
        return self.filter(report__text_released_at__isnull=False)

    def frozen(self) -> Self:
        """What is settled, the newest first."""
        return self.filter(frozen_at__isnull=False).order_by("-ends_on", "-frozen_at")

    def drafts(self) -> Self:
        """What is still being written."""
        return self.filter(frozen_at=None).order_by("-ends_on", "-pk")

    def before(self, snapshot: "PeriodicSnapshot") -> Self:
        """The frozen snapshots of the same kind whose period ended before this one's, the last first."""
        return self.frozen().filter(period_kind=snapshot.period_kind, ends_on__lt=snapshot.ends_on)
