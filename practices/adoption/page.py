"""What stands on the page of an adoption beside the statement: how its stage went on, and what both sides did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from members.models import Country

from .enums import DONE, AdoptionAction, AdoptionStage
from .models import Adoption
from .sides import Side
from .workflow import MOVES


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as it was stated at a time."""

    stage: AdoptionStage
    year: int
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """A step: what, when, by which country or by the Secretariat on its behalf, and the words."""

    label: Any
    at: datetime
    country: Country
    is_on_behalf: bool
    reason: str


def stages_of(adoption: Adoption) -> list[Stage]:
    """The stages that were stated one after the other, the first first; one query."""
    stages: list[Stage] = []
    history: Any = adoption.history  # type: ignore[attr-defined]  # made by django-simple-history
    for stage, year, at in history.order_by("history_date", "history_id").values_list("stage", "year", "history_date"):
        if not stages or (stages[-1].stage, stages[-1].year) != (stage, year):
            stages.append(Stage(AdoptionStage(stage), year, at))
    return stages


def happened(adoption: Adoption) -> list[Happening]:
    """The steps of both sides, the latest first; for the two countries and the Secretariat. One query."""
    found = []
    for event in adoption.events.select_related("actor"):
        action = AdoptionAction(event.action)
        side = MOVES[action].side if action in MOVES else Side.ADOPTER
        country = adoption.country if side == Side.ADOPTER else adoption.practice.country
        is_on_behalf = event.actor is None or event.actor.country_id != country.pk
        found.append(Happening(DONE[action], event.at, country, is_on_behalf, event.reason))
    return found
