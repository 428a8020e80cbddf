"""Error pages in the reader's language, each with a way on."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: visible, but not allowed; the page says who may."""
    return _page(request, "403.html", 403, reason=str(exception) if exception else "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is missing or old: go back, load the page again, send again."""
    return _page(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same words for what is missing and what is not for this reader."""
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a reference that also stands in the log."""
    reference = secrets.token_hex(4)
    logging.getLogger("hub.errors").error("500 reference %s at %s", reference, request.path)
    return _page(request, "500.html", 500, reference=reference)


def _page(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    """Rendered in the language of the address, else of the cookie or the browser."""
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        return render(request, template, context, status=status)
