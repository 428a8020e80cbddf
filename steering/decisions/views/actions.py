"""Actions: the list, the chain from decision to evidence, and what their owners and the Secretariat do with them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from publishing.listing.paging import number_of, page_of

from ...access import is_of_committee, may_run
from ...models import Action, ActionEvidence
from .. import following_up, forms
from ..enums import ActionState
from ..following_up import ActionWorkflow
from .steps import crumbs, found_action, found_decision, step

PAGE_SIZE = 50


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """The actions that this reader may see: open ones first, those due first at the top."""
    state = request.GET.get("state", "open")
    rules = {
        "open": Q(state=ActionState.OPEN),
        "overdue": Q(state=ActionState.OPEN, due_on__lt=localdate()),
        "done": Q(state=ActionState.DONE),
        "dropped": Q(state=ActionState.DROPPED),
        "all": Q(),
    }
    state = state if state in rules else "open"
    found = Action.objects.visible_to(request.user).filter(rules[state])
    found = found.select_related("decision", "seat__country", "agenda_item__meeting").defer("decision__vector")
    found = found.order_by("due_on", "pk")
    page, _is_beyond = page_of(found, PAGE_SIZE, found.count(), number_of(request.GET.get("page", "")) or 1)
    names = {
        "open": pgettext("action", "Open"),
        "overdue": _("Overdue"),
        "done": _("Done"),
        "dropped": _("Dropped"),
        "all": _("All"),
    }
    context = {
        "page": page,
        "state": state,
        "states": names.items(),
        "is_demonstration": any(row.is_demonstration for row in page),
        "crumbs": [(reverse("committee:home"), _("Steering Committee"))],
    }
    return render(request, "steering/decisions/actions.html", context)


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """The chain: the decision, what follows from it, and what shows that it was done."""
    found = found_action(request, pk)
    flow = ActionWorkflow(found, request.user)
    is_own = is_of_committee(request.user)
    context = {
        "action": found,
        "evidence": ActionEvidence.objects.visible_to(request.user).filter(action=found).order_by("added_at", "pk"),
        "may_report": flow.may_report() if is_own else None,
        "may_judge": flow.may_judge() if is_own else None,
        "may_drop": flow.may_drop() if is_own else None,
        "is_of_committee": is_own,
        "is_decision_visible": found.decision is not None,
        "crumbs": _crumbs(),
    }
    return render(request, "steering/decisions/action.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an action under a decision."""
    decision = found_decision(request, pk)
    if not may_run(request.user):
        raise PermissionDenied
    form = forms.TaskForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        following_up.may_assign(request.user, decision),
        lambda: following_up.assign(form.task(), request.user, decision=decision),
        about=decision,
        title=_("Give an action"),
        verb=_("Give it"),
        note=_("Its owner gets a letter, and reminders until it is done."),
        done=_("The action is given."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Add evidence and say that it is done."""
    flow = _flow(request, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.EvidenceForm(data, files, user=request.user)
    answer = flow.may_report()
    if not answer and flow.action.state == ActionState.OPEN:
        raise PermissionDenied
    return step(
        request,
        form,
        answer,
        lambda: flow.report(form.evidence()),
        about=flow.action,
        title=_("Report as done"),
        verb=_("Send to the Secretariat"),
        note=_("The Secretariat looks at it and confirms."),
        done=_("Thank you. The Secretariat confirms it."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that it is done."""
    flow = _judged(request, pk)
    return step(
        request,
        forms.SureForm(request.POST if request.method == "POST" else None),
        flow.may_judge(),
        flow.confirm,
        about=flow.action,
        title=_("Confirm as done"),
        verb=_("Confirm"),
        done=_("The action is done."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report back."""
    flow = _judged(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_judge(),
        lambda: flow.send_back(form.cleaned_data["reason"]),
        about=flow.action,
        title=_("Send the report back"),
        verb=_("Send back"),
        note=_("The owner gets a letter with the reason."),
        done=_("The report is sent back."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """End it without its having been done."""
    flow = _judged(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_drop(),
        lambda: flow.drop(form.cleaned_data["reason"]),
        about=flow.action,
        title=_("Drop the action"),
        verb=_("Drop"),
        note=_("It stays in the register with the reason."),
        done=_("The action is dropped."),
        is_grave=True,
    )


@require_safe
def evidence_file(request: HttpRequest, pk: int, evidence: int) -> FileResponse:
    """A file of the evidence, as an attachment; 404 where it is lost or the person may not open it."""
    found = found_action(request, pk)
    row = get_object_or_404(
        ActionEvidence.objects.visible_to(request.user).filter(action=found).exclude(file=""), pk=evidence
    )
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file is not in the storage") from error
    response = FileResponse(content, as_attachment=True, filename=row.file_name, content_type=row.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _flow(request: HttpRequest, pk: int) -> ActionWorkflow:
    found = found_action(request, pk)
    if not is_of_committee(request.user):
        raise PermissionDenied
    return ActionWorkflow(found, request.user)


def _judged(request: HttpRequest, pk: int) -> ActionWorkflow:
    found = found_action(request, pk)
    if not may_run(request.user):
        raise PermissionDenied
    return ActionWorkflow(found, request.user)


def _crumbs() -> list[tuple[str, Any]]:
    return [*crumbs()[:1], (reverse("committee:actions"), _("Actions"))]
