"""What the Secretariat does with a meeting: plan, change, convene, open, close, cancel; and its agenda."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from publishing.workflow import Answer, WorkflowError

from ...access import may_run
from ...models import Meeting
from ...time_zones import hub_zone
from ..agenda import AgendaWorkflow
from ..enums import ItemKind
from ..forms import CancelForm, ConveneForm, ItemForm, MeetingForm
from ..notice import notice_of
from ..page import crumbs_of, item_of, meeting_of
from ..workflow import MeetingWorkflow, plan

CONFLICT = 409
FORM = ["GET", "HEAD", "POST"]


def run(request: HttpRequest, number: int) -> Meeting:
    """The meeting for somebody who runs the Committee's business: 404 where it is invisible, 403 where others see it."""
    found = meeting_of(request, number)
    if not may_run(request.user):
        raise PermissionDenied
    return found


def form_page(request: HttpRequest, form: forms.Form, title: str, verb: str, crumbs: Any, **more: Any) -> HttpResponse:
    """A page with one form; what the workflow refused is told with 409, for nothing is wrong with a field."""
    context = {"form": form, "page_title": title, "verb": verb, "crumbs": crumbs, "answer": more.pop("answer", None)}
    status = CONFLICT if form.is_bound and form.is_valid() is False and form.non_field_errors() else 200
    return render(request, "steering/meetings/form.html", {**context, **more}, status=status)


def attempt(request: HttpRequest, step: Any, said: str) -> bool:
    """Take the step and say so, or say why not."""
    try:
        step()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


@login_required
@require_http_methods(FORM)
def meeting_plan(request: HttpRequest) -> HttpResponse:
    """Plan a new meeting."""
    if not may_run(request.user):
        raise PermissionDenied
    initial = {
        "number": Meeting.objects.next_number(),
        "time_zone": hub_zone().key,
        "languages": ["kk", "ru", "en"],
        "access": "public",
    }
    form = MeetingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found = plan(form.values(), request.user)
        except WorkflowError as refusal:
            form.add_error("number", str(refusal))
        else:
            messages.success(request, _("The meeting is planned. Now add the items of its agenda."))
            return redirect(found)
    return form_page(request, form, _("Plan a meeting"), _("Plan the meeting"), crumbs_of())


@login_required
@require_http_methods(FORM)
def meeting_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the facts of a meeting."""
    found = run(request, number)
    flow = MeetingWorkflow(found, request.user)
    form = MeetingForm(request.POST or None, initial=MeetingForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        answer = flow.may_edit()
        try:
            flow.edit(form.values())
        except WorkflowError as refusal:
            form.add_error("number" if answer else None, str(refusal))
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect(flow.meeting)
    answer = flow.may_edit()
    return form_page(request, form, _("Change the meeting"), _("Save"), crumbs_of(found), answer=answer)


@login_required
@require_http_methods(FORM)
def meeting_convene(request: HttpRequest, number: int) -> HttpResponse:
    """Convene a meeting, with a reason where the notice is shorter than the rules ask for."""
    found = run(request, number)
    flow = MeetingWorkflow(found, request.user)
    form = ConveneForm(request.POST if request.method == "POST" else None, is_short=flow.needs_reason())
    if request.method == "POST" and form.is_valid():
        try:
            flow.convene(form.reasons())
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is convened. Everybody has a letter."))
            return redirect(found)
    more = {"answer": flow.may_convene(), "notice": notice_of(found), "meeting": found, "is_convening": True}
    return form_page(request, form, _("Convene the meeting"), _("Convene"), crumbs_of(found), **more)


@login_required
@require_http_methods(FORM)
def meeting_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a meeting with a reason."""
    found = run(request, number)
    flow = MeetingWorkflow(found, request.user)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            flow.cancel(form.by_language("cancel_reason"))
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is cancelled."))
            return redirect(found)
    more = {"answer": flow.may_cancel(), "is_grave": True}
    return form_page(request, form, _("Cancel the meeting"), _("Cancel the meeting"), crumbs_of(found), **more)


@login_required
@require_POST
def meeting_open(request: HttpRequest, number: int) -> HttpResponse:
    """Open a meeting."""
    found = run(request, number)
    attempt(request, MeetingWorkflow(found, request.user).open, _("The meeting is open. Note who is there."))
    return redirect(found)


@login_required
@require_POST
def meeting_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a meeting."""
    found = run(request, number)
    attempt(request, MeetingWorkflow(found, request.user).close, _("The meeting is closed."))
    return redirect(found)


@login_required
@require_http_methods(FORM)
def item_add(request: HttpRequest, number: int) -> HttpResponse:
    """Add an item to the agenda."""
    found = run(request, number)
    flow = AgendaWorkflow(found, request.user)
    initial = {"access": found.access, "kind": ItemKind.DISCUSSION}
    form = ItemForm(request.POST or None, meeting=found, initial=initial)
    if request.method == "POST" and form.is_valid() and _fits(flow, form):
        try:
            flow.add(form.values())
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The item is on the agenda."))
            return redirect(found)
    return form_page(request, form, _("Add an item"), _("Add the item"), crumbs_of(found), answer=flow.may_add())


@login_required
@require_http_methods(FORM)
def item_edit(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Change an item; its number stays."""
    found = run(request, number)
    held, flow = item_of(request, found, item), AgendaWorkflow(found, request.user)
    form = ItemForm(request.POST or None, meeting=found, initial=ItemForm.initial_of(held))
    if request.method == "POST" and form.is_valid() and _fits(flow, form):
        try:
            flow.edit(held, form.values())
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The item is changed."))
            return redirect(held)
    crumbs = crumbs_of(found, item=held)
    return form_page(request, form, _("Change the item"), _("Save"), crumbs, answer=flow.may_edit())


@login_required
@require_POST
def item_up(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Move an item before its neighbour."""
    return _moved(request, number, item, up=True)


@login_required
@require_POST
def item_down(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Move an item behind its neighbour."""
    return _moved(request, number, item, up=False)


@login_required
@require_POST
def item_remove(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Take an item off the agenda."""
    found = run(request, number)
    held = item_of(request, found, item)
    flow = AgendaWorkflow(found, request.user)
    is_done = attempt(request, lambda: flow.remove(held), _("The item is off the agenda."))
    return redirect(found if is_done else held)


def _moved(request: HttpRequest, number: int, item: int, *, up: bool) -> HttpResponse:
    found = run(request, number)
    held = item_of(request, found, item)
    flow = AgendaWorkflow(found, request.user)
    attempt(request, lambda: flow.move(held, up=up), _("The order is changed."))
    return redirect(found)


def _fits(flow: AgendaWorkflow, form: ItemForm) -> bool:
    """Whether the rules let the proposer propose it; if not, it stands by the field."""
    data = form.cleaned_data
    answer: Answer = flow.may_propose(data["kind"], data["proposer"], data["seat"])
    if not answer:
        form.add_error("proposer", str(answer.reason))
    return bool(answer)
