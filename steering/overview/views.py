"""The Committee's front page."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ..access import is_of_committee, may_run
from ..models import Decision, Mandate, Meeting, Report
from ..seats.enums import Office

LATEST: Final = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The next meetings, the last decisions and reports that this reader may see; four queries for the public."""
    user: Any = request.user
    decisions = Decision.objects.visible_to(user).closed().order_by("-decided_on", "-pk").defer("vector")
    upcoming = list(Meeting.objects.visible_to(user).upcoming()[:LATEST])
    reports = (
        Report.objects.visible_to(user).filter(text_released_at__isnull=False).order_by("-text_released_at", "-pk")
    )
    shown = [*upcoming, *(latest := list(decisions[:LATEST])), *(released := list(reports[:LATEST]))]
    context = {
        "upcoming": upcoming,
        "decisions": latest,
        "reports": released,
        "chair": Mandate.objects.visible_to(user).on(localdate()).filter(office=Office.CHAIR).first(),
        "has_demonstration": any(row.is_demonstration for row in shown),
        "has_desk": is_of_committee(user) or may_run(user),
    }
    return render(request, "steering/overview/home.html", context)
