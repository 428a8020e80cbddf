"""Papers on the pages of other subjects: `{% load committee_papers %}`, then `{% papers_of item %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Exists, OuterRef, Value
from django.http import HttpRequest

from publishing.reader import order_of

from ..access import may_run
from ..models import AgendaItem, Decision, Meeting, Paper, PaperVersion
from ..papers.enums import Standing
from ..papers.listing import Row, loaded, rows_of
from ..papers.querysets import PaperQuerySet
from ..papers.receipts import NOTHING

register = template.Library()
KEPT = "_papers_of_meetings"


@register.inclusion_tag("steering/papers/_of.html", takes_context=True)
def papers_of(context: Mapping[str, Any], of: AgendaItem | Meeting) -> dict[str, Any]:
    """The papers of an agenda item, or of a meeting those that belong to no item.

    Whatever many items a page shows, the papers of their meeting are read once. What is late or new is said on the page
    of the papers, for it takes the calendars of all members and the reader's receipts.
    """
    request: HttpRequest = context["request"]
    wanted = of.pk if isinstance(of, AgendaItem) else None
    kept = _of_meeting(request, of.meeting_id if isinstance(of, AgendaItem) else of.pk)
    rows = [row for row in kept if row.paper.agenda_item_id == wanted]
    return {"rows": rows, "missing": Standing.MISSING, "older": Standing.OLDER, "request": request}


@register.simple_tag(takes_context=True)
def papers_for(context: Mapping[str, Any], decision: Decision) -> list[Paper]:
    """`{% papers_for decision as papers %}`: its papers by one query.

    `waits` says to who runs the Committee that a file of one was not sent out; nobody else learns of it.
    """
    user = context["request"].user
    waiting = PaperVersion.objects.filter(paper=OuterRef("pk"), issued_at=None)
    waits: Any = Exists(waiting) if may_run(user) else Value(value=False)
    return list(Paper.objects.visible_to(user).filter(decision=decision).annotate(waits=waits).order_by("position"))


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
