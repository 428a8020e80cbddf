"""Contributions, made with what a test does not care about filled in."""

from datetime import date
from decimal import Decimal
from typing import Any

from members.models import Country, User
from steering.contributions.enums import ContributionKind
from steering.contributions.workflow import ContributionWorkflow, enter
from steering.models import Contribution, Contributor

OFFERED = date(2026, 3, 2)


def contributor(land: Country | None = None, **fields: Any) -> Contributor:
    """A country that gives; without one an organisation."""
    names = {} if land else {"organisation_en": "A fund", "organisation_ru": "Фонд", "organisation_kk": "Қор"}
    return Contributor.objects.create(**{"country": land, **names, **fields})


def contribution(giver: Contributor | None = None, **fields: Any) -> Contribution:
    """A thousand dollars offered on 2 March 2026, with its history begun."""
    usual = {
        "contributor": giver or contributor(),
        "kind": ContributionKind.MONEY,
        "purpose_en": "Translations",
        "purpose_ru": "Переводы",
        "purpose_kk": "Аудармалар",
        "amount": Decimal(1000),
        "currency": "USD",
        "offered_on": OFFERED,
    }
    return enter(Contribution(**{**usual, **fields}), None)


def in_kind(giver: Contributor | None = None, **fields: Any) -> Contribution:
    """Rooms for a seminar, without an estimate of their value."""
    return contribution(
        giver, **{"kind": ContributionKind.IN_KIND, "amount": None, "currency": "", "purpose_en": "Rooms", **fields}
    )


def confirmed(secretariat: User, **fields: Any) -> Contribution:
    """A contribution that was confirmed a day after it had been offered."""
    found = contribution(**fields)
    return ContributionWorkflow(found, secretariat).confirm(date(2026, 3, 3))
