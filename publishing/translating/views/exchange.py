"""Exchange files: one translation, many in a ZIP, and back."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...limits import is_within
from ..queue import asked_of, waiting_rows
from ..records import kinds_for, record_for
from ..workflow import Desk, desk_of
from ..xliff.format import MEDIA_TYPE
from ..xliff.reading import LARGEST_ARCHIVE, Outcome, take_upload
from ..xliff.writing import archive_of, file_name, xliff_of
from .addresses import of_record

MOST_EXPORTED: Final = 50
"""Translations in one archive; the queue shows as many on a page."""
UPLOADS_AN_HOUR: Final = 60


@require_safe
@of_record
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One translation as an XLIFF file."""
    return _attachment(xliff_of(desk), MEDIA_TYPE, file_name(desk))


@require_safe
@login_required
def export_many(request: HttpRequest) -> HttpResponse:
    """The first translations of the queue, by its filters, in a ZIP."""
    known = kinds_for(request.user)
    if not known:
        raise PermissionDenied
    rows = waiting_rows(request.user, asked_of(request.GET, known), MOST_EXPORTED)
    if not rows:
        messages.info(request, _("Nothing waits under these filters, so there is nothing to export."))
        return redirect("translate:queue")
    desks = (desk_of(record_for(request.user, kind, pk, language), language) for kind, pk, language in rows)
    return _attachment(archive_of(desks), "application/zip", "translations.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take(request: HttpRequest) -> HttpResponse:
    """Take files back: each into its draft, or refused with what is wrong with it."""
    if not kinds_for(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "publishing/translating/import.html", {"outcomes": None, "error": ""})
    error, outcomes = _taken(request)
    status = 422 if error or any(not outcome.is_taken for outcome in outcomes) else 200
    context = {"outcomes": outcomes, "error": error, "replace": "replace" in request.POST}
    return render(request, "publishing/translating/import.html", context, status=status)


def _taken(request: HttpRequest) -> tuple[str, list[Outcome]]:
    upload = request.FILES.get("file")
    if upload is None:
        return _("Choose a file."), []
    if (upload.size or 0) > LARGEST_ARCHIVE:
        return _("The file is larger than %(most)d MB.") % {"most": LARGEST_ARCHIVE // 1024 // 1024}, []
    if not is_within("take-xliff", str(request.user.pk), amount=UPLOADS_AN_HOUR, seconds=3600):
        return _("Too many files in a short time. Try again in an hour."), []
    return "", take_upload(str(upload.name), upload.read(), request.user, replace="replace" in request.POST)


def _attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
