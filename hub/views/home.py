"""The front page, and the ways to it."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from publishing.models import Theme
from publishing.reader import order_of

from .. import front


def choose_language(request: HttpRequest) -> HttpResponse:
    """`/`: on to the language of the cookie, else of the browser, else Russian."""
    response = redirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def kz_to_kk(request: HttpRequest, rest: str | None = None) -> HttpResponsePermanentRedirect:
    """`/kz/…`, as people type it, to `/kk/…`, query kept."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(f"/kk{rest or '/'}{query}")


def home(request: HttpRequest) -> HttpResponse:
    """What the Hub is, what is new in it, and a way into everything."""
    countries = front.countries_of(request.user)
    themes = list(Theme.objects.all())
    counts = front.practices_by_country(request.user)
    order = order_of(request)
    context = {
        "figures": front.figures(request.user, countries),
        "latest": front.latest_practices(request.user, order, themes, countries),
        "themes": front.themes_with_counts(request.user, themes),
        "committee": front.committee_news(request.user, order),
        "map": front.map_of(countries, counts, order),
    }
    return render(request, "hub/home.html", context)
