"""Pages of the relay, and the click that says that a record was useful."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import usefulness
from ..editions import stand_on
from ..enums import State
from ..limits import is_within
from ..listing.paging import number_of, page_of
from ..models import Question
from ..same_origin import is_same_origin
from ..steps.registry import model_of
from ..workflow import WorkflowError
from . import forms
from .workflow import STEPS, QuestionWorkflow, ask

MARKS_PER_DAY = 30
QUESTIONS_PER_HOUR = 5
PAGE_SIZE = 25
FORMS: dict[str, type[Form]] = {
    "answer": forms.AnswerForm,
    "approve": forms.ApproveForm,
    "hide": forms.HideForm,
    "close": forms.CloseForm,
}


def public_record(request: HttpRequest, kind: str, key: int) -> Any:
    """The public record of a kind; 404 where there is none that the person may see."""
    try:
        model = model_of(kind)
    except LookupError as error:
        raise Http404 from error
    return get_object_or_404(model.objects.visible_to(request.user).filter(state=State.PUBLISHED), pk=key)


@csrf_exempt
@require_POST
def useful(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Count the record as useful and go back to its page. It needs no token: it costs nobody anything."""
    record = public_record(request, kind, key)
    if not is_same_origin(request):
        raise PermissionDenied
    visitor = usefulness.visitor_of(request)
    response = HttpResponseRedirect(f"{record.get_absolute_url()}#useful")
    address = f"{get_adapter().get_client_ip(request)} {record.kind} {record.pk}"
    if not is_within("useful", address, amount=MARKS_PER_DAY, seconds=24 * 3600):
        messages.info(request, _("Too many answers have come from your network today. Thank you all the same."))
        return response
    is_new = usefulness.mark(record, visitor)
    messages.success(request, _("Thank you.") if is_new else _("You have already said so. Thank you."))
    usefulness.remember(response, visitor)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """The form by which a reader asks those who keep the record."""
    record = public_record(request, kind, key)
    form = forms.AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if is_within("question", get_adapter().get_client_ip(request), amount=QUESTIONS_PER_HOUR, seconds=3600):
            form.instance.record, form.instance.language = record, get_language() or "ru"
            ask(form.instance)
            messages.success(request, _("Thank you. Your question is on its way; the answer comes by e-mail."))
            return HttpResponseRedirect(record.get_absolute_url())
        status = 429
        form.add_error(
            None, _("You have written several times within an hour. Please wait a little; your text is still here.")
        )
    return render(request, "publishing/questions/ask.html", {"record": record, "form": form}, status=status)


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The questions that the person can read, those that wait first."""
    found = Question.objects.visible_to(request.user).select_related("content_type").prefetch_related("record")
    found = found.order_by("state", "asked_at", "pk")
    page, _is_beyond = page_of(found, PAGE_SIZE, found.count(), number_of(request.GET.get("page", "")) or 1)
    return render(request, "publishing/questions/list.html", {"page": page})


@login_required
@require_safe
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """One question with what can be done about it."""
    question = _question(request, key)
    flow = QuestionWorkflow(question, request.user)
    open_ = {
        action: FORMS[action](initial=forms.initial_of(question), auto_id=f"id_{action}_%s")
        for action in STEPS
        if flow.may(action)
    }
    return render(request, "publishing/questions/detail.html", {"question": question, "forms": open_})


@login_required
@require_POST
def act(request: HttpRequest, key: int, action: str) -> HttpResponse:
    """Answer, approve, hide or close; what was typed stays where it is refused."""
    question = _question(request, key)
    if action not in STEPS:
        raise Http404
    form = FORMS[action](request.POST, auto_id=f"id_{action}_%s")
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "edition"}
        try:
            _perform(QuestionWorkflow(question, request.user), action, words, form.cleaned_data.get("edition"))
        except WorkflowError as refusal:
            question = _question(request, key)
            stand_on(form, question.edition)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect("questions:detail", key)
    return render(request, "publishing/questions/detail.html", {"question": question, "forms": {action: form}})


def _perform(flow: QuestionWorkflow, action: str, words: dict[str, str], edition: int | None) -> None:
    if action == "answer":
        flow.answer(words["answer"], words["answer_language"], edition=edition)
    elif action == "approve":
        flow.approve(words["public_text"], words["public_answer"], edition=edition)
    elif action == "close":
        flow.close(words["reason"], edition=edition)
    else:
        flow.hide(edition=edition)


def _question(request: HttpRequest, key: int) -> Question:
    found: Question = get_object_or_404(
        Question.objects.visible_to(request.user).select_related("content_type").prefetch_related("record"), pk=key
    )
    return found
