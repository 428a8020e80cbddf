"""Who sits on the Committee: the register, a seat, the rules, and how an office passes on."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.as_of import day_of
from publishing.reader import order_of
from publishing.workflow import WorkflowError

from ..models import Handover, Mandate, RulesOfProcedure, Seat
from .enums import HandoverStep
from .forms import SuccessorForm
from .membership import membership_on, name_of
from .workflow import HandoverWorkflow, MandateWorkflow

CONFLICT = 409


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The public register: the Committee as it stands, or stood on a day."""
    day, problem = _day_asked(request)
    membership = membership_on(day, order_of(request), request.user)
    context = {
        "membership": membership,
        "day": day,
        "is_today": day == localdate(),
        "problem": problem,
        "crumbs": _crumbs()[:1],
    }
    return render(request, "steering/register.html", context)


@require_safe
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A seat with everybody who ever spoke for it."""
    found = get_object_or_404(Seat.objects.visible_to(request.user).select_related("country"), pk=pk)
    mandates = Mandate.objects.visible_to(request.user).filter(seat=found).order_by("-starts_on", "office", "pk")
    context = {
        "seat": found,
        "name": name_of(found, order_of(request)),
        "mandates": [(mandate, _may_pass_on(mandate, request.user)) for mandate in mandates],
        "today": localdate(),
        "crumbs": _crumbs(),
    }
    return render(request, "steering/seat.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of procedure of a day, and all their versions."""
    day, problem = _day_asked(request)
    versions: QuerySet[Any] = RulesOfProcedure.objects.visible_to(request.user).prefetch_related("majorities")
    known = list(versions)
    shown = next((row for row in known if row.in_force_from <= day), None)
    seats = Seat.objects.visible_to(request.user).members().on(day).count()
    context = {
        "rules": shown,
        "versions": known,
        "day": day,
        "problem": problem,
        "seats": seats,
        "quorum": shown.quorum_of(seats) if shown is not None else None,
        "crumbs": _crumbs(),
    }
    return render(request, "steering/rules.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass an office on."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.user).select_related("seat__country"), pk=pk)
    flow = MandateWorkflow(mandate, request.user)
    if not request.user.has_perm("steering.change_mandate"):
        raise PermissionDenied
    form = SuccessorForm(request.POST or None)
    answer, status = flow.may_succeed(), 200
    if request.method == "POST" and form.is_valid():
        try:
            handover = flow.succeed(form.successor())
        except WorkflowError as refusal:
            form.add_error(None if not answer else "first_day", str(refusal))
            status = CONFLICT if not answer else 200
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The office is passed on. The checklist says what is left to do."))
            return redirect(handover)
    context = {"mandate": mandate, "form": form, "answer": answer, "crumbs": _crumbs(mandate.seat)}
    return render(request, "steering/succeed.html", context, status=status)


@login_required
@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist of a handover."""
    found = _handover(request, pk)
    flow = HandoverWorkflow(found, request.user)
    done = {item.step: item for item in found.items.select_related("done_by")}
    steps = [(HandoverStep(value), done.get(value), flow.may_tick(value)) for value in HandoverStep.values]
    context = {
        "handover": found,
        "steps": steps,
        "is_complete": len(done) == len(steps),
        "crumbs": _crumbs(found.former.seat),
    }
    return render(request, "steering/handover.html", context)


@login_required
@require_POST
def tick(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Tick one step, or take the tick back."""
    found = _handover(request, pk)
    try:
        HandoverWorkflow(found, request.user).tick(step, is_done=request.POST.get("done") == "yes")
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def _handover(request: HttpRequest, pk: int) -> Handover:
    rows = Handover.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("former__seat__country", "former__user", "successor__seat__country", "successor__user"),
        pk=pk,
    )


def _may_pass_on(mandate: Mandate, user: Any) -> bool:
    """Whether to offer that the office be passed on; the page of it says why where it can't."""
    return bool(
        user.is_authenticated
        and user.has_perm("steering.change_mandate")
        and (mandate.ends_on is None or mandate.ends_on >= localdate())
    )


def _day_asked(request: HttpRequest) -> tuple[date, str | Promise]:
    """The day that the address names, today where it names none, and what to say of one that is none."""
    asked = request.GET.get("on", "")
    found = day_of(asked) if asked else localdate()
    if found is None:
        return localdate(), gettext_lazy(
            "This is not a date: it should look like 01.11.2026. The page is shown as it stands today."
        )
    return found, ""


def _crumbs(of: Seat | None = None) -> list[tuple[str, str]]:
    crumbs = [
        (reverse("committee:home"), _("Steering Committee")),
        (reverse("committee:register"), _("Who sits on the Committee")),
    ]
    return [*crumbs, (of.get_absolute_url(), str(of.name))] if of is not None else crumbs
