"""The Secretariat's steps with a decision: open, extend, close, withdraw, release."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import may_run
from .. import forms
from ..workflow import DecisionWorkflow
from .steps import found_decision, step

SAFE_AND_POST = ["GET", "HEAD", "POST"]


def _flow(request: HttpRequest, pk: int) -> DecisionWorkflow:
    """The workflow of a visible decision; 403 for who sees it and does not run the Committee."""
    decision = found_decision(request, pk)
    if not may_run(request.user):
        raise PermissionDenied
    return DecisionWorkflow(decision, request.user)


@login_required
@require_http_methods(SAFE_AND_POST)
def decision_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft to the Committee."""
    flow = _flow(request, pk)
    form_class = forms.OpenForm if flow.decision.is_in_writing else forms.SureForm
    form = form_class(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_open(),
        lambda: flow.open(form.cleaned_data.get("days")),
        about=flow.decision,
        title=_("Open for positions"),
        verb=_("Open"),
        note=_(
            "It gets its number. Majority, quorum and the member seats are fixed by the rules of today, and the text cannot be changed any more."
        ),
        done=_("The decision is open for positions."),
    )


@login_required
@require_http_methods(SAFE_AND_POST)
def decision_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the deadline, once."""
    flow = _flow(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_extend(),
        lambda: flow.extend(form.cleaned_data["reason"]),
        about=flow.decision,
        title=_("Extend the deadline"),
        verb=_("Extend"),
        note=_("Possible once, by the working days of the rules. The reason is shown; all members get a letter."),
        done=_("The deadline is extended."),
    )


@login_required
@require_http_methods(SAFE_AND_POST)
def decision_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close with the computed record."""
    flow = _flow(request, pk)
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_close(),
        flow.close,
        about=flow.decision,
        title=_("Close the decision"),
        verb=_("Close and seal"),
        note=_(
            "The outcome is computed from the positions as they stand and sealed with your name. Nothing can be changed afterwards."
        ),
        done=_("The decision is closed."),
        is_grave=True,
    )


@login_required
@require_http_methods(SAFE_AND_POST)
def decision_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back without an outcome."""
    flow = _flow(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_withdraw(),
        lambda: flow.withdraw(form.cleaned_data["reason"]),
        about=flow.decision,
        title=_("Withdraw the decision"),
        verb=_("Withdraw"),
        note=_("It is neither adopted nor refused. The number stays in the register with the reason."),
        done=_("The decision is withdrawn."),
        is_grave=True,
    )


@login_required
@require_http_methods(SAFE_AND_POST)
def decision_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a closed decision beyond the Committee."""
    flow = _flow(request, pk)
    form = forms.ReleaseForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        form,
        flow.may_release(),
        lambda: flow.release(form.cleaned_data["access"]),
        about=flow.decision,
        title=_("Release the decision"),
        verb=_("Release"),
        note=_("Text, record, positions with their statements, and actions become visible. This cannot be taken back."),
        done=_("The decision is released."),
    )
