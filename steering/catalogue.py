"""How the Committee's public records reach the catalogue, and with it search, feeds and the site map.

Only what everybody may read stands there: a decision from its release on, a meeting from its convening, a report when
its text is released. What is for members alone is found on the Committee's own pages.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch, QuerySet

from publishing import catalogue
from publishing.enums import Kind, LanguageState
from publishing.index_texts import cut, titles, weighted
from publishing.languages import CODES

from .models import Decision, Meeting, Report, ReportSection, ReportVersion

SUMMARY_LENGTH = 400


def decisions() -> QuerySet[Decision]:
    """The released decisions that everybody may read, with their sections."""
    found: QuerySet[Decision] = Decision.objects.visible_to(AnonymousUser()).closed().prefetch_related("sections")
    return found


def meetings() -> QuerySet[Meeting]:
    """The convened meetings that everybody may read about."""
    found: QuerySet[Meeting] = Meeting.objects.visible_to(AnonymousUser())
    return found


def reports() -> QuerySet[Report]:
    """The released reports, each with the version that was released."""
    sections = Prefetch("sections", ReportSection.objects.order_by("position", "pk"))
    released = ReportVersion.objects.filter(released_at__isnull=False).order_by("-number").prefetch_related(sections)
    found: QuerySet[Report] = Report.objects.visible_to(AnonymousUser())
    return found.prefetch_related(Prefetch("versions", released))


def describe_decision(decision: Decision) -> catalogue.Description:
    """The entry of a decision; its summary is the beginning of its text."""
    sections = list(decision.sections.all())
    return catalogue.Description(
        kind=Kind.DECISION,
        slug=str(decision.pk),
        titles=(written := titles(decision, "title")),
        summaries=_beginnings(sections),
        original_language=decision.ruling_language,
        states=_states(written),
        published_at=_moment(decision.released_at),
        changed_at=_moment(decision.released_at),
        texts=[
            *weighted(decision, "A", "title"),
            *weighted(decision, "B", "basis"),
            *(text for section in sections for text in weighted(section, "C", "text")),
        ],
        start_year=decision.decided_on.year if decision.decided_on else None,
        is_demonstration=decision.is_demonstration,
    )


def describe_meeting(meeting: Meeting) -> catalogue.Description:
    """The entry of a meeting; its summary is its place."""
    written = titles(meeting, "title")
    return catalogue.Description(
        kind=Kind.MEETING,
        slug=str(meeting.number),
        titles=written,
        summaries=catalogue.texts_by_language(meeting, "place"),
        original_language=_original(written),
        states=_states(written),
        published_at=_moment(meeting.convened_at),
        changed_at=_moment(meeting.convened_at),
        texts=[*weighted(meeting, "A", "title"), *weighted(meeting, "B", "place")],
        start_year=meeting.day.year,
        is_demonstration=meeting.is_demonstration,
    )


def describe_report(report: Report) -> catalogue.Description:
    """The entry of a report; its summary is the beginning of its text."""
    sections = [section for version in list(report.versions.all())[:1] for section in version.sections.all()]
    written = titles(report, "title")
    return catalogue.Description(
        kind=Kind.REPORT,
        slug=str(report.pk),
        titles=written,
        summaries=_beginnings(sections),
        original_language=_original(written),
        states=_states(written),
        published_at=_moment(report.text_released_at),
        changed_at=_moment(report.text_released_at),
        texts=[
            *weighted(report, "A", "title"),
            *(text for section in sections for text in weighted(section, "B", "title")),
            *(text for section in sections for text in weighted(section, "C", "text")),
        ],
        start_year=report.period_from.year if report.period_from else None,
        is_demonstration=report.is_demonstration,
    )


def register() -> None:
    """Let the Committee's records enter the catalogue."""
    catalogue.register(Decision, public=decisions, describe=describe_decision)
    catalogue.register(Meeting, public=meetings, describe=describe_meeting)
    catalogue.register(Report, public=reports, describe=describe_report, batch=20)


def _beginnings(sections: Iterable[Model]) -> dict[str, str]:
    """The beginning of the first section that has a text, by language."""
    found: dict[str, str] = {}
    for section in sections:
        for _weight, code, text in weighted(section, "C", "text"):
            found.setdefault(code, cut(" ".join(text.split()), SUMMARY_LENGTH))
    return found


def _states(written: dict[str, str]) -> dict[str, str]:
    """A record of the Committee is approved in each language in which it stands."""
    return {code: (LanguageState.APPROVED if code in written else LanguageState.MISSING).value for code in CODES}


def _original(written: dict[str, str]) -> str:
    return next((code for code in ("en", *CODES) if code in written), "en")


def _moment(value: datetime | None) -> datetime:
    """A moment that every public record has; raises ValueError where it is missing, which the querysets rule out."""
    if value is None:
        raise ValueError("a record of the Committee is public without a moment from which on")
    return value
