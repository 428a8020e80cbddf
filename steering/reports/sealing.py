"""What of a released report is sealed in the record.

The text stands in the content as it is. Comments, answers and verdicts stand in it as checksums: they are fixed by it as
well, but become public by steps of their own, later than the content.
"""

import hashlib
from typing import Any, Final

from publishing.languages import CODES

from ..models import Report, Response, ReviewRound, SectionComment, Verdict
from ..record.canonical import canonical

FORMAT: Final = 1
"""The shape of the content; a released report keeps the one that it was sealed with."""


def content_of(report: Report) -> dict[str, Any]:
    """Everything that counts of a released report, as the record seals it; six queries and one for each round."""
    version = report.versions.order_by("-number").first()
    assert version is not None
    return {
        "format": FORMAT,
        "kind": report.kind,
        "title": _texts(report, "title"),
        "seat": report.seat_id,
        "period": [report.period_from, report.period_until],
        "corrects": report.corrects_id,
        "released": report.text_released_at,
        "version": version.number,
        "sections": [
            {"number": section.number, "title": _texts(section, "title"), "text": _texts(section, "text")}
            for section in version.sections.order_by("position", "pk")
        ],
        "rounds": [_round(one) for one in report.rounds.select_related("version").order_by("number")],
    }


def _round(one: ReviewRound) -> dict[str, Any]:
    comments = (
        SectionComment.objects.released()
        .filter(batch__round=one)
        .select_related("section", "batch", "response")
        .order_by("batch__seat_id", "number")
    )
    said = [_comment(comment) for comment in comments]
    verdicts = [
        [verdict.seat_id, verdict.choice, verdict.text, verdict.language, verdict.at]
        for verdict in Verdict.objects.filter(round=one).order_by("seat_id")
    ]
    return {
        "number": one.number,
        "version": one.version.number,
        "opened": one.opened_at,
        "deadline": one.deadline_at,
        "answered": one.answered_at,
        "closed": one.closed_at,
        "outcome": one.outcome,
        "count": one.record,
        "comments": {"number": len(said), "sha256": _digest(said)},
        "verdicts": {"number": len(verdicts), "sha256": _digest(verdicts)},
    }


def _comment(comment: SectionComment) -> list[Any]:
    response: Response | None = getattr(comment, "response", None)
    return [
        comment.batch.seat_id,
        comment.number,
        comment.section.number,
        comment.kind,
        comment.text,
        comment.language,
        comment.wording,
        comment.wording_language,
        comment.released_at,
        comment.batch.is_late,
        response.answer if response is not None else "",
        _texts(response, "reason") if response is not None else {},
    ]


def _texts(row: Any, field: str) -> dict[str, str]:
    return {code: getattr(row, f"{field}_{code}") or "" for code in CODES}


def _digest(content: Any) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
