"""A practice as the paper template wants it (publishing/typst/record.typ)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing import papers
from publishing.enums import Kind, State
from publishing.language_lines import notice_of
from publishing.languages import NAMES, Text, read
from publishing.models import Source
from publishing.reader import order_of, reader_of
from publishing.richtext.tree import Node, span, text_node, tree
from publishing.templatetags.publishing import number, web_address

from . import page
from .models import Award, Practice, Result


def register() -> None:
    """Let practices have this paper in kits as well."""
    papers.register(Kind.PRACTICE, paper, load)


def load(practices: Sequence[Practice]) -> None:
    """Load what the papers of these practices print."""
    prefetch_related_objects(list(practices), "country")
    page.load(*practices)


def paper(practice: Practice, request: HttpRequest) -> dict[str, Any]:
    """The data of a loaded practice for a reader of the page's language."""
    order = order_of(request)
    said = page.facts(practice, order)
    title, summary = read(practice, "title", order), read(practice, "summary", order)
    return {
        "language": order[0],
        "title": title.value or practice.slug,
        "title_language": title.language,
        "author": read(practice, "institution", order).value or read(practice.country, "name", order).value,
        "keywords": [read(row.theme, "name", order).value for row in practice.theme_rows.all()],
        "description": summary.value,
        "hub": _("Regional Hub of Civil Service"),
        "kind": _("Practice"),
        "line": _line(practice, order),
        "badge": {"name": practice.get_evidence_display(), "explanation": str(said["evidence_explained"])},
        "notices": _notices(practice, title, is_own_order=bool(reader_of(request).fallback)),
        "summary": span(summary) if summary else None,
        "sections": list(_sections(practice, order, said)),
        "facts": {"heading": _("The practice in brief"), "rows": _facts(practice, order, said["states"])},
        "sources": {"heading": _("Sources"), "items": [_source(source) for source in practice.sources.all()]},
        "foot": {"address": page.address(practice, request), "date": date_format(timezone.localdate())},
    }


def _line(practice: Practice, order: Sequence[str]) -> str:
    parts = [read(practice.country, "name", order).value]
    if practice.start_year:
        parts.append(_("since %(year)s") % {"year": practice.start_year})
    return " · ".join([*parts, practice.get_stage_display(), practice.get_level_display()])


def _notices(practice: Practice, title: Text, *, is_own_order: bool) -> list[str]:
    """What a reader must know of the text's language and state, in the words of the page."""
    notices = []
    if practice.state != State.PUBLISHED:
        notices.append(
            _("Not public: this practice is in the state “%(state)s”.") % {"state": practice.get_state_display()}
        )
    notice = notice_of(practice, title, is_own_order=is_own_order)
    if notice is not None:
        notices.append(notice.text)
    return notices


def _sections(practice: Practice, order: Sequence[str], said: dict[str, Any]) -> Any:
    headings = {
        "problem": _("Problem"),
        "solution": _("Solution"),
        "results_text": _("Results"),
        "lessons": _("Lessons"),
        "transfer": _("Conditions for transfer"),
    }
    for name, heading in headings.items():
        text: Text = said["texts"][name]
        if name == "results_text":
            yield _results(practice, order, said["source_numbers"])
            if text:
                yield {"heading": _("What the figures mean"), "language": text.language, "nodes": tree(text.value)}
        elif text:
            yield {"heading": heading, "language": text.language, "nodes": tree(text.value)}
    awards = [_award(award, order, said["source_numbers"]) for award in practice.awards.all()]
    if awards:
        yield {"heading": _("Awards"), "items": awards}


def _results(practice: Practice, order: Sequence[str], numbers: dict[int, int]) -> dict[str, Any]:
    rows = [_result(result, order, numbers) for result in practice.results.all()]
    if not rows:
        return {
            "heading": _("Results"),
            "language": order[0],
            "nodes": [{"tag": "p", "children": [text_node(_("No measured figures were found for this practice."))]}],
        }
    return {
        "heading": _("Results"),
        "table": {
            "head": [_("Indicator"), _("Before"), _("After"), _("Unit"), _("Year")],
            "numeric": [1, 2, 4],
            "rows": rows,
        },
    }


def _result(result: Result, order: Sequence[str], numbers: dict[int, int]) -> list[Node]:
    children = [span(read(result, "indicator", order)), *_mark(result.source_id, numbers)]
    if result.is_self_reported:
        children += [
            {"tag": "br", "children": []},
            {"tag": "quiet", "children": [text_node(_("reported by the institution itself"))]},
        ]
    return [
        {"tag": "cell", "children": children},
        text_node("—" if result.before is None else number(result.before)),
        text_node("—" if result.after is None else number(result.after)),
        span(read(result, "unit", order)),
        text_node(str(result.year or "—")),
    ]


def _award(award: Award, order: Sequence[str], numbers: dict[int, int]) -> Node:
    year = [text_node(f", {award.year}")] if award.year else []
    return {"tag": "cell", "children": [span(read(award, "name", order)), *year, *_mark(award.source_id, numbers)]}


def _mark(source_id: int | None, numbers: dict[int, int]) -> list[Node]:
    place = numbers.get(source_id or 0)
    return [{"tag": "sup", "href": f"source-{place}", "children": [text_node(f"[{place}]")]}] if place else []


def _facts(practice: Practice, order: Sequence[str], states: dict[str, str]) -> list[tuple[str, Node]]:
    rows: list[tuple[str, Node]] = []
    institution = read(practice, "institution", order)
    if institution:
        rows.append((_("Institution"), span(institution)))
    themes = [span(read(row.theme, "name", order)) for row in practice.theme_rows.all()]
    if themes:
        rows.append(
            (
                _("Themes"),
                {"tag": "cell", "children": [part for theme in themes for part in (theme, text_node("; "))][:-1]},
            )
        )
    if practice.published_at:
        rows.append((_("Published"), text_node(date_format(timezone.localdate(practice.published_at)))))
    rows.append((_("Changed"), text_node(date_format(timezone.localdate(practice.changed_at)))))
    if practice.checked_on:
        rows.append((_("Checked on"), text_node(date_format(practice.checked_on))))
    languages = ", ".join(NAMES[code] for code, state in states.items() if state != "missing")
    rows.append((_("Languages of the text"), text_node(languages)))
    rows.append((_("Original language"), text_node(NAMES[practice.original_language])))
    return rows


def _source(source: Source) -> dict[str, Any]:
    if source.is_general_knowledge:
        return {"nodes": [text_node(str(_("general knowledge, no source looked up")))], "url": ""}
    title: Node = text_node(source.title)
    if source.title_language:
        title = {"tag": "span", "lang": source.title_language[:2].lower(), "children": [title]}
    year = str(source.year or _("year unknown"))
    if source.year and source.is_year_approximate:
        year = _("about %(year)s") % {"year": source.year}
    publisher = source.publisher or _("publisher unknown")
    rest = f". {publisher}, {year}."
    note = f" {source.note}" if source.note else ""
    link = web_address(source.url)
    missing = "" if link else " " + _("No link.")
    return {"nodes": [title, text_node(rest + note + missing)], "url": link}
