"""Where the site lives."""

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Scheme and host of the site, without a slash at the end: the setting's, else the request's own.

    DisallowedHost where the request names a host that is not ours and the setting is empty.
    """
    return settings.SITE_ORIGIN.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def site_origin() -> str:
    """Scheme and host of the site where no request is at hand, as in letters: the setting's, else the first allowed host.

    In the local mode that is the address that `make run` serves.
    """
    if settings.SITE_ORIGIN:
        return str(settings.SITE_ORIGIN).rstrip("/")
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    return f"http://{host}:{settings.LOCAL_PORT}" if settings.LOCAL else f"https://{host}"
