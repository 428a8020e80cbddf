"""The queue of checks and its one click."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from ..listing.paging import LONGEST_NUMBER
from ..reader import order_of
from ..steps.registry import model_of, workflow_of
from ..steps.words import done
from ..workflow import WorkflowError
from .queue import due_for


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The records that the person keeps and that are to be checked."""
    found = due_for(request.user, order_of(request))
    context = {"due": found, "overdue": sum(one.is_overdue for one in found)}
    return render(request, "publishing/checks.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Say that the record is still correct; refused politely where it has changed since the page was opened."""
    try:
        model, workflow = model_of(kind), workflow_of(kind)
    except LookupError as error:
        raise Http404 from error
    record = get_object_or_404(model.objects.visible_to(request.user), pk=key)
    try:
        workflow(record, request.user).perform("confirm", edition=_edition(request.POST.get("edition", "")))
    except WorkflowError as refusal:
        messages.error(request, f"{record}: {refusal}")
    else:
        messages.success(request, done("confirm", record))
    return HttpResponseRedirect(_way_back(request))


def _edition(text: str) -> int | None:
    """The edition that the person saw; one that was never given fits no record, and none at all is not asked for."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _way_back(request: HttpRequest) -> Any:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("checks:queue")
