"""What the Secretariat does with papers: adds, changes, sends out, withdraws."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from publishing.editions import stand_on
from publishing.workflow import Conflict, WorkflowError

from ..access import may_run
from ..models import Decision, Meeting, Paper, PaperVersion
from .correspondence import letter_to, recipients
from .crumbs import crumbs_of, crumbs_to
from .forms import ChangePaperForm, IssueForm, NewPaperForm, VersionForm, WithdrawalForm
from .series import Series, series_of
from .workflow import PaperWorkflow, SeriesWorkflow

CONFLICT = 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a paper to a meeting."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    return _add(request, Series(meeting))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a paper to a decision that is taken in writing."""
    return _add(request, Series(get_object_or_404(Decision.objects.visible_to(request.user), pk=pk)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """Send out what is ready of a meeting's papers."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    return _issue(request, Series(meeting))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue_to_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Send out what is ready of the papers for a decision in writing."""
    return _issue(request, Series(get_object_or_404(Decision.objects.visible_to(request.user), pk=pk)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title, place on the agenda and who may open a paper."""
    paper = _paper(request, pk)
    form = ChangePaperForm(request.POST or None, series=series_of(paper), initial=ChangePaperForm.initial_of(paper))
    answer, status = PaperWorkflow(paper, request.user).may_change(), 200
    if request.method == "POST" and form.is_valid():
        try:
            PaperWorkflow(paper, request.user).change(form.description(), form.cleaned_data["edition"])
        except Conflict as refusal:
            paper.refresh_from_db()
            stand_on(form, paper.edition)
            form.add_error(None, str(refusal))
            status = CONFLICT
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("Saved."))
            return redirect(paper)
    context = {"paper": paper, "form": form, "answer": answer, "crumbs": crumbs_to(paper)}
    return render(request, "steering/papers/change.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a new version of a paper, or further languages of the present one."""
    paper = _paper(request, pk)
    flow, status = PaperWorkflow(paper, request.user), 200
    form = VersionForm(request.POST or None, request.FILES or None, user=request.user, initial={"kind": "new"})
    if request.method == "POST" and form.is_valid():
        try:
            flow.add_files(form.found, form.cleaned_data["dated"], is_new_version=form.is_new_version)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            _tell(request, form, _("The files are kept. Others see them once they are sent out."))
            return redirect(paper)
    context = {"paper": paper, "form": form, "answer": flow.may_change(), "crumbs": crumbs_to(paper)}
    return render(request, "steering/papers/add_files.html", context, status=status)


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: int, language: str, number: int) -> HttpResponse:
    """Delete a file that was not sent out."""
    paper = _paper(request, pk)
    rows = PaperVersion.objects.visible_to(request.user)
    version = get_object_or_404(rows, paper=paper, language=language, number=number)
    try:
        PaperWorkflow(paper, request.user).remove(version)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is deleted."))
    return redirect(paper)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a paper that was never sent out."""
    paper = _paper(request, pk)
    series = series_of(paper)
    try:
        PaperWorkflow(paper, request.user).discard()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect(paper)
    messages.success(request, _("The paper is deleted."))
    return redirect(series.url)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a paper with a reason."""
    paper = _paper(request, pk)
    flow, status = PaperWorkflow(paper, request.user), 200
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            flow.withdraw(form.cleaned_data)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("The paper is withdrawn. Its number and the reason stay on the list."))
            return redirect(paper)
    context = {"paper": paper, "form": form, "answer": flow.may_withdraw(), "crumbs": crumbs_to(paper)}
    return render(request, "steering/papers/withdraw.html", context, status=status)


def _add(request: HttpRequest, series: Series) -> HttpResponse:
    _only_secretariat(request)
    form = NewPaperForm(request.POST or None, request.FILES or None, series=series, user=request.user)
    flow = SeriesWorkflow(series, request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = flow.add(form.description(), form.found, data["dated"], data["nonce"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, form, _("%(number)s is kept. Others see it once it is sent out.") % {"number": made.number})
            return redirect(made)
    context = {"series": series, "form": form, "crumbs": crumbs_of(series.of, has_papers=True)}
    return render(request, "steering/papers/add.html", context)


def _issue(request: HttpRequest, series: Series) -> HttpResponse:
    _only_secretariat(request)
    flow, status = SeriesWorkflow(series, request.user), 200
    ready = flow.ready()
    form = IssueForm(request.POST or None, ready=ready)
    if request.method == "POST" and form.is_valid():
        try:
            sent = flow.issue(form.keys())
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            told = ngettext("%(n)d paper is sent out.", "%(n)d papers are sent out.", len(sent)) % {"n": len(sent)}
            messages.success(request, told)
            return redirect(series.url)
    context = {
        "series": series,
        "form": form,
        "ready": ready,
        "people": recipients(series) if ready else [],
        "letter": letter_to(request.user, series, ready) if ready else None,  # type: ignore[arg-type]  # signed in
        "crumbs": crumbs_of(series.of, has_papers=True),
    }
    return render(request, "steering/papers/issue.html", context, status=status)


def _paper(request: HttpRequest, pk: int) -> Paper:
    """The paper, for who keeps papers; 404 for who may not see it, 403 for who may see it alone."""
    rows = Paper.objects.visible_to(request.user).select_related("meeting", "decision", "agenda_item")
    found: Paper = get_object_or_404(rows, pk=pk)
    _only_secretariat(request)
    return found


def _only_secretariat(request: HttpRequest) -> None:
    if not may_run(request.user):
        raise PermissionDenied


def _tell(request: HttpRequest, form: Any, done: str) -> None:
    """Say that it is done, and what was noticed about the files."""
    messages.success(request, done)
    for notice in form.notices():
        messages.warning(request, notice)
