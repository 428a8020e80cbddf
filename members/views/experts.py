"""Pages of the experts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Expert


def listing(request: HttpRequest) -> HttpResponse:
    """All experts that the person may see."""
    return render(request, "members/expert_list.html", {"records": Expert.objects.visible_to(request.user)})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One expert; 404 where the person may not see it."""
    record = get_object_or_404(Expert.objects.visible_to(request.user), slug=slug)
    return render(request, "members/expert_detail.html", {"expert": record})
