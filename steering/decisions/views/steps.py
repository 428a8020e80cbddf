"""One page for every step: what it does, a form where it needs words, and why it is refused where it is."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from publishing.workflow import Answer, WorkflowError

from ...models import Action, Decision

Words = str | Promise


def found_decision(request: HttpRequest, pk: int) -> Decision:
    """The decision with what its pages name; 404 where the person may not see it."""
    corrections = Decision.objects.filter(corrects=OuterRef("pk"))
    rows = Decision.objects.visible_to(request.user).annotate(is_corrected=Exists(corrections))
    loaded = rows.select_related("agenda_item__meeting", "seat__country", "corrects").defer(
        "vector", "corrects__vector"
    )
    found: Decision = get_object_or_404(loaded, pk=pk)
    return found


def found_action(request: HttpRequest, pk: int) -> Action:
    """The action with its decision; 404 where the person may not see it."""
    rows = Action.objects.visible_to(request.user).select_related("decision", "seat__country", "agenda_item__meeting")
    found: Action = get_object_or_404(rows.defer("decision__vector"), pk=pk)
    return found


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to the register of decisions and on."""
    return [
        (reverse("committee:home"), _("Steering Committee")),
        (reverse("committee:decisions"), _("Decisions")),
        *more,
    ]


def step(
    request: HttpRequest,
    form: Form,
    answer: Answer,
    perform: Callable[[], Any],
    *,
    about: Decision | Action,
    title: Words,
    verb: Words,
    note: Words = "",
    done: Words,
    is_grave: bool = False,
) -> HttpResponse:
    """Show the form, or perform the step and go back to what it is about; a refusal is told, and nothing typed is lost."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            perform()
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, str(done))
            return redirect(about)
    label = about.number if isinstance(about, Decision) and about.number else str(about.name)
    context = {
        "about": about,
        "form": form,
        "answer": answer,
        "page_title": title,
        "verb": verb,
        "note": note,
        "is_grave": is_grave,
        "crumbs": crumbs((about.get_absolute_url(), label)),
    }
    return render(request, "steering/decisions/step.html", context, status=status)
