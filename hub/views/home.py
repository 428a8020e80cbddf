"""The front page, and the ways to it."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request


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
    return render(request, "hub/home.html")
