"""Walking the chain: what does not agree with what was sealed, to the entry and the field."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist

from ..models import RecordEntry
from . import registry
from .canonical import canonical, plain
from .chain import GENESIS, fingerprint_of

SHOWN: Final = 80
"""Characters of a value that a message shows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was touched. In plain English, for whoever runs the portal."""

    sequence: int | None
    """The entry's number; None where it concerns none."""
    what: str

    def __str__(self) -> str:
        return f"entry {self.sequence}: {self.what}" if self.sequence is not None else self.what


def problems(noted: Iterable[str] = ()) -> Iterator[Problem]:
    """Everything that is wrong with the record, in the order of the chain; nothing where it is sound.

    `noted` are fingerprints that were written down elsewhere: each must still be in the chain, or its tail was cut or
    all of it written anew. One query for the entries, one for each subject.
    """
    known: set[str] = set()
    former, expected = GENESIS, 1
    sealed: dict[str, set[int]] = {}
    for entry in RecordEntry.objects.order_by("sequence").iterator(chunk_size=200):
        known.add(entry.fingerprint)
        sealed.setdefault(entry.kind, set()).add(entry.subject_id)
        yield from _missing(expected, entry.sequence)
        for what in (*broken_links(entry, former if entry.sequence == expected else None), *differences(entry)):
            yield Problem(entry.sequence, what)
        former, expected = entry.fingerprint, entry.sequence + 1
    yield from _unsealed(sealed)
    for head in noted:
        if head.lower() not in known:
            yield Problem(
                None, f"{head}: noted elsewhere, not in the chain: entries were cut off its end, or it was written anew"
            )


def broken_links(entry: RecordEntry, former: str | None) -> list[str]:
    """What is wrong with the entry itself; `former` is the fingerprint before it, None where the entry before is missing."""
    found = []
    if former is not None and entry.previous != former:
        found.append(f"it names {entry.previous} as its past, the entry before is {former}")
    if fingerprint_of(entry) != entry.fingerprint:
        found.append(f"its fingerprint {entry.fingerprint} is not that of its content: the entry itself was changed")
    return found


def differences(entry: RecordEntry, row: Any = None) -> list[str]:
    """Where the rows of today are not what was sealed; empty where they agree. `row` is the sealed row if it is at hand."""
    subject = registry.subject_of(entry.kind)
    if subject is None:
        return [f"nothing is registered that knows records of the kind {entry.kind!r}"]
    if entry.subject_type != subject.model._meta.label_lower:
        return [f"it names {entry.subject_type}, records of this kind are made of {subject.model._meta.label_lower}"]
    try:
        row = row if row is not None else subject.model._default_manager.get(pk=entry.subject_id)
    except ObjectDoesNotExist:
        return [f"{entry.subject_type} {entry.subject_id} is gone"]
    try:
        then = json.loads(entry.content)
    except ValueError:
        return ["its content can't be read"]
    return [
        f"{entry.subject_type} {entry.subject_id}, {what}" for what in _differing(then, plain(subject.content_of(row)))
    ]


def _missing(expected: int, found: int) -> Iterator[Problem]:
    if found == expected + 1:
        yield Problem(expected, "is missing")
    elif found > expected:
        yield Problem(expected, f"is missing, and so are all up to {found - 1}")


def _unsealed(sealed: dict[str, set[int]]) -> Iterator[Problem]:
    """The rows that ought to be in the record and are not."""
    for kind in registry.kinds():
        subject = registry.subject_of(kind)
        if subject is not None and subject.due is not None:
            keys = set(subject.due().values_list("pk", flat=True)) - sealed.get(kind, set())
            for key in sorted(keys):
                yield Problem(
                    None, f"{subject.model._meta.label_lower} {key} is final, and the record has no entry of it"
                )


def _differing(then: Any, now: Any, path: str = "") -> Iterator[str]:
    """The places in which two contents differ, as `positions[3].choice: sealed "agree", now "object"`."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now}):
            place = f"{path}.{key}" if path else key
            if key not in now:
                yield f"{place}: sealed {_short(then[key])}, now gone"
            elif key not in then:
                yield f"{place}: not there when it was sealed, now {_short(now[key])}"
            else:
                yield from _differing(then[key], now[key], place)
    elif isinstance(then, list) and isinstance(now, list):
        for index, (old, new) in enumerate(zip(then, now, strict=False)):
            yield from _differing(old, new, f"{path}[{index}]")
        if len(then) != len(now):
            yield f"{path}: {len(then)} rows when it was sealed, now {len(now)}"
    elif then != now or type(then) is not type(now):
        yield f"{path}: sealed {_short(then)}, now {_short(now)}"


def _short(value: Any) -> str:
    text = canonical(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
