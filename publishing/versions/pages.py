"""Pages of published versions: the list, one version as it read, and what changed between two of them.

A kind gets all three below its records' address:

>>> urlpatterns = [..., *version_urls(Practice)]
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..languages import Text, first_of
from ..listing.paging import number_of, page_of
from ..models import Publication, PublishedVersion
from ..reader import order_of
from ..redirects import follow_former_slugs
from .changes import changes_between, columns_of, names_of, rows_of
from .content import Content, Rows, Shape, label, row_model, shape_of, shown
from .keeping import role_name, versions_of

PER_PAGE = 50
LARGEST = 1_000_000
CRUMB = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list."""

    version: PublishedVersion
    note: Text
    role: str
    before: int
    """The number of the version that it followed; 0 for the first."""


@dataclass(frozen=True, slots=True)
class Section:
    """A text of a version."""

    name: str
    title: str
    text: Text
    is_rich: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a version."""

    name: str
    title: Any
    columns: list[str]
    rows: list[list[Text]]


def version_urls(model: type[Publication]) -> list[URLPattern]:
    """The addresses of the versions of a model's records: `versions`, `version` and `changes`."""
    return [
        path("<slug:slug>/versions/", _view(model, listing), name="versions"),
        path("<slug:slug>/versions/changes/", _view(model, changes), name="changes"),
        path("<slug:slug>/versions/<int:number>/", _view(model, reading), name="version"),
    ]


def listing(request: HttpRequest, shape: Shape, record: Publication) -> HttpResponse:
    """All versions of the record, the newest first."""
    found = versions_of(record).defer("content")
    page, _is_beyond = page_of(found, PER_PAGE, found.count(), number_of(request.GET.get("page", "")) or 1)
    order = order_of(request)
    lines = [_line(version, order) for version in page.object_list]
    newest = lines[0].version.number if lines else 0
    return _page(request, "publishing/versions.html", shape, record, {"page": page, "lines": lines, "newest": newest})


def reading(request: HttpRequest, shape: Shape, record: Publication, number: int) -> HttpResponse:
    """The record as it read in this version; 404 where there is none of this number."""
    version = _version(record, number)
    order = order_of(request)
    content: Content = version.content
    texts = [
        Section(
            name, label(shape.model, name), first_of(content["texts"].get(name, {}), order), name in content["rich"]
        )
        for name in names_of(content["texts"], {}, shape.texts)
    ]
    values = (
        (name, shown(shape.model, name, content["facts"].get(name), order))
        for name in names_of(content["facts"], {}, shape.facts)
    )
    context = {
        "line": _line(version, order),
        "title": texts[0].text,
        "sections": [section for section in texts[1:] if section.text],
        "facts": [(label(shape.model, name), value) for name, value in values if value],
        "tables": [table for rows in rows_of(shape, content) if (table := _table(shape, rows, content, order)).rows],
        "latest": versions_of(record).values_list("number", flat=True).first(),
    }
    return _page(request, "publishing/version.html", shape, record, context)


def changes(request: HttpRequest, shape: Shape, record: Publication) -> HttpResponse:
    """What changed from one version to another; without numbers, from the last but one to the last."""
    newest = versions_of(record).values_list("number", flat=True).first() or 0
    to = _number(request.GET, "to", newest)
    since = _number(request.GET, "from", to - 1)
    older, newer = sorted((since, to))
    if older < 1 or older == newer:
        raise Http404
    found = {version.number: version for version in versions_of(record).filter(number__in=(older, newer))}
    if len(found) != 2:
        raise Http404
    order = order_of(request)
    context = {
        "older": _line(found[older], order),
        "newer": _line(found[newer], order),
        "changes": changes_between(shape, found[older].content, found[newer].content, order),
        "newest": newest,
    }
    return _page(request, "publishing/changes.html", shape, record, context)


def _view(model: type[Publication], action: Callable[..., HttpResponse]) -> Callable[..., Any]:
    def view(request: HttpRequest, /, slug: str, **arguments: Any) -> HttpResponse:
        shape = shape_of(model)
        if shape is None:
            raise Http404
        manager: Any = model._default_manager
        record = get_object_or_404(manager.visible_to(request.user), slug=slug)
        return action(request, shape, record, **arguments)

    view.__doc__ = action.__doc__
    return require_safe(follow_former_slugs(model)(view))


def _page(request: HttpRequest, template: str, shape: Shape, record: Any, context: dict[str, Any]) -> HttpResponse:
    order = order_of(request)
    titles = {code: getattr(record, f"{record.title_field}_{code}") for code in order}
    name = first_of(titles, order)
    shared: dict[str, Any] = {
        "record": record,
        "name": name,
        "urls": {key: f"{shape.urls}:{key}" for key in ("versions", "version", "changes")},
        "crumbs": [shape.crumb, (record.get_absolute_url(), Truncator(name).chars(CRUMB))],
    }
    if template != "publishing/versions.html":
        shared["crumbs"].append((f"{record.get_absolute_url()}versions/", _("Versions")))
    return render(request, template, {**shared, **context})


def _line(version: PublishedVersion, order: tuple[str, ...]) -> Line:
    notes = {code: getattr(version, f"note_{code}") for code in order}
    return Line(version, first_of(notes, order), role_name(version.role), version.number - 1)


def _table(shape: Shape, rows: Rows, content: Content, order: tuple[str, ...]) -> Table:
    lines = content["rows"].get(rows.name, [])
    model = row_model(shape.model, rows.name)
    columns = [name for name in columns_of(rows, lines) if any(line.get(name) not in (None, "", {}) for line in lines)]
    cells = [[shown(model, name, line.get(name), order) for name in columns] for line in lines]
    return Table(rows.name, rows.title, [label(model, name) for name in columns], cells)


def _version(record: Publication, number: int) -> PublishedVersion:
    if number > LARGEST:
        raise Http404
    return get_object_or_404(versions_of(record), number=number)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    """The number in the address; 404 for what is no number."""
    asked = query.get(name, "")
    if not asked:
        return default
    if not (asked.isascii() and asked.isdigit() and len(asked) < 7):
        raise Http404
    return int(asked)
