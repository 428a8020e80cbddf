"""Staff and Committee members need a second factor where the settings say so."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .enums import Role

Handler = Callable[[HttpRequest], HttpResponse]


def require_second_factor(get_response: Handler) -> Handler:
    """Lead a privileged account without a second factor to the page where it is set up, and nowhere else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and _is_privileged(request) and not is_mfa_enabled(request.user):
            if "/accounts/" not in request.path_info and not request.path_info.startswith(settings.STATIC_URL):
                messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
                return redirect("mfa_index")
        return get_response(request)

    return middleware


def _is_privileged(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and (user.is_staff or user.has_role(Role.COMMITTEE))
