"""Which accounts review, and what is known of them."""

from collections.abc import Iterator
from typing import Any

from publishing.reviewing.candidates import Reviewer, register

from .enums import Role
from .models import User


def register_reviewers() -> None:
    """Let the accounts in the reviewers' group be proposed."""
    register(reviewers, country_of)


def reviewers() -> Iterator[Reviewer]:
    """The active accounts of the group, with the themes and languages of an expert's profile; two queries."""
    found = User.objects.filter(groups__name=Role.REVIEWER, is_active=True).select_related(
        "country", "expert", "expert__country"
    )
    for user in found.prefetch_related("expert__themes").order_by("pk"):
        expert = getattr(user, "expert", None)
        themes = {theme.slug for theme in expert.themes.all()} if expert else set()
        languages = set(expert.languages) if expert and expert.languages else {user.preferred_language}
        yield Reviewer(user, country_of(user), frozenset(themes), frozenset(languages))


def country_of(user: Any) -> str:
    """The code of the account's country, else of the expert's; empty where neither is known."""
    expert = getattr(user, "expert", None)
    country = user.country or (expert.country if expert else None)
    return country.iso2 if country else ""
