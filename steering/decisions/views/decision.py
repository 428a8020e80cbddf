"""One decision: its page, how its deadline came about, and the position of a seat."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from publishing.languages import CODES, NAMES
from publishing.origin import origin_of
from publishing.pdf import pdf_response
from publishing.reader import order_of
from publishing.workflow import YES, WorkflowError

from ...access import Access, is_of_committee, may_run
from ...models import Decision, DecisionSection, Position
from ...record.chain import entry_of
from ...record.stamp import issued
from .. import forms, page
from ..drafting import DraftWorkflow
from ..enums import Capacity, DecisionState, Way
from ..following_up import may_assign
from ..paper import paper_of
from ..positions import PositionWorkflow
from ..tally import Tally, count
from ..workflow import DecisionWorkflow, seats_of_decision
from .steps import crumbs, found_decision


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision with everything that hangs on it."""
    found = found_decision(request, pk)
    rows = page.rows_of(found, request.user, order_of(request)) if found.state != DecisionState.DRAFT else []
    is_closed = found.state == DecisionState.CLOSED
    context = {
        "decision": found,
        "sections": _sections(found, request.user),
        "languages": [(code, NAMES[code]) for code in CODES],
        "rows": rows,
        "own": _own(found, rows, request.user),
        "answered": sum(bool(row.position.choice) for row in rows),
        "remaining": page.remaining(found),
        "basis": page.basis_of(found),
        "needed": page.needed_of(found),
        "share": page.percent_of(found),
        "actions": page.actions_of(found, request.user) if is_closed else [],
        "corrections": _corrections(found, request.user) if getattr(found, "is_corrected", False) else [],
        "entry": entry_of("decision", found.pk) if is_closed else None,
        "is_of_committee": is_of_committee(request.user),
        "shows_item": _shows_item(found, request.user),
        "shows_corrected": found.corrects is not None
        and (is_of_committee(request.user) or found.corrects.released_at is not None),
        "steps": _steps(found, rows, request.user),
        "may_edit": found.state == DecisionState.DRAFT and DraftWorkflow(found, request.user).may_edit(),
        "tally": _standing(found, rows) if found.state == DecisionState.OPEN and may_run(request.user) else None,
        "may_run": may_run(request.user),
        "crumbs": crumbs(),
    }
    return render(request, "steering/decisions/decision.html", context)


@require_safe
def decision_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A closed decision as a PDF with its seal, noted as a file that the portal gave out."""
    found = found_decision(request, pk)
    if found.state != DecisionState.CLOSED:
        raise Http404
    order, entry = order_of(request), entry_of("decision", found.pk)
    address = origin_of(request) + found.get_absolute_url()
    rows = page.rows_of(found, request.user, order)
    data = paper_of(found, rows, page.basis_of(found), entry, order, address)
    made_at = found.closed_at or timezone.now()
    response = pdf_response(request, "record.typ", data, f"decision-{found.year}-{found.serial}.pdf", made_at)
    return issued(response, entry) if entry is not None else response


@require_safe
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """How the deadline was counted: for each country, the days that did not count."""
    found = found_decision(request, pk)
    seats = seats_of_decision(found)
    explained = page.explained(found, seats)
    if explained is None:
        raise Http404
    names = {seat.country.iso2: seat.name for seat in seats if seat.country is not None}
    context = {
        "decision": found,
        "deadline": explained,
        "countries": [(names.get(one.country), one) for one in explained.countries],
        "crumbs": crumbs((found.get_absolute_url(), found.number)),
    }
    return render(request, "steering/decisions/deadline.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Give a seat's position, or change it."""
    found = found_decision(request, pk)
    if not is_of_committee(request.user):
        raise PermissionDenied
    rows = Position.objects.visible_to(request.user).filter(decision=found).select_related("seat__country")
    row = get_object_or_404(rows, seat=seat)
    flow = PositionWorkflow(found, row.seat, request.user)
    if flow.speaker is None:
        raise PermissionDenied
    is_noted = flow.speaker.capacity == Capacity.SECRETARY
    data = request.POST if request.method == "POST" else None
    form = forms.PositionForm(data, initial=forms.initial_of(row), is_noted=is_noted)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            stated = flow.state(form.statement(), seen=form.cleaned_data["seen"])
        except WorkflowError as refusal:
            row.refresh_from_db()
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            form.data["seen"] = str(row.version)  # type: ignore[index]  # a copy that may be written to
            form.add_error("choice", str(refusal))
            status = 409
        else:
            _tell(request, stated)
            return redirect(f"{found.get_absolute_url()}#positions")
    context = {
        "decision": found,
        "position": row,
        "form": form,
        "answer": flow.may_state(),
        "is_noted": is_noted,
        "crumbs": crumbs((found.get_absolute_url(), found.number)),
    }
    return render(request, "steering/decisions/position.html", context, status=status)


def _tell(request: HttpRequest, stated: Position) -> None:
    if stated.is_contested:
        messages.warning(
            request,
            _("The delegate has said otherwise, and that counts. Your input is noted for the delegate to settle."),
        )
    else:
        messages.success(request, _("The position is noted. It can be changed until the closing."))


def _own(found: Decision, rows: list[page.SeatRow], user: Any) -> list[tuple[page.SeatRow, Any, forms.PositionForm]]:
    """For each of the person's own seats: its row, whether they may speak now, and the form."""
    if found.state != DecisionState.OPEN:
        return []
    return [
        (
            row,
            flow.may_state(),
            forms.PositionForm(initial=forms.initial_of(row.position), auto_id=f"id_{row.position.pk}_%s"),
        )
        for row, flow in page.own_flows(found, rows, user)
    ]


def _sections(found: Decision, user: Any) -> list[tuple[int, list[tuple[str, str]]]]:
    """The text by section: its number, and its text in each language, empty where it is missing."""
    rows = DecisionSection.objects.visible_to(user).filter(decision=found).order_by("number")
    return [(row.number, [(code, getattr(row, f"text_{code}") or "") for code in CODES]) for row in rows]


def _shows_item(found: Decision, user: Any) -> bool:
    """Whether the agenda item may be named to this person: a released decision may stem from one that is not public."""
    item = found.agenda_item
    if item is None or is_of_committee(user):
        return item is not None
    levels = {item.access, item.meeting.access}
    return levels == {Access.PUBLIC} and item.meeting.convened_at is not None


def _corrections(found: Decision, user: Any) -> list[Decision]:
    return list(Decision.objects.visible_to(user).filter(corrects=found).defer("vector").order_by("pk"))


def _standing(found: Decision, rows: list[page.SeatRow]) -> Tally:
    """What the positions come to as they stand; the quorum of a meeting has its own place."""
    return count(found.way, found.majority, found.quorum or 0, (row.position.choice for row in rows))


def _steps(found: Decision, rows: list[page.SeatRow], user: Any) -> list[tuple[str, str, Any]]:
    """The Secretariat's steps in this state: address name, words of the button, whether it is possible now."""
    if not may_run(user):
        return []
    flow = DecisionWorkflow(found, user)
    if found.state == DecisionState.DRAFT:
        return [("committee:decision_open", _("Open for positions"), flow.may_open())]
    if found.state == DecisionState.OPEN:
        silent = sum(not row.position.choice for row in rows)
        # At a meeting the page of the step asks for the quorum: here it would cost more than the rest of the page.
        is_in_room = found.way == Way.AT_MEETING
        answer = YES if is_in_room else flow.may_close(silent, page.mandates_of(user))
        steps = [("committee:decision_close", _("Close the decision"), answer)]
        if found.is_in_writing:
            steps.append(("committee:decision_extend", _("Extend the deadline"), flow.may_extend()))
        return [*steps, ("committee:decision_withdraw", _("Withdraw the decision"), flow.may_withdraw())]
    if found.state == DecisionState.CLOSED:
        steps = [("committee:action_new", _("Give an action"), may_assign(user, found))]
        if found.released_at is None:
            steps.insert(0, ("committee:decision_release", _("Release the decision"), flow.may_release()))
        return steps
    return []
