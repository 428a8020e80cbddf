"""Reading papers: those of a meeting, one with its versions, a file, a pack."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.languages import read
from publishing.limits import is_within
from publishing.reader import order_of

from ..access import is_of_committee, may_run
from ..models import AgendaItem, Meeting, Paper, PaperVersion
from . import receipts
from .crumbs import crumbs_of
from .deadline import papers_due
from .enums import PackForm, Standing
from .forms import PackRequest
from .links import LinkWorkflow
from .listing import listing_of, rows_of
from .pack import PackError, pack_of
from .pack_pdf import as_pdf
from .pack_zip import as_zip
from .serving import attachment, version_response
from .workflow import PaperWorkflow

PACKS_PER_HOUR = 30
MEDIA = {PackForm.PDF: "application/pdf", PackForm.ZIP: "application/zip"}
MAKERS = {PackForm.PDF: as_pdf, PackForm.ZIP: as_zip}


@require_safe
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """The papers of a meeting by agenda item."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    context = {
        "meeting": meeting,
        "title": read(meeting, "title", order_of(request)),
        "listing": listing_of(meeting, request.user, order_of(request)),
        "form": PackRequest(initial={"language": get_language(), "form": PackForm.PDF}),
        "may_run": may_run(request.user),
        "may_link": is_of_committee(request.user),
        "missing": Standing.MISSING,
        "older": Standing.OLDER,
        "crumbs": crumbs_of(meeting),
    }
    return render(request, "steering/papers/papers.html", context)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: how it stands in each language, and all its versions."""
    found = _paper(request, pk)
    flow = PaperWorkflow(found, request.user)
    due = papers_due(found.meeting) if found.meeting is not None else None
    taken = receipts.taken_by(request.user, [found.pk])
    row = rows_of([found], order_of(request), due, taken, is_run=may_run(request.user))[0]
    context = {
        "paper": found,
        "row": row,
        "versions": [(version, flow.may_remove(version)) for version in _shown(found, request.user)],
        "due": due,
        "may_run": may_run(request.user),
        "flow": {"change": flow.may_change(), "withdraw": flow.may_withdraw(), "discard": flow.may_discard()},
        "link": LinkWorkflow(request.user).may_make(found),
        "crumbs": crumbs_of(found.meeting, has_papers=True),
    }
    return render(request, "steering/papers/paper.html", context)


@require_safe
def paper_file(request: HttpRequest, pk: int, language: str, number: int) -> HttpResponseBase:
    """A file of a paper, as an attachment; 404 for who may not open it."""
    version = get_object_or_404(
        PaperVersion.objects.visible_to(request.user).select_related("paper"),
        paper_id=pk,
        language=language,
        number=number,
    )
    response = version_response(version)
    if request.method == "GET":
        receipts.note(request.user, [version])
    return response


@never_cache
@require_safe
def pack(request: HttpRequest, number: int) -> HttpResponseBase:
    """The papers of a meeting in one language, as one PDF or a ZIP; all, or what is new to the reader."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    form = PackRequest(request.GET)
    if not form.is_valid():
        raise Http404
    visitor = str(request.user.pk or get_adapter().get_client_ip(request))
    if request.method == "GET" and not is_within("pack", visitor, amount=PACKS_PER_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    visible = Paper.objects.visible_to(request.user)
    items = list(AgendaItem.objects.visible_to(request.user).filter(meeting=meeting))
    taken = receipts.taken_by(request.user, visible.filter(meeting=meeting).values_list("pk", flat=True))
    only_new = taken if form.is_only_new else None
    try:
        made = pack_of(meeting, form.cleaned_data["language"], visible, items, _reader(request), taken=only_new)
        content: Any = MAKERS[form.cleaned_data["form"]](made) if request.method == "GET" else b""
    except PackError as refusal:
        messages.error(request, str(refusal))
        return redirect("committee:papers", number)
    if request.method == "GET":
        receipts.note(request.user, made.versions)
    kind = form.cleaned_data["form"]
    return attachment(content, made.file_name(kind), MEDIA[kind])


def _reader(request: HttpRequest) -> str:
    user = request.user
    return (user.get_full_name() or str(user)) if user.is_authenticated else _("a reader of the public part")


def _paper(request: HttpRequest, pk: int) -> Paper:
    """The paper with its files, if this person may see it."""
    versions = Prefetch("versions", PaperVersion.objects.order_by("-number", "language"))
    rows = Paper.objects.visible_to(request.user).select_related("meeting", "decision", "agenda_item__meeting")
    found: Paper = get_object_or_404(rows.prefetch_related(versions, "seats__country"), pk=pk)
    return found


def _shown(found: Paper, user: Any) -> list[PaperVersion]:
    """The files of a loaded paper that this person may open."""
    if may_run(user):
        return list(found.versions.all())
    return [] if found.is_withdrawn else [one for one in found.versions.all() if one.issued_at is not None]
