"""Pages of the report builder: the list, a new report, its draft over live figures, the frozen snapshot and its files."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.editions import stand_on
from publishing.languages import read
from publishing.pdf import pdf_response
from publishing.reader import order_of
from publishing.workflow import Conflict, WorkflowError

from ..access import may_run
from ..models import PeriodicSnapshot
from ..models.snapshots import NARRATIVE, box_name
from ..spreadsheets import as_csv, as_xlsx, file_response
from .charts import chart_of
from .comparison import FigureView, views_of
from .export import rows
from .forms import NarrativeForm, PeriodForm
from .paper import paper
from .periods import name_of
from .workflow import SnapshotWorkflow, begin, former_of

CONFLICT = 409


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The periodic reports that this person may read; who writes them sees the drafts first."""
    visible = PeriodicSnapshot.objects.visible_to(request.user)
    context = {
        "drafts": [(one, _name(one)) for one in visible.drafts()] if may_run(request.user) else [],
        "snapshots": [(one, _name(one)) for one in visible.frozen().select_related("report")],
        "may_write": may_run(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "steering/builder/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a report: the period and the languages."""
    if not may_run(request.user):
        raise PermissionDenied
    form = PeriodForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = begin(request.user, form.cleaned_data["period_kind"], form.days, form.cleaned_data["languages"])
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect(found)
    return render(request, "steering/builder/new.html", {"form": form, "crumbs": [*_crumbs(), _to_list()]})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the narrative beside the figures as they stand now."""
    found = _to_write(request, pk)
    if found.is_frozen:
        return redirect(found)
    form = NarrativeForm(request.POST if request.method == "POST" else None, snapshot=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            SnapshotWorkflow(found, request.user).write(form.texts(), form.cleaned_data["edition"])
        except Conflict as refusal:
            found = _to_write(request, pk)
            stand_on(form, found.edition)
            form.add_error(None, str(refusal))
            status = CONFLICT
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return _draft_page(request, found, form, status)


@login_required
@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the figures of a draft anew."""
    found = _to_write(request, pk)
    try:
        SnapshotWorkflow(found, request.user).count()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The figures are counted anew."))
    return redirect(found)


@login_required
@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the figures and the texts for ever."""
    found = _to_write(request, pk)
    try:
        found = SnapshotWorkflow(found, request.user).freeze()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The report is frozen. It can be put under review now."))
    return redirect(found)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _to_write(request, pk)
    try:
        SnapshotWorkflow(found, request.user).discard()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("The draft is thrown away."))
    return redirect("committee:builder")


@login_required
@require_POST
def put_under_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a report under review of a snapshot."""
    found = _to_write(request, pk)
    try:
        report = SnapshotWorkflow(found, request.user).put_under_review()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("The report is ready: look it over and open the review."))
    return redirect(report)


@require_safe
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen report: narrative, figures with the difference from the last, drawings with their tables."""
    found = _frozen(request, pk)
    order, flow = order_of(request), SnapshotWorkflow(found, request.user)
    context = {
        "snapshot": found,
        "name": _name(found),
        "former": _former(found, request),
        "narrative": [(box_name(name), read(found, name, order)) for name in NARRATIVE],
        "figures": _drawn(_views(found, request)),
        "review": flow.may_put_under_review() if may_run(request.user) else None,
        "crumbs": [*_crumbs(), _to_list()],
    }
    return render(request, "steering/builder/snapshot.html", context)


@require_safe
def snapshot_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper, in the language of the page."""
    found = _frozen(request, pk)
    assert found.frozen_at is not None
    name = f"periodic-report-{found.ends_on.isoformat()}-{get_language()}.pdf"
    return pdf_response(request, "periodic.typ", paper(found, _views(found, request), request), name, found.frozen_at)


@require_safe
def figures_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The figures as a table for spreadsheet programs."""
    found = _frozen(request, int(pk))
    table = rows(_views(found, request))
    content = as_csv(table) if extension == "csv" else as_xlsx({_("Figures"): table})
    return file_response(content, f"figures-{found.ends_on.isoformat()}-{get_language()}", extension)


def _draft_page(request: HttpRequest, found: PeriodicSnapshot, form: NarrativeForm, status: int) -> HttpResponse:
    flow, former = SnapshotWorkflow(found, request.user), former_of(found)
    trial, then = found.trial_figures, former.figures if former is not None else None
    views = views_of(trial, then, order_of(request)) if trial is not None else []
    context = {
        "snapshot": found,
        "name": _name(found),
        "former": (former, _name(former)) if former is not None else None,
        "form": form,
        "figures": _drawn(views),
        "counted_at": datetime.fromisoformat(trial["taken_at"]) if trial is not None else None,
        "may_freeze": flow.may_freeze(),
        "unwritten": flow.unwritten(),
        "crumbs": [*_crumbs(), _to_list()],
    }
    return render(request, "steering/builder/draft.html", context, status=status)


def _former(found: PeriodicSnapshot, request: HttpRequest) -> tuple[str, str] | None:
    """The name of the snapshot before with its address, which is empty for who may not open that one yet."""
    former = found.previous
    if former is None:
        return None
    may_open = PeriodicSnapshot.objects.visible_to(request.user).filter(pk=former.pk).exists()
    return _name(former), former.get_absolute_url() if may_open else ""


def _views(found: PeriodicSnapshot, request: HttpRequest) -> list[FigureView]:
    then = found.previous.figures if found.previous is not None else None
    return views_of(found.figures, then, order_of(request))


def _drawn(views: list[FigureView]) -> list[tuple[FigureView, Any]]:
    return [(view, chart_of(view)) for view in views]


def _to_write(request: HttpRequest, pk: int) -> PeriodicSnapshot:
    """The report to somebody who writes reports; 403 for who may only read it, 404 for who may not even that."""
    found: PeriodicSnapshot = get_object_or_404(PeriodicSnapshot.objects.visible_to(request.user), pk=pk)
    if not may_run(request.user):
        raise PermissionDenied
    return found


def _frozen(request: HttpRequest, pk: int) -> PeriodicSnapshot:
    visible = PeriodicSnapshot.objects.visible_to(request.user).frozen()
    found: PeriodicSnapshot = get_object_or_404(visible.select_related("previous", "report", "frozen_by"), pk=pk)
    return found


def _name(found: PeriodicSnapshot) -> str:
    return name_of(found.period_kind, found.starts_on, found.ends_on)


def _to_list() -> tuple[str, str]:
    return reverse("committee:builder"), _("Periodic reports")


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("committee:home"), _("Steering Committee"))]
