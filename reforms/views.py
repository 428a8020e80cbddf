"""Pages of the reforms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Reform


def listing(request: HttpRequest) -> HttpResponse:
    """All reforms that the person may see."""
    return render(request, "reforms/list.html", {"records": Reform.objects.visible_to(request.user)})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One reform; 404 where the person may not see it."""
    record = get_object_or_404(Reform.objects.visible_to(request.user).for_page(), slug=slug)
    return render(request, "reforms/detail.html", {"reform": record})
