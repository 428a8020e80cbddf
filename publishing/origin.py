"""Where the site lives."""

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Scheme and host of the site, without a slash at the end: the setting's, else the request's own.

    DisallowedHost where the request names a host that is not ours and the setting is empty.
    """
    return settings.SITE_ORIGIN.rstrip("/") or f"{request.scheme}://{request.get_host()}"
