"""Who may see which adoption."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Q

from publishing.enums import State
from publishing.querysets import may_view_all

from .enums import DOCUMENTED_STAGES, PUBLIC_STATES, AdoptionState

if TYPE_CHECKING:
    from .models import Adoption


NO_FACT: Final = {"is_demonstration": False, "is_from_sources": False}
"""What is invented, or what the adopting country itself has not stated, does not count."""


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Adoptions of public practices are public unless they are disputed or withdrawn; the two countries see all of theirs."""

    def public(self) -> Self:
        """What everybody may read."""
        return self.filter(state__in=PUBLIC_STATES, practice__state=State.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """What this person may read: the focal points of both countries and the Secretariat see every state."""
        if may_view_all(user, self.model):
            return self
        rule = Q(state__in=PUBLIC_STATES, practice__state=State.PUBLISHED)
        if user.is_authenticated and user.country_id and user.has_perm("practices.keep_country_practices"):
            rule |= Q(country_id=user.country_id) | Q(practice__country_id=user.country_id)
        return self.filter(rule)

    def documented(self) -> Self:
        """What counts as an adoption of the practice: confirmed by both, piloted or adopted, not invented."""
        return self.filter(state=AdoptionState.CONFIRMED, stage__in=DOCUMENTED_STAGES, **NO_FACT)

    def for_page(self) -> Self:
        """With the practices and countries that every page names."""
        return self.select_related("country", "practice", "practice__country", "own_practice")
