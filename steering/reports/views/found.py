"""What the pages fetch: each row through what the reader may see, so that what is hidden is missing."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from publishing.languages import CODES, text_of

from ...models import Report, ReportVersion, ReviewRound, Seat

CRUMB = 40
"""Characters of a title in the path."""
LARGEST = 32_000
"""Beyond it no number of a version or round lies."""


def report_or_404(request: HttpRequest, pk: int) -> Report:
    """The report, if this person may open it; one query."""
    rows = Report.objects.visible_to(request.user).select_related("seat__country", "corrects", "corrected_by")
    found: Report = get_object_or_404(rows, pk=pk)
    return found


def round_or_404(request: HttpRequest, pk: int, number: int) -> ReviewRound:
    """The round of a report, if this person may look at it; one query."""
    if number > LARGEST:
        raise Http404
    rows = ReviewRound.objects.visible_to(request.user).select_related("report", "version", "rules")
    return get_object_or_404(rows, report=pk, number=number)


def versions_of(request: HttpRequest, report: Report) -> list[ReportVersion]:
    """The versions that this person may read, with their rounds; one query."""
    return list(
        ReportVersion.objects.visible_to(request.user)
        .filter(report=report)
        .select_related("round__report")
        .order_by("number")
    )


def version_asked(request: HttpRequest, versions: list[ReportVersion]) -> ReportVersion:
    """The version that the address names, else the newest; 404 where there is none."""
    asked = request.GET.get("version", "")
    if not asked and versions:
        return versions[-1]
    found = next((one for one in versions if str(one.number) == asked), None)
    if found is None:
        raise Http404
    return found


def seat_or_404(pk: int) -> Seat:
    """A seat by its key; seats are public."""
    return get_object_or_404(Seat.objects.select_related("country"), pk=pk)


def beside_of(request: HttpRequest) -> str:
    """The second language that the reader wants beside the first; empty for none."""
    asked = request.GET.get("beside", "")
    return asked if asked in CODES else ""


def crumbs(report: Report | None = None, *more: tuple[str, str]) -> list[tuple[str, Any]]:
    """The way to a page of a report."""
    found: list[tuple[str, Any]] = [
        (reverse("committee:home"), _("Steering Committee")),
        (reverse("committee:reports"), _("Reports under review")),
    ]
    if report is not None:
        found.append((report.get_absolute_url(), Truncator(text_of(report, "title")).chars(CRUMB)))
    return [*found, *more]
