"""Who may see which contribution, and how the ledger stood on a day."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from ..access import Access, is_of_committee, open_to

if TYPE_CHECKING:
    from ..models import Contribution, ContributionNote, Contributor


def of_own(user: Any, contributor: str = "") -> Q:
    """The rule for what belongs to a country or organisation for which this person speaks.

    That is the seat whose delegate or alternate they are, or the country whose focal point they are. `contributor`
    leads from the queried rows to the contributor, such as `contributor__`. Costs one query for a signed-in person.
    """
    from ..seats.membership import seats_of  # noqa: PLC0415 - cycle: models-querysets

    rule = Q(pk__in=[])
    if not user.is_authenticated:
        return rule
    seats = seats_of(user)
    countries = {seat.country_id for seat in seats if seat.country_id is not None}
    if user.country_id and user.has_perm("practices.keep_country_practices"):
        countries.add(user.country_id)
    if countries:
        rule |= Q(**{f"{contributor}country__in": sorted(countries)})
    if seats:
        rule |= Q(**{f"{contributor}seat__in": [seat.pk for seat in seats]})
    return rule


class ContributorQuerySet(models.QuerySet["Contributor"]):
    """Who contributes is public as soon as one of their contributions is."""

    def visible_to(self, user: Any) -> Self:
        """The contributors of whom this person may see a contribution."""
        from ..models import Contribution  # noqa: PLC0415 - cycle: models-querysets

        return self.filter(pk__in=Contribution.objects.visible_to(user).values("contributor"))

    def spoken_for_by(self, user: Any) -> Self:
        """The contributors in whose name this person may write."""
        return self.filter(of_own(user))


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Contributions by their level of access; who gives one sees it in any case."""

    def visible_to(self, user: Any) -> Self:
        """What this person may read: by the level of access, and the contributions of whom they speak for."""
        rule = open_to(user)
        if is_of_committee(user) or (user.is_authenticated and user.country_id):
            rule |= of_own(user, "contributor__")
        return self.filter(rule)

    def public(self) -> Self:
        """What everybody may read."""
        return self.filter(access=Access.PUBLIC)

    def on(self, day: date) -> Self:
        """What had been offered by this day; `Contribution.state_on` says how each stood then."""
        return self.filter(offered_on__lte=day)

    def for_ledger(self) -> Self:
        """With all that a line of the ledger prints."""
        return self.select_related("contributor__country", "theme").prefetch_related("deliveries")


class ContributionNoteQuerySet(models.QuerySet["ContributionNote"]):
    """Notes are read with their contribution, unless they were hidden."""

    def shown(self) -> Self:
        """The notes that every reader of the contribution sees."""
        return self.filter(hidden_at=None)
