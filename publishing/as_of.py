"""Reading a published record as it stood on a day, its parts included.

The history (django-simple-history) keeps every saved version of a record and of the rows that belong to it. What was
not public on that day is not shown, and neither is anything of a record that the reader may not see today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import State
from .models import Publication

R = TypeVar("R", bound=Publication)


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """A record to show: as it stood on the day `on`, or as it stands (`on` is None), with what to tell the reader."""

    record: R
    on: date | None = None
    problem: str | Promise = ""
    first_day: date | None = None
    """The day from which there is something to read."""


def reading(record: R, asked: str | None, parts: Sequence[str]) -> Reading[R]:
    """The record as it stood on the day that an address names (`2026-11-01`).

    `parts` are the names of the relations whose history is kept; they come loaded. Whatever is wrong with the day
    gives the record as it stands, with the problem to be told.
    """
    first_day = timezone.localdate(record.published_at) if record.published_at else None
    if not asked:
        return Reading(record, first_day=first_day)
    on = day_of(asked)
    if on is None:
        return Reading(
            record,
            problem=_("This is not a date: it should look like 01.11.2026. The page is shown as it stands today."),
            first_day=first_day,
        )
    if on > timezone.localdate():
        return Reading(
            record, problem=_("This day has not come yet. The page is shown as it stands today."), first_day=first_day
        )
    if on == timezone.localdate() and record.state == State.PUBLISHED:
        return Reading(record, first_day=first_day)
    former = stood(record, on, parts) if first_day and first_day <= on else None
    if former is None:
        return Reading(
            record,
            problem=_("The record was not public on this day. The page is shown as it stands today."),
            first_day=first_day,
        )
    return Reading(former, on, first_day=first_day)


def stood(record: R, on: date, parts: Sequence[str]) -> R | None:
    """The record at the end of the day, its parts in place of today's; None where it was not public then.

    One query for the record and one for each part. Links of the parts to other models are those of today.
    """
    moment = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)) - timedelta(microseconds=1)
    model: Any = type(record)
    former: R | None = model.history.as_of(moment).filter(pk=record.pk).first()
    if former is None or former.state != State.PUBLISHED:
        return None
    former._prefetched_objects_cache = {name: _part(record, name, moment) for name in parts}  # type: ignore[attr-defined]  # noqa: SLF001 - what prefetch_related fills
    return former


def _part(record: Publication, name: str, moment: datetime) -> list[Any]:
    """The rows of one relation at a moment, in the order of their model."""
    relation: Any = record._meta.get_field(name)
    if isinstance(relation, GenericRelation):
        rows = {"content_type_id": ContentType.objects.get_for_model(type(record)).pk, "object_id": record.pk}
    else:
        rows = {relation.field.attname: record.pk}
    model: Any = relation.related_model
    # On a history the primary key is that of the version; the row's own is its `id`.
    order = ["id" if name == "pk" else name for name in model._meta.ordering] or ["id"]
    return list(model.history.as_of(moment).filter(**rows).order_by(*order))


def day_of(text: str) -> date | None:
    """The day that a text such as 01.11.2026 or 2026-11-01 names, if there is one."""
    try:
        found = DateField(input_formats=["%d.%m.%Y", "%Y-%m-%d"]).clean(text.strip()) if text.isascii() else None
    except ValidationError:
        return None
    return found if found and date(1900, 1, 1) <= found <= date(9000, 1, 1) else None
