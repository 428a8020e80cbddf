"""What the pages of a contribution say beside their form: progress, why it is closed, what was asked for, neighbours."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import Promise

from publishing.enums import Action, State
from publishing.likeness import Likeness, likely_duplicates
from publishing.models import Event
from publishing.reviewing.told import for_owner
from publishing.steps import url_of
from publishing.workflow import Answer

from ..depth import depth_of
from ..models import Practice
from ..workflow import PracticeWorkflow
from . import progress
from .keepers import contributions, may_delete, may_edit

LISTED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A contribution in the person's list."""

    practice: Practice
    missing: int
    since: Any
    depth: str | Promise
    is_open: bool


def rows_of(user: Any, page: int) -> tuple[list[Row], bool]:
    """One page of the person's contributions, the last changed first, and whether there are more."""
    at = Event.objects.filter(
        content_type__app_label="practices",
        content_type__model="practice",
        object_id=OuterRef("pk"),
        to_state=OuterRef("state"),
    ).order_by("-at")
    found = contributions(user).select_related("country", "owner").annotate(since=Subquery(at.values("at")[:1]))
    start = (page - 1) * LISTED
    practices = list(found.order_by("-changed_at", "-pk")[start : start + LISTED + 1])
    shown = practices[:LISTED]
    progress.load(*shown)
    rows = [
        Row(
            practice,
            len(progress.lacking(practice)),
            getattr(practice, "since", None) or practice.created_at,
            depth_of(practice).label,
            bool(may_edit(practice)),
        )
        for practice in shown
    ]
    return rows, len(practices) > LISTED


def frame(practice: Practice, user: Any, step: str) -> dict[str, Any]:
    """What every page of a saved contribution shows."""
    progress.load(practice)
    return {
        "practice": practice,
        "step": step,
        "progress": progress.progress_of(practice, step),
        "depth": depth_of(practice),
        "open": may_edit(practice),
        "asked": (asked := asked_of(practice)),
        "rounds": for_owner(practice) if asked else [],
        "may_delete": may_delete(practice, user),
        "revised": practice.revises,
    }


def asked_of(practice: Practice) -> Event | None:
    """The event that sent the practice back or declined it, with its reason; None in every other state."""
    if practice.state not in {State.CHANGES_REQUESTED, State.DECLINED}:
        return None
    event: Event | None = practice.events.filter(to_state=practice.state).first()
    return event


def ways(practice: Practice, user: Any) -> dict[str, Any]:
    """Whether the practice can be submitted or taken back, and the pages on which that is done."""
    workflow = PracticeWorkflow(practice, user)
    back = "?" + urlencode({"back": reverse("contribute:check", args=[practice.pk])})
    submit: Answer = workflow.may(Action.SUBMIT)
    withdraw: Answer = workflow.may(Action.WITHDRAW)
    return {
        "submit": submit,
        "submit_url": url_of(practice, Action.SUBMIT) + back,
        "withdraw": withdraw,
        "withdraw_url": url_of(practice, Action.WITHDRAW) + back,
    }


def alike(practice: Practice, user: Any) -> list[Likeness]:
    """What the library, and what this person may see beside it, has that may be the same practice."""
    language = practice.original_language
    title, summary = (getattr(practice, f"{name}_{language}") or "" for name in ("title", "summary"))
    if not title or practice.revises_id is not None:
        return []
    return likely_duplicates(
        user, Practice, title, summary, language=language, country=practice.country.iso2, except_pk=practice.pk
    )
