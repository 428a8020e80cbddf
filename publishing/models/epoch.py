"""The number that everything kept of public pages is kept under."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Epoch(models.Model):
    """One row: a number that grows with every transaction that changed what a public page can read.

    Written by the triggers of `publishing.caching.epoch` alone. It is the microseconds since 1970 at that commit, or one more
    than before: a database that was restored from a copy never comes back to a number that stood for something else.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField()

    class Meta:
        verbose_name = _("epoch")
        verbose_name_plural = _("epochs")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_epoch")]

    def __str__(self) -> str:
        return str(self.value)
