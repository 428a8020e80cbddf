"""Records on paper: what `typst/record.typ` and `typst/kit.typ` print of a record of any kind."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .addresses import address_of
from .enums import Kind
from .language_lines import dated, notice_of
from .languages import NAMES, Text, read
from .models import Publication
from .origin import origin_of
from .reader import order_of, reader_of
from .richtext.html import RichTextField
from .richtext.tree import span, text_node, tree

Paper = Callable[[Any, HttpRequest], dict[str, Any]]
Load = Callable[[Sequence[Any]], None]

_papers: dict[str, tuple[Paper, Load]] = {}


def register(kind: str, paper: Paper, load: Load) -> None:
    """Let records of the kind have a paper of their own instead of the plain one; called once, at the start.

    `load` gets all records of the kind that a kit holds, before their papers are asked for.
    """
    _papers[kind] = paper, load


def load(kind: str, records: Sequence[Any]) -> None:
    """Load what the papers of these records print."""
    if kind in _papers:
        _papers[kind][1](records)
    elif records:
        prefetch_related_objects(list(records), Prefetch("language_versions", dated(type(records[0]))))


def paper_of(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The data of a loaded public record for a reader of the active language."""
    return _papers[record.kind][0](record, request) if record.kind in _papers else plain_paper(record, request)


def plain_paper(record: Publication, request: HttpRequest) -> dict[str, Any]:
    """Title, summary, every text, sources left out: for kinds that have no paper of their own."""
    order = order_of(request)
    title = read(record, record.title_field, order)
    names = [name for name in record.text_fields if read(record, name, order)]
    lead = next((name for name in names if not _is_rich(record, name)), "")
    notice = notice_of(record, title, is_own_order=bool(reader_of(request).fallback))
    address = origin_of(request) + f"/{get_language()}{address_of(record.kind, record.slug)}"
    return {
        "language": order[0],
        "title": title.value or record.slug,
        "title_language": title.language,
        "author": "",
        "keywords": [],
        "description": read(record, lead, order).value if lead else "",
        "hub": _("Regional Hub of Civil Service"),
        "kind": str(Kind(record.kind).label),
        "line": "",
        "badge": None,
        "notices": [notice.text] if notice else [],
        "summary": span(read(record, lead, order)) if lead else None,
        "sections": [_section(record, name, order) for name in names if name != lead],
        "facts": {"heading": _("In brief"), "rows": _facts(record)},
        "sources": {"heading": _("Sources"), "items": []},
        "foot": {"address": address, "date": date_format(timezone.localdate())},
    }


def _is_rich(record: Publication, name: str) -> bool:
    return isinstance(record._meta.get_field(name), RichTextField)


def _section(record: Publication, name: str, order: Sequence[str]) -> dict[str, Any]:
    text: Text = read(record, name, order)
    field: Any = record._meta.get_field(name)
    nodes = tree(text.value) if _is_rich(record, name) else [{"tag": "p", "children": [text_node(text.value)]}]
    return {"heading": capfirst(str(field.verbose_name)), "language": text.language, "nodes": nodes}


def _facts(record: Publication) -> list[tuple[str, dict[str, Any]]]:
    rows = []
    if record.published_at:
        rows.append((_("Published"), text_node(date_format(timezone.localdate(record.published_at)))))
    rows.append((_("Changed"), text_node(date_format(timezone.localdate(record.changed_at)))))
    if record.checked_on:
        rows.append((_("Checked on"), text_node(date_format(record.checked_on))))
    rows.append((_("Original language"), text_node(NAMES[record.original_language])))
    return rows
