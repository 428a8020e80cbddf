"""Papers on the pages of other subjects: `{% load committee_papers %}`, then `{% papers_of item %}`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.http import HttpRequest

from publishing.reader import order_of

from ..access import may_run
from ..models import AgendaItem, Decision, Meeting, Paper
from ..papers.enums import Standing
from ..papers.listing import Listing, Row, listing_of, loaded, rows_of
from ..papers.receipts import taken_by

register = template.Library()
KEPT = "_papers_of_meetings"


@register.inclusion_tag("steering/papers/_of.html", takes_context=True)
def papers_of(context: Mapping[str, Any], of: AgendaItem | Decision | Meeting) -> dict[str, Any]:
    """The papers of an agenda item, of a decision, or of a meeting those that belong to no item.

    Whatever many items a page shows, the papers of their meeting are read once.
    """
    request: HttpRequest = context["request"]
    rows: Sequence[Row]
    if isinstance(of, Decision):
        rows = _of_decision(request, of)
    else:
        listing = _listing(request, of.meeting if isinstance(of, AgendaItem) else of)
        wanted = of.pk if isinstance(of, AgendaItem) else None
        rows = [row for row in listing.rows if row.paper.agenda_item_id == wanted]
    return {"rows": rows, "missing": Standing.MISSING, "older": Standing.OLDER, "request": request}


def _listing(request: HttpRequest, meeting: Meeting) -> Listing:
    kept: dict[int, Listing] = getattr(request, KEPT, {})
    if meeting.pk not in kept:
        kept[meeting.pk] = listing_of(meeting, request.user, order_of(request))
        setattr(request, KEPT, kept)
    return kept[meeting.pk]


def _of_decision(request: HttpRequest, decision: Decision) -> list[Row]:
    papers = loaded(Paper.objects.visible_to(request.user).filter(decision=decision).order_by("position", "pk"))
    taken = taken_by(request.user, [paper.pk for paper in papers])
    return rows_of(papers, order_of(request), None, taken, is_run=may_run(request.user))
