"""The desk of whoever is signed in, and the queues of those who run the portal."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.desk import parts_of
from publishing.following.visiting import news_for

from ..desk import desk_of

RUNNING: Final = frozenset({"review_queue"})
"""The parts that stand among the queues, for those who have them."""


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, since when, until when; what I handed in; what I follow."""
    parts = parts_of(request.user, without=RUNNING if request.user.is_staff else frozenset())
    news, followed = news_for(request.user)
    context = {
        "waiting": [part for part in parts if not part.is_mine],
        "mine": [part for part in parts if part.is_mine],
        "news": news,
        "followed": followed,
        "today": localdate(),
    }
    return render(request, "hub/desk.html", context)


@login_required
@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """Every queue that my role opens, with its oldest; how much each reviewer and translator has to do."""
    if not request.user.is_staff:
        raise PermissionDenied
    crumbs = [(reverse("desk"), _("My desk"))]
    return render(request, "hub/desk_queues.html", {"desk": desk_of(request.user), "crumbs": crumbs})
