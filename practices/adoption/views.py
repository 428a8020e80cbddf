"""Pages of the adoption chain."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.models import Country
from practices.models import Practice
from publishing.collation import alphabetical
from publishing.limits import is_within
from publishing.origin import origin_of
from publishing.reader import order_of
from publishing.workflow import Conflict, WorkflowError

from . import correspondence, workflow
from .chain import link_of
from .enums import DONE, AdoptionAction, AdoptionStage, AdoptionState
from .export import rows
from .forms import CorrectionForm, EditionForm, FactsForm, JudgementForm, ReasonForm, StatementForm, TranslationForm
from .listing import asked_adoptions, register_of
from .models import Adoption
from .page import happened, stages_of
from .sides import is_focal_point, is_secretariat
from .workflow import MOVES, AdoptionWorkflow, AlreadyStated, may_state

STEPS_PER_HOUR: Final = 60
"""How many steps, each of which may send letters, one account can take within an hour."""
both = require_http_methods(["GET", "HEAD", "POST"])
Perform = Callable[[AdoptionWorkflow, Any, int | None], Adoption]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The whole network: a drawing and a table of what the address asks for among the public adoptions."""
    register = register_of(request.user, request.GET, order_of(request))
    return render(request, "practices/adoptions/list.html", {"register": register, "stages": list(AdoptionStage)})


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same adoptions as a CSV file."""
    found = asked_adoptions(request.GET, order_of(request))
    response = StreamingHttpResponse(
        rows(found, order_of(request), origin_of(request)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="adoptions-{get_language()}.csv"'
    return response


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One adoption: what is stated, what the other country says, and what this person can do; 404 where it is not theirs."""
    adoption = _visible(request, pk)
    user = request.user
    is_party = is_secretariat(user) or (
        is_focal_point(user)
        and getattr(user, "country_id", None) in {adoption.country_id, adoption.practice.country_id}
    )
    flow = AdoptionWorkflow(adoption, user)
    context = {
        "adoption": adoption,
        "link": link_of(adoption, order_of(request)),
        "sources": list(adoption.sources.all()),
        "stages": stages_of(adoption),
        "events": happened(adoption) if is_party else [],
        "may_see_address": is_party or adoption.is_contact_public,
        "actions": [action for action in flow.open_actions() if action != AdoptionAction.TRANSLATE],
        "translations": adoption.other_languages if flow.may(AdoptionAction.TRANSLATE) else [],
        "crumbs": _crumbs(adoption),
    }
    return render(request, "practices/adoptions/detail.html", context)


@both
def state(request: HttpRequest) -> HttpResponse:
    """The form by which a country states an adoption; who may not state one is told who may."""
    practice = _asked_practice(request)
    country, countries = _asked_country(request, practice)
    context: dict[str, Any] = {"practice": practice, "country": country, "countries": countries}
    context["crumbs"] = [(reverse("practices:list"), _("Practices"))] + (
        [(practice.get_absolute_url(), str(practice))] if practice else []
    )
    answer = may_state(request.user, practice, country) if practice and country else None
    if practice is None or country is None or not answer:
        context["reason"] = answer.reason if answer is not None else ""
        is_refused = request.method == "POST" and not (is_secretariat(request.user) and practice)
        return render(request, "practices/adoptions/may_not.html", context, status=403 if is_refused else 200)
    standing = (
        Adoption.objects.filter(practice=practice, country=country).exclude(state=AdoptionState.WITHDRAWN).first()
    )
    if standing is not None:
        messages.info(request, _("Your country has stated the adoption of this practice already."))
        return redirect(standing)
    form = StatementForm(
        request.POST if request.method == "POST" else None,
        country=country,
        user=request.user,
        initial={"original_language": get_language()},
    )
    if request.method == "POST" and form.is_valid() and _is_within_limit(request, form):
        language = form.cleaned_data["original_language"]
        adoption = Adoption(practice=practice, country=country, original_language=language, **form.columns(language))
        return _stated(request, adoption)
    return render(request, "practices/adoptions/state.html", {**context, "form": form}, status=_status(form))


@both
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The adopting country changes its statement, its stage above all; changed facts have to be confirmed anew."""
    adoption = _visible(request, pk)
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        country=adoption.country,
        user=request.user,
        initial=FactsForm.initial_of(adoption),
    )
    language = adoption.original_language
    return _step(
        request,
        adoption,
        AdoptionAction.EDIT,
        form,
        lambda flow, data, edition: flow.edit(form.columns(language), edition=edition),
    )


@both
@login_required
def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The adopting country writes its texts in another language; the state stays as it is."""
    adoption = _visible(request, pk)
    if language not in adoption.other_languages:
        raise Http404
    form = TranslationForm(
        request.POST if request.method == "POST" else None,
        adoption=adoption,
        initial=TranslationForm.initial_of(adoption, language),
    )
    return _step(
        request,
        adoption,
        AdoptionAction.TRANSLATE,
        form,
        lambda flow, data, edition: flow.translate(form.columns(language), edition=edition),
        into=language,
    )


@both
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The source country says that it is so."""
    return _judge(
        request, pk, AdoptionAction.CONFIRM, JudgementForm, lambda flow, data, edition: flow.confirm(edition=edition)
    )


@both
@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The source country says how it was instead."""
    return _judge(
        request,
        pk,
        AdoptionAction.CORRECT,
        CorrectionForm,
        lambda flow, data, edition: flow.correct(data["text"], year=data["year"], stage=data["stage"], edition=edition),
    )


@both
@login_required
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The source country says that it is not so."""
    return _judge(
        request,
        pk,
        AdoptionAction.DISPUTE,
        ReasonForm,
        lambda flow, data, edition: flow.dispute(data["reason"], edition=edition),
    )


@both
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The adopting country accepts the correction."""
    return _judge(
        request, pk, AdoptionAction.ACCEPT, JudgementForm, lambda flow, data, edition: flow.accept(edition=edition)
    )


@both
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The adopting country holds to its statement and says why."""
    return _judge(
        request,
        pk,
        AdoptionAction.ANSWER,
        ReasonForm,
        lambda flow, data, edition: flow.answer(data["reason"], edition=edition),
    )


@both
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The adopting country takes its statement back."""
    return _judge(
        request,
        pk,
        AdoptionAction.WITHDRAW,
        ReasonForm,
        lambda flow, data, edition: flow.withdraw(data["reason"], edition=edition),
    )


def _visible(request: HttpRequest, pk: int) -> Adoption:
    adoption: Adoption = get_object_or_404(Adoption.objects.visible_to(request.user).for_page(), pk=pk)
    return adoption


def _crumbs(adoption: Adoption) -> list[tuple[str, str]]:
    return [(reverse("adoptions:list"), _("Who adopted what"))]


def _asked_practice(request: HttpRequest) -> Practice | None:
    """The published practice that the address names; None where it names none, 404 where there is no such one."""
    slug = request.GET.get("practice", "")
    if not slug:
        return None
    practice: Practice = get_object_or_404(Practice.objects.published().select_related("country"), slug=slug[:200])
    return practice


def _asked_country(request: HttpRequest, practice: Practice | None) -> tuple[Country | None, list[Country]]:
    """The country that the person speaks for, and those among which the Secretariat chooses."""
    user: Any = request.user
    if is_focal_point(user) and not is_secretariat(user):
        return user.country, []
    if practice is None or not is_secretariat(user):
        return None, []
    countries = list(Country.objects.exclude(pk=practice.country_id).order_by(alphabetical("name"), "pk"))
    asked = request.GET.get("country", "")
    return next((country for country in countries if country.iso2 == asked), None), countries


def _stated(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    try:
        workflow.state(adoption, request.user)
    except AlreadyStated as refusal:
        messages.info(request, str(refusal))
        return redirect(refusal.standing)
    except WorkflowError as refusal:
        raise PermissionDenied(str(refusal)) from None
    messages.success(
        request, _("Thank you. The adoption is on record; the other country has been asked to confirm it.")
    )
    return redirect(adoption)


def _judge(
    request: HttpRequest, pk: int, action: AdoptionAction, form_class: type[EditionForm], perform: Perform
) -> HttpResponse:
    adoption = _visible(request, pk)
    form = form_class(request.POST if request.method == "POST" else None, initial={"edition": adoption.edition})
    return _step(request, adoption, action, form, perform)


def _step(
    request: HttpRequest,
    adoption: Adoption,
    action: AdoptionAction,
    form: EditionForm,
    perform: Perform,
    *,
    into: str = "",
) -> HttpResponse:
    """Show the form of a step, or take the step: 403 where it is not this person's, back where it is past."""
    flow = AdoptionWorkflow(adoption, request.user)
    right = flow.right_to(action)
    if not right:
        raise PermissionDenied(str(right.reason))
    possible = flow.may(action)
    if not possible:
        is_done = adoption.state == MOVES[action].target
        messages.info(request, _("This has been done already.") if is_done else str(possible.reason))
        return redirect(adoption)
    if request.method == "POST" and form.is_valid() and _is_within_limit(request, form):
        try:
            perform(flow, form.cleaned_data, form.cleaned_data["edition"])
        except Conflict as conflict:
            form.refuse(str(conflict), flow.adoption.edition)
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            return redirect(adoption)
        else:
            messages.success(request, str(DONE[action]))
            return redirect(adoption)
    context = {
        "adoption": flow.adoption,
        "link": link_of(flow.adoption, order_of(request)),
        "action": action,
        "form": form,
        "into": into,
        "move": MOVES[action],
        "drafts": _preview(flow, action),
        "crumbs": [*_crumbs(adoption), (adoption.get_absolute_url(), str(adoption))],
    }
    return render(request, "practices/adoptions/step.html", context, status=_status(form))


def _preview(flow: AdoptionWorkflow, action: AdoptionAction) -> list[Any]:
    """The letters that the step would send."""
    move = MOVES[action]
    if not move.letter:
        return []
    return correspondence.drafts(move.letter, flow.adoption, move.side.other, without=flow.actor)


def _is_within_limit(request: HttpRequest, form: Any) -> bool:
    """Count the step; where there were too many, say so on the form."""
    if is_within("adoption", str(request.user.pk), amount=STEPS_PER_HOUR, seconds=3600):
        return True
    form.add_error(None, _("You have taken many steps within an hour. Please wait a little; your text is still here."))
    form.is_too_much = True
    return False


def _status(form: Any) -> int:
    """409 where the statement had moved on, 429 where there were too many steps, else 200."""
    if getattr(form, "is_too_much", False):
        return 429
    return 409 if getattr(form, "is_refused", False) else 200
