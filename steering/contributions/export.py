"""The ledger as files: tables for spreadsheet programs, and JSON with every language."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing.languages import CODES, read

from ..models import Contribution
from ..spreadsheets import Value
from .enums import ContributionState
from .ledger import Line, line_of


def rows(
    contributions: Iterable[Contribution], order: Sequence[str], origin: str, day: date | None
) -> Iterator[Sequence[Value]]:
    """The heading, then a row for each contribution; amounts as bare numbers beside their currency."""
    yield [
        _("Contributor"), _("ISO code"), _("Kind"), _("Purpose"), _("Description"), _("Theme"), _("Amount"),
        _("Currency"), _("Own estimate"), _("Offered on"), _("Only the year is known"), _("For the years"),
        _("State"), _("Confirmed on"), _("Delivered amount"), _("Last delivery"), _("Withdrawn on"), _("As of"),
        _("Demonstration"), _("Address"),
    ]  # fmt: skip
    as_of = day or localdate()
    for contribution in contributions:
        yield _row(line_of(contribution, order, day), order, origin, as_of)


def _row(line: Line, order: Sequence[str], origin: str, as_of: date) -> Sequence[Value]:
    one = line.contribution
    yes, no = _("yes"), _("no")
    return [
        line.name.value,
        one.contributor.country.iso2 if one.contributor.country else "",
        one.get_kind_display(),
        line.purpose.value,
        read(one, "description", order).value,
        read(one.theme, "name", order).value if one.theme else "",
        one.amount,
        one.currency,
        yes if one.is_estimate else no,
        one.offered_on,
        yes if one.is_year_only else no,
        one.years,
        str(line.state.label),
        _until(one.confirmed_on, as_of),
        one.delivered_by(as_of) or None,
        line.last_delivery,
        _until(one.withdrawn_on, as_of),
        as_of,
        yes if one.is_demonstration else no,
        origin + one.get_absolute_url(),
    ]


def document(contributions: Iterable[Contribution], order: Sequence[str], origin: str, day: date | None) -> bytes:
    """The same as JSON: texts by language, amounts as texts so that no digit is lost, states by their keys."""
    as_of = day or localdate()
    content = {
        "as_of": as_of.isoformat(),
        "order": "alphabetical by contributor, then by day of the offer",
        "contributions": [_object(line_of(one, order, day), origin, as_of) for one in contributions],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _object(line: Line, origin: str, as_of: date) -> dict[str, Any]:
    one = line.contribution
    giver: Any = one.contributor.country
    name, of = ("name", giver) if giver is not None else ("organisation", one.contributor)
    confirmed, withdrawn = _until(one.confirmed_on, as_of), _until(one.withdrawn_on, as_of)
    return {
        "contributor": {"country": giver.iso2 if giver else None, "name": _texts(of, name)},
        "kind": one.kind,
        "purpose": _texts(one, "purpose"),
        "description": _texts(one, "description"),
        "theme": one.theme.slug if one.theme else None,
        "amount": f"{one.amount:f}" if one.amount is not None else None,
        "currency": one.currency or None,
        "is_estimate": one.is_estimate,
        "offered_on": one.offered_on.isoformat(),
        "is_year_only": one.is_year_only,
        "covers": [one.covers_from, one.covers_until],
        "state": ContributionState(line.state).value,
        "confirmed_on": confirmed.isoformat() if confirmed else None,
        "withdrawn_on": withdrawn.isoformat() if withdrawn else None,
        "deliveries": [
            {"on": row.delivered_on.isoformat(), "amount": f"{row.amount:f}" if row.amount is not None else None}
            for row in one.deliveries.all()
            if row.delivered_on <= as_of
        ],
        "is_demonstration": one.is_demonstration,
        "address": origin + one.get_absolute_url(),
    }


def _texts(record: Any, field: str) -> dict[str, str]:
    return {code: text for code in CODES if (text := getattr(record, f"{field}_{code}"))}


def _until(day: date | None, as_of: date) -> date | None:
    """A day that had come by the day of the reading."""
    return day if day is not None and day <= as_of else None
