"""Nothing typed is lost: what was sent after the session had ended waits for its writer behind the sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from publishing.limits import is_within
from publishing.lost_session import KeptForms, typed

View = Callable[..., HttpResponseBase]
FORMS: Final = KeptForms("contribution")
KEPT_PER_HOUR: Final = 30
"""How many forms of a visitor are kept; what is not is carried by the page itself."""


def signed_in(view: View, *, shown_on: str = "") -> View:
    """For who is signed in. A form that comes from somebody who no longer is, is kept until they have signed in again.

    A form without a valid token, such as one that was opened before another sign-in, is shown once more with all that it
    holds. `shown_on` names the page of the form where the address itself only takes it.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = reverse(shown_on, args=[kwargs["pk"]]) if shown_on else request.path
        if request.method == "POST" and (answer := _stopped(request, page, view, args, kwargs)):
            return answer
        if not request.user.is_authenticated:
            return _to_sign_in(page)
        return view(request, *args, **kwargs)

    return csrf_exempt(inner)  # the token is asked for in `_stopped`


def mark_of(user: Any) -> str:
    """The mark in a form that says whose it is, so that nobody else is shown what it held."""
    return FORMS.mark_of(user)


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What this person had typed on this page when their session ended; None where there is nothing."""
    return FORMS.kept(request, _page(request.path))


def forget(request: HttpRequest, page: str = "") -> None:
    """The kept form of the page was saved; without a page it is the one that was asked for."""
    FORMS.forget(request, _page(page or request.path))


def _stopped(request: HttpRequest, page: str, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
    """The answer to a form that cannot be taken now; None where it can."""
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    if check.process_view(request, view, args, kwargs) is not None:
        return _carried(request, status=403)
    if request.user.is_authenticated:
        return None
    if not typed(request):
        return _to_sign_in(page)
    visitor = get_adapter().get_client_ip(request)
    may_wait = is_within("contribution-kept", visitor, amount=KEPT_PER_HOUR, seconds=3600)
    if not may_wait or not FORMS.keep(request, _page(page)):
        return _carried(request, status=401)
    return _to_sign_in(page)


def _carried(request: HttpRequest, *, status: int) -> HttpResponse:
    """A page that holds the whole form in hidden fields, to be sent again."""
    pairs = [(name, value) for name, values in typed(request).lists() for value in values]
    context = {"pairs": pairs, "action": request.get_full_path(), "had_files": bool(request.FILES)}
    return render(request, "practices/contribute/again.html", context, status=status)


def _page(path: str) -> str:
    """The page without its language: the writer may sign in in another one."""
    return path[3:]


def _to_sign_in(path: str) -> HttpResponse:
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': path})}")
