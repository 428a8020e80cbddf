"""Who is there: the page of attendance, noted by the secretary or by those who speak for a seat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing.reader import order_of
from publishing.workflow import WorkflowError

from ...access import is_of_committee, may_run
from ...models import Mandate, Seat
from ..attendance import AHEAD, LIVE, OPEN_FOR_NOTES, AttendanceWorkflow
from ..forms import NoteForm
from ..page import crumbs_of, meeting_of, own_places, roll_of
from .running import attempt, run


@login_required
@require_safe
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who takes part, and whether the Committee can decide; reload the page to see it anew."""
    found, user = meeting_of(request, number), request.user
    if not is_of_committee(user):
        raise PermissionDenied
    may_note = may_run(user) and found.state in OPEN_FOR_NOTES
    context = {
        "meeting": found,
        "roll": roll_of(found, order_of(request), user),
        "own": own_places(found, user),
        "may_note": may_note,
        "choices": (AHEAD if found.is_before else LIVE) if may_note else (),
        "crumbs": crumbs_of(found),
    }
    return render(request, "steering/meetings/attendance.html", context)


@login_required
@require_POST
def note(request: HttpRequest, number: int, seat: int) -> HttpResponse:
    """Note, as the secretary, how a seat takes part."""
    found = run(request, number)
    place = get_object_or_404(Seat.objects.visible_to(request.user).select_related("country"), pk=seat)
    form = NoteForm(request.POST)
    back = redirect(f"{reverse('committee:attendance', args=[found.number])}#seat-{place.pk}")
    if not form.is_valid():
        problem = _("The hour should look like 09:30.")
        messages.error(request, f"{place.name.value}: {problem}")
        return back
    try:
        mandate = Mandate.objects.filter(pk=form.cleaned_data["mandate"] or 0, seat=place).first()
        flow = AttendanceWorkflow(found, place, request.user)
        flow.note(form.cleaned_data["state"], mandate, form.moment(found))
    except (WorkflowError, ValidationError) as refusal:
        words = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
        messages.error(request, f"{place.name.value}: {words}")
    return back


@login_required
@require_POST
def register(request: HttpRequest, number: int, seat: int) -> HttpResponse:
    """Say for one's own seat whether it takes part."""
    found = meeting_of(request, number)
    place = get_object_or_404(Seat.objects.visible_to(request.user).select_related("country"), pk=seat)
    flow = AttendanceWorkflow(found, place, request.user)
    if flow.own_mandate() is None:
        raise PermissionDenied
    attempt(request, lambda: flow.register(request.POST.get("state", "")), _("Noted, thank you."))
    return redirect(found)
