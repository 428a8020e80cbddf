"""Pages of whoever runs the reviews: the queue, the decision, inviting, and what is done with one review."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ... import steps
from ...enums import Action
from ...languages import text_of
from ...letters import Draft
from ...models import Review
from ...steps.forms import LetterForm
from ...workflow import WorkflowError
from .. import assignment, desks
from ..candidates import Candidates, candidates_for
from ..endorsements import standing
from ..enums import ReviewAction
from ..evidence import latest
from ..forms import DueForm, ReasonForm
from ..kinds import reviewed_models
from ..lookup import run_record_or_refuse, run_review_or_refuse
from ..presentation import read_reviews, recommendations, score_rows
from ..rights import may_run, may_run_kind
from ..workflow import ReviewWorkflow

JUDGING = (Action.START_REVIEW, Action.ACCEPT, Action.REQUEST_CHANGES, Action.DECLINE, Action.PUBLISH)


def _name(record: Any) -> str:
    """Its title, which knows its language; an update of a public record is called one."""
    title = text_of(record, record.title_field)
    return str(record) if record.remark or not title else title


def crumbs(record: Any = None) -> list[tuple[str, str]]:
    """The way to a record's reviews."""
    found = [(reverse("review:queue"), _("Submissions to judge"))]
    if record is not None:
        found.append((reverse("review:record", args=[record.kind, record.pk]), _name(record)))
    return found


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a review or a decision, with its age; and how much each reviewer has to do."""
    if not any(may_run_kind(request.user, model) for model in reviewed_models()):
        raise PermissionDenied
    context = {"rows": desks.queue_of(request.user), "burdens": desks.burdens()}
    return render(request, "publishing/reviewing/queue.html", context)


@login_required
@require_safe
def record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """All reviews of a record beside each other, and the steps that decide on it."""
    found = run_record_or_refuse(request.user, kind, pk)
    reviews = list(Review.objects.visible_to(request.user).of(found).for_page().order_by("-round", "pk"))
    given = [review for review in reviews if review.is_given]
    latest_round = max((review.round for review in given), default=0)
    current = [review for review in given if review.round == latest_round]
    flow = steps.workflow_of(kind)(found, request.user)
    context = {
        "record": found,
        "may_run": may_run(request.user, found),
        "may_invite": assignment.may_invite(request.user, found),
        "open": [(review, ReviewWorkflow(review, request.user)) for review in reviews if review.is_open],
        "refused": [review for review in reviews if not review.is_open and not review.is_given],
        "given": read_reviews(given, found, with_confidential=True),
        "current": read_reviews(current, found, with_confidential=True),
        "scores": score_rows(current),
        "recommendations": recommendations(current),
        "steps": [(action.label, steps.url_of(found, action)) for action in JUDGING if flow.may(action)],
        "endorsement": standing(found),
        "evidence": latest(found),
        "crumbs": crumbs(),
    }
    return render(request, "publishing/reviewing/record.html", context)


@login_required
@require_safe
def reviewers(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Whom to invite, and why; whom not, and why not."""
    found = run_record_or_refuse(request.user, kind, pk)
    answer = assignment.may_invite(request.user, found)
    context = {
        "record": found,
        "answer": answer,
        "candidates": candidates_for(found) if answer else Candidates([], [], []),
        "crumbs": crumbs(found),
    }
    return render(request, "publishing/reviewing/reviewers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Until when, and the letters as they will go out; POST invites."""
    found = run_record_or_refuse(request.user, kind, pk)
    answer = assignment.may_invite(request.user, found)
    if not answer:
        messages.error(request, str(answer.reason))
        return redirect("review:record", kind, pk)
    data = request.POST if request.method == "POST" else None
    people = _chosen(found, (request.POST or request.GET).getlist("reviewer"))
    if not people:
        return _nobody(request, found, data is not None)
    form = DueForm(
        data, initial={"due_on": assignment.due_day(), "shown": assignment.due_day(), "edition": found.edition}
    )
    is_valid = data is not None and form.is_valid()
    due_on = form.cleaned_data["due_on"] if is_valid else assignment.due_day()
    drafts = [LetterForm(draft, data) for draft in assignment.letters_for(found, people, request.user, due_on)]
    if is_valid and all([draft.is_valid() for draft in drafts]):  # noqa: C419 - each is to be looked at
        try:
            made = assignment.invite(
                found,
                people,
                request.user,
                due_on=due_on,
                edition=form.cleaned_data["edition"],
                drafts=_edited(drafts, form.cleaned_data),
            )
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            words = ngettext("%(count)d reviewer is invited.", "%(count)d reviewers are invited.", len(made))
            messages.success(request, words % {"count": len(made)})
            return redirect("review:record", kind, pk)
    context = {"record": found, "people": people, "form": form, "letters": drafts, "crumbs": crumbs(found)}
    return render(request, "publishing/reviewing/invite.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the review no longer, and say why."""
    return _act(request, key, ReviewAction.CANCEL, ReasonForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, key: int) -> HttpResponse:
    """Set another day."""
    return _act(request, key, ReviewAction.EXTEND, DueForm)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, key: int) -> HttpResponse:
    """Remind the reviewer by a letter, once a day at most."""
    return _act(request, key, ReviewAction.REMIND, None)


def _act(request: HttpRequest, key: int, action: ReviewAction, form_class: Any) -> HttpResponse:
    review = run_review_or_refuse(request.user, key)
    found: Any = review.record
    flow = ReviewWorkflow(review, request.user)
    if not (answer := flow.may(action)):
        messages.error(request, str(answer.reason))
        return redirect("review:record", found.kind, found.pk)
    data = request.POST if request.method == "POST" else None
    initial = {"edition": review.edition, "due_on": assignment.due_day(), "shown": assignment.due_day()}
    form = form_class(data, initial=initial) if form_class else None
    is_valid = data is not None and (form is None or form.is_valid())
    cleaned = form.cleaned_data if is_valid and form else {}
    if action == ReviewAction.EXTEND:
        review.due_on = cleaned.get("due_on") or assignment.due_day()
    drafts = [LetterForm(draft, data) for draft in flow.letters_of(action)]
    if is_valid and all([draft.is_valid() for draft in drafts]):  # noqa: C419 - each is to be looked at
        to_send = _edited(drafts, cleaned)
        try:
            flow.perform(
                action,
                reason=cleaned.get("reason", ""),
                due_on=cleaned.get("due_on"),
                edition=cleaned.get("edition"),
                drafts=to_send,
            )
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect("review:record", found.kind, found.pk)
    context = {
        "review": review,
        "record": found,
        "action": action,
        "form": form,
        "letters": drafts,
        "crumbs": crumbs(found),
    }
    return render(request, "publishing/reviewing/act.html", context)


def _chosen(found: Any, keys: Sequence[str]) -> list[Any]:
    """The people that were chosen, in the order of fitness; who cannot be invited is left to the workflow to refuse."""
    wanted = {int(key) for key in keys[:50] if key.isdecimal() and len(key) < 19}
    candidates = candidates_for(found)
    everybody = (*candidates.proposed, *candidates.possible, *candidates.excluded)
    return [one.user for one in everybody if one.user.pk in wanted]


def _edited(forms: Sequence[LetterForm], cleaned: Mapping[str, Any]) -> list[Draft]:
    """The letters as the person wants them; where they chose another day than was shown, the letters say that day."""
    drafts = [draft for form in forms if (draft := form.edited()) is not None]
    shown, day = cleaned.get("shown"), cleaned.get("due_on")
    return [_with_day(draft, shown, day) for draft in drafts] if shown and day and shown != day else drafts


def _with_day(draft: Draft, shown: date, day: date) -> Draft:
    with translation.override(draft.language):
        return replace(draft, text=draft.text.replace(date_format(shown), date_format(day)))


def _nobody(request: HttpRequest, found: Any, was_sent: bool) -> HttpResponse:
    if was_sent or "reviewer" in request.GET:
        messages.error(request, _("Choose at least one reviewer."))
    return redirect("review:reviewers", found.kind, found.pk)
