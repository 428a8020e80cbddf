"""Who may see which reform."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.apps import apps
from django.db.models import Prefetch, Q, prefetch_related_objects

from publishing.language_lines import dated
from publishing.querysets import PublicationQuerySet

if TYPE_CHECKING:
    from .models import Reform


PARTS: Final = ("theme_rows", "milestones", "legal_acts", "sources", "language_versions")
"""The rows of a reform's page whose history is kept with it."""


class ReformQuerySet(PublicationQuerySet["Reform"]):
    """Reforms; a focal point also sees the drafts of their own country."""

    def kept_by(self, user: Any) -> Q:
        rule = super().kept_by(user)
        if user.has_perm("reforms.keep_country_reforms") and getattr(user, "country_id", None):
            rule |= Q(country_id=getattr(user, "country_id", None))
        return rule

    def for_page(self) -> Self:
        """With everything that the reform's page prints, save its practices."""
        themes = Prefetch(
            "theme_rows", queryset=apps.get_model("reforms", "ReformTheme")._default_manager.select_related("theme")
        )
        return self.select_related("country").prefetch_related(
            themes,
            Prefetch("language_versions", dated(self.model)),
            *(part for part in PARTS if part not in {"theme_rows", "language_versions"}),
        )


def load_former(reform: "Reform", present: "Reform") -> None:
    """Load what a former version shares with the present one: its country and the names of its themes."""
    if reform.country_id == present.country_id:
        reform.country = present.country
    prefetch_related_objects(list(reform.theme_rows.all()), "theme")
