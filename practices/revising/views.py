"""The pages of an update: beginning it, saying why it changes what, settling what the original changed meanwhile."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from publishing.workflow import WorkflowError

from ..contribute import pages
from ..contribute.keepers import kept_or_refused, may_edit
from ..contribute.keeping import signed_in
from ..models import Practice, Revision
from .forms import NoteForm, ReconcileForm
from .proposing import may_propose, open_update_of, propose
from .reconciling import may_reconcile, reconcile
from .standing import original_of, revision_of, standing_of

CONFLICT = 409


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """What an update is, and the button that begins one; the one that is on its way is opened instead."""
    practice = kept_or_refused(request.user, pk)
    answer = may_propose(practice)
    if request.method == "POST" and answer:
        try:
            update = propose(practice, request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect("contribute:propose", pk)
        messages.success(request, _("This is the update. The published practice stays as it is until it is published."))
        return redirect("contribute:snapshot" if may_edit(update) else "contribute:check", update.pk)
    context = {"practice": practice, "answer": answer, "begun": open_update_of(practice) if answer else None}
    return render(request, "practices/contribute/propose.html", context, status=200 if answer else CONFLICT)


@signed_in
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what changed and why."""
    kept_or_refused(request.user, pk, _updates())
    with transaction.atomic():
        update = Practice.objects.select_for_update(of=("self",)).select_related("country").get(pk=pk)
        revision = Revision.objects.select_for_update().get(practice=update)
        form = NoteForm(revision, update, request.POST)
        answer = may_edit(update)
        if not answer or not form.is_valid():
            return _note_page(request, update, form, refusal=answer.reason)
        if form.is_stale():
            form.show_stored()
            return _note_page(request, update, form, status=CONFLICT)
        revision.note = form.cleaned_data["note"]
        revision.note_language = form.cleaned_data["note_language"]
        revision.save()
    messages.success(request, _("The note is saved."))
    return redirect("contribute:check", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Both texts of each section that changed on both sides, and the choice between them."""
    update = kept_or_refused(request.user, pk, _updates())
    original = original_of(update)
    standing = standing_of(update, revision_of(update), original)
    form = ReconcileForm(update, original, standing, request.POST if request.method == "POST" else None)
    answer = may_reconcile(update, request.user)
    refusal: Any = "" if answer else answer.reason
    if request.method == "POST" and answer and form.is_valid():
        data = form.cleaned_data
        try:
            reconcile(
                update,
                request.user,
                form.choices(),
                edition=data["edition"],
                original_edition=data["original_edition"],
            )
        except WorkflowError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The update fits the published practice again."))
            return redirect("contribute:check", pk)
    context = {"practice": update, "original": original, "form": form, "answer": answer, "refusal": refusal, "moved": len(standing.moved)}  # fmt: skip
    return render(request, "practices/contribute/reconcile.html", context, status=CONFLICT if refusal else 200)


def _updates() -> Any:
    return Practice.objects.filter(revises__isnull=False)


def _note_page(
    request: HttpRequest, update: Practice, form: NoteForm, *, refusal: Any = "", status: int = 200
) -> HttpResponse:
    """The form alone, with what was typed."""
    context = {**pages.frame(update, request.user, "check"), "form": form, "refusal": refusal}
    return render(request, "practices/contribute/note.html", context, status=CONFLICT if refusal else status)
