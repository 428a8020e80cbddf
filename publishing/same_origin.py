"""Whether a form came from a page of this site, told without a token, so that pages with such a form can be kept whole."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from this site (Fetch Metadata, else Origin, else Referer).

    For actions that cost others nothing and need no account; everything else has Django's token.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()
