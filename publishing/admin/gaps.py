"""What a publication lacks in a language, stated once for the desk, the filters and the columns."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import LanguageState
from ..models import LanguageVersion, Publication

P = TypeVar("P", bound=Publication)
Condition = Callable[[type[Publication], str], Q]


def _versions(model: type[Publication], code: str) -> QuerySet[LanguageVersion]:
    return LanguageVersion.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk"), language=code
    )


def _missing(model: type[Publication], code: str) -> Q:
    column = f"{model.title_field}_{code}"
    return (
        Q(**{column: ""})
        | Q(**{f"{column}__isnull": True})
        | Q(Exists(_versions(model, code).filter(state=LanguageState.MISSING)))
    )


def _outdated(model: type[Publication], code: str) -> Q:
    behind = (
        _versions(model, code)
        .exclude(state=LanguageState.MISSING)
        .filter(made_from__lt=OuterRef("significant_version"))
    )
    return ~Q(original_language=code) & Q(Exists(behind))


def _to_follow(model: type[Publication], code: str) -> Q:
    behind = (
        _versions(model, code)
        .exclude(state=LanguageState.MISSING)
        .filter(made_from__lt=OuterRef("text_version"), made_from__gte=OuterRef("significant_version"))
    )
    return ~Q(original_language=code) & Q(Exists(behind))


def _in_state(state: LanguageState) -> Condition:
    return lambda model, code: Q(Exists(_versions(model, code).filter(state=state)))


GAPS: Final[dict[str, tuple[str | Promise, Condition]]] = {
    "missing": (_("Missing"), _missing),
    "outdated": (_("Outdated: the original says something else now"), _outdated),
    "to_follow": (_("The original has changed since"), _to_follow),
    "machine_draft": (_("Machine draft, not read by a person"), _in_state(LanguageState.MACHINE_DRAFT)),
    "draft": (_("Draft"), _in_state(LanguageState.DRAFT)),
    "in_review": (_("In review"), _in_state(LanguageState.IN_REVIEW)),
}
"""What can be amiss with a language version, the gravest first."""


def with_gap(records: QuerySet[P], code: str, gap: str) -> QuerySet[P]:
    """The records whose version in the language has the gap; raises KeyError for an unknown gap.

    An update of a public record has none: what it lacks is translated once it is part of its original.
    """
    return records.filter(_originals(records), GAPS[gap][1](records.model, code))


def _originals(records: Any) -> Q:
    rule: Q = records.model._default_manager.all().is_original()
    return rule


def overdue_promises(records: QuerySet[P], today: Any) -> QuerySet[P]:
    """The records with a language version that was promised for a day before `today` and is not approved."""
    late = LanguageVersion.objects.filter(
        content_type=ContentType.objects.get_for_model(records.model), object_id=OuterRef("pk"), promised_for__lt=today
    ).exclude(state=LanguageState.APPROVED)
    return records.filter(Exists(late))


def oldest(records: QuerySet[P], field: str) -> Any:
    """The smallest value of the field among the records: since when they wait; None where there are none."""
    return records.aggregate(since=models.Min(F(field)))["since"]
