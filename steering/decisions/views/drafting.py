"""Writing a draft, and throwing it away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publishing.editions import stand_on
from publishing.workflow import WorkflowError

from ...access import is_of_committee
from .. import forms
from ..drafting import DraftWorkflow, may_propose, propose
from .steps import crumbs, found_decision, step

NEW_SECTIONS = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: HttpRequest) -> HttpResponse:
    """Propose a decision."""
    if not is_of_committee(request.user):
        raise PermissionDenied
    initial = {"count": NEW_SECTIONS, "ruling_language": get_language(), "agenda_item": request.GET.get("item")}
    form = forms.DraftForm(request.POST if request.method == "POST" else None, initial=initial, user=request.user)
    answer, status = may_propose(request.user), 200
    if request.method == "POST" and form.is_valid():
        try:
            decision = propose(form.draft(), request.user)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("The draft is kept. The Secretariat opens it."))
            return redirect(decision)
    context = {"form": form, "answer": answer, "page_title": _("Propose a decision"), "crumbs": crumbs()}
    return render(request, "steering/decisions/draft.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft anew."""
    decision = found_decision(request, pk)
    flow = DraftWorkflow(decision, request.user)
    answer, status = flow.may_edit(), 200
    if not is_of_committee(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = forms.DraftForm(data, initial=forms.draft_initial(decision), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            flow.edit(form.draft(), edition=form.cleaned_data["edition"])
        except WorkflowError as refusal:
            stand_on(form, flow.decision.edition)
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("The draft is kept."))
            return redirect(decision)
    context = {
        "form": form,
        "answer": answer,
        "page_title": _("Write the draft"),
        "decision": decision,
        "crumbs": crumbs((decision.get_absolute_url(), str(decision.name))),
    }
    return render(request, "steering/decisions/draft.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    decision = found_decision(request, pk)
    flow = DraftWorkflow(decision, request.user)
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and flow.may_edit():
        try:
            flow.discard()
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The draft is deleted."))
        return redirect("committee:decisions")
    return step(
        request,
        form,
        flow.may_edit(),
        flow.discard,
        about=decision,
        title=_("Delete the draft"),
        verb=_("Delete"),
        done=_("The draft is deleted."),
        is_grave=True,
    )
