"""An invented Steering Committee that shows how the register works."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from hub.sample.rows import columns
from members.models import Country, User
from steering.models import MajorityRule, Mandate, RulesOfProcedure, Seat
from steering.seats.enums import Office, SeatKind

FILE: Final = Path(__file__).resolve().parent / "reference" / "demonstration_committee.yaml"


def load(countries: Mapping[str, Country]) -> Iterator[tuple[str, bool]]:
    """Make the seats, mandates and rules that are missing; each one's name, and whether it is new.

    What real people have entered is left alone: a country that has a seat gets none, and a Committee with a chair or
    rules of its own keeps them.
    """
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    accounts = {user.email: user for user in User.objects.filter(is_demonstration=True)}
    yield from _rules(data["rules"])
    for row in data["officers"]:
        is_new = not Mandate.objects.filter(office=row["office"]).exists()
        if is_new:
            _mandate(row, row["office"], None, accounts)
        yield row["office"], is_new
    for row in data["seats"]:
        yield _seat(row, data["since"], countries, accounts)


def _rules(row: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    is_new = not RulesOfProcedure.objects.exists()
    if is_new:
        rules = RulesOfProcedure.objects.create(
            in_force_from=row["in_force_from"],
            proposers=row["proposers"],
            is_demonstration=True,
            **columns({"basis": row["basis"]}),
        )
        MajorityRule.objects.bulk_create(
            MajorityRule(rules=rules, kind=kind, majority=majority) for kind, majority in row["majorities"].items()
        )
    yield "rules", is_new


def _seat(
    row: dict[str, Any], since: Any, countries: Mapping[str, Country], accounts: Mapping[str, User]
) -> tuple[str, bool]:
    """Make one seat with its mandates, as far as they are missing; nothing where a real one exists or the country is not there."""
    country = countries.get(row.get("country", ""))
    name = row.get("country") or row["organisation"]["en"]
    known = Seat.objects.filter(country=country) if country else Seat.objects.filter(organisation_en=name)
    seat = known.first()
    if ("country" in row and country is None) or (seat is not None and not seat.is_demonstration):
        return name, False
    is_new = seat is None
    if seat is None:
        seat = Seat.objects.create(
            country=country,
            kind=row.get("kind", SeatKind.MEMBER),
            since=since,
            is_demonstration=True,
            **columns({"organisation": row.get("organisation", {})}),
        )
    for office, rows in ((Office.DELEGATE, row.get("delegates", [])), (Office.ALTERNATE, row.get("alternates", []))):
        for one in rows:
            is_new |= _ensure(one, office, seat, accounts)
    return name, is_new


def _ensure(row: dict[str, Any], office: str, seat: Seat, accounts: Mapping[str, User]) -> bool:
    """Make the mandate, or give a standing one its account; whether anything changed."""
    standing = Mandate.objects.filter(seat=seat, office=office, starts_on=row["starts_on"]).first()
    if standing is None:
        _mandate(row, office, seat, accounts)
        return True
    account = accounts.get(row.get("account", ""))
    if account is None or standing.user_id is not None or not standing.is_demonstration:
        return False
    standing.user = account
    standing.save(update_fields=["user"])
    return True


def _mandate(row: dict[str, Any], office: str, seat: Seat | None, accounts: Mapping[str, User]) -> None:
    Mandate.objects.create(
        office=office,
        seat=seat,
        user=accounts.get(row.get("account", "")),
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        is_demonstration=True,
        **columns({"name": row["name"]}),
    )
