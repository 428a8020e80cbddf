"""Papers on the pages of other subjects: `{% load committee_papers %}`, then `{% papers_of item %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest

from publishing.reader import order_of

from ..access import may_run
from ..models import AgendaItem, Decision, Meeting, Paper
from ..papers.enums import Standing
from ..papers.listing import Row, loaded, rows_of
from ..papers.querysets import PaperQuerySet
from ..papers.receipts import NOTHING

register = template.Library()
KEPT = "_papers_of_meetings"


@register.inclusion_tag("steering/papers/_of.html", takes_context=True)
def papers_of(context: Mapping[str, Any], of: AgendaItem | Decision | Meeting) -> dict[str, Any]:
    """The papers of an agenda item, of a decision, or of a meeting those that belong to no item.

    Whatever many items a page shows, the papers of their meeting are read once. What is late or new is said on the page
    of the papers, for it takes the calendars of all members and the reader's receipts.
    """
    request: HttpRequest = context["request"]
    if isinstance(of, Decision):
        papers = Paper.objects.visible_to(request.user).filter(decision=of).order_by("position", "pk")
        rows = _rows(request, papers)
    else:
        wanted = of.pk if isinstance(of, AgendaItem) else None
        kept = _of_meeting(request, of.meeting_id if isinstance(of, AgendaItem) else of.pk)
        rows = [row for row in kept if row.paper.agenda_item_id == wanted]
    return {"rows": rows, "missing": Standing.MISSING, "older": Standing.OLDER, "request": request}


def _of_meeting(request: HttpRequest, meeting: int) -> list[Row]:
    """The papers of the meeting, read once for the page."""
    kept: dict[int, list[Row]] = getattr(request, KEPT, {})
    if meeting not in kept:
        papers = Paper.objects.visible_to(request.user).filter(meeting=meeting).order_by("position", "pk")
        kept[meeting] = _rows(request, papers)
        setattr(request, KEPT, kept)
    return kept[meeting]


def _rows(request: HttpRequest, papers: PaperQuerySet) -> list[Row]:
    is_run = may_run(request.user)
    return rows_of(loaded(papers), order_of(request), None, NOTHING, is_run=is_run)
