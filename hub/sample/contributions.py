"""Contributions that published sources tell of: entered once; afterwards they are kept in the ledger like any other."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from hub.models import LoadedRecord
from publishing.models import Source
from steering.contributions.enums import ContributionKind, ContributionState
from steering.contributions.money import check_amount, check_currency
from steering.contributions.workflow import enter
from steering.models import Contribution, Contributor

from . import rows
from .adoptions import SOURCE_COLUMNS
from .fields import Fields
from .files import Mentions, sources_of
from .kinds import Lookup, language_of
from .records import ContributionRecord

NAME = "contributions"


def read(fields: Fields, mentions: Mentions) -> ContributionRecord:
    """A file of `contributions/`."""
    is_country = fields.has("country")
    iso2 = mentions.one("countries", fields, "country", fields.country("country")) if is_country else ""
    kind = fields.choice("kind", ContributionKind.values)
    is_money = kind == ContributionKind.MONEY
    record = ContributionRecord(
        place=fields.place,
        key=fields.slug("slug"),
        country=iso2,
        kind=kind,
        theme=mentions.one("themes", fields, "theme", fields.slug("theme")) if fields.has("theme") else "",
        amount=fields.number("amount", required=is_money),
        currency=fields.text("currency", 3, required=is_money),
        offered_on=fields.day("offered_on"),
        offered_year=fields.year("offered_year"),
        covers_from=fields.year("covers_from"),
        covers_until=fields.year("covers_until"),
        is_confirmed=fields.flag("confirmed", default=False),
        texts={
            "organisation": {} if is_country else fields.texts("organisation", 200, None),
            "purpose": fields.texts("purpose", 300, None),
            "description": fields.texts("description", 3000, None, required=False),
        },
        sources=sources_of(fields),
    )
    _check(record, fields)
    return record


def _check(record: ContributionRecord, fields: Fields) -> None:
    """What the fields must say of one another."""
    if (record.offered_on is None) == (record.offered_year is None):
        fields.complain("offered_on", "either offered_on or offered_year must be there, not both")
    if bool(record.currency) != (record.amount is not None):
        fields.complain("currency", "an amount has a currency, and a currency an amount")
    elif record.currency and (problem := check_currency(record.currency)):
        fields.complain("currency", str(problem))
    elif record.amount is not None and (record.amount <= 0 or check_amount(record.amount, record.currency)):
        fields.complain("amount", f"{record.amount} is no amount of {record.currency}")
    if record.covers_from and record.covers_until and record.covers_until < record.covers_from:
        fields.complain("covers_until", "lies before covers_from")


def write(records: Iterable[ContributionRecord], lookup: Lookup) -> tuple[list[str], list[str]]:
    """Enter what was never loaded; gives the names of the new ones and of those left as they are."""
    known = set(LoadedRecord.objects.filter(kind=NAME).values_list("key", flat=True))
    created, left = [], []
    for record in records:
        if record.key in known:
            left.append(record.key)
            continue
        contribution = _create(record, lookup)
        LoadedRecord.objects.create(
            kind=NAME,
            key=record.key,
            object_id=contribution.pk,
            content=record.digest(),
            snapshot="",
            loaded_at=timezone.now(),
        )
        created.append(record.key)
    return created, left


def _create(record: ContributionRecord, lookup: Lookup) -> Contribution:
    offered = record.offered_on or date(record.offered_year or 0, 1, 1)
    texts = {name: record.texts[name] for name in ("purpose", "description")}
    contribution = Contribution(
        contributor=_contributor(record, lookup),
        kind=record.kind,
        theme=lookup.themes.get(record.theme),
        amount=record.amount,
        currency=record.currency,
        offered_on=offered,
        is_year_only=record.offered_on is None,
        covers_from=record.covers_from,
        covers_until=record.covers_until,
        state=ContributionState.CONFIRMED if record.is_confirmed else ContributionState.OFFERED,
        confirmed_on=offered if record.is_confirmed else None,
        **rows.columns(texts),
    )
    enter(contribution, None)
    kind = ContentType.objects.get_for_model(Contribution)
    rows.insert(
        [
            Source(
                content_type=kind,
                object_id=contribution.pk,
                position=position,
                title_language=language_of(note.title),
                **{name: getattr(note, name) for name in SOURCE_COLUMNS},
            )
            for position, note in enumerate(record.sources)
        ]
    )
    return contribution


def _contributor(record: ContributionRecord, lookup: Lookup) -> Contributor:
    """Who gives: the country, or the organisation of these names; made where there is none yet."""
    if record.country:
        found: Contributor = Contributor.objects.get_or_create(country=lookup.countries[record.country])[0]
        return found
    names: dict[str, Any] = rows.columns({"organisation": record.texts["organisation"]})
    known: Contributor = Contributor.objects.get_or_create(**names)[0]
    return known
