"""The national endorsement: given and withdrawn by a focal point."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...workflow import WorkflowError
from .. import endorsements
from ..forms import EndorsementForm, ReasonForm
from ..lookup import record_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What the endorsement means and, with a note, the button."""
    record = record_or_404(request.user, kind, pk)

    def act(form: Any) -> None:
        language = get_language() or "ru"
        endorsements.endorse(record, request.user, note=form.cleaned_data["note"], language=language)

    return _page(request, record, EndorsementForm, act, _("Your country endorses this record now."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take the endorsement back, and say why."""
    record = record_or_404(request.user, kind, pk)

    def act(form: Any) -> None:
        endorsements.withdraw(record, request.user, reason=form.cleaned_data["reason"])

    return _page(request, record, ReasonForm, act, _("The endorsement is withdrawn."))


def _page(request: HttpRequest, record: Any, form_class: Any, act: Callable[[Any], None], done: str) -> HttpResponse:
    answer = endorsements.may_endorse(request.user, record)
    form = form_class(request.POST if request.method == "POST" else None)
    refusal = "" if answer else str(answer.reason)
    if request.method == "POST" and form.is_valid() and answer:
        try:
            act(form)
        except WorkflowError as error:
            refusal = str(error)
        else:
            messages.success(request, done)
            return redirect("review:endorse", record.kind, record.pk)
    context = {
        "record": record,
        "form": form,
        "refusal": refusal,
        "is_open": bool(answer),
        "endorsement": endorsements.standing(record),
        "is_withdrawal": form_class is ReasonForm,
        "crumbs": [(reverse("desk"), _("My desk"))],
    }
    return render(request, "publishing/reviewing/endorse.html", context, status=200 if answer else 403)
