"""How an update stands to its original: what it changes, what changed there meanwhile, and where both did."""

from dataclasses import dataclass, field
from typing import Any

from ..consent import Consent
from ..models import Practice, Revision
from .sections import Pairs, Values, snapshot


@dataclass(frozen=True, slots=True)
class Standing:
    """Sections by name: as they are in the original, in the update, and as they were when it was copied."""

    original: Values
    update: Values
    base: Values
    changed: list[str] = field(default_factory=list)
    """What the update changes."""
    moved: list[str] = field(default_factory=list)
    """What changed in the original alone."""
    colliding: list[str] = field(default_factory=list)
    """What both changed, each in its own way."""


def revision_of(update: Practice) -> Revision:
    """What the update remembers of its beginning."""
    found: Revision = Revision.objects.get(practice=update)
    return found


def original_of(update: Practice) -> Practice:
    """The practice that the update is of, read anew."""
    found: Practice = Practice.objects.select_related("country").get(revisions=update)
    return found


def standing_of(update: Practice, revision: Revision, original: Practice) -> Standing:
    """Compare the update with its original section by section; about a dozen queries."""
    theirs, mine, base = snapshot(original), snapshot(update), revision.base
    if not theirs["claimed_evidence"]:
        theirs["claimed_evidence"] = original.evidence
    changed, moved, colliding = [], [], []
    for name, value in mine.items():
        before = base.get(name, theirs[name])
        here, there = value != before, theirs[name] != before
        if here and there and value != theirs[name]:
            colliding.append(name)
        if here and value != theirs[name]:
            changed.append(name)
        elif there:
            moved.append(name)
    return Standing(theirs, mine, base, changed, moved, colliding)


def pairs_of(revision: Revision) -> dict[str, Pairs]:
    """Which row of the original each row of the update stands for, by table."""
    return {name: {int(mine): theirs for mine, theirs in rows.items()} for name, rows in revision.rows.items()}


def keep_pairs(revision: Revision, name: str, pairs: Pairs) -> None:
    """Remember the pairs (of the update's rows to the original's) of a table; the caller saves the revision."""
    revision.rows = {**revision.rows, name: {str(mine): theirs for mine, theirs in pairs.items()}}


def changes_anything(update: Practice) -> bool:
    """Whether the update says anything that its original does not: a section, a document, another consent."""
    revision, original = revision_of(update), original_of(update)
    if update.documents.exists() or standing_of(update, revision, original).changed:
        return True
    return consent_marks(update) != consent_marks(original)


def consent_marks(practice: Practice) -> tuple[Any, ...]:
    """What a consent says, so that two can be compared; empty where there is none."""
    rows = Consent.objects.filter(practice=practice)
    return rows.values_list("name", "office", "given_on", "is_confirmed", "checksum").first() or ()


def owner_of_original(record: Any) -> list[Any]:
    """Whoever owns the practice that the update is of; nobody for what is no update."""
    original = getattr(record, "revises", None)
    return [original.owner] if original is not None and original.owner is not None else []
