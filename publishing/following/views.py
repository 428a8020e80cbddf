"""Pages of what a person follows."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ..models import Subscription
from .forms import FollowForm, SettingsForm
from .targets import name_of_value, targets_of
from .unsubscribing import person_of, stop_letters


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """What I follow, how often I hear of each, which letters I get and in which language."""
    user: Any = request.user
    mine = Subscription.objects.filter(user=user).select_related("theme")
    form = SettingsForm(request.POST if request.method == "POST" else None, user=user, targets=targets_of(list(mine)))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choices are saved."))
        return redirect("following:settings")
    return render(request, "publishing/following/settings.html", {"form": form, "crumbs": _crumbs()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a theme, country, record or search; on GET, as after a sign-in, what it would be and the button."""
    form = FollowForm(request.POST if request.method == "POST" else {**request.GET.dict()})
    if form.is_valid() and request.method == "POST":
        try:
            is_new = form.save(request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("following:settings")
        said = _("You follow this now.") if is_new else _("You follow this already.")
        messages.success(request, said)
        return HttpResponseRedirect(_way_back(request))
    asked = form.cleaned_data if form.is_valid() else {}
    name = name_of_value(asked["what"], asked["value"], asked["place"]) if asked else ""
    context = {"form": form, "name": name, "back": _way_back(request), "crumbs": _crumbs()}
    return render(request, "publishing/following/follow.html", context, status=200 if form.is_valid() else 400)


@login_required
@require_POST
def stop(request: HttpRequest, key: int) -> HttpResponse:
    """Follow something no longer; 404 for what is not the person's own."""
    get_object_or_404(Subscription, pk=key, user=request.user).delete()
    messages.success(request, _("You follow this no longer."))
    return HttpResponseRedirect(_way_back(request))


@csrf_exempt  # mail programs post here without having been on any page (RFC 8058); the signed link says who it is for
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters about what one follows, without a sign-in: GET shows the button, POST does it at once."""
    person = person_of(token)
    if person is not None and request.method == "POST":
        stop_letters(person)
    context = {"is_known": person is not None, "is_done": request.method == "POST"}
    return render(request, "publishing/following/unsubscribe.html", context, status=200 if person is not None else 404)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("desk"), _("My desk"))]


def _way_back(request: HttpRequest) -> str:
    """Where the person came from, if that is on this site; else the page of what they follow."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("following:settings")
