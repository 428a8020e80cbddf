"""Pages of a reviewer: what waits, one review, answers to an invitation, the profile."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...limits import is_within
from ...lost_session import KeptForms
from ...models import Review, ReviewerProfile
from ...reader import order_of
from ...workflow import WorkflowError
from .. import drafts
from ..desks import with_records
from ..enums import ReviewAction, ReviewState
from ..forms import ProfileForm, ReasonForm, ReviewForm
from ..kinds import kind_of
from ..lookup import own_review_or_404, review_or_404
from ..presentation import read_reviews, sections_of
from ..rights import may_run_kind
from ..workflow import ReviewWorkflow

MOST = 200
FORMS = KeptForms("review")
KEPT_PER_HOUR = 30


def crumbs() -> list[tuple[str, str]]:
    """The way to a review."""
    return [(reverse("review:mine"), _("My reviews"))]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My reviews: what waits and until when, then what is done."""
    rows = Review.objects.visible_to(request.user).filter(reviewer=request.user.pk).order_by("due_on", "pk")
    found = [review for review in with_records(rows)[:MOST] if review.record is not None]
    done = sorted((one for one in found if not one.is_open), key=lambda one: one.changed_at, reverse=True)
    context = {"waiting": [one for one in found if one.is_open], "done": done}
    return render(request, "publishing/reviewing/mine.html", context)


@login_required
@require_safe
def review(request: HttpRequest, key: int) -> HttpResponse:
    """One review of mine: the record beside the form, or what I gave and then what the others gave."""
    found = review_or_404(request.user, key)
    if found.reviewer_id != request.user.pk:
        return HttpResponseRedirect(_place_of(found, request.user))
    kept = FORMS.kept(request, str(key))
    FORMS.forget(request, str(key))
    form = _form(found, kept) if found.state == ReviewState.ACCEPTED and found.closed_at is None else None
    if kept is not None and form is not None:
        messages.warning(request, _("This is what you had typed when your session ended. It is not saved yet."))
    return _page(request, found, form)


def save(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what was typed."""
    return _keep(request, key, give=False)


def give(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what was typed and hand the review in."""
    return _keep(request, key, give=True)


@login_required
@require_POST
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """Take the review on."""
    found = own_review_or_404(request.user, key)
    if found.state != ReviewState.ACCEPTED:
        try:
            ReviewWorkflow(found, request.user).accept()
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("You have taken the review on. What you type is kept as a draft when you save it.")
            )
    return redirect("review:review", key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, key: int) -> HttpResponse:
    """Do not take the review on, and say why."""
    return _refuse(request, key, ReviewAction.DECLINE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: HttpRequest, key: int) -> HttpResponse:
    """Declare a conflict of interest, and say which."""
    return _refuse(request, key, ReviewAction.RECUSE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What I know, how much I take on, until when I am away."""
    user: Any = request.user
    standing = ReviewerProfile.objects.filter(user=user).first() or ReviewerProfile(user=user)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=standing)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("review:profile")
    return render(request, "publishing/reviewing/profile.html", {"form": form, "crumbs": crumbs()})


def _keep(request: HttpRequest, key: int, *, give: bool) -> HttpResponse:
    if request.method != "POST":
        return redirect("review:review", key)
    if not request.user.is_authenticated:
        return _to_sign_in(request, key)
    found = own_review_or_404(request.user, key)
    try:
        outcome = drafts.save(key, request.user, request.POST, give=give)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect("review:review", key)
    if request.headers.get("Accept") == "application/json":
        return _to_script(outcome)
    if outcome.is_given or (outcome.is_saved and not outcome.form.errors):
        words = _("Thank you. Your review is handed in.") if outcome.is_given else _("Your draft is saved.")
        messages.success(request, words)
        return redirect("review:review", key)
    if outcome.is_saved:
        messages.warning(request, _("Your draft is saved, but not handed in: something is missing."))
    found = review_or_404(request.user, key)
    return _page(request, found, outcome.form, has_conflict=outcome.has_conflict)


def _to_script(outcome: drafts.Outcome) -> HttpResponse:
    """What the autosave learns: the edition on which it goes on, or that it has to leave the page to the person."""
    if outcome.has_conflict or not outcome.is_saved:
        return JsonResponse({"saved": False}, status=409 if outcome.has_conflict else 422)
    edition = Review.objects.values_list("edition", flat=True).get(pk=outcome.review.pk)
    return JsonResponse({"saved": True, "edition": edition})


def _to_sign_in(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what was typed for the sign-in that follows."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"saved": False}, status=401)
    if is_within("review-kept", get_adapter().get_client_ip(request), amount=KEPT_PER_HOUR, seconds=3600):
        FORMS.keep(request, str(key))
    way = urlencode({"next": reverse("review:review", args=[key])})
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{way}")


def _refuse(request: HttpRequest, key: int, action: ReviewAction) -> HttpResponse:
    found = own_review_or_404(request.user, key)
    flow = ReviewWorkflow(found, request.user)
    if not (answer := flow.may(action)):
        messages.error(request, str(answer.reason))
        return redirect("review:review", key)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"edition": found.edition})
    if request.method == "POST" and form.is_valid():
        try:
            flow.perform(action, reason=form.cleaned_data["reason"])
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you for saying so. The Secretariat has been told."))
            return redirect("review:mine")
    context = {"review": found, "action": action, "form": form, "crumbs": crumbs(), "back": ("review:review", key)}
    return render(request, "publishing/reviewing/refuse.html", context)


def _place_of(found: Review, user: Any) -> str:
    """Where somebody reads another's review: on the decision's page, or below their own."""
    record: Any = found.record
    if may_run_kind(user, type(record)):
        return reverse("review:record", args=[record.kind, record.pk])
    own = get_object_or_404(
        Review.objects.visible_to(user).of(record).filter(reviewer=user, state=ReviewState.GIVEN).order_by("-round")[:1]
    )
    return reverse("review:review", args=[own.pk])


def _form(found: Review, data: Any = None) -> ReviewForm:
    return ReviewForm(data, review=found, kind=kind_of(found.record))


def _page(request: HttpRequest, found: Review, form: ReviewForm | None, *, has_conflict: bool = False) -> HttpResponse:
    record: Any = found.record
    kind, user = kind_of(record), request.user
    reads_record = found.is_standing or type(record).objects.visible_to(user).filter(pk=record.pk).exists()
    others = Review.objects.visible_to(user).of(record).filter(state=ReviewState.GIVEN).exclude(reviewer=user.pk)
    if reads_record:
        kind.load(record)
    context = {
        "review": found,
        "record": record,
        "kind": kind,
        "form": form,
        "has_conflict": has_conflict,
        "sections": sections_of(record, kind, order_of(request), form=form, review=found) if reads_record else [],
        "others": read_reviews(others.for_page(), record, with_confidential=False) if found.is_given else [],
        "may_recuse": bool(ReviewWorkflow(found, user).may(ReviewAction.RECUSE)),
        "writer": FORMS.mark_of(user),
        "crumbs": crumbs(),
    }
    return render(request, "publishing/reviewing/review.html", context, status=409 if has_conflict else 200)
