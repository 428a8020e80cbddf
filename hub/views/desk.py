"""The desk of whoever is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices.models import Practice


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is mine and where it stands."""
    mine = Practice.objects.filter(owner=request.user.pk).order_by("-changed_at", "-pk")[:50]
    return render(request, "hub/desk.html", {"mine": mine})
