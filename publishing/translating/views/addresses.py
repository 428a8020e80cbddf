"""What an address of the desk names, and the answers that several pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from ...models import Publication
from ...workflow import WorkflowError
from ..records import record_for
from ..workflow import Desk, desk_of

Answering = Callable[..., HttpResponse]


def url_of(name: str, record: Publication, language: str) -> str:
    """The address of a page or step of one translation: `edit`, `review`, `submit` …"""
    return reverse(f"translate:{name}", args=[record.kind.value, record.pk, language])


def number(text: str | None) -> int:
    """A version number out of a form; -1, which is none, for anything else."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def of_record(view: Answering) -> Answering:
    """A view of one translation: signed in, 404 for what the person may not see, 403 for what they may not translate."""

    @wraps(view)
    @never_cache
    def answer(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, desk_of(record_for(request.user, kind, pk, language), language))

    return answer


def performed(request: HttpRequest, step: Callable[[], Any], done: str, address: str) -> HttpResponse:
    """Take a step, say what came of it and lead on."""
    try:
        step()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(address)


def texts_in(request: HttpRequest, desk: Desk) -> dict[str, str]:
    """The texts of a sent editor by key; fields that the form did not have are left out."""
    return {unit.key: request.POST[f"text-{unit.key}"] for unit in desk.units if f"text-{unit.key}" in request.POST}
