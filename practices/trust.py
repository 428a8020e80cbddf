"""Why a reader may trust a practice: its country's endorsement, and why it bears its evidence level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.enums import State
from publishing.languages import Text, first_of
from publishing.reviewing import endorsements, evidence
from publishing.reviewing.rights import may_run

from .contribute.keepers import keeps
from .models import Practice


@dataclass(frozen=True, slots=True)
class Endorsed:
    """The endorsement that stands: since when, and the word of the country."""

    on: date
    note: str
    language: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """Why the evidence level was set, and when."""

    on: date
    note: Text


def trust_of(practice: Practice, own: Mapping[str, Any], reading_order: Sequence[str]) -> dict[str, Any]:
    """What the practice's own entry tells of both; a note on a level that the practice no longer bears is left out."""
    endorsed, weighed = own.get(endorsements.NAME), own.get(evidence.NAME)
    return {
        "endorsed": endorsed_of(endorsed),
        "weighed": Weighed(date.fromisoformat(weighed["on"]), first_of(weighed["note"], reading_order))
        if weighed and weighed["level"] == practice.evidence
        else None,
    }


def endorsed_of(told: Mapping[str, Any] | None) -> Endorsed | None:
    """The endorsement as an entry tells of it."""
    return Endorsed(date.fromisoformat(told["on"]), told["note"], told["language"]) if told else None


def judging_links(user: Any, practice: Practice) -> list[tuple[str, str]]:
    """Where this person works on the practice: an update of it, its reviews, its endorsement."""
    links = []
    if practice.state == State.PUBLISHED and keeps(user, practice):
        links.append((reverse("contribute:propose", args=[practice.pk]), _("Propose an update")))
    if may_run(user, practice):
        links.append((reverse("review:record", args=[practice.kind, practice.pk]), _("Reviews of this record")))
    if endorsements.may_endorse(user, practice):
        words = _("National endorsement of this record")
        links.append((reverse("review:endorse", args=[practice.kind, practice.pk]), words))
    return links
