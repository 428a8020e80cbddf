"""A closed decision on paper, with the seal of the record at its foot: what `typst/record.typ` prints."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing.languages import Text, read
from publishing.richtext.tree import span, text_node

from ..models import Decision, RecordEntry
from ..record.stamp import stamp_of
from .page import SeatRow


def paper_of(
    decision: Decision,
    rows: Sequence[SeatRow],
    basis: str,
    entry: RecordEntry | None,
    order: Sequence[str],
    address: str,
) -> dict[str, Any]:
    """The data of a closed decision for a reader; the same decision and reader give the same bytes.

    `rows` are the positions that the reader may see, `basis` the last sentence of the computed record.
    """
    title = read(decision, "title", order)
    day = date_format(decision.decided_on) if decision.decided_on else ""
    return {
        "language": order[0],
        "title": title.value,
        "title_language": title.language,
        "author": _("Steering Committee"),
        "keywords": [],
        "description": "",
        "hub": _("Regional Hub of Civil Service"),
        "kind": _("Decision no. %(number)s") % {"number": decision.number},
        "line": f"{decision.get_outcome_display()}, {day}",
        "badge": None,
        "notices": [_("Demonstration: this decision is invented.")] if decision.is_demonstration else [],
        "summary": None,
        "sections": [*_texts(decision, order), *_positions(rows)],
        "facts": {"heading": _("In brief"), "rows": _facts(decision, basis, order)},
        "sources": {"heading": "", "items": []},
        "foot": {
            "address": address,
            "date": date_format(localdate(decision.closed_at)),
            **({"stamp": stamp_of(entry)} if entry is not None else {}),
        },
    }


def _texts(decision: Decision, order: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for section in decision.sections.order_by("number"):
        text: Text = read(section, "text", order)
        heading = _("Section %(number)s") % {"number": section.number}
        lines = [{"tag": "p", "children": [text_node(line)]} for line in text.value.splitlines() if line.strip()]
        found.append({"heading": heading, "language": text.language, "nodes": lines})
    return found


def _positions(rows: Sequence[SeatRow]) -> list[dict[str, Any]]:
    if not rows:
        return []
    lines = [
        [span(row.name), text_node(str(row.position.choice_name)), span(row.position.statement)]
        for row in rows
    ]  # fmt: skip
    head = [_("Seat"), _("Position"), _("Statement")]
    return [{"heading": _("Positions"), "table": {"head": head, "numeric": [], "rows": lines}}]


def _facts(decision: Decision, basis: str, order: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    rows = [(_named("way"), text_node(decision.get_way_display()))]
    if decision.majority:
        rows.append((_("Majority"), text_node(decision.get_majority_display())))
    if basis:
        rows.append((_named("outcome"), text_node(basis)))
    grounds = read(decision, "basis", order)
    if grounds:
        rows.append((_("Basis"), span(grounds)))
    rows.append((_("Closed by"), text_node(decision.closed_by_name)))
    return rows


def _named(field: str) -> str:
    return capfirst(str(Decision._meta.get_field(field).verbose_name))  # type: ignore[union-attr]  # columns have names
