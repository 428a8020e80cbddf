"""About pages, contacts and the site map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Page


def index(request: HttpRequest) -> HttpResponse:
    """All about pages with their leads."""
    return render(request, "hub/about_index.html", {"pages": Page.objects.visible_to(request.user)})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One about page; 404 where the person may not see it."""
    record = get_object_or_404(Page.objects.visible_to(request.user).prefetch_related("language_versions", "sources"), slug=slug)
    return render(request, "hub/about_page.html", {"page": record})


def contacts(request: HttpRequest) -> HttpResponse:
    """Where the Secretariat is and how to write to it."""
    return render(request, "hub/contacts.html")


def site_map(request: HttpRequest) -> HttpResponse:
    """Every section and about page on one page."""
    return render(request, "hub/site_map.html", {"pages": Page.objects.visible_to(request.user)})
