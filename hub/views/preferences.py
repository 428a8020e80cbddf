"""Reader preferences: plain forms, no script."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.reader import CHOICES, keep_preferences, reader_of

from ..forms import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """The page of all preferences; after saving, back to where the reader came from."""
    language = get_language() or "ru"
    before = reader_of(request)
    if request.method == "POST":
        form = PreferencesForm(request.POST, language=language)
        if form.is_valid():
            response = HttpResponseRedirect(_way_back(request))
            keep_preferences(request, response, form.preferences(before, language))
            return response
    else:
        form = PreferencesForm(initial=PreferencesForm.initial_of(before, language), language=language)
    return render(request, "hub/preferences.html", {"form": form, "next": _way_back(request, default="")})


# The token would make every page a page of its own reader; what can be forged here is the look of a page.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def low_vision(request: HttpRequest) -> HttpResponse:
    """One step of the panel: `low_vision=on|off`, or one value of size, spacing, scheme or images.

    Who comes by a link, such as the languages of an error page, is led to the page of all preferences.
    """
    if request.method != "POST":
        return redirect("preferences")
    preferences = reader_of(request)
    data = request.POST
    if data.get("low_vision") in {"on", "off"}:
        preferences = preferences.low_vision(on=data["low_vision"] == "on")
    changes: dict[str, Any] = {name: data[name] for name, known in CHOICES.items() if data.get(name) in known}
    for name in ("images_off", "serif", "reading"):
        if data.get(name) in {"on", "off"}:
            changes[name] = data[name] == "on"
    preferences = replace(preferences, **changes)
    response = HttpResponseRedirect(_way_back(request))
    keep_preferences(request, response, preferences)
    return response


def _way_back(request: HttpRequest, default: str | None = None) -> str:
    """The page that the form names, if it is a path of ours; else the front page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and target.startswith("/"):
        return target
    return f"/{get_language()}/" if default is None else default
