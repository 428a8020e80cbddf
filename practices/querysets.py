"""Who may see which practice."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from publishing.querysets import PublicationQuerySet

if TYPE_CHECKING:
    from .models import Practice


class PracticeQuerySet(PublicationQuerySet["Practice"]):
    """Practices; a focal point also sees the drafts of their own country, an owner the updates of their practices."""

    def kept_by(self, user: Any) -> Q:
        rule = super().kept_by(user)
        if user.has_perm("practices.keep_country_practices") and getattr(user, "country_id", None):
            rule |= Q(country_id=getattr(user, "country_id", None))
        return rule | Q(revises__owner=user)

    def is_original(self) -> Q:
        return Q(revises=None)
