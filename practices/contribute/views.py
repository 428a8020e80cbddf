"""The form in steps: beginning, filling in, checking, deleting, handing over."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from publishing import autosave
from publishing.listing.paging import number_of
from publishing.origin import origin_of
from publishing.reader import order_of
from publishing.workflow import YES, Answer

from .. import page as practice_page
from ..models import Practice
from ..revising.presentation import update_context
from . import documents, handover, pages
from .forms import FORMS, SnapshotForm
from .keepers import kept_by, kept_or_refused, may_delete, may_edit
from .keeping import forget, kept_form, mark_of, signed_in
from .saving import Outcome, begin, blank, save_step
from .steps import BY_KEY, STEPS, after

STAY = "stay"
DELETED = "contribute.deleted"
"""Where the session holds the key of the draft that was deleted last."""
CONFLICT = 409


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is asked of a contributor; for who is signed in, their drafts and submissions."""
    context: dict[str, Any] = {"steps": STEPS}
    if request.user.is_authenticated:
        number = number_of(request.GET.get("page", "")) or 1
        rows, has_more = pages.rows_of(request.user, number)
        context |= {"rows": rows, "has_more": has_more, "number": number}
    return render(request, "practices/contribute/start.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first step of a practice that is not saved yet; saving makes the draft."""
    if request.method == "POST":
        outcome = begin(request.user, request.POST, request.POST.get("token", ""))
        if outcome.practice is not None:
            forget(request)
            messages.success(request, _("The draft is saved. You can leave at any time and come back to it."))
            return redirect(_way_on(request, outcome.practice, "snapshot"))
        return _new_page(request, outcome.sheet, request.POST.get("token", ""))
    kept = kept_form(request)
    sheet = SnapshotForm(kept, practice=blank(request.user), user=request.user)
    return _new_page(request, sheet, kept.get("token", "") if kept else "", is_kept=kept is not None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One step of a draft."""
    practice = kept_or_refused(request.user, pk)
    if request.method == "POST":
        outcome = save_step(request.user, pk, key, request.POST)
        if autosave.wants_json(request):
            return _told(request, outcome)
        if outcome.practice is not None:
            forget(request)
            messages.success(request, _("Saved: %(step)s.") % {"step": BY_KEY[key].title})
            return redirect(_way_on(request, outcome.practice, key))
        refused = outcome.has_conflict or outcome.refusal is not None
        return _step_page(request, key, outcome, status=CONFLICT if refused else 200)
    kept = kept_form(request)
    sheet = FORMS[key](kept, practice=practice, user=request.user)
    return _step_page(request, key, Outcome(sheet), is_kept=kept is not None)


@signed_in
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The practice as readers will see it, what is missing, what is alike, and the way to the Secretariat."""
    practice = kept_or_refused(request.user, pk)
    practice_page.load(practice)
    order = order_of(request)
    context = {
        **pages.frame(practice, request.user, "check"),
        **practice_page.facts(practice, order),
        **pages.ways(practice, request.user),
        "alike": pages.alike(practice, request.user) if may_edit(practice) else [],
        "documents": practice.documents.prefetch_related("files"),
        "current": BY_KEY["check"],
        **(update_context(practice, request.user) if practice.revises_id is not None else {"note_form": None}),
    }
    return render(request, "practices/contribute/check.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft for good, after a question; a second press finds it deleted."""
    if request.method == "POST" and request.session.get(DELETED) == pk:
        return redirect("contribute:start")
    practice = kept_or_refused(request.user, pk)
    answer = may_delete(practice, request.user)
    if request.method == "POST" and answer:
        answer = _delete(pk, request.user)
        if answer:
            request.session[DELETED] = pk
            messages.success(request, _("The draft is deleted."))
            return redirect("contribute:start")
    context = {**pages.frame(practice, request.user, "check"), "answer": answer}
    return render(request, "practices/contribute/delete.html", context, status=200 if answer else CONFLICT)


def _delete(pk: int, user: Any) -> Answer:
    """Delete the practice if that may still be done; what another press deleted meanwhile is deleted."""
    with transaction.atomic():
        locked = Practice.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        answer = may_delete(locked, user) if locked is not None else YES
        if locked is not None and answer:
            documents.delete_practice(locked)
    return answer


@signed_in
@require_safe
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The link by which a colleague takes the practice over."""
    practice = kept_or_refused(request.user, pk)
    answer = handover.may_hand_over(practice, request.user)
    path = reverse("contribute:take_over", args=[handover.token_of(practice)])
    context = {
        **pages.frame(practice, request.user, "check"),
        "answer": answer,
        "link": f"{origin_of(request)}{path}" if answer else "",
        "days": handover.VALID.days,
    }
    return render(request, "practices/contribute/hand_over.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, token: str) -> HttpResponse:
    """What a colleague offers, and the button that takes it; 404 where the link no longer holds."""
    if request.method == "POST":
        practice = handover.take_over(token, request.user)
        if practice is None:
            raise Http404
        messages.success(request, _("The practice is yours now."))
        if kept_by(request.user).filter(pk=practice.pk).exists():
            return redirect("contribute:check", practice.pk)
        return redirect("contribute:start")
    practice = handover.practice_of(token)
    if practice is None:
        raise Http404
    return render(request, "practices/contribute/take_over.html", {"practice": practice})


def _way_on(request: HttpRequest, practice: Practice, key: str) -> str:
    """The page after a save: the same step where the person wants to stay, else the next one."""
    return BY_KEY[key].url(practice) if request.POST.get("then") == STAY else after(key).url(practice)


def _told(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """The answer to a step that saved itself."""
    if outcome.practice is not None:
        forget(request)
        return autosave.saved(outcome.sheet.carried())
    if outcome.has_conflict:
        return autosave.refused(
            _("Somebody else changed this step meanwhile. Press “Save and stay here” to see both."), status=CONFLICT
        )
    if outcome.refusal is not None:
        return autosave.refused(outcome.refusal.reason, status=CONFLICT)
    return autosave.refused(_("Not saved by itself yet: something has to be corrected first."), status=422)


def _new_page(request: HttpRequest, sheet: Any, token: str, *, is_kept: bool = False) -> HttpResponse:
    context = {
        "sheet": sheet,
        "token": token or str(uuid.uuid4()),
        "writer": mark_of(request.user),
        "steps": STEPS,
        "current": BY_KEY["snapshot"],
        "is_kept": is_kept,
    }
    return render(request, "practices/contribute/new.html", context)


def _step_page(
    request: HttpRequest, key: str, outcome: Outcome, *, is_kept: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        **pages.frame(outcome.sheet.practice, request.user, key),
        "sheet": outcome.sheet,
        "writer": mark_of(request.user),
        "current": BY_KEY[key],
        "action": BY_KEY[key].url(outcome.sheet.practice),
        "has_conflict": outcome.has_conflict,
        "refusal": outcome.refusal.reason if outcome.refusal is not None else "",
        "is_kept": is_kept,
    }
    return render(request, "practices/contribute/step.html", context, status=status)
