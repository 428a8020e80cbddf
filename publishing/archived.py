"""The page of a record that was public and is archived: 410, since when, why, and what took its place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .enums import Action, State
from .models import Publication
from .slugs import record_at_former
from .versions.content import shape_of


def archived_page(model: type[Publication], request: HttpRequest) -> HttpResponse | None:
    """The answer for the slug in the address; None where no record that was public is archived there.

    Only kinds whose versions are kept are remembered: an expert's name goes with the expert's consent.
    """
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if not slug or shape_of(model) is None:
        return None
    archived: Any = model._default_manager.filter(state=State.ARCHIVED, published_at__isnull=False)
    record = archived.filter(slug=slug).first() or archived.filter(pk=record_at_former(model, slug)).first()
    if record is None:
        return None
    event = record.events.filter(action=Action.ARCHIVE).first()
    successors: Any = model._default_manager
    context = {
        "record": record,
        "title_field": record.title_field,
        "since": event.at if event is not None else record.changed_at,
        "reason": event.reason if event is not None and event.is_reason_public else "",
        "successor": successors.visible_to(request.user).filter(pk=record.successor_id).first(),
        "crumb": _crumb(model),
    }
    return render(request, "publishing/archived.html", context, status=410)


def _crumb(model: type[Publication]) -> tuple[str, str] | None:
    shape = shape_of(model)
    return shape.crumb if shape is not None else None
