"""Links between records of different floors, read from the lower end.

A floor that ties its records to those of a floor below tells this registry how to find them; the page of the lower
record then lists them through the catalogue without knowing the floor above.
"""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from .models import Entry, Publication

Keys = Callable[[Publication], "QuerySet[models.Model]"]
"""For a record, a queryset of one column: the primary keys of the records that are tied to it."""

_links: dict[type[Publication], dict[type[models.Model], Keys]] = {}


def register(to: type[Publication], model: type[models.Model], keys: Keys) -> None:
    """Let records of `model` be found from a record of `to`; called once, when the upper app is ready."""
    _links.setdefault(to, {})[model] = keys


def linked_to(record: Publication, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those of the entries whose records are tied to this one by a floor above; none where no floor ties any."""
    rule = Q(pk__in=[])
    for model, keys in _links.get(type(record), {}).items():
        rule |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys(record))
    return entries.filter(rule)
