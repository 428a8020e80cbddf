"""Pages of those who contribute a practice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is asked of a contributor, and the way in."""
    return render(request, "practices/contribute/start.html")
