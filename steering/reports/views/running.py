"""What the Secretariat does: start a report, open a round, answer, issue, close, release, correct."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from publishing.editions import stand_on
from publishing.reader import order_of
from publishing.workflow import WorkflowError

from ...access import may_run
from ...models import Response, RulesOfProcedure, SectionComment
from .. import matrix
from ..enums import Outcome, ReleaseStep
from ..forms import AnswerForm, NoteForm, OpenForm, ReportForm, answer_initial
from ..reading import sides_of
from ..workflow import ReportWorkflow, RoundWorkflow, start_report
from .found import crumbs, report_or_404, round_or_404

CONFLICT = 409
DAYS_WITHOUT_RULES = 10
"""Working days that are proposed for comments where no rules are in force."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start a report; its sections are written next."""
    _running(request)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in ("seat", "period_from", "period_until")}
        try:
            made = start_report(data["kind"], form.titles, [], request.user, **fields)
        except (WorkflowError, ValidationError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is made. Write its sections now."))
            return redirect(made)
    context = {
        "form": form, "report": None, "answer": None, "note": "", "title": _("New report"),
        "button": _("Make the draft"), "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "steering/reports/form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the newest version before the Committee, with a deadline for comments."""
    found, flow = _of_report(request, pk)
    rules = RulesOfProcedure.objects.visible_to(request.user).in_force(localdate()).first()
    days = rules.silence_days if rules is not None else DAYS_WITHOUT_RULES
    form = OpenForm(request.POST if request.method == "POST" else None, days=days)
    answer, status = flow.may_open(), 200
    if request.method == "POST" and form.is_valid():
        try:
            flow.open(form.moment())
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The round is open. Letters go to everybody who speaks for a seat."))
            return redirect(found)
    context = {
        "form": form, "report": found, "answer": answer, "title": _("Open a round of review"),
        "note": _("The version is frozen: it can't be changed any more. A next version can follow when the round is closed."),
        "button": _("Open the round"), "crumbs": crumbs(found),
    }  # fmt: skip
    return render(request, "steering/reports/form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    found, flow = _of_report(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    answer, status = flow.may_revise(), 200
    if request.method == "POST" and form.is_valid():
        try:
            flow.revise(form.notes)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The next version begins with the text of the last."))
            return redirect(found)
    context = {
        "form": form, "report": found, "answer": answer, "note": "", "title": _("Begin a new version"),
        "button": _("Begin the version"), "crumbs": crumbs(found),
    }  # fmt: skip
    return render(request, "steering/reports/form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Make one part of the report public, after a page that says what that means."""
    if step not in ReleaseStep.values:
        raise Http404
    found, flow = _of_report(request, pk)
    answer, status = flow.may_release(step), 200
    if request.method == "POST":
        try:
            flow.release(step)
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("It is public now."))
            return redirect(found)
    context = {"report": found, "step": ReleaseStep(step), "answer": answer, "crumbs": crumbs(found)}
    return render(request, "steering/reports/release.html", context, status=status)


@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the correction of a released report: a report of its own."""
    found, flow = _of_report(request, pk)
    try:
        following = flow.correct()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("The correction is a draft with the released text."))
    return redirect(following)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a released comment."""
    comment = _released(request, pk)
    flow = RoundWorkflow(comment.batch.round, request.user)
    given = Response.objects.visible_to(request.user).filter(comment=comment).first()
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=answer_initial(given))
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            flow.answer(comment, data["answer"], form.reasons, edition=data["edition"] or 0)
        except WorkflowError as refusal:
            now = Response.objects.visible_to(request.user).filter(comment=comment).first()
            stand_on(form, now.edition if now is not None else 0)
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The answer is kept. The Committee sees it when the answers are issued."))
            return redirect(f"{_matrix_url(comment)}#c{comment.pk}")
    order = order_of(request)
    context = {
        "report": comment.batch.round.report,
        "round": comment.batch.round,
        "row": matrix.rows_of([comment], order)[0],
        "side": sides_of(comment.section, order)[0],
        "form": form,
        "answer": flow.may_answer(comment),
        "crumbs": crumbs(comment.batch.round.report, (_matrix_url(comment), _("Comments and answers"))),
    }
    return render(request, "steering/reports/answer.html", context, status=status)


@login_required
@require_POST
def issue(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give the answers to the Committee."""
    return _act(request, pk, number, lambda flow: _told(flow.issue, _("The answers are issued.")))


@login_required
@require_POST
def close(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Close the round and keep its result."""
    return _act(
        request,
        pk,
        number,
        lambda flow: _("The round is closed: %(result)s.") % {"result": Outcome(flow.close()).label},
    )


def _told(action: Callable[[], None], words: str) -> str:
    action()
    return words


def _act(request: HttpRequest, pk: int, number: int, action: Callable[[RoundWorkflow], str]) -> HttpResponse:
    found = round_or_404(request, pk, number)
    _running(request)
    try:
        messages.success(request, action(RoundWorkflow(found, request.user)))
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def _running(request: HttpRequest) -> None:
    if not may_run(request.user):
        raise PermissionDenied


def _of_report(request: HttpRequest, pk: int) -> tuple[Any, ReportWorkflow]:
    """The report, 404 where it is hidden, 403 for who may read it and no more."""
    found = report_or_404(request, pk)
    _running(request)
    return found, ReportWorkflow(found, request.user)


def _released(request: HttpRequest, pk: int) -> SectionComment:
    rows = SectionComment.objects.visible_to(request.user).released()
    comment = get_object_or_404(
        rows.select_related("section", "batch__seat__country", "batch__round__report", "batch__round__version"), pk=pk
    )
    _running(request)
    return comment


def _matrix_url(comment: SectionComment) -> str:
    found = comment.batch.round
    return reverse("committee:report_matrix", args=[found.report_id, found.number])
