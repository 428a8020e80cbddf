"""The Committee desk: for delegates, alternates, observers and the Secretariat."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access import is_of_committee, may_run
from .page import desk_of


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What awaits my seat, until when by my clock; what happened since I was last here; the next meeting."""
    user: Any = request.user
    if not (is_of_committee(user) or may_run(user)):
        raise PermissionDenied
    context = {"desk": desk_of(user), "crumbs": [(reverse("committee:home"), _("Steering Committee"))]}
    return render(request, "steering/desk/desk.html", context)
