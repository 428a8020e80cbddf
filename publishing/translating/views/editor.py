"""The editor: source and translation side by side, saved as a draft, handed in, filled by machine."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ... import autosave
from ...workflow import WorkflowError
from .. import machine, unsaved
from ..editing import sheet_of, warnings_of
from ..records import record_for, translators
from ..steps import Step
from ..workflow import Desk, SourceMoved, StaleDraft, TextErrors, TranslationWorkflow, desk_of
from .addresses import number, of_record, texts_in, url_of


@require_safe
@of_record
def edit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The editor; what somebody typed before their session ended stands in it, not saved yet."""
    kept = unsaved.kept_for(request, url_of("edit", desk.record, desk.language))
    if kept is None:
        return _page(request, desk)
    messages.info(request, _("These are the texts that you typed before you were signed out. They are not saved yet."))
    return _page(request, desk, typed=kept.texts)


@never_cache
@require_POST
def save(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """Keep the texts as a draft. Asked by the script (`Accept: application/json`) it answers in JSON."""
    return _with_texts(request, kind, pk, language, _saved)


@never_cache
@require_POST
def submit(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """Keep the texts and hand them in for a second person's reading."""
    return _with_texts(request, kind, pk, language, _submitted)


@never_cache
@require_POST
def fill(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """Keep the texts and fill those that are empty by machine."""
    return _with_texts(request, kind, pk, language, _filled)


def _with_texts(request: HttpRequest, kind: str, pk: int, language: str, then: Any) -> HttpResponse:
    """Save the sent texts, then go on; whatever is refused, the texts come back in the form."""
    if not request.user.is_authenticated:
        return _sign_in_again(request, kind, pk, language)
    desk = desk_of(record_for(request.user, kind, pk, language), language)
    typed = texts_in(request, desk)
    flow = TranslationWorkflow(desk.record, language, request.user)
    try:
        version = _kept(desk, flow, typed, number(request.POST.get("version")))
        answer: HttpResponse = then(request, desk, flow, version)
    except StaleDraft as refusal:
        return _refused(request, desk, typed, refusal, 409)
    except TextErrors as refusal:
        return _refused(request, desk, typed, refusal, 422, refusal.errors)
    except WorkflowError as refusal:
        return _refused(request, desk, typed, refusal, 409)
    return answer


def _kept(desk: Desk, flow: TranslationWorkflow, typed: Mapping[str, str], version: int) -> int:
    """The version of the draft with the texts in it; a form in which nothing changed makes no new one."""
    texts = desk.texts
    is_same = all(unit.clean(typed[unit.key]) == texts.get(unit.key, "") for unit in desk.units if unit.key in typed)
    if is_same and version == desk.draft_version:
        return version
    return flow.save(typed, version=version).version


def _saved(request: HttpRequest, desk: Desk, flow: TranslationWorkflow, version: int) -> HttpResponse:
    unsaved.forget(request)
    if autosave.wants_json(request):
        now = desk_of(desk.record, desk.language)
        return autosave.saved({"version": version}, warnings=_warnings(now))
    messages.success(request, _("The draft is saved. Readers do not see it before a second person has approved it."))
    return HttpResponseRedirect(url_of("edit", desk.record, desk.language))


def _submitted(request: HttpRequest, desk: Desk, flow: TranslationWorkflow, version: int) -> HttpResponse:
    try:
        flow.submit(version=version, source_version=number(request.POST.get("source_version")))
    except SourceMoved as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(url_of("edit", desk.record, desk.language))
    except TextErrors as refusal:
        fresh = desk_of(desk.record, desk.language)
        return _refused(request, fresh, fresh.texts, refusal, 422, refusal.errors)
    unsaved.forget(request)
    messages.success(request, _("The translation is submitted. A second person reads it before readers get it."))
    return HttpResponseRedirect(url_of("review", desk.record, desk.language))


def _filled(request: HttpRequest, desk: Desk, flow: TranslationWorkflow, version: int) -> HttpResponse:
    address = HttpResponseRedirect(url_of("edit", desk.record, desk.language))
    try:
        done = machine.fill(desk_of(desk.record, desk.language), request.user, version=version)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return address
    unsaved.forget(request)
    words = ngettext(
        "%(count)d text was filled by machine. Read it against the original before you submit it.",
        "%(count)d texts were filled by machine. Read them against the original before you submit them.",
        done,
    )
    messages.success(request, words % {"count": done})
    return address


def _refused(
    request: HttpRequest,
    desk: Desk,
    typed: Mapping[str, str],
    refusal: WorkflowError,
    status: int,
    errors: Mapping[str, Any] | None = None,
) -> HttpResponse:
    if autosave.wants_json(request):
        return autosave.refused(refusal, status=status)
    messages.error(request, str(refusal))
    return _page(request, desk_of(desk.record, desk.language), typed=typed, errors=errors, status=status)


def _sign_in_again(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """The session has ended: what was typed waits until the person is back."""
    address = url_path(kind, pk, language)
    texts = {name.removeprefix("text-"): str(request.POST[name]) for name in request.POST if name.startswith("text-")}
    is_kept = unsaved.keep(request, address, texts, number(request.POST.get("version")))
    if autosave.wants_json(request):
        return autosave.refused(_("You have been signed out. Press “Save the draft” to sign in and go on."), status=401)
    if is_kept:
        messages.info(request, _("You have been signed out. Sign in: what you typed is kept and comes back."))
    return redirect_to_login(address)


def url_path(kind: str, pk: int, language: str) -> str:
    """The editor's address for whatever stands in the address, a record or not."""
    return reverse("translate:edit", args=[kind, pk, language])


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    flow = TranslationWorkflow(desk.record, desk.language, request.user)
    sheet = sheet_of(desk, typed, errors)
    context = {
        "desk": desk,
        "record": desk.record,
        "sheet": sheet,
        "may_save": flow.may(Step.SAVE, desk),
        "may_read": flow.may(Step.APPROVE, desk),
        "may_take_back": flow.may(Step.TAKE_BACK, desk),
        "may_discard": flow.may(Step.DISCARD, desk),
        "people": translators(type(desk.record)),
        "has_machine": machine.is_configured(),
        "has_errors": bool(errors),
    }
    return render(request, "publishing/translating/edit.html", context, status=status)


def _warnings(desk: Desk) -> dict[str, list[str]]:
    source = desk.record.original_language
    texts = desk.texts
    return {
        unit.key: [
            _("“%(term)s” is defined as: %(renderings)s") % {"term": one.found, "renderings": ", ".join(one.expected)}
            for one in warnings_of(unit, unit.text(source), texts.get(unit.key, ""), source, desk.language)
        ]
        for unit in desk.units
    }
