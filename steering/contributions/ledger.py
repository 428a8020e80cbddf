"""The ledger as its pages and files show it: in alphabetical order of who gives, never by size."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from publishing.collation import KazakhKey
from publishing.languages import Text, read

from ..models import Contribution, Contributor
from .enums import ContributionKind, ContributionState
from .money import written


@dataclass(frozen=True, slots=True)
class Line:
    """A contribution as it stands, or stood at the end of a day."""

    contribution: Contribution
    name: Text
    purpose: Text
    state: ContributionState
    amount: str
    """The sum in the reader's format; empty where there is none."""
    delivered: str
    """What of it had arrived, in the reader's format; empty where nothing had, or where it is no money."""
    last_delivery: date | None

    @property
    def has_gone(self) -> bool:
        """Whether it was withdrawn."""
        return self.state == ContributionState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Sum:
    """What one contributor gave in one currency; currencies are never added up."""

    currency: str
    offered: str
    delivered: str
    estimated: str
    """The contributor's own estimates of what was given in kind; empty where there are none."""


def by_name(contributions: QuerySet[Contribution], order: Sequence[str]) -> QuerySet[Contribution]:
    """In the reader's alphabet by who gives, then the oldest offer first."""
    columns = [f"contributor__{field}_{code}" for field in ("country__name", "organisation") for code in order]
    name = Coalesce(*[NullIf(F(column), Value("")) for column in columns], output_field=TextField())
    return contributions.order_by(KazakhKey(name), "contributor", "offered_on", "pk")


def line_of(contribution: Contribution, order: Sequence[str], day: date | None = None) -> Line:
    """A contribution that was loaded `for_ledger`; `day` is that of the reading, None for today."""
    on = day or date.max
    deliveries = [row for row in contribution.deliveries.all() if row.delivered_on <= on]
    arrived = contribution.delivered_by(on)
    return Line(
        contribution=contribution,
        name=name_of(contribution.contributor, order),
        purpose=read(contribution, "purpose", order),
        state=contribution.state_on(on),
        amount=written(contribution.amount, contribution.currency) if contribution.amount is not None else "",
        delivered=written(arrived, contribution.currency) if arrived and contribution.currency else "",
        last_delivery=max((row.delivered_on for row in deliveries), default=None),
    )


def name_of(contributor: Contributor, order: Sequence[str]) -> Text:
    """The name of who gives; the country is loaded."""
    if contributor.country is not None:
        return read(contributor.country, "name", order)
    return read(contributor, "organisation", order)


def sums_of(contributions: Iterable[Contribution]) -> list[Sum]:
    """What one contributor's contributions come to, currency by currency in the order of their codes.

    What was withdrawn counts only as far as it had been delivered.
    """
    totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for contribution in contributions:
        if contribution.amount is None:
            continue
        of_currency = totals[contribution.currency]
        arrived, has_gone = contribution.delivered_by(date.max), contribution.withdrawn_on is not None
        if contribution.kind == ContributionKind.MONEY:
            of_currency["offered"] += arrived if has_gone else contribution.amount
            of_currency["delivered"] += arrived
        elif not has_gone:
            of_currency["estimated"] += contribution.amount
    return [
        Sum(currency, *(_or_nothing(amounts[name], currency) for name in ("offered", "delivered", "estimated")))
        for currency, amounts in sorted(totals.items())
        if any(amounts.values())
    ]


def years_of(contributions: Any) -> list[int]:
    """The years in which something was offered, the newest first; one query."""
    return [day.year for day in contributions.dates("offered_on", "year", order="DESC")]


def _or_nothing(amount: Decimal, currency: str) -> str:
    return written(amount, currency) if amount else ""
