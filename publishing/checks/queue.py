"""Which records a person is to check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate

from ..enums import Action, State
from ..languages import Text, columns, read
from ..models import Publication
from ..steps.registry import models_with_steps, workflow_of

NOTICE: Final = timedelta(days=30)
"""How long before it falls due a check already stands in the queue."""
SHOWN: Final = 100
"""How many records of a kind the queue shows; the most overdue ones."""


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose check is due or soon will be."""

    record: Publication
    title: Text
    kind: str
    due: date
    is_overdue: bool
    url: str
    """Where “still correct” is said."""


def due_for(user: Any, order: tuple[str, ...], *, until: timedelta = NOTICE, limit: int = SHOWN) -> list[Due]:
    """The records that the person may confirm and that are due within so long, the most overdue first.

    One query for each kind of record that the person may keep.
    """
    found = [one for model in models_with_steps() for one in _of_kind(model, user, order, until, limit)]
    return sorted(found, key=lambda one: (one.due, one.kind, one.record.pk))


def may_confirm(user: Any, record: Publication) -> bool:
    """Whether the person may say that the record is still correct."""
    try:
        workflow = workflow_of(record.kind)
    except LookupError:
        return False
    return Action.CONFIRM in workflow.TRANSITIONS and bool(workflow(record, user).may(Action.CONFIRM))


def confirm_url(record: Publication) -> str:
    """Where “still correct” is said of the record."""
    return reverse("checks:confirm", args=[record.kind, record.pk])


def _of_kind(model: Any, user: Any, order: tuple[str, ...], until: timedelta, limit: int) -> Iterator[Due]:
    today = localdate()
    records = _kept(model, user)
    if records is None:
        return
    names = ("pk", "slug", "state", "edition", "checked_on", "check_due", *columns(model.title_field))
    rows = records.filter(check_due__lte=today + until).order_by("check_due", "pk").only(*names)[:limit]
    for record in rows:
        title = read(record, model.title_field, order)
        yield Due(
            record,
            title,
            capfirst(str(model._meta.verbose_name)),
            record.check_due,
            record.check_due < today,
            confirm_url(record),
        )


def _kept(model: Any, user: Any) -> "QuerySet[Any] | None":
    """The public records of the model that the person may confirm; None where there cannot be any."""
    meta = model._meta
    published: QuerySet[Any] = model._default_manager.filter(state=State.PUBLISHED)
    if user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        return published
    return published.filter(model._default_manager.all().kept_by(user)) if user.is_authenticated else None
