"""What can happen to a practice beside its transitions."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ContributionAction(models.TextChoices):
    """Kept as events of the practice."""

    HAND_OVER = "hand_over", pgettext_lazy("contribution", "Hand over to a colleague")
    PROPOSE_UPDATE = "propose_update", pgettext_lazy("contribution", "Propose an update")
    MERGE_UPDATE = "merge_update", pgettext_lazy("contribution", "Publish a proposed update")
    RECONCILE = "reconcile_update", pgettext_lazy("contribution", "Reconcile an update with the published text")
