"""When somebody was last at the Committee desk."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class CommitteeVisit(models.Model):
    """When a person was last at the Committee desk, and when before that: what came between is new to them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="committee_visit")
    at = models.DateTimeField(default=now)
    former = models.DateTimeField(null=True)

    objects = models.Manager["CommitteeVisit"]()

    class Meta:
        verbose_name = _("visit to the Committee desk")
        verbose_name_plural = _("visits to the Committee desk")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at:%Y-%m-%d %H:%M}"
