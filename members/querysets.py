"""Who may see which country and which expert."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.db.models import Prefetch, Q
from django.utils.timezone import localdate

from publishing.enums import State
from publishing.language_lines import dated
from publishing.querysets import PublicationQuerySet, may_view_all

from .enums import Participation, Visibility

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from .models import Country, Expert


COUNTRY_PARTS: Final = ("evidence", "indicators", "institutions", "sources", "language_versions")
"""The rows of a country's page whose history is kept with it."""


class CountryQuerySet(PublicationQuerySet["Country"]):
    """Countries; a focal point also sees their own country's page before it is published."""

    def participants(self) -> Self:
        """The countries whose participation a source confirms."""
        return self.filter(participation=Participation.CONFIRMED)

    def for_page(self) -> Self:
        """With everything that the country's page prints of the country itself."""
        rows = [part for part in COUNTRY_PARTS if part != "language_versions"]
        return self.prefetch_related(*rows, Prefetch("language_versions", dated(self.model)))

    def kept_by(self, user: "AbstractBaseUser") -> Q:
        return super().kept_by(user) | Q(pk=getattr(user, "country_id", None))


class ExpertQuerySet(PublicationQuerySet["Expert"]):
    """Experts: the profile's own visibility level and a consent that has not run out."""

    def with_consent(self) -> Self:
        """Published profiles whose consent is still valid today."""
        return self.filter(state=State.PUBLISHED, consent_until__gte=localdate())

    def public(self) -> Self:
        """What everybody may see."""
        return self.with_consent().filter(visibility=Visibility.PUBLIC)

    def for_page(self) -> Self:
        """With everything that the profile's page prints."""
        return self.select_related("country", "institution").prefetch_related(
            "themes", Prefetch("language_versions", dated(self.model))
        )

    def visible_to(self, user: Any) -> Self:
        """Public profiles; registered users see more, the Committee and the Secretariat all that consented; one sees oneself."""
        if may_view_all(user, self.model):
            return self
        today = localdate()
        levels = [Visibility.PUBLIC]
        own = Q()
        if user.is_authenticated:
            levels.append(Visibility.REGISTERED)
            if user.has_perm("members.view_committee_experts"):
                levels.append(Visibility.COMMITTEE)
            own = Q(user=user) | self.kept_by(user)
        rule = Q(state=State.PUBLISHED, consent_until__gte=today, visibility__in=levels)
        return self.filter(rule | own if own else rule)
