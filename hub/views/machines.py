"""What machines ask for: health, robots, sitemap."""

from datetime import datetime

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

from publishing.enums import Kind
from publishing.languages import CODES
from publishing.models import Entry
from publishing.origin import origin_of

from ..addresses import address_of

LIMIT = 16000
"""Records in one sitemap: three addresses each stay below the protocol's 50,000."""


def health(request: HttpRequest) -> JsonResponse:
    """Whether the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@cache_control(public=True, max_age=3600)
def words_of_scripts(request: HttpRequest) -> HttpResponseBase:
    """The texts that scripts show, such as the names of the editor's buttons, in the language of the address."""
    return JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(request)


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but accounts, preferences and the admin."""
    closed = [f"Disallow: /{code}/{part}/" for code in CODES for part in ("accounts", "admin", "preferences", "search")]
    lines = ["User-agent: *", *closed, f"Sitemap: {origin_of(request)}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language, with its alternates (sitemaps.org, and Google's hreflang extension)."""
    entries = Entry.objects.visible_to(request.user).exclude(kind=Kind.DOCUMENT).order_by("pk")[:LIMIT]
    pages: list[tuple[str, datetime | None]] = [
        (path, None)
        for path in (
            "/",
            "/practices/",
            "/reforms/",
            "/countries/",
            "/experts/",
            "/about/",
            "/about/contacts/",
            "/glossary/",
            "/parity/",
            "/site-map/",
        )
    ]
    pages += [(address_of(entry.kind, entry.slug), entry.changed_at) for entry in entries]
    return render(
        request,
        "hub/sitemap.xml",
        {"pages": pages, "codes": CODES, "origin": origin_of(request)},
        content_type="application/xml",
    )
