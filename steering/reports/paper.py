"""The report on paper: what `typst/report.typ` prints of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.languages import Text, read
from publishing.origin import site_origin
from publishing.richtext.tree import span, text_node, tree

from ..models import RecordEntry, Report, ReportVersion
from ..record.stamp import stamp_of
from ..seats.membership import name_of


def paper_of(report: Report, version: ReportVersion, entry: RecordEntry | None, order: Sequence[str]) -> dict[str, Any]:
    """The data of the file in the reader's order of languages; one query."""
    title = read(report, "title", order)
    sections = list(version.sections.order_by("position", "pk"))
    missing = [section.number for section in sections if read(section, "text", order).is_fallback]
    return {
        "language": order[0],
        "title": title.value or str(report.get_kind_display()),
        "title_language": title.language,
        "hub": _("Regional Hub of Civil Service"),
        "kind": str(report.get_kind_display()),
        "line": _line(report, version, order),
        "notices": list(_notices(report, entry, missing)),
        "contents": _("Contents"),
        "sections": [_section(section, order) for section in sections],
        "stamp": stamp_of(entry) if entry is not None else None,
        "foot": {
            "address": site_origin() + report.get_absolute_url(),
            "date": date_format(timezone.localdate(made_at(report, version))),
        },
    }


def made_at(report: Report, version: ReportVersion) -> datetime:
    """The moment of which the file is: release, the opening of the round, or the writing."""
    return report.text_released_at or version.frozen_at or version.made_at


def _line(report: Report, version: ReportVersion, order: Sequence[str]) -> str:
    words = [_("version %(number)d") % {"number": version.number}]
    if report.period_from and report.period_until:
        words.insert(0, f"{date_format(report.period_from)} – {date_format(report.period_until)}")
    if report.seat is not None:
        words.insert(0, str(name_of(report.seat, order)))
    return " · ".join(words)


def _notices(report: Report, entry: RecordEntry | None, missing: list[str]) -> list[str]:
    found = []
    if report.is_demonstration:
        found.append(_("Demonstration: this report is invented and shows how the portal works."))
    if entry is None:
        found.append(_("Under review by the Steering Committee: not released, not to be quoted."))
    if report.corrects_id is not None:
        found.append(_("This report corrects an earlier one."))
    if missing:
        found.append(
            _("These sections are not there in this language and stand in another: %(numbers)s.")
            % {"numbers": ", ".join(missing)}
        )
    return found


def _section(section: Any, order: Sequence[str]) -> dict[str, Any]:
    title: Text = read(section, "title", order)
    text: Text = read(section, "text", order)
    return {
        "number": section.number,
        "depth": section.number.count(".") + 1,
        "title": span(title) if title else text_node(""),
        "language": text.language,
        "nodes": tree(text.value),
    }
