"""What is known of countries before anybody writes about them: names, capital and region group."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pycountry
import yaml
from babel import Locale

from publishing.languages import CODES

from .enums import Region

_FILE: Final = Path(__file__).resolve().parent / "reference" / "countries.yaml"
_WITHOUT_ISO: Final = {"XK"}
"""Codes in common use that ISO 3166 leaves to users; CLDR names them."""


@dataclass(frozen=True, slots=True)
class KnownCountry:
    """A country's name and capital by language and its region group."""

    iso2: str
    name: dict[str, str]
    capital: dict[str, str]
    region: str


def known_country(iso2: str) -> KnownCountry | None:
    """The country with this code, from our own list or else from Unicode CLDR; None where there is no such country."""
    own = _own().get(iso2)
    if own:
        return own
    if iso2 not in _WITHOUT_ISO and pycountry.countries.get(alpha_2=iso2) is None:
        return None
    return KnownCountry(iso2, {code: _territories(code)[iso2] for code in CODES}, {}, Region.OTHER.value)


@cache
def _own() -> dict[str, KnownCountry]:
    rows = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    return {row["iso2"]: KnownCountry(row["iso2"], row["name"], row["capital"], row["region"]) for row in rows}


@cache
def _territories(code: str) -> dict[str, str]:
    return dict(Locale(code).territories)
