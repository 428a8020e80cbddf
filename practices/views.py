"""Pages of the practices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Practice


def listing(request: HttpRequest) -> HttpResponse:
    """All practices that the person may see."""
    return render(request, "practices/list.html", {"records": Practice.objects.visible_to(request.user)})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice; 404 where the person may not see it."""
    record = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    return render(request, "practices/detail.html", {"practice": record})
