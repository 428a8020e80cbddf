"""Who plays the invented year of the Committee."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from members.models import User
from publishing.languages import CODES
from steering.models import Mandate, Seat
from steering.seats.enums import OF_SEAT, Office

FOLDER: Final = Path(__file__).resolve().parent / "reference"
RUNNER: Final = "secretariat@hub.example"


@dataclass(frozen=True, slots=True)
class Cast:
    """The Secretariat's account, the invented seats by country, and who acts for each."""

    secretary: User
    seats: dict[str, Seat]
    people: dict[str, User]
    """By country: the delegate's account, or an alternate's where there is no delegate."""


def cast() -> Cast | None:
    """Those who play; None where one of them is missing, as in a portal that has only some of the countries."""
    wanted = {code for name in ("decisions", "meetings", "reports") for code in _codes(data_of(name))}
    seats = {
        seat.country.iso2: seat
        for seat in Seat.objects.filter(is_demonstration=True).select_related("country")
        if seat.country is not None
    }
    people: dict[str, User] = {}
    held = Mandate.objects.filter(seat__in=seats.values(), office__in=OF_SEAT, ends_on=None, user__isnull=False)
    for mandate in held.select_related("user", "seat__country").order_by("pk"):
        country = mandate.seat.country if mandate.seat is not None else None
        if country is not None and mandate.user is not None:
            is_delegate = mandate.office == Office.DELEGATE
            people[country.iso2] = mandate.user if is_delegate else people.get(country.iso2, mandate.user)
    secretary = User.objects.filter(email=RUNNER, is_demonstration=True).first()
    if secretary is None or not wanted <= people.keys():
        return None
    return Cast(secretary, seats, people)


def data_of(name: str) -> dict[str, Any]:
    """The content of one of the reference files: `meetings`, `decisions`, `reports`."""
    text = (FOLDER / f"demonstration_committee_{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def by_column(field: str, texts: dict[str, str] | None) -> dict[str, str]:
    """Texts by language as columns: `title_kk`, `title_ru`, `title_en`."""
    return {f"{field}_{code}": (texts or {}).get(code, "") for code in CODES}


def _codes(content: Any) -> set[str]:
    """Every country that acts somewhere in the content."""
    if isinstance(content, list):
        return {code for item in content for code in _codes(item)}
    if not isinstance(content, dict):
        return set()
    found = {content["seat"]} if isinstance(content.get("seat"), str) else set()
    for key in ("positions", "verdicts"):
        found |= set(content.get(key, {}))
    for key in ("present", "represented", "announced"):
        found |= set(content.get(key, []))
    return found | {code for value in content.values() for code in _codes(value)}
