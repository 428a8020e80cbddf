"""A frozen snapshot as the sections of a report under review: the same numbers of sections in every language."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing.languages import reading_order

from ..models import PeriodicSnapshot
from ..models.snapshots import NARRATIVE, box_name
from .comparison import FigureView, views_of
from .periods import name_of

LONGEST_TITLE = 300


def titles_of(snapshot: PeriodicSnapshot) -> dict[str, str]:
    """The report's title in the languages of the snapshot."""
    titles = {}
    for code in snapshot.languages:
        with override(code):
            period = name_of(snapshot.period_kind, snapshot.starts_on, snapshot.ends_on)
            titles[code] = _("Periodic report: %(period)s") % {"period": period}
    return titles


def sections_of(snapshot: PeriodicSnapshot) -> list[dict[str, Any]]:
    """The narrative boxes as sections 1 to 3, then a section for each figure with its definition and its table."""
    found: list[dict[str, Any]] = [
        {"number": str(place), "title": {}, "text": {}} for place in range(1, len(NARRATIVE) + 1)
    ]
    of_figures: dict[str, dict[str, Any]] = {}
    for code in snapshot.languages:
        with override(code):
            for section, name in zip(found, NARRATIVE, strict=True):
                section["title"][code] = box_name(name)
                section["text"][code] = _paragraphs(getattr(snapshot, f"{name}_{code}") or "")
            for place, view in enumerate(_views(snapshot, code), start=1):
                number = f"{len(NARRATIVE) + 1}.{place}"
                section = of_figures.setdefault(number, {"number": number, "title": {}, "text": {}})
                section["title"][code] = view.title.value[:LONGEST_TITLE]
                section["text"][code] = _figure(view)
    return [*found, *of_figures.values()]


def _views(snapshot: PeriodicSnapshot, code: str) -> list[FigureView]:
    then = snapshot.previous.figures if snapshot.previous is not None else None
    return views_of(snapshot.figures, then, reading_order(code))


def _paragraphs(text: str) -> str:
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def _figure(view: FigureView) -> str:
    parts = [f"<p>{escape(view.definition.value)} ({escape(str(view.basis.label))})</p>"]
    if view.missing:
        parts.append(f"<p>{escape(view.missing.value)}</p>")
    if view.lines:
        heads = ["", _("Now"), _("Before"), _("Difference"), _("Per cent")]
        rows = [
            [line.label.value, line.now, line.then, line.change or str(line.standing.label), line.percent]
            for line in view.lines
        ]
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in rows
        )
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    return "".join(parts)
