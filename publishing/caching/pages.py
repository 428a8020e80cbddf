"""Public pages kept whole, for readers who are not signed in.

A page is kept under everything that it may depend on: release, epoch, scheme, host, path with its language, the query
as it was sent, the reader's preferences, the day. So nothing is ever thrown away by hand: a change of anything public
raises the epoch (`publishing.caching.epoch`), and what was kept under the former one is not asked for again.

Who brings a session, messages or credentials is answered anew each time, and only a plain answer is kept: 200, no cookie,
no form token, nothing said by `private` or `no-store`, no `Vary` on what is not part of the key.
"""

import gzip
import hashlib
import logging
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, parse_http_date_safe
from django.utils.timezone import localdate

from ..languages import CODES
from ..reader import COOKIE, Preferences, preferences_of
from . import epoch, on_hit
from .release import release

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponseBase]

CLOSED: Final = frozenset({"accounts", "admin", "desk", "contribute", "review", "translate", "preferences"})
"""Sections below the language whose pages are nobody else's business; their own headers say so too."""
SHOWN_FOR_A_DAY: Final = "as_of"
"""The parameter by which a page is read as it stood on a day: rarely asked for twice."""
LONGEST_PATH: Final = 400
LONGEST_QUERY: Final = 1_000
"""Characters; what is longer is answered, not kept."""
LARGEST: Final = 2 * 1024 * 1024
"""The largest page that is kept, in bytes before it is packed."""
SMALLEST_PACKED: Final = 200
"""Bytes from which packing pays, as in Django's own."""
KEPT_FOR: Final = 24 * 3600
"""Seconds that a shared cache keeps a page; its key changes with the day anyway."""
KEYED: Final = frozenset({"cookie", "accept-encoding"})
"""The request headers on which a kept page may vary: the cookies that matter are in the key, the packing is done here."""
ONLY_FULL: Final = frozenset({"content-length", "etag", "cache-control", "vary", "content-type"})
WITH_304: Final = ("Cache-Control", "Content-Location", "Vary")
_COMMA = re.compile(r"\s*,\s*")
_PACKED = re.compile(r"\bgzip\b")


class Kept(NamedTuple):
    """A page as it is kept."""

    body: bytes
    is_packed: bool
    etag: str
    content_type: str
    headers: tuple[tuple[str, str], ...]
    calls: tuple[on_hit.Call, ...]

    @property
    def size(self) -> int:
        """About what it weighs, in bytes."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


class Asked(NamedTuple):
    """What a request asks for that may be kept."""

    key: str
    epoch: int
    is_ordinary: bool
    """Whether the reader has no preferences of their own."""


def page_cache(get_response: Handler) -> Handler:
    """Answer out of the cache where that is the same as answering anew, and keep what may be kept.

    Stands outside of everything that makes a page, the headers of its protection included, and inside of what each
    browser gets in its own way: packing, and the cookie of the language.
    """
    if not settings.PAGE_CACHE:
        raise MiddlewareNotUsed
    release()  # read while the worker starts, not while somebody waits

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = asked_by(request)
        if asked is None:
            return get_response(request)
        kept = _fetch(asked.key)
        if kept is not None:
            on_hit.play(request, kept.calls)
            return answer(request, kept)
        with epoch.held(asked.epoch):
            response = get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponse) or not may_be_kept(request, response):
            return response
        kept = kept_of(request, response, asked)
        _keep(asked.key, kept)
        return answer(request, kept)

    return middleware


def asked_by(request: HttpRequest) -> Asked | None:
    """The key of a request whose answer may be kept; None where it has to be answered anew."""
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    if (
        request.method not in {"GET", "HEAD"}
        or path[1:3] not in CODES
        or path[3:4] != "/"
        or path[4:].partition("/")[0] in CLOSED
        or len(path) > LONGEST_PATH
        or len(query) > LONGEST_QUERY
        or "HTTP_AUTHORIZATION" in request.META
        or _has_state(request)
        or (query and not _is_plain(request))
    ):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    now = epoch.current()
    if now is None:
        return None
    reader = preferences_of(request) if COOKIE in request.COOKIES else Preferences()
    preferences = reader.data()
    parts = (release(), now, request.scheme, host, request.path, query, preferences, localdate().isoformat())
    key = hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()
    return Asked(f"page:{key}", now, not preferences)


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is the same for everybody who asks under the same key."""
    messages = getattr(request, "_messages", None)
    user = getattr(request, "user", None)
    said = set(_COMMA.split(response.headers.get("Cache-Control", "").lower()))
    return not (
        response.status_code != 200
        or response.streaming
        or response.cookies
        or "Set-Cookie" in response.headers
        or "Content-Encoding" in response.headers
        or said & {"private", "no-store", "no-cache"}
        or not _vary(response) <= KEYED
        or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        or "'nonce-" in response.headers.get("Content-Security-Policy", "")
        or (messages is not None and messages.added_new)
        or (user is not None and user.is_authenticated)
        or len(response.content) > LARGEST
    )


def kept_of(request: HttpRequest, response: HttpResponse, asked: Asked) -> Kept:
    """The answer with the headers by which browsers and proxies ask again at every view, and are told 304 where it stands.

    Who has preferences of their own gets pages that no shared cache keeps.
    """
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    whose = "public" if asked.is_ordinary else "private"
    body = response.content
    etag = response.headers.get("ETag") or '"' + hashlib.blake2b(body, digest_size=16).hexdigest() + '"'
    headers = {name: value for name, value in response.items() if name.lower() not in ONLY_FULL}
    headers["Cache-Control"] = response.headers.get("Cache-Control") or f"{whose}, no-cache"
    headers["Vary"] = response.headers["Vary"]
    packed = gzip.compress(body, compresslevel=6, mtime=0) if len(body) >= SMALLEST_PACKED else body
    is_packed = len(packed) < len(body)
    return Kept(
        packed if is_packed else body,
        is_packed,
        # weak: the same for the packed and the unpacked page
        f"W/{etag.removeprefix('W/')}",
        response.headers.get("Content-Type", ""),
        tuple(headers.items()),
        on_hit.calls_of(request),
    )


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The kept page for this request: 304 where the browser has it, packed where the browser unpacks, no body for HEAD."""
    if _is_known(request, kept):
        known = HttpResponse(status=304)
        del known.headers["Content-Type"]
        known.headers["ETag"] = kept.etag
        for name, value in kept.headers:
            if name in WITH_304:
                known.headers[name] = value
        return known
    body = kept.body
    is_packed = kept.is_packed and _PACKED.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
    if kept.is_packed and not is_packed:
        body = gzip.decompress(body)
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=kept.content_type)
    for name, value in kept.headers:
        response.headers[name] = value
    response.headers["ETag"] = kept.etag
    response.headers["Content-Length"] = str(len(body))
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _has_state(request: HttpRequest) -> bool:
    """Whether the browser brings what makes it somebody: a session or messages from the last page."""
    if "HTTP_COOKIE" not in request.META:
        return False
    cookies = request.COOKIES
    return bool(cookies.get(settings.SESSION_COOKIE_NAME) or cookies.get("messages"))


def _is_plain(request: HttpRequest) -> bool:
    """Whether the query can be read, and asks for the page of today."""
    try:
        return SHOWN_FOR_A_DAY not in request.GET
    except TooManyFieldsSent:
        return False


def _vary(response: HttpResponse) -> set[str]:
    return {name for name in _COMMA.split(response.headers.get("Vary", "").lower()) if name}


def _is_known(request: HttpRequest, kept: Kept) -> bool:
    """Whether the browser has the page: by its tag, or where it names none by the date of what has one, as feeds do."""
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if asked:
        return _has_it(asked, kept.etag)
    since = request.META.get("HTTP_IF_MODIFIED_SINCE", "")
    moved = next((value for name, value in kept.headers if name == "Last-Modified"), "") if since else ""
    held, last = parse_http_date_safe(since) if moved else None, parse_http_date_safe(moved) if moved else None
    return held is not None and last is not None and last <= held


def _has_it(asked: str, etag: str) -> bool:
    """The weak comparison of `If-None-Match`."""
    if asked == etag:
        return True
    known = parse_etags(asked)
    return known == ["*"] or etag.removeprefix("W/") in {one.removeprefix("W/") for one in known}


def _fetch(key: str) -> Kept | None:
    """The kept page; none where the cache cannot be reached or holds something else."""
    try:
        found: Any = caches["pages"].get(key)
    except Exception:
        log.exception("the cache of pages does not answer")
        return None
    return found if isinstance(found, Kept) else None


def _keep(key: str, kept: Kept) -> None:
    try:
        caches["pages"].set(key, kept, KEPT_FOR)
    except Exception:
        log.exception("the cache of pages takes nothing")
