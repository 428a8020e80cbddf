"""Pages of the ledger: all contributions, one contributor, one contribution and its steps."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing.languages import read
from publishing.listing.paging import number_of, page_of
from publishing.models import Theme
from publishing.origin import origin_of
from publishing.reader import order_of
from publishing.workflow import Answer, WorkflowError

from ..access import is_of_committee
from ..models import Contribution, Contributor
from ..spreadsheets import as_csv, as_xlsx, file_response
from . import export
from .enums import ContributionKind
from .forms import ConfirmForm, DeliveryForm, LedgerForm, NoteForm, ReasonForm, WithdrawForm
from .ledger import by_name, line_of, name_of, sums_of, years_of
from .workflow import ContributionWorkflow

PER_PAGE = 50
CONFLICT = 409
Perform = Callable[[ContributionWorkflow, dict[str, Any]], Any]


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The public ledger, as the address asks for it."""
    form, found = _asked(request)
    day, order = form.asked.get("on"), order_of(request)
    page, is_beyond = page_of(found, PER_PAGE, found.count(), number_of(request.GET.get("page", "")) or 1)
    lines = [line_of(one, order, day) for one in page]
    context = {
        "form": form,
        "lines": lines,
        "page": page,
        "is_beyond": is_beyond,
        "day": day,
        "has_demonstration": any(line.contribution.is_demonstration for line in lines),
        "crumbs": _crumbs(),
    }
    return render(request, "steering/contributions/ledger.html", context)


@require_safe
def ledger_file(request: HttpRequest, extension: str) -> HttpResponse:
    """The same contributions, all of them, as CSV, XLSX or JSON."""
    form, found = _asked(request)
    day, order, origin = form.asked.get("on"), order_of(request), origin_of(request)
    if extension == "json":
        content = export.document(found, order, origin, day)
    else:
        rows = export.rows(found, order, origin, day)
        content = as_csv(rows) if extension == "csv" else as_xlsx({_("Contributions"): rows})
    name = f"contributions-{get_language()}-{(day or localdate()).isoformat()}"
    return file_response(content, name, extension)


@require_safe
def contributor(request: HttpRequest, pk: int) -> HttpResponse:
    """What one participant offered and delivered, summed up currency by currency."""
    giver = get_object_or_404(
        Contributor.objects.visible_to(request.user).select_related("country", "seat__country"), pk=pk
    )
    order = order_of(request)
    found = list(_visible(request).filter(contributor=giver).order_by("-offered_on", "-pk"))
    context = {
        "contributor": giver,
        "name": name_of(giver, order),
        "lines": [line_of(one, order) for one in found],
        "sums": sums_of(found),
        "has_demonstration": any(one.is_demonstration for one in found),
        "crumbs": [*_crumbs(), (reverse("committee:contributions"), _("Contributions"))],
    }
    return render(request, "steering/contributions/contributor.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One contribution with its deliveries, notes and sources, and what this person can do."""
    return _page(request, _one(request, pk))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the offer."""
    return _step(request, pk, "confirm", ConfirmForm, lambda flow, typed: flow.confirm(typed["on"]))


@login_required
@require_POST
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a delivery."""

    def perform(flow: ContributionWorkflow, typed: dict[str, Any]) -> Any:
        notes = {name.removeprefix("note_"): text for name, text in typed.items() if name.startswith("note_")}
        return flow.deliver(typed["on"], typed.get("amount"), notes, is_last=typed["is_last"])

    return _step(request, pk, "deliver", DeliveryForm, perform)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the offer, or what is left of it."""
    return _step(request, pk, "withdraw", WithdrawForm, lambda flow, typed: flow.withdraw(typed["on"], typed["reason"]))


@login_required
@require_POST
def annotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note in the contributor's name."""
    return _step(request, pk, "annotate", NoteForm, lambda flow, typed: flow.annotate(typed["text"], typed["language"]))


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a delivery back."""
    return _step(request, pk, f"take_back_{row}", ReasonForm, lambda flow, typed: flow.take_back(row, typed["reason"]))


@login_required
@require_POST
def hide_note(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Hide a note."""
    return _step(request, pk, f"hide_note_{row}", ReasonForm, lambda flow, typed: flow.hide_note(row, typed["reason"]))


def _step(request: HttpRequest, pk: int, name: str, form_class: type[forms.Form], perform: Perform) -> HttpResponse:
    """Perform a step with what was typed; where it is refused, the page shows it again with the reason."""
    found = _one(request, pk)
    form = _form(form_class, name, found, request.POST)
    status = 200
    if form.is_valid():
        try:
            perform(ContributionWorkflow(found, request.user), form.cleaned_data)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Done."))
            return redirect(found)
    return _page(request, _one(request, pk), {name: form}, status)


def _form(form_class: type[forms.Form], name: str, found: Contribution, data: Any = None) -> forms.Form:
    more: dict[str, Any] = {"is_money": found.kind == ContributionKind.MONEY} if form_class is DeliveryForm else {}
    if form_class is NoteForm:
        more["initial"] = {"language": get_language()}
    return form_class(data, auto_id=f"{name}_%s", **more)


def _page(
    request: HttpRequest, found: Contribution, bound: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    flow, order, typed = ContributionWorkflow(found, request.user), order_of(request), bound or {}
    may_annotate, may_hide, may_take_back = flow.may_annotate(), flow.may_hide_notes(), flow.may_take_back()
    steps: dict[str, tuple[type[forms.Form], Answer]] = {
        "confirm": (ConfirmForm, flow.may_confirm()),
        "deliver": (DeliveryForm, flow.may_deliver()),
        "withdraw": (WithdrawForm, flow.may_withdraw()),
        "annotate": (NoteForm, may_annotate),
    }
    is_inside = bool(may_annotate) or is_of_committee(request.user)

    def of_row(name: str, pk: int, may: object) -> forms.Form | None:
        return typed.get(f"{name}_{pk}", _form(ReasonForm, f"{name}_{pk}", found)) if may else None

    context = {
        "line": line_of(found, order),
        "description": read(found, "description", order),
        "theme": read(found.theme, "name", order) if found.theme else None,
        "sources": list(found.sources.all()),
        "deliveries": [(row, of_row("take_back", row.pk, may_take_back)) for row in found.deliveries.all()],
        "notes": [
            (note, of_row("hide_note", note.pk, may_hide and note.hidden_at is None))
            for note in found.notes.all()
            if note.hidden_at is None or is_inside
        ],
        "is_inside": is_inside,
        "events": list(found.events.select_related("actor").order_by("at", "pk")) if is_inside else [],
        "forms": {
            name: typed.get(name, _form(form_class, name, found))
            for name, (form_class, answer) in steps.items()
            if answer or name in typed
        },
        "refused": next((form for form in typed.values() if form.errors), None),
        "crumbs": [*_crumbs(), (reverse("committee:contributions"), _("Contributions"))],
    }
    return render(request, "steering/contributions/contribution.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[LedgerForm, QuerySet[Contribution]]:
    """The filters of an address, and the contributions that they leave, in the order of the ledger."""
    order, visible = order_of(request), _visible(request)
    themes = {theme.slug: read(theme, "name", order) for theme in Theme.objects.filter(pk__in=visible.values("theme"))}
    form = LedgerForm(request.GET, years=years_of(visible.order_by()), themes=themes)
    asked = form.asked
    if "year" in asked:
        visible = visible.filter(offered_on__year=asked["year"])
    if "kind" in asked:
        visible = visible.filter(kind=asked["kind"])
    if "theme" in asked:
        visible = visible.filter(theme__slug=asked["theme"])
    if "on" in asked:
        visible = visible.on(asked["on"])
    return form, by_name(visible, order)


def _visible(request: HttpRequest) -> Any:
    return Contribution.objects.visible_to(request.user).for_ledger()


def _one(request: HttpRequest, pk: int) -> Contribution:
    found: Contribution = get_object_or_404(_visible(request).prefetch_related("notes", "sources"), pk=pk)
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("committee:home"), _("Steering Committee"))]
