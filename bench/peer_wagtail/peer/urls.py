"""Addresses of the peer: an empty view, and all pages of Wagtail below their language."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls


def empty(_request: HttpRequest) -> HttpResponse:
    """What a request costs that does nothing."""
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *i18n_patterns(path("", include(wagtail_urls)))]
