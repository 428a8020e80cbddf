"""What every request passes on this floor: readable input, headers, the language cookie, reader preferences."""

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation

from .languages import CODES
from .reader import preferences_of

Handler = Callable[[HttpRequest], HttpResponse]
RUN_OUT_BYTES: Final = 1024 * 1024 * 1024
RUN_OUT_SECONDS: Final = 60
CHUNK: Final = 256 * 1024
PERMISSIONS_POLICY: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"


def response_headers(get_response: Handler) -> Handler:
    """Headers that no library of ours sets."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def refuse_what_cannot_be_read(get_response: Handler) -> Handler:
    """400 for an address with NUL characters (PostgreSQL cannot hold them) or too many parameters, 413 for a large body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return _refusal(request, "400.html", 400)
        try:
            request.GET  # noqa: B018 (it is read at the first access)
        except TooManyFieldsSent:
            request.GET = QueryDict()  # the refusal is a page, and reads the query too
            request.META["QUERY_STRING"] = ""
            return _refusal(request, "400.html", 400)
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return _refusal(request, "400.html", 400)
        if length > 2 * settings.UPLOAD_LIMIT:
            _let_run_out(request, length)
            return _refusal(request, "413.html", 413)
        return get_response(request)

    return middleware


def remember_language(get_response: Handler) -> Handler:
    """Keep the language of the address in the cookie by which `/` chooses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        language = request.path_info[1:3]
        chosen = language in CODES and request.path_info[3:4] == "/"
        if chosen and response.status_code == 200 and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
        return response

    return middleware


def reader_preferences(get_response: Handler) -> Handler:
    """Set `request.reader`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = preferences_of(request)  # type: ignore[attr-defined]  # read through `reader_of`
        return get_response(request)

    return middleware


def _let_run_out(request: HttpRequest, length: int) -> None:
    """Read a body that is too large into nothing: a browser shows the answer only when it has sent everything.

    One that is absurdly large, or comes too slowly, is cut off instead.
    """
    stream = request.META.get("wsgi.input")
    ends = time.monotonic() + RUN_OUT_SECONDS
    left = length if length <= RUN_OUT_BYTES else 0
    while stream is not None and left > 0 and time.monotonic() < ends:
        chunk = stream.read(min(left, CHUNK))
        if not chunk:
            break
        left -= len(chunk)


def _refusal(request: HttpRequest, template: str, status: int) -> HttpResponse:
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        return render(request, template, status=status)
