"""In whose time a moment is shown: the zone that a person chose, else that of the capital of their seat, else the Hub's."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import yaml
from babel.core import get_global
from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone

from members.models import User

from .models import Mandate
from .seats.enums import OF_SEAT

FILE: Final = Path(__file__).resolve().parent / "reference" / "main_zones.yaml"


def zone_of(user: Any) -> ZoneInfo:
    """The zone in which this person reads times: one query for who is signed in, once for an account object."""
    if not user.is_authenticated:
        return hub_zone()
    held = getattr(user, "_committee_zone", None)
    if not isinstance(held, ZoneInfo):
        held = _found(user)
        user._committee_zone = held  # noqa: SLF001 - kept for the request, as Django keeps permissions
    return held


def shown_in(user: Any, moment: datetime) -> datetime:
    """The same moment by this person's clock."""
    return moment.astimezone(zone_of(user))


def zone_of_country(iso2: str) -> ZoneInfo:
    """The zone of the country's capital, by its ISO code; the Hub's for a code that nobody knows."""
    name = _main_zones().get(iso2.upper()) or _only_zones().get(iso2.upper())
    return zone_named(name) if name else hub_zone()


def zone_named(name: str) -> ZoneInfo:
    """The zone of this name, the Hub's where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return hub_zone()


def hub_zone() -> ZoneInfo:
    """The zone in which the Hub works."""
    return ZoneInfo(settings.TIME_ZONE)


def zone_names() -> list[str]:
    """The zones that one can choose, by name: those of countries, without old names of the same; and UTC."""
    known = available_timezones()
    return ["UTC", *sorted(name for name in get_global("zone_territories") if name in known and "Etc/" not in name)]


def label_of(name: str) -> str:
    """The zone with how far its clocks are from UTC now: `Asia/Almaty (UTC+05:00)`."""
    offset = timezone.now().astimezone(zone_named(name)).strftime("%z")
    return f"{name} (UTC{offset[:3]}:{offset[3:]})"


def _found(user: Any) -> ZoneInfo:
    held = Mandate.objects.held_by(user).filter(office__in=OF_SEAT, seat__country__isnull=False)
    rows = User.objects.filter(pk=user.pk).annotate(iso2=Subquery(held.values("seat__country__iso2")[:1]))
    chosen, iso2 = rows.values_list("chosen_zone__time_zone", "iso2").first() or ("", "")
    if chosen:
        return zone_named(chosen)
    return zone_of_country(iso2) if iso2 else hub_zone()


@cache
def _main_zones() -> Mapping[str, str]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def _only_zones() -> Mapping[str, str]:
    """The zone of every country that has one, by ISO code."""
    zones: dict[str, list[str]] = {}
    for zone, territory in get_global("zone_territories").items():
        zones.setdefault(territory, []).append(zone)
    return {territory: names[0] for territory, names in zones.items() if len(names) == 1}
