"""Pages of the countries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Country


def listing(request: HttpRequest) -> HttpResponse:
    """All countries that the person may see."""
    return render(request, "members/country_list.html", {"records": Country.objects.visible_to(request.user)})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One country; 404 where the person may not see it."""
    record = get_object_or_404(Country.objects.visible_to(request.user), slug=slug)
    return render(request, "members/country_detail.html", {"country": record})
