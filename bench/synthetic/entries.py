"""The catalogue's entries of the synthetic practices: made by the catalogue itself, written by COPY."""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from bench.synthetic.copying import copy_values, prepared
from publishing import catalogue
from publishing.finding import vocabulary
from publishing.models import Entry
from publishing.querysets import EntryQuerySet
from publishing.suggesting import places

FIELDS: Final = list(Entry._meta.concrete_fields)
REMEMBERED: Final = 400_000
"""Results that a cache of the analysers may keep here: all words of the three languages."""


def write_entries(source: catalogue.Source, records: Sequence[Any]) -> int:
    """The entries of the records, and whatever the catalogue writes with them; how many.

    The records know their rows already. Where the catalogue asks for more than they know, they are read.
    """
    for start in range(0, len(records), source.batch):
        batch = records[start : start + source.batch]
        try:
            catalogue.write_batch(source, batch)
        except AttributeError:
            read = source.public().filter(pk__in=[record.pk for record in batch]).order_by("pk")
            catalogue.write_batch(source, list(read))
    return len(records)


def remember_all_words() -> None:
    """Widen the analysers' caches: a bulk load meets the whole vocabulary again and again, a web worker does not."""
    modules = [module for name, module in sys.modules.items() if name.startswith("publishing.search")]
    wider: dict[int, Any] = {}
    for module in modules:
        for name, value in list(vars(module).items()):
            size = getattr(value, "cache_parameters", dict)().get("maxsize", REMEMBERED)
            if size is not None and 1_000 < size < REMEMBERED:
                known = wider.setdefault(id(value), lru_cache(REMEMBERED)(value.__wrapped__))
                setattr(module, name, known)


def copy_instead_of_insert() -> None:
    """From here on the process writes new entries by COPY: there are none yet with which they could conflict.

    Words that it has brought once it does not look up again.
    """
    EntryQuerySet.bulk_create = _copy  # type: ignore[method-assign, assignment]  # for the bench alone: rows are copied, not inserted
    _once(vocabulary, "keep", set)
    _once(places, "_add_words", set)


def _copy(_entries: EntryQuerySet, rows: Iterable[Entry], **_options: Any) -> list[Entry]:
    written = list(rows)
    for row in written:
        row.pk = row.object_id  # beyond those of the sample's entries
    copy_values(
        Entry, FIELDS, ([prepared(field, getattr(row, field.attname)) for field in FIELDS] for row in written)
    )
    return written


def _once(module: Any, name: str, gathered: Callable[[Iterable[Any]], Any]) -> None:
    """Let the function see each value only the first time that the process meets it."""
    original, seen = getattr(module, name), set[Any]()

    def once(values: Iterable[Any], *_more: Any) -> Any:
        new = gathered(values) - seen
        seen.update(new)
        return original(new)

    setattr(module, name, once)
