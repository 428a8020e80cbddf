"""One transition of one record: looked at, then performed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..editions import stand_on
from ..enums import Action
from ..workflow import PublicationWorkflow, WorkflowError
from .forms import StepForm
from .registry import model_of, workflow_of
from .words import done, later_url, meaning


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, kind: str, key: int, action: str) -> HttpResponse:
    """What the transition means and which letters it sends; POST performs it, once, on the edition that was seen."""
    flow = _flow(request, kind, key, action)
    form = StepForm(flow, action, request.POST if request.method == "POST" else None)
    answer = flow.may(action)
    refusal, status = ("", 200) if answer else (str(answer.reason), 403)
    if request.method == "POST" and not answer and _is_done(flow, action):
        return _done_already(request)
    if request.method == "POST" and form.is_valid():
        try:
            record = form.perform()
        except WorkflowError as error:
            if _is_done(flow, action):
                return _done_already(request)
            refusal, status = str(error), 409 if answer else 403
            stand_on(form, flow.record.edition)
        else:
            messages.success(request, done(action, record))
            return HttpResponseRedirect(_way_back(request))
    context = {
        "record": flow.record,
        "form": form,
        "action": Action(action),
        "meaning": meaning(action),
        "refusal": refusal,
        "is_open": bool(answer),
        "back": _way_back(request),
        "target": flow.TRANSITIONS[action].target,
        "later": later_url(flow.record, action),
        "crumbs": [(reverse("desk"), _("My desk"))],
    }
    return render(request, "publishing/step.html", context, status=status)


def _flow(request: HttpRequest, kind: str, key: int, action: str) -> PublicationWorkflow[Any]:
    """The workflow for the record; 404 where the person may not see the record or no such step exists."""
    try:
        model, workflow = model_of(kind), workflow_of(kind)
    except LookupError as error:
        raise Http404 from error
    if action not in workflow.TRANSITIONS:
        raise Http404
    record = get_object_or_404(model.objects.visible_to(request.user), pk=key)
    if not request.user.is_active:
        raise PermissionDenied
    flow = workflow(record, request.user)
    if action not in flow.TRANSITIONS:  # a record may go a way of its own
        raise Http404
    return flow


def _is_done(flow: PublicationWorkflow[Any], action: str) -> bool:
    """Whether this very action was the record's last: a second press, or somebody who was quicker."""
    transition = flow.TRANSITIONS[action]
    if flow.record.state != transition.target or transition.target in transition.sources:
        return False
    return bool(flow.record.events.order_by("-pk").values_list("action", flat=True).first() == action)


def _done_already(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This has been done already."))
    return HttpResponseRedirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """Where the person came from, if that is on this site; else their desk."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("desk")
