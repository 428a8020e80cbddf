"""The public page on which a record is checked, and its corrections."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.limits import is_within, is_within_worker
from publishing.workflow import WorkflowError

from ..models import RecordEntry
from .checking import Check, check_code, check_file
from .forms import CodeForm, CorrectionForm, FileForm
from .workflow import CorrectionWorkflow

CODES_PER_HOUR: Final = 60
FILES_PER_HOUR: Final = 20
CONFLICT: Final = 409
TOO_MANY: Final = 429


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Type the code that stands on paper, and read what it belongs to."""
    if "code" not in request.GET:
        return _page(request, CodeForm())
    form = CodeForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    visitor = get_adapter().get_client_ip(request)
    if not is_within_worker("check code", visitor, amount=CODES_PER_HOUR, seconds=3600):
        form.add_error("code", _("You have asked many times within an hour. Please wait a little."))
        return _page(request, form, status=TOO_MANY)
    try:
        found = check_code(form.cleaned_data["code"], request.user)
    except ValidationError as refusal:
        form.add_error("code", refusal)
        return _page(request, form)
    return _page(request, form, found=found)


@never_cache
@require_POST
def check_upload(request: HttpRequest) -> HttpResponse:
    """Compare a file with what the portal gave out; nothing of it is kept."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, CodeForm(), form)
    visitor = get_adapter().get_client_ip(request)
    if not is_within("check file", visitor, amount=FILES_PER_HOUR, seconds=3600):
        form.add_error("file", _("Too many files within an hour. Try again later."))
        return _page(request, CodeForm(), form, status=TOO_MANY)
    try:
        found = check_file(form.cleaned_data["file"], request.user)
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return _page(request, CodeForm(), form)
    return _page(request, CodeForm(), found=found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, sequence: int) -> HttpResponse:
    """Put a correction behind an entry."""
    entry = get_object_or_404(RecordEntry.objects.visible_to(request.user), pk=sequence)
    flow = CorrectionWorkflow(entry, request.user)
    if not flow.may_correct():
        raise PermissionDenied
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            flow.correct(form.cleaned_data)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The correction is in the record, linked with what it corrects."))
            return redirect(entry)
    context = {"entry": entry, "form": form, "crumbs": [*_crumbs(), (entry.get_absolute_url(), entry.code)]}
    return render(request, "steering/record/correct.html", context, status=status)


def _page(
    request: HttpRequest, code: CodeForm, file: FileForm | None = None, found: Check | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "code_form": code,
        "file_form": file or FileForm(),
        "found": found,
        "may_correct": bool(
            found and found.entry and found.is_open and CorrectionWorkflow(found.entry, request.user).may_correct()
        ),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "steering/record/check.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (reverse("committee:home"), _("Steering Committee")),
        (reverse("committee:check"), _("Check a record")),
    ]
