"""The adoptions on a country's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from members import country_additions
from members.models import Country

from . import chain
from .chain import Link


@dataclass(frozen=True, slots=True)
class CountryAdoptions:
    """What the country took over, and what others took over from it."""

    iso2: str
    taken: list[Link]
    given: list[Link]
    template: str = "practices/adoptions/_of_country.html"

    @property
    def is_demonstration(self) -> bool:
        """Whether anything invented is among them."""
        return any(link.is_demonstration for link in (*self.taken, *self.given))


def register() -> None:
    """Let the adoptions stand on the pages of the countries."""
    country_additions.register("adoptions", chain.of_country, _part)


def _part(country: Country, rows: Any, order: Sequence[str]) -> CountryAdoptions | None:
    links = chain.links(rows, order)
    if not links:
        return None
    return CountryAdoptions(
        country.iso2,
        taken=[link for link in links if link.adopter_iso2 == country.iso2],
        given=[link for link in links if link.source_iso2 == country.iso2],
    )
