"""The second person's reading, and the steps around a translation: assign, promise, take back, discard."""

from datetime import date

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...workflow import WorkflowError
from ..reading import readings_of
from ..steps import Step
from ..workflow import Desk, TranslationWorkflow
from .addresses import number, of_record, performed, url_of


@require_safe
@of_record
def review(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The draft beside its source, with what it changes for readers; without a submitted draft, the editor."""
    if not desk.is_in_review:
        return HttpResponseRedirect(url_of("edit", desk.record, desk.language))
    flow = TranslationWorkflow(desk.record, desk.language, request.user)
    context = {
        "desk": desk,
        "record": desk.record,
        "readings": readings_of(desk),
        "has_moved": desk.made_from < desk.record.text_version,
        "may_approve": flow.may(Step.APPROVE, desk),
        "may_take_back": flow.may(Step.TAKE_BACK, desk),
    }
    return render(request, "publishing/translating/review.html", context)


@require_POST
@of_record
def approve(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Approve the draft: readers get it."""
    flow = TranslationWorkflow(desk.record, desk.language, request.user)
    version = number(request.POST.get("version"))
    return performed(
        request,
        lambda: flow.approve(version=version),
        _("The translation is approved. Readers get it from now on."),
        url_of("review", desk.record, desk.language),
    )


@require_POST
@of_record
def send_back(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Send the draft back with a reason; a reason that could not be delivered is shown again, to be copied."""
    flow = TranslationWorkflow(desk.record, desk.language, request.user)
    reason, version = request.POST.get("reason", "").replace("\x00", ""), number(request.POST.get("version"))
    try:
        flow.send_back(reason, version=version if "version" in request.POST else None)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        if reason.strip():
            messages.info(request, _("You wrote: %(text)s") % {"text": reason[:5000]})
    else:
        messages.success(request, _("The draft is sent back with your reason."))
    return HttpResponseRedirect(url_of("review", desk.record, desk.language))


@require_POST
@of_record
def take_back(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take one's own submitted draft back."""
    flow = TranslationWorkflow(desk.record, desk.language, request.user)
    return performed(
        request, flow.take_back, _("You can go on working on the draft."), url_of("edit", desk.record, desk.language)
    )


@require_POST
@of_record
def discard(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Throw the draft away."""
    flow = TranslationWorkflow(desk.record, desk.language, request.user)
    version = number(request.POST.get("version"))
    return performed(
        request,
        lambda: flow.discard(version=version),
        _("The draft is discarded; what readers get has not changed."),
        url_of("edit", desk.record, desk.language),
    )


@require_POST
@of_record
def assign(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Give the translation to somebody or to nobody."""
    flow = TranslationWorkflow(desk.record, desk.language, request.user)

    def step() -> None:
        wanted = request.POST.get("assignee", "")
        person = get_user_model()._default_manager.filter(pk=number(wanted)).first() if wanted else None
        if wanted and person is None:
            raise WorkflowError(_("There is no such account."))
        flow.assign(person)

    return performed(request, step, _("The assignment is saved."), _back(request, desk))


@require_POST
@of_record
def promise(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Promise the translation for a day, or take the promise back."""
    flow = TranslationWorkflow(desk.record, desk.language, request.user)

    def step() -> None:
        flow.promise(_day(request.POST.get("promised_for", "").strip()))

    return performed(request, step, _("The promise is saved."), _back(request, desk))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise WorkflowError(_("This is not a day of the calendar. Write it as 2027-03-15."))
    return day


def _back(request: HttpRequest, desk: Desk) -> str:
    if request.POST.get("from") == "queue":
        return reverse("translate:queue")
    return url_of("review" if desk.is_in_review else "edit", desk.record, desk.language)
