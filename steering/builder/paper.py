"""A periodic report as the paper template wants it (publishing/typst/periodic.typ)."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.languages import Text, read
from publishing.origin import origin_of
from publishing.reader import order_of
from publishing.richtext.tree import span, text_node

from ..models import PeriodicSnapshot
from ..models.snapshots import NARRATIVE, box_name
from .charts import pieces_of
from .comparison import FigureView, LineView
from .periods import name_of

SVG = "steering/builder/_chart.html"


def paper(snapshot: PeriodicSnapshot, views: list[FigureView], request: HttpRequest) -> dict[str, Any]:
    """The data of a frozen snapshot for a reader of the page's language."""
    order = order_of(request)
    period = name_of(snapshot.period_kind, snapshot.starts_on, snapshot.ends_on)
    former = snapshot.previous
    frozen = date_format(localtime(snapshot.frozen_at), "DATETIME_FORMAT")
    notices = [_("The figures were counted and frozen on %(moment)s.") % {"moment": frozen}]
    if former is not None:
        before = name_of(former.period_kind, former.starts_on, former.ends_on)
        notices.append(_("They are compared with the snapshot of: %(period)s.") % {"period": before})
    if snapshot.is_demonstration:
        notices.insert(0, _("Demonstration: some of what this report counts is invented."))
    return {
        "language": order[0],
        "title": _("Periodic report: %(period)s") % {"period": period},
        "author": _("Secretariat"),
        "hub": _("Regional Hub of Civil Service"),
        "kind": _("Periodic report"),
        "notices": notices,
        "narrative": [_box(name, read(snapshot, name, order)) for name in NARRATIVE],
        "heading": _("Figures"),
        "figures": [_figure(view) for view in views],
        "foot": {"address": origin_of(request) + snapshot.get_absolute_url(), "date": frozen},
    }


def _box(name: str, text: Text) -> dict[str, Any]:
    blocks = [block.strip() for block in text.value.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return {
        "heading": box_name(name),
        "language": text.language,
        "nodes": [{"tag": "p", "children": [text_node(block)]} for block in blocks],
    }


def _figure(view: FigureView) -> dict[str, Any]:
    return {
        "heading": span(view.title),
        "definition": span(view.definition),
        "basis": str(view.basis.label),
        "missing": span(view.missing) if view.missing else None,
        "head": [_("Line"), _("Now"), *([_("Before"), _("Difference"), _("Per cent")] if view.has_former else [])],
        "rows": [_row(line, has_former=view.has_former) for line in view.lines],
        "charts": [
            render_to_string(SVG, {"chart": chart, "figure": view, "on_paper": True}) for chart in pieces_of(view)
        ],
        "alt": _("Bars of the table below: %(figure)s") % {"figure": view.title.value},
    }


def _row(line: LineView, *, has_former: bool) -> list[Any]:
    cells = [span(line.label), text_node(line.now)]
    if has_former:
        cells += [text_node(line.then), text_node(line.change or str(line.standing.label)), text_node(line.percent)]
    return cells
