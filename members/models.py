"""Accounts, countries, institutions and experts."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.enums import Kind, Language
from publishing.languages import text_of
from publishing.models import YEARS, Publication, Source, Theme
from publishing.richtext.html import RichTextField

from .enums import LetterWish, Participation, Region, Role, SystemType, Visibility
from .querysets import CountryQuerySet, ExpertQuerySet


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; raises ValueError without an address."""
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account with every permission."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """A person's account. Roles are groups; a focal point's country is the one they keep."""

    username = None  # type: ignore[assignment]  # the address is the name
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("There is an account with this address already.")}
    )
    country = models.ForeignKey(
        "members.Country",
        models.SET_NULL,
        verbose_name=_("country"),
        null=True,
        blank=True,
        related_name="users",
        help_text=_("The country that a focal point or Committee member acts for."),
    )
    preferred_language = models.CharField(
        _("language of letters"), max_length=2, choices=Language.choices, default=Language.RUSSIAN
    )
    letter_wish = models.CharField(_("which letters"), max_length=8, choices=LetterWish.choices, default=LetterWish.ALL)
    reader_preferences: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, editable=False
    )
    is_demonstration = models.BooleanField(_("demonstration account"), default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # Django's own is for names

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def has_role(self, role: Role) -> bool:
        """Whether the account is in the role's group."""
        return any(group.name == role for group in self.groups.all())


class Country(Publication):
    """A country's page: profile, institution, law, indicators, and what supports its participation."""

    iso2 = models.CharField(_("ISO code"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}$")])
    name = models.CharField(_("name"), max_length=120)
    capital = models.CharField(_("capital"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=24, choices=Region.choices, default=Region.OTHER)
    participation = models.CharField(
        _("participation"), max_length=12, choices=Participation.choices, default=Participation.UNCONFIRMED
    )
    joined_year = models.PositiveSmallIntegerField(_("year of joining"), null=True, blank=True, validators=YEARS)
    profile = RichTextField(_("profile"), blank=True)
    system_type = models.CharField(_("civil service system"), max_length=16, choices=SystemType.choices, blank=True)
    law_title = models.CharField(_("law on the civil service"), max_length=300, blank=True)
    law_year = models.PositiveSmallIntegerField(_("year of the law"), null=True, blank=True, validators=YEARS)

    objects = CountryQuerySet.as_manager()
    kind = Kind.COUNTRY
    title_field = "name"
    text_fields = ("profile", "law_title")

    class Meta(Publication.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        permissions = [("publish_country", "Can publish and archive countries")]

    def get_absolute_url(self) -> str:
        return reverse("countries:detail", args=[self.slug])


class ParticipationEvidence(models.Model):
    """A statement, with its source, that supports a country's participation."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="evidence", verbose_name=_("country"))
    text = models.CharField(_("statement"), max_length=400)
    source = models.ForeignKey(
        Source, models.SET_NULL, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("evidence of participation")
        verbose_name_plural = _("evidence of participation")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "text").value


class Indicator(models.Model):
    """A figure about a country's civil service, with its year and source."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="indicators", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=300)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    source = models.ForeignKey(
        Source, models.SET_NULL, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    is_general_knowledge = models.BooleanField(_("general knowledge, no source looked up"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "name").value


class Institution(models.Model):
    """A body of a country's administration."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="institutions", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=300)
    website = models.URLField(_("website"), max_length=300, blank=True)
    is_civil_service_body = models.BooleanField(_("responsible for the civil service"), default=False)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return text_of(self, "name").value


class Expert(Publication):
    """A person who offers help, with the visibility and the consent that they gave."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        related_name="expert",
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=160)
    position = models.CharField(pgettext_lazy("job", "position"), max_length=300, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="experts")
    institution = models.ForeignKey(
        Institution, models.SET_NULL, verbose_name=_("institution"), null=True, blank=True, related_name="experts"
    )
    biography = RichTextField(_("biography"), blank=True)
    offers = RichTextField(_("what they can help with"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="experts")
    languages = ArrayField(
        models.CharField(max_length=3),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("ISO codes, separated by commas."),
    )
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Never shown on any page; questions go through the portal.")
    )
    visibility = models.CharField(
        _("visibility"), max_length=12, choices=Visibility.choices, default=Visibility.COMMITTEE
    )
    consent_given_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_until = models.DateField(_("consent valid until"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("demonstration profile"), default=False)

    objects = ExpertQuerySet.as_manager()
    kind = Kind.EXPERT
    title_field = "name"
    text_fields = ("position", "biography", "offers")

    class Meta(Publication.Meta):
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        permissions = [
            ("publish_expert", "Can publish and archive experts"),
            ("view_committee_experts", "Can see experts shown to the Committee only"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("experts:detail", args=[self.slug])
