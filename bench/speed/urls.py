"""The portal's addresses, and an empty view in the same process, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hub.urls import handler400, handler403, handler404, handler500
from hub.urls import urlpatterns as own

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(_request: HttpRequest) -> HttpResponse:
    """What a request costs that does nothing."""
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *own]
