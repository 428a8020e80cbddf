"""What the people of a seat do: comment on sections, release the comments as one, give the verdict."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.editions import stand_on
from publishing.reader import order_of
from publishing.workflow import WorkflowError

from ...models import CountryComments, ReviewRound, Seat, SectionComment, Verdict
from ...seats.membership import name_of
from .. import matrix
from ..forms import CommentForm, VerdictForm, comment_initial, verdict_initial
from ..querysets import of_committee
from ..reading import comments_seen, sides_of
from ..speaking import may_write
from ..workflow import CountryWorkflow
from .found import crumbs, round_or_404, seat_or_404

CONFLICT = 409


@login_required
@require_safe
def batch(request: HttpRequest, pk: int, number: int, seat: int) -> HttpResponse:
    """All that a seat says in a round: its drafts for its own people, released comments for the Committee."""
    found, place, flow = _of_seat(request, pk, number, seat)
    shown = CountryComments.objects.visible_to(request.user).filter(round=found, seat=place).first()
    is_own = bool(may_write(request.user, place))
    if shown is None and not is_own:
        raise Http404
    comments = comments_seen(request.user).filter(batch=shown).order_by("section__position", "pk") if shown else []
    order = order_of(request)
    is_open = is_own and found.takes_comments and (shown is None or shown.released_at is None)
    context = {
        "report": found.report,
        "round": found,
        "seat": place,
        "name": name_of(place, order),
        "batch": shown,
        "comments": matrix.rows_of(list(comments), order),
        "is_own": is_own,
        "is_open": is_open,
        "release": flow.may_release() if is_open else None,
        "crumbs": crumbs(found.report),
    }
    return render(request, "steering/reports/batch.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int, number: int, seat: int, section: str) -> HttpResponse:
    """Write a comment on a section, with the section in sight."""
    found, place, flow = _of_seat(request, pk, number, seat)
    about = get_object_or_404(found.version.sections, number=section)
    if not may_write(request.user, place):
        raise PermissionDenied
    language = get_language()
    initial = {"language": language, "wording_language": language}
    form = CommentForm(request.POST if request.method == "POST" else None, initial=initial)
    answer, status = flow.may_comment(), 200
    if request.method == "POST" and form.is_valid():
        try:
            flow.write(about, form.written())
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The comment is kept as a draft of your seat."))
            return redirect(_section_url(found, section))
    context = _context(request, found, place, about, form) | {"answer": answer, "draft": None}
    return render(request, "steering/reports/comment.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft of one's own seat."""
    draft, flow = _draft(request, pk)
    form = CommentForm(request.POST if request.method == "POST" else None, initial=comment_initial(draft))
    answer, status = flow.may_comment(), 200
    if request.method == "POST" and form.is_valid():
        try:
            flow.change(draft, form.written(), edition=form.cleaned_data["edition"])
        except WorkflowError as refusal:
            draft.refresh_from_db()
            stand_on(form, draft.edition)
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The comment is kept as a draft of your seat."))
            return redirect(_section_url(flow.round, draft.section.number))
    context = _context(request, flow.round, flow.seat, draft.section, form) | {"answer": answer, "draft": draft}
    return render(request, "steering/reports/comment.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft of one's own seat away."""
    draft, flow = _draft(request, pk)
    try:
        flow.remove(draft)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is taken away."))
    return redirect("committee:report_batch", flow.round.report_id, flow.round.number, flow.seat.pk)


@login_required
@require_POST
def release(request: HttpRequest, pk: int, number: int, seat: int) -> HttpResponse:
    """Release the seat's comments as one."""
    found, place, flow = _of_seat(request, pk, number, seat)
    if not may_write(request.user, place):
        raise PermissionDenied
    try:
        released = flow.release()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        late = _("The comments are released; they came after the deadline and are marked as late.")
        messages.success(request, late if released.is_late else _("The comments are released to the Committee."))
    return redirect("committee:report_batch", found.report_id, found.number, place.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, pk: int, number: int, seat: int) -> HttpResponse:
    """Give the country's verdict, or change it."""
    found, place, flow = _of_seat(request, pk, number, seat)
    if not may_write(request.user, place):
        raise PermissionDenied
    given = Verdict.objects.visible_to(request.user).filter(round=found, seat=place).first()
    initial = verdict_initial(given, get_language() or "ru")
    form = VerdictForm(request.POST if request.method == "POST" else None, initial=initial)
    answer, status = flow.may_judge(), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            flow.judge(data["choice"], data["text"], data["language"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(
                request, _("The verdict of the country is given. It can be changed until the round closes.")
            )
            return redirect(found)
    context = {
        "report": found.report,
        "round": found,
        "seat": place,
        "name": name_of(place, order_of(request)),
        "verdict": given,
        "form": form,
        "answer": answer,
        "crumbs": crumbs(found.report),
    }
    return render(request, "steering/reports/verdict.html", context, status=status)


def _of_seat(request: HttpRequest, pk: int, number: int, seat: int) -> tuple[ReviewRound, Seat, CountryWorkflow]:
    """The round and the seat, for people of the Committee; 404 for everybody else."""
    if not of_committee(request.user):
        raise Http404
    found, place = round_or_404(request, pk, number), seat_or_404(seat)
    return found, place, CountryWorkflow(found, place, request.user)


def _draft(request: HttpRequest, pk: int) -> tuple[SectionComment, CountryWorkflow]:
    """A comment that the person may read, with the workflow of its seat; 403 where it is another seat's."""
    rows = SectionComment.objects.visible_to(request.user).select_related(
        "section", "batch__seat__country", "batch__round__report", "batch__round__version"
    )
    draft = get_object_or_404(rows, pk=pk)
    if not may_write(request.user, draft.batch.seat):
        raise PermissionDenied
    return draft, CountryWorkflow(draft.batch.round, draft.batch.seat, request.user)


def _section_url(found: ReviewRound, section: str) -> str:
    return reverse("committee:report_section", args=[found.report_id, found.version.number, section]) + "#comments"


def _context(request: HttpRequest, found: ReviewRound, place: Seat, about: Any, form: CommentForm) -> dict[str, Any]:
    order = order_of(request)
    return {
        "report": found.report,
        "round": found,
        "section": about,
        "side": sides_of(about, order)[0],
        "name": name_of(place, order),
        "form": form,
        "crumbs": crumbs(found.report),
    }
