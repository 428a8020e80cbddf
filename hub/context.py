"""What every page needs to know of itself."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import get_language

from publishing.languages import CODES, NAMES, SHORT_NAMES
from publishing.origin import origin_of
from publishing.reader import CHOICES, reader_of


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in a language."""

    code: str
    name: str
    short: str
    path: str
    is_current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Language links that keep path and query, canonical address, section, reader preferences."""
    current = get_language() or "ru"
    prefix, rest = _split(request.path)
    query = f"?{request.GET.urlencode()}" if request.GET and request.method == "GET" else ""
    origin = _origin(request)
    reader = reader_of(request)
    return {
        "LANGUAGE_CODE": current,
        "language_links": [
            LanguageLink(code, NAMES[code], SHORT_NAMES[code], f"/{code}{rest}{query}", code == current)
            for code in CODES
        ],
        "page_path": request.get_full_path() if prefix else f"/{current}/",
        "canonical": f"{origin}/{current}{rest}",
        "origin": origin,
        "rest_of_path": rest,
        "section": rest.split("/")[1] if prefix else "",
        "reader": reader,
        "reader_attributes": reader.attributes(),
        "preference_choices": CHOICES,
    }


def _origin(request: HttpRequest) -> str:
    """Scheme and host of the site; empty where the host is refused, since the refusal itself is a page."""
    try:
        return origin_of(request)
    except DisallowedHost:
        return ""


def _split(path: str) -> tuple[str, str]:
    """The language of a path and what follows it; ("", "/") where it has none."""
    for code in CODES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return code, path[3:] or "/"
    return "", "/"
