"""What a person chose for dates: the private calendar feed and the time zone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """The private feed of one person. The address holds a secret of which only the digest is kept; deleting the row revokes it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("private calendar")
        verbose_name_plural = _("private calendars")

    def __str__(self) -> str:
        return str(self.user)


class ChosenZone(models.Model):
    """The time zone in which a person wants to read the Committee's times."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="chosen_zone", verbose_name=_("account")
    )
    time_zone = models.CharField(_("time zone"), max_length=64)

    class Meta:
        verbose_name = _("chosen time zone")
        verbose_name_plural = _("chosen time zones")

    def __str__(self) -> str:
        return self.time_zone
