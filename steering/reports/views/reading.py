"""Reading: the list, a report, a section with its comments, a round, the matrix, what changed, the files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.languages import CODES, NAMES
from publishing.listing.paging import number_of, page_of
from publishing.pdf import pdf_response
from publishing.reader import order_of

from ...access import may_run
from ...models import CountryComments, Report, ReportVersion, ReviewRound, Verdict, VerdictChange
from ...record.chain import entry_of
from ...record.stamp import issued
from ...seats.enums import SeatKind
from ...seats.membership import name_of, seats_of
from .. import matrix, office_files
from ..changes import changes_between
from ..enums import Answer, CommentKind, ReleaseStep, ReportKind, ReportState
from ..outcome import tally_kept, tally_of
from ..paper import made_at, paper_of
from ..querysets import of_committee
from ..reading import comments_seen, sections_of, standings
from ..speaking import member_seats, speakers_named
from ..workflow import ReportWorkflow, RoundWorkflow
from ..workflow.reports import RELEASED_AT
from .found import beside_of, crumbs, report_or_404, round_or_404, version_asked, versions_of

PER_PAGE = 25
ROWS_PER_PAGE = 100
"""Lines of the matrix on one page."""


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that this person may open, the newest first."""
    kind = request.GET.get("kind", "")
    rows = Report.objects.visible_to(request.user).select_related("seat__country")
    if kind in ReportKind.values:
        rows = rows.filter(kind=kind)
    page, _is_beyond = page_of(rows, PER_PAGE, rows.count(), number_of(request.GET.get("page", "")) or 1)
    context = {
        "page": page,
        "kinds": ReportKind.choices,
        "kind": kind,
        "may_start": may_run(request.user),
        "crumbs": crumbs()[:1],
    }
    return render(request, "steering/reports/list.html", context)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report: its text by section, in one language or in two side by side, and what can be done with it."""
    found = report_or_404(request, pk)
    versions = versions_of(request, found)
    version, order, beside = version_asked(request, versions), order_of(request), beside_of(request)
    newest = versions[-1]
    current = next((one.round for one in reversed(versions) if _has_round(one)), None)
    seats = seats_of(request.user) if of_committee(request.user) else []
    flow = ReportWorkflow(found, request.user)
    context = {
        "report": found,
        "versions": versions,
        "version": version,
        "is_newest": version == newest,
        "has_round": _has_round(version),
        "round": current,
        "sections": sections_of(version, request.user, order, beside, counts=_has_round(version)),
        "languages": [(code, NAMES[code]) for code in CODES if code != order[0]],
        "beside": beside if beside != order[0] else "",
        "standings": standings(current if current is not None and current.is_open else None, seats),
        "is_of_committee": of_committee(request.user),
        "runs": may_run(request.user),
        "steps": _steps(flow) if may_run(request.user) else None,
        "rounds": list(ReviewRound.objects.visible_to(request.user).filter(report=found).order_by("number")),
        "entry": entry_of("report", found.pk) if found.state == ReportState.RELEASED else None,
        "crumbs": crumbs(),
    }
    return render(request, "steering/reports/report.html", context)


@require_safe
def section(request: HttpRequest, pk: int, version: int, number: str) -> HttpResponse:
    """One section, in two languages if one likes, with the comments on it and their answers."""
    found = report_or_404(request, pk)
    shown_version = next((one for one in versions_of(request, found) if one.number == version), None)
    if shown_version is None:
        raise Http404
    order, beside = order_of(request), beside_of(request)
    shown = sections_of(shown_version, request.user, order, beside, counts=False)
    place = next((at for at, one in enumerate(shown) if one.section.number == number), None)
    if place is None:
        raise Http404
    under_review = shown_version.round if _has_round(shown_version) else None
    seats = seats_of(request.user) if of_committee(request.user) and under_review is not None else []
    comments = comments_seen(request.user).filter(section=shown[place].section).order_by("batch__seat", "pk")
    open_seats = [
        one.seat
        for one in standings(under_review, seats)
        if under_review and under_review.takes_comments and not one.released
    ]
    context = {
        "report": found,
        "version": shown_version,
        "round": under_review,
        "shown": shown[place],
        "previous": shown[place - 1] if place else None,
        "next": shown[place + 1] if place + 1 < len(shown) else None,
        "comments": matrix.rows_of(list(comments), order),
        "open_seats": open_seats,
        "runs": may_run(request.user),
        "languages": [(code, NAMES[code]) for code in CODES if code != order[0]],
        "beside": beside if beside != order[0] else "",
        "crumbs": crumbs(found),
    }
    return render(request, "steering/reports/section.html", context)


@require_safe
def review_round(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A round: who has said what, the verdicts with their history, how the result comes about."""
    found = round_or_404(request, pk, number)
    order, sees_all = order_of(request), of_committee(request.user)
    verdicts = list(Verdict.objects.visible_to(request.user).filter(round=found).select_related("seat__country"))
    batches = CountryComments.objects.visible_to(request.user).filter(round=found).select_related("seat__country")
    history = list(VerdictChange.objects.visible_to(request.user).filter(round=found).select_related("seat__country"))
    names = speakers_named((one.seat_id for one in history), (one.by_id for one in history), order) if history else {}
    flow = RoundWorkflow(found, request.user)
    context = {
        "report": found.report,
        "round": found,
        "verdicts": [
            (one, name_of(one.seat, order), names.get((one.seat_id, one.by_id)))
            for one in verdicts
            if one.seat.kind == SeatKind.MEMBER
        ],
        "history": [(one, name_of(one.seat, order), names.get((one.seat_id, one.by_id))) for one in history],
        "batches": [(one, name_of(one.seat, order)) for one in batches if one.released_at is not None],
        "tally": _tally(found, verdicts, request.user),
        "sees_all": sees_all,
        "runs": may_run(request.user),
        "issue": flow.may_issue() if may_run(request.user) else None,
        "close": flow.may_close() if may_run(request.user) else None,
        "crumbs": crumbs(found.report),
    }
    return render(request, "steering/reports/round.html", context)


@require_safe
def matrix_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Comments and answers of a round, narrowed as one likes."""
    found = round_or_404(request, pk, number)
    asked, order = matrix.Asked.of(request.GET), order_of(request)
    comments = matrix.comments_of(found, request.user, asked)
    total = comments.count()
    page, _is_beyond = page_of(comments, ROWS_PER_PAGE, total, number_of(request.GET.get("page", "")) or 1)
    context = {
        "report": found.report,
        "round": found,
        "page": page,
        "rows": matrix.rows_of(list(page.object_list), order),
        "total": total,
        "asked": asked,
        "sections": list(found.version.sections.order_by("position").values_list("number", flat=True)),
        "countries": matrix.countries_of(found, request.user, order),
        "kinds": CommentKind.choices,
        "answers": [*Answer.choices, (matrix.OPEN, _("not answered yet"))],
        "query": request.GET.urlencode(),
        "runs": may_run(request.user) and found.takes_comments,
        "links_sections": of_committee(request.user) or found.version.released_at is not None,
        "crumbs": crumbs(found.report, (found.get_absolute_url(), _("Round %(number)d") % {"number": found.number})),
    }
    return render(request, "steering/reports/matrix.html", context)


@require_safe
def matrix_file(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """The matrix as DOCX or XLSX in the language of the page, narrowed like the page."""
    found = round_or_404(request, pk, number)
    comments = matrix.comments_of(found, request.user, matrix.Asked.of(request.GET))
    rows = matrix.rows_of(list(comments), order_of(request))
    language = get_language() or "ru"
    if form == "docx":
        response = HttpResponse(office_files.docx(found, rows, language), content_type=office_files.DOCX)
    else:
        response = HttpResponse(office_files.xlsx(found, rows), content_type=office_files.XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="matrix-{pk}-{number}-{language}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from one version to another; from the last but one to the last where none is named."""
    found = report_or_404(request, pk)
    versions = {str(one.number): one for one in versions_of(request, found)}
    numbers = list(versions)
    if len(numbers) < 2:
        raise Http404
    older = versions.get(request.GET.get("from", numbers[-2]))
    newer = versions.get(request.GET.get("to", numbers[-1]))
    if older is None or newer is None or older == newer:
        raise Http404
    language = request.GET.get("language", "")
    context = {
        "report": found,
        "versions": list(versions.values()),
        "older": older,
        "newer": newer,
        "language": language if language in CODES else "",
        "languages": [(code, NAMES[code]) for code in CODES],
        "changes": changes_between(older, newer, language),
        "crumbs": crumbs(found),
    }
    return render(request, "steering/reports/changes.html", context)


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a PDF in the language of the page; with its fingerprint once it is sealed."""
    found = report_or_404(request, pk)
    version = version_asked(request, versions_of(request, found))
    entry = entry_of("report", found.pk) if version.released_at is not None else None
    data = paper_of(found, version, entry, order_of(request))
    name = f"report-{found.pk}-{version.number}-{get_language()}.pdf"
    response = pdf_response(request, "report.typ", data, name, made_at(found, version))
    return issued(response, entry) if entry is not None else response


def _has_round(version: ReportVersion) -> bool:
    return hasattr(version, "round")


def _steps(flow: ReportWorkflow) -> dict[str, Any]:
    """What the Secretariat may do next, with the reason where it may not."""
    state = flow.report.state
    found: dict[str, Any] = {"open": None, "revise": None, "correct": None, "release": []}
    if state == ReportState.DRAFT:
        found["open"] = flow.may_open()
    if state == ReportState.CLOSED:
        found["revise"] = flow.may_revise()
    if state == ReportState.RELEASED:
        found["correct"] = flow.may_correct()
    if state in {ReportState.CLOSED, ReportState.RELEASED}:
        found["release"] = [
            (step, flow.may_release(step), getattr(flow.report, RELEASED_AT[step])) for step in ReleaseStep
        ]
    return found


def _tally(found: ReviewRound, verdicts: list[Verdict], user: Any) -> Any:
    """The count as it was kept, or as it stands; for the public with the verdicts alone. Up to one query."""
    if not of_committee(user) and found.report.verdicts_released_at is None:
        return None
    if found.record:
        return tally_kept(found.record)
    members = {seat.pk for seat in member_seats(localdate())}
    return tally_of(found, [one.choice for one in verdicts if one.seat_id in members], len(members))
