"""How practices are reviewed: by which sections, for which country and themes, who endorses them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Prefetch, prefetch_related_objects

from publishing.reviewing.kinds import ReviewedKind, register

from .enums import Evidence
from .models import Practice, PracticeTheme

RICH: Final = frozenset({"problem", "solution", "results_text", "lessons", "transfer"})
SECTIONS: Final = (
    "title", "summary", "institution", "problem", "solution", "results_text", "evidence_basis", "lessons", "transfer",
)  # fmt: skip


def register_practices() -> None:
    """Let practices be reviewed, endorsed, and given an evidence level."""
    register(
        ReviewedKind(
            model=Practice,
            sections=SECTIONS,
            rich=RICH,
            country=country_of,
            themes=themes_of,
            may_endorse=speaks_for,
            load=load,
            parts="practices/_for_reviewers.html",
            related=("country", "owner__country", "owner__expert__country", "consent"),
            evidence=tuple(Evidence.choices),
        )
    )


def country_of(practice: Practice) -> str:
    """The code of the country whose practice it is."""
    return practice.country.iso2


def themes_of(keys: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The themes of these practices by their keys."""
    found: dict[int, set[str]] = {}
    rows = PracticeTheme.objects.filter(practice__in=list(keys)).values_list("practice_id", "theme__slug")
    for key, slug in rows:
        found.setdefault(key, set()).add(slug)
    return {key: frozenset(slugs) for key, slugs in found.items()}


def speaks_for(user: Any, practice: Practice) -> bool:
    """Whether the person is the focal point of the practice's country."""
    return bool(
        user.has_perm("practices.keep_country_practices")
        and user.country_id is not None
        and user.country_id == practice.country_id
    )


def load(practice: Any) -> None:
    """Load what a reviewer sees beside the texts: figures, sources, documents, and the institution's consent."""
    themes = Prefetch("theme_rows", PracticeTheme.objects.select_related("theme"))
    prefetch_related_objects([practice], "results", "sources", "documents__files", themes)
    practice.consent_shown = getattr(practice, "consent", None)
