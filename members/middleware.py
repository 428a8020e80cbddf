"""What signed-in people's requests pass: pages that no cache keeps, and the second factor of privileged accounts."""

from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from publishing.languages import CODES

from .enums import Role

Handler = Callable[[HttpRequest], HttpResponse]
SECOND_FACTORS: Final = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes stand in for a lost factor; they are none by themselves."""
OPEN_SECTIONS: Final = ("accounts", "preferences")
"""What a privileged account may use before its second factor is set up, below the language."""


def keep_private(get_response: Handler) -> Handler:
    """No cache, shared or the browser's own, keeps a page of somebody signed in or of an account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated or _section(request) == "accounts":
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


def require_second_factor(get_response: Handler) -> Handler:
    """Lead a privileged account without a second factor to the page where it is set up.

    Addresses without a language are for machines (feeds, interfaces, health): there such an account counts as nobody.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and lacks_second_factor(request):
            section = _section(request)
            if section is None:
                request.user = AnonymousUser()
            elif section not in OPEN_SECTIONS:
                return redirect("mfa_index")
            else:
                request.needs_second_factor = True  # type: ignore[attr-defined]  # read by the templates
        return get_response(request)

    return middleware


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether staff or a Committee member is signed in and has neither an authenticator app nor a key."""
    user = request.user
    privileged = user.is_authenticated and (user.is_staff or user.has_role(Role.COMMITTEE))
    return bool(privileged and not is_mfa_enabled(user, SECOND_FACTORS))


def _section(request: HttpRequest) -> str | None:
    """The first part of the address below the language; None where the address has no language."""
    parts = request.path_info.split("/")
    return parts[2] if len(parts) > 2 and parts[1] in CODES else None
