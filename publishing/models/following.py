"""What people follow, and what there is to tell them."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Kind, Language
from .parts import RecordPart
from .vocabulary import Theme


class Rhythm(models.TextChoices):
    """How often letters come about something that a person follows."""

    AT_ONCE = "at_once", pgettext_lazy("rhythm of letters", "at once")
    DAILY = "daily", pgettext_lazy("rhythm of letters", "once a day")
    WEEKLY = "weekly", pgettext_lazy("rhythm of letters", "once a week")
    DESK = "desk", pgettext_lazy("rhythm of letters", "no letters, only on my desk")


class Followed(models.TextChoices):
    """What can be followed."""

    THEME = "theme", _("Theme")
    COUNTRY = "country", _("Country")
    RECORD = "record", _("Record")
    SEARCH = "search", _("Saved search")


class Happening(models.TextChoices):
    """What can have happened to a record."""

    PUBLISHED = "published", pgettext_lazy("news", "Published")
    NEW_VERSION = "new_version", pgettext_lazy("news", "New version")
    ADOPTED = "adopted", pgettext_lazy("news", "Adoption confirmed")
    ARCHIVED = "archived", pgettext_lazy("news", "Archived")


class Subscription(models.Model):
    """One person follows one theme, country, record or search."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    what = models.CharField(_("what"), max_length=8, choices=Followed.choices)
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, related_name="+")
    country = models.CharField(_("country"), max_length=2, blank=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    words = models.CharField(_("words"), max_length=400, blank=True)
    query = models.CharField(_("choices"), max_length=1000, blank=True)
    """What a saved search chooses beside its words, as a query string in its one settled form (`following.searches`)."""
    place = models.CharField(_("list"), max_length=20, blank=True)
    """The list that a saved search was saved on, by its registered name; empty: the search of the whole site."""
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    created_at = models.DateTimeField(default=now, editable=False)
    told = models.PositiveBigIntegerField(default=0, editable=False)
    """The last news that the person has been told of, by its key."""
    told_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["what", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "user",
                    "what",
                    "theme",
                    "country",
                    "content_type",
                    "object_id",
                    "words",
                    "query",
                    "place",
                    "language",
                ],
                name="followed_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["rhythm", "told_at"], name="subscription_due")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.words or self.country or self.object_id or self.theme_id}"


class News(RecordPart):
    """Something that happened to a public record, as followers are told of it.

    Rows are added one gathering at a time (`following.gathering`), so their keys grow in the order in which they can be read: a
    subscription need remember but the last one.
    """

    key = models.CharField(max_length=80, unique=True)
    what = models.CharField(max_length=12, choices=Happening.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    note_kk = models.TextField(blank=True)
    note_ru = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    themes = ArrayField(models.CharField(max_length=60), default=list)
    happened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["happened_at"], name="news_happened"),
            GinIndex(fields=["themes"], name="news_themes"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.title_en or self.title_ru or self.title_kk}"


class DeskVisit(models.Model):
    """When a person was last at their desk, and when before that: what came between is new to them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_visit")
    at = models.DateTimeField(default=now)
    former = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("visit to the desk")
        verbose_name_plural = _("visits to the desk")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at:%Y-%m-%d %H:%M}"
