"""The minutes: to read, on paper, to write, to correct, to answer, to adopt and to release."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.origin import origin_of
from publishing.pdf import pdf_response
from publishing.reader import order_of
from publishing.workflow import Conflict, WorkflowError

from ...access import is_of_committee, may_run
from ...models import Correction, Decision, Meeting, Minutes, MinutesEntry
from ...record.chain import entry_of
from ...record.enums import RecordKind
from ...record.stamp import issued
from .. import minutes_page
from ..minutes_forms import AdoptForm, AnswerForm, CorrectionForm, EntryForm
from ..minutes_workflow import MinutesWorkflow
from ..page import crumbs_of, meeting_of, minutes_of
from .running import FORM, attempt, form_page, run


@require_safe
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes as this person may read them, with corrections and answers for the Committee."""
    found = meeting_of(request, number)
    shown, user, order = minutes_of(request, found), request.user, order_of(request)
    flow = MinutesWorkflow(found, user)
    is_inside, runs = is_of_committee(user), may_run(user)
    corrections: dict[int, list[Correction]] = {}
    if is_inside:
        rows = Correction.objects.visible_to(user).filter(entry__minutes=shown)
        for correction in rows.select_related("seat__country"):
            corrections.setdefault(correction.entry_id, []).append(correction)
    context = {
        "meeting": found,
        "minutes": shown,
        "status": minutes_page.status_of(shown),
        "basis": minutes_page.basis_of(shown, order),
        "when": minutes_page.when(found),
        "participants": minutes_page.participants(shown, order),
        "entries": [
            (entry, minutes_page.sections_of(entry, order), corrections.get(entry.pk, []))
            for entry in _entries(request, shown)
        ],
        "sealed": entry_of(RecordKind.MINUTES, shown.pk) if shown.adopted_at else None,
        "is_inside": is_inside,
        "may_correct": flow.may_correct() if is_inside else None,
        "flow": _answers(flow) if runs else None,
        "crumbs": crumbs_of(found),
    }
    return render(request, "steering/meetings/minutes.html", context)


@require_safe
def minutes_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes on paper, with the items that this person may see."""
    found = meeting_of(request, number)
    shown = minutes_of(request, found)
    return _paper(request, shown, list(_entries(request, shown)))


@require_safe
def extract_pdf(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """What the minutes say of one item, on paper."""
    found = meeting_of(request, number)
    shown = minutes_of(request, found)
    entry = get_object_or_404(_entries(request, shown), item__number=item)
    return _paper(request, shown, [entry], extract_of=entry.item)


@login_required
@require_POST
def minutes_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the minutes from the agenda."""
    found = run(request, number)
    is_done = attempt(request, MinutesWorkflow(found, request.user).draft, _("The draft has an entry for each item."))
    return redirect("committee:minutes", found.number) if is_done else redirect(found)


@login_required
@require_http_methods(FORM)
def entry_edit(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Write what the minutes say of an item."""
    found = run(request, number)
    shown = minutes_of(request, found)
    entry = get_object_or_404(_entries(request, shown), item__number=item)
    flow = MinutesWorkflow(found, request.user)
    form = EntryForm(request.POST or None, initial=EntryForm.initial_of(entry))
    if request.method == "POST" and form.is_valid():
        try:
            flow.write(entry, form.columns(), form.cleaned_data["edition"])
        except Conflict as refusal:
            entry.refresh_from_db()
            form.refuse(str(refusal), entry.edition)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The entry is saved."))
            return redirect(f"{reverse('committee:minutes', args=[found.number])}#item-{item}")
    crumbs = crumbs_of(found, minutes=True)
    title = _("Item %(number)d in the minutes") % {"number": item}
    return form_page(request, form, title, _("Save"), crumbs, answer=flow.may_write(), entry=entry)


@login_required
@require_POST
def minutes_circulate(request: HttpRequest, number: int) -> HttpResponse:
    """Circulate the draft for corrections."""
    found = run(request, number)
    flow = MinutesWorkflow(found, request.user)
    attempt(request, flow.circulate, _("The minutes are circulated. Everybody has a letter with the deadline."))
    return redirect("committee:minutes", found.number)


@login_required
@require_http_methods(FORM)
def correct(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Ask, for one's seat, for a correction of an entry."""
    found = meeting_of(request, number)
    shown = minutes_of(request, found)
    entry = get_object_or_404(_entries(request, shown), item__number=item)
    flow = MinutesWorkflow(found, request.user)
    seats = flow.own_seats()
    if not is_of_committee(request.user) or not seats:
        raise PermissionDenied
    initial = {"seat": seats[0].pk, "language": get_language()}
    form = CorrectionForm(request.POST or None, seats=seats, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            flow.correct(entry, data["seat"], data["language"], data["text"], data["wording"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The correction is with the Secretariat; the whole Committee sees it."))
            return redirect(f"{reverse('committee:minutes', args=[found.number])}#item-{item}")
    crumbs = crumbs_of(found, minutes=True)
    title = _("Correction of item %(number)d") % {"number": item}
    return form_page(request, form, title, _("Send the correction"), crumbs, answer=flow.may_correct(), entry=entry)


@login_required
@require_http_methods(FORM)
def answer(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Answer a correction."""
    found = run(request, number)
    rows = Correction.objects.visible_to(request.user).filter(entry__minutes__meeting=found)
    correction = get_object_or_404(rows.select_related("entry__item", "seat__country"), pk=pk)
    flow = MinutesWorkflow(found, request.user)
    form = AnswerForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            flow.answer(correction, data["answer"], data["reason"], data["language"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The correction is answered."))
            target = reverse("committee:minutes", args=[found.number])
            return redirect(f"{target}#item-{correction.entry.item.number}")
    crumbs = crumbs_of(found, minutes=True)
    more: dict[str, Any] = {"answer": flow.may_answer(), "correction": correction}
    return form_page(request, form, _("Answer a correction"), _("Answer"), crumbs, **more)


@login_required
@require_http_methods(FORM)
def minutes_adopt(request: HttpRequest, number: int) -> HttpResponse:
    """Note the adoption: the minutes are sealed and never change again."""
    found = run(request, number)
    minutes_of(request, found)
    flow = MinutesWorkflow(found, request.user)
    form = AdoptForm(request.POST or None, decisions=Decision.objects.visible_to(request.user).closed())
    if request.method == "POST" and form.is_valid():
        try:
            flow.adopt(form.by_language("basis"), form.cleaned_data["decision"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The minutes are adopted and sealed."))
            return redirect("committee:minutes", found.number)
    more = {"answer": flow.may_adopt(), "is_grave": True}
    return form_page(request, form, _("Adopt the minutes"), _("Adopt and seal"), crumbs_of(found, minutes=True), **more)


@login_required
@require_POST
def minutes_release(request: HttpRequest, number: int) -> HttpResponse:
    """Release the adopted minutes to those to whom the meeting is open."""
    found = run(request, number)
    attempt(request, MinutesWorkflow(found, request.user).release, _("The minutes are released."))
    return redirect("committee:minutes", found.number)


def _entries(request: HttpRequest, shown: Minutes) -> Any:
    """The entries on items that this person may see, in the order of the agenda."""
    rows = MinutesEntry.objects.visible_to(request.user).filter(minutes=shown)
    return rows.select_related("item__meeting").order_by("item__number")


def _paper(
    request: HttpRequest, shown: Minutes, entries: list[MinutesEntry], *, extract_of: Any = None
) -> HttpResponse:
    meeting: Meeting = shown.meeting
    sealed = entry_of(RecordKind.MINUTES, shown.pk) if shown.adopted_at else None
    address = origin_of(request) + reverse("committee:minutes", args=[meeting.number])
    data = minutes_page.paper(shown, entries, order_of(request), address, sealed, extract_of=extract_of)
    name = minutes_page.file_name(meeting, extract_of)
    response = pdf_response(request, "minutes.typ", data, name, minutes_page.dated(shown))
    return issued(response, sealed) if sealed is not None else response


def _answers(flow: MinutesWorkflow) -> dict[str, Any]:
    """What the Secretariat can do with the minutes now."""
    return {
        "write": flow.may_write(),
        "circulate": flow.may_circulate(),
        "answer": flow.may_answer(),
        "adopt": flow.may_adopt(),
        "release": flow.may_release(),
    }
