"""Private links: making and withdrawing them, and what whoever has one gets to see."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.limits import is_within
from publishing.origin import origin_of
from publishing.workflow import WorkflowError

from ..access import is_of_committee, may_run
from ..models import AgendaItem, Meeting, Paper, PaperVersion, PrivateLink
from .crumbs import crumbs_of, crumbs_to
from .enums import Opening, PackForm
from .forms import LinkForm, PackRequest
from .links import LinkWorkflow, note_opening, opened_by, papers_of
from .listing import loaded
from .pack import PackError, pack_of
from .serving import attachment, confine, file_name, version_response
from .views import MAKERS, MEDIA

OPENINGS_PER_HOUR = 120
"""So often one address may ask for private links, known or not, within an hour."""
PACKS_PER_HOUR = 10
LISTED = 200


@login_required
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """A person's private links, for the Secretariat everybody's, with how often each was used."""
    if not is_of_committee(request.user):
        raise Http404
    rows = PrivateLink.objects.visible_to(request.user).select_related("paper", "meeting", "created_by")
    found = rows.annotate(times=Count("openings"), last_opening=Max("openings__at"))[:LISTED]
    context = {"links": found, "may_run": may_run(request.user), "crumbs": crumbs_of(None)}
    response = render(request, "steering/papers/links.html", context)
    confine(response)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_to_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a private link to a paper."""
    rows = Paper.objects.visible_to(request.user).select_related("meeting", "decision")
    paper = get_object_or_404(rows, pk=pk)
    return _make(request, paper, crumbs_to(paper))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_to_pack(request: HttpRequest, number: int) -> HttpResponse:
    """Make a private link to the pack of a meeting."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    return _make(request, meeting, crumbs_of(meeting, has_papers=True))


@login_required
@require_POST
def withdraw_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a private link back."""
    link = get_object_or_404(PrivateLink.objects.visible_to(request.user), pk=pk)
    try:
        LinkWorkflow(request.user).withdraw(link)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The link is withdrawn. It opens nothing any more."))
    return redirect("committee:links")


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a private link opens: the files of a paper, or the pack of a meeting in each language."""
    if (refusal := _refused(request)) is not None:
        return refusal
    link = opened_by(token)
    papers = loaded(papers_of(link))
    if request.method == "GET":
        note_opening(link, Opening.PAGE)
    context = {
        "link": link,
        "token": token,
        "papers": [(paper, [one for one in paper.versions.all() if one.issued_at is not None]) for paper in papers],
        "form": PackRequest(initial={"language": get_language(), "form": PackForm.PDF}),
    }
    response = render(request, "steering/papers/open_link.html", context)
    confine(response)
    return response


@require_safe
def open_link_file(request: HttpRequest, token: str, pk: int, language: str, number: int) -> HttpResponseBase:
    """A file of a paper that a private link opens."""
    if (refusal := _refused(request)) is not None:
        return refusal
    link = opened_by(token)
    rows = PaperVersion.objects.visible_to(link.created_by).filter(paper__in=papers_of(link), issued_at__isnull=False)
    version = get_object_or_404(rows.select_related("paper"), paper_id=pk, language=language, number=number)
    response = version_response(version)
    if request.method == "GET":
        note_opening(link, Opening.FILE, file_name(version))
    return response


@require_safe
def open_link_pack(request: HttpRequest, token: str) -> HttpResponseBase:
    """The pack that a private link opens."""
    if (refusal := _refused(request)) is not None:
        return refusal
    link = opened_by(token)
    form = PackRequest({**request.GET.dict(), "only": ""})
    if link.meeting is None or not form.is_valid():
        raise Http404
    if not is_within("private_pack", str(link.pk), amount=PACKS_PER_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    kind = form.cleaned_data["form"]
    items = list(AgendaItem.objects.visible_to(link.created_by).filter(meeting=link.meeting))
    try:
        made = pack_of(link.meeting, form.cleaned_data["language"], papers_of(link), items, link.person)
        content: Any = MAKERS[kind](made) if request.method == "GET" else b""
    except PackError as problem:
        messages.error(request, str(problem))
        return redirect("committee:open_link", token)
    name = made.file_name(kind)
    if request.method == "GET":
        note_opening(link, Opening.FILE, name)
    return attachment(content, name, MEDIA[kind])


def _make(request: HttpRequest, target: Paper | Meeting, crumbs: list[tuple[str, str]]) -> HttpResponse:
    if not is_of_committee(request.user):
        raise PermissionDenied
    flow = LinkWorkflow(request.user)
    answer, form = flow.may_make(target), LinkForm(request.POST or None)
    address, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            made = flow.make(target, form.invited(), form.cleaned_data["nonce"])
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            if not made.token:
                messages.warning(
                    request, _("This link was made already. Its address was shown once; withdraw it and make another.")
                )
                return redirect("committee:links")
            address = origin_of(request) + reverse("committee:open_link", args=[made.token])
    context = {"target": target, "form": form, "answer": answer, "address": address, "crumbs": crumbs}
    response = render(request, "steering/papers/new_link.html", context, status=status)
    confine(response)
    return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    """The refusal for an address from which too many links were asked for."""
    visitor = get_adapter().get_client_ip(request)
    if is_within("private_link", visitor, amount=OPENINGS_PER_HOUR, seconds=3600):
        return None
    response = render(request, "429.html", status=429)
    confine(response)
    return response
