"""Putting a transition off, the list of what waits, and calling it off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..enums import Action
from ..models import ScheduledTransition
from ..steps.registry import model_of, models_with_steps, workflow_of
from ..steps.words import done
from ..workflow import PublicationWorkflow, WorkflowError
from .forms import LATER, NOW, PlanForm
from .plan import ACTIONS, cancel, may_cancel, promise, schedule

SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, kind: str, key: int, action: str) -> HttpResponse:
    """When the action is to happen; POST schedules it or, for publishing, performs it now with promised languages."""
    flow = _flow(request, kind, key, action)
    answer = flow.may(action)
    form = PlanForm(
        flow.record,
        action,
        needs_reason=flow.TRANSITIONS[action].needs_reason,
        data=request.POST if request.method == "POST" else None,
    )
    refusal = "" if answer else str(answer.reason)
    if request.method == "POST" and form.is_valid():
        try:
            told = _carry_out(flow, action, form)
        except WorkflowError as error:
            refusal = str(error)
        else:
            messages.success(request, told)
            return redirect("schedule:list")
    context = {
        "record": flow.record,
        "form": form,
        "action": Action(action),
        "refusal": refusal,
        "is_open": bool(answer),
        "now": timezone.localtime(),
    }
    return render(request, "publishing/plan.html", context, status=200 if answer else 403)


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits and what came of the latest: of one's own, for those who may publish of all."""
    rows = ScheduledTransition.objects.select_related("by", "content_type").prefetch_related("record")
    if not _sees_all(request.user):
        rows = rows.filter(by=request.user.pk)
    found = [row for row in rows.order_by("-at", "-pk")[:SHOWN] if row.record is not None]
    lines = [(row, row.state == "waiting" and may_cancel(row, request.user)) for row in found]
    return render(request, "publishing/schedule.html", {"lines": lines, "now": timezone.localtime()})


@login_required
@require_POST
def call_off(request: HttpRequest, key: int) -> HttpResponse:
    """Call a scheduled transition off."""
    rows = ScheduledTransition.objects.select_related("content_type")
    if not _sees_all(request.user):
        rows = rows.filter(by=request.user.pk)
    row = get_object_or_404(rows, pk=key)
    try:
        cancel(row, request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Called off."))
    return redirect("schedule:list")


def _carry_out(flow: PublicationWorkflow[Any], action: str, form: PlanForm) -> str:
    """What was asked for; the words for it. Raises WorkflowError where it is refused."""
    data = form.cleaned_data
    reason, edition = data.get("reason", ""), data.get("edition")
    if data["when"] == NOW:
        with transaction.atomic():
            promise(flow.record, form.promised())
            record = flow.perform(action, reason=reason, edition=edition)
        return done(action, record)
    with transaction.atomic():
        is_later = data["when"] == LATER
        schedule(
            flow.record,
            action,
            data["at"] if is_later else timezone.now(),
            flow.actor,
            reason=reason,
            successor=data.get("successor"),
            waits_for_languages=not is_later,
        )
    return _("Scheduled.")


def _flow(request: HttpRequest, kind: str, key: int, action: str) -> PublicationWorkflow[Any]:
    """The workflow for the record; 404 where the person may not see it or the action cannot be put off."""
    try:
        model, workflow = model_of(kind), workflow_of(kind)
    except LookupError as error:
        raise Http404 from error
    if action not in ACTIONS or action not in workflow.TRANSITIONS:
        raise Http404
    flow = workflow(get_object_or_404(model.objects.visible_to(request.user), pk=key), request.user)
    if action not in flow.TRANSITIONS:  # a record may go a way of its own
        raise Http404
    return flow


def _sees_all(user: Any) -> bool:
    return any(
        user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}") for model in models_with_steps()
    )
