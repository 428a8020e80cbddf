"""What the check page of an update says beside what it says of every contribution."""

from typing import Any

from ..contribute.keepers import may_edit
from ..models import OPEN_STATES, Practice
from .forms import NoteForm
from .merging import may_merge, section_name
from .reconciling import may_reconcile
from .standing import revision_of, standing_of


def update_context(update: Practice, user: Any) -> dict[str, Any]:
    """The note on what changed, the sections that differ, and whether the update still fits its original."""
    revision, is_open = revision_of(update), update.state in OPEN_STATES
    original = update.revises
    standing = standing_of(update, revision, original) if is_open and original is not None else None
    return {
        "note_form": NoteForm(revision, update) if may_edit(update) else None,
        "note": revision.note,
        "note_language": revision.note_language,
        "differing": [section_name(name) for name in standing.changed] if standing else [],
        "fits": may_merge(update) if is_open else None,
        "may_reconcile": may_reconcile(update, user),
        "has_moved": bool(standing and (standing.moved or standing.colliding)),
    }
