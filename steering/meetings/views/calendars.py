"""A person's own calendar: the private feed, and the time zone in which they read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from publishing.languages import reading_order
from publishing.origin import origin_of

from ...models import CalendarFeed, ChosenZone, Meeting
from ...time_zones import zone_of
from ..calendar import MEDIA_TYPE, calendar_of, new_feed, owner_of, revoke_feed
from ..forms import ZoneForm
from ..page import crumbs_of

LONGEST_FEED = 200
"""Meetings in a feed, the latest first."""
NEW_TOKEN = "calendar_token"  # noqa: S105 - the name under which the session holds it


@login_required
@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The private address for calendar programs, shown once when it is made, and the choice of the time zone."""
    token = request.session.pop(NEW_TOKEN, "")
    chosen = ChosenZone.objects.filter(user=request.user.pk).values_list("time_zone", flat=True).first()
    return _page(request, ZoneForm(initial={"time_zone": chosen or ""}), token)


@login_required
@require_POST
def calendar_make(request: HttpRequest) -> HttpResponse:
    """Make a private address; the former one, if there was one, ends."""
    # It stands in the session for one page, so that the address is in no history of the browser and no log.
    request.session[NEW_TOKEN] = new_feed(request.user)
    return redirect("committee:calendar")


@login_required
@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """End the private address."""
    revoke_feed(request.user)
    messages.success(request, _("The private address is ended. Whoever knows it gets nothing any more."))
    return redirect("committee:calendar")


@login_required
@require_POST
def zone_choose(request: HttpRequest) -> HttpResponse:
    """Choose the time zone in which times are shown; an empty choice gives that of the seat again."""
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return _page(request, form, "")
    key: Any = request.user.pk
    if form.cleaned_data["time_zone"]:
        ChosenZone.objects.update_or_create(user_id=key, defaults=form.cleaned_data)
    else:
        ChosenZone.objects.filter(user=request.user.pk).delete()
    messages.success(request, _("Times are shown in this zone from now on."))
    return redirect("committee:calendar")


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed behind a private address: no cookie counts, only the secret and what its owner may see today."""
    owner = owner_of(token)
    if owner is None:
        raise Http404
    meetings = Meeting.objects.visible_to(owner).order_by("-starts_at", "-pk")[:LONGEST_FEED]
    order = reading_order(get_language() or "ru")
    data = calendar_of(meetings, owner, order, origin_of(request), name=_("Steering Committee"))
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, form: ZoneForm, token: str) -> HttpResponse:
    path = reverse("committee:calendar_feed", args=[token]) if token else ""
    context = {
        "address": origin_of(request) + path if path else "",
        "feed": CalendarFeed.objects.filter(user=request.user.pk).first(),
        "form": form,
        "zone": zone_of(request.user),
        "crumbs": crumbs_of(),
    }
    return render(request, "steering/meetings/calendar.html", context)
