"""The register of decisions, on any day, and its public part as data."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.as_of import day_of
from publishing.cells import defused
from publishing.listing.paging import number_of, page_of
from publishing.origin import site_origin

from ...access import is_of_committee, may_run
from ...models import Decision
from ...seats.enums import DecisionKind
from ..drafting import may_propose
from ..enums import ActionState, DecisionState, Outcome
from ..indexing import matching
from ..public_data import HEADINGS, cells_of, data_of
from .steps import crumbs

PAGE_SIZE = 25
STATES = {
    "open": Q(state=DecisionState.OPEN),
    "adopted": Q(outcome=Outcome.ADOPTED),
    "rejected": Q(outcome=Outcome.REJECTED),
    "withdrawn": Q(state=DecisionState.WITHDRAWN),
    "draft": Q(state=DecisionState.DRAFT),
}
"""What the list can be narrowed to, by the words of its address."""


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The decisions that this reader may see, searched and narrowed, as the register stands or stood on a day."""
    on, problem = _day(request.GET.get("on", ""))
    found = Decision.objects.visible_to(request.user).select_related("agenda_item__meeting").defer("vector")
    found = found.as_of(on) if on is not None else found
    typed, kind, state = (request.GET.get(name, "") for name in ("q", "kind", "state"))
    if kind in DecisionKind.values:
        found = found.filter(kind=kind)
    if state in STATES:
        found = found.filter(STATES[state])
    if typed.strip():
        found = matching(found, typed)
    is_open = Q(actions__state=ActionState.OPEN)
    found = found.annotate(follow_ups=Count("actions"), open_follow_ups=Count("actions", filter=is_open))
    found = found.order_by("-year", "-serial", "-pk")
    page, _is_beyond = page_of(found, PAGE_SIZE, found.count(), number_of(request.GET.get("page", "")) or 1)
    committee = is_of_committee(request.user)
    context = {
        "page": page,
        "on": on,
        "day": on or localdate(),
        "problem": problem,
        "q": typed[:200],
        "kind": kind,
        "state": state,
        "kinds": DecisionKind.choices,
        "states": _state_names(committee),
        "is_demonstration": any(row.is_demonstration for row in page),
        "is_of_committee": committee,
        "may_propose": committee and (may_run(request.user) or bool(may_propose(request.user))),
        "crumbs": crumbs()[:1],
    }
    return render(request, "steering/decisions/list.html", context)


@require_safe
def decisions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What is public of the register, a line for each decision, in UTF-8."""
    rows = _public()

    def lines() -> Iterator[str]:
        yield "\ufeff" + _line(HEADINGS)
        for decision in rows.iterator(chunk_size=200):
            yield _line(cells_of(decision, site_origin()))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return response


@require_safe
def decisions_json(request: HttpRequest) -> JsonResponse:
    """What is public of the register with texts, positions and actions."""
    found = _public().prefetch_related("sections", "positions__seat__country", "actions__seat__country")
    return JsonResponse({"decisions": [data_of(decision, site_origin()) for decision in found]})


def _public() -> Any:
    """What everybody may see, whoever asks: the same file for all."""
    return Decision.objects.visible_to(AnonymousUser()).closed().defer("vector").order_by("-year", "-serial")


def _line(cells: tuple[str, ...] | list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return buffer.getvalue()


def _day(asked: str) -> tuple[date | None, str]:
    """The day that the address names, if any, and what to say of one that is none."""
    if not asked.strip():
        return None, ""
    found = day_of(asked)
    if found is None:
        return None, _("This is not a date: it should look like 01.11.2026. The page is shown as it stands today.")
    return found, ""


def _state_names(committee: bool) -> list[tuple[str, str]]:
    """The states that the list can be narrowed to; what is not closed concerns the Committee alone."""
    closed = [("adopted", str(Outcome.ADOPTED.label)), ("rejected", str(Outcome.REJECTED.label))]
    if not committee:
        return closed
    return [
        ("open", str(DecisionState.OPEN.label)),
        *closed,
        ("withdrawn", str(DecisionState.WITHDRAWN.label)),
        ("draft", str(DecisionState.DRAFT.label)),
    ]
