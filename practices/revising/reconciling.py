"""Bringing an update in line with an original that moved on: per section the one text or the other, nothing by itself."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from publishing.models import Event
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ..contribute.events import ContributionAction
from ..contribute.keepers import may_edit, runs_library
from ..models import OPEN_STATES, Practice, Revision
from .sections import BY_NAME, carry
from .standing import keep_pairs, pairs_of, standing_of

ORIGINAL: Final = "original"
UPDATE: Final = "update"


def may_reconcile(update: Practice, user: Any) -> Answer:
    """Its writers may while the text is in their hands, editors until it is merged."""
    if update.state in OPEN_STATES and runs_library(user):
        return YES
    return may_edit(update)


def reconcile(
    update: Practice, user: Any, choices: Mapping[str, str], *, edition: int, original_edition: int
) -> Practice:
    """Settle every section that both changed as chosen, and take over what only the original changed.

    `choices` tells by section whose text holds (`original`, `update`). Raises Conflict where either has moved on since the
    person looked, WorkflowError where a choice is missing or the person may not.
    """
    with transaction.atomic():
        update = Practice.objects.select_for_update(of=("self",)).get(pk=update.pk)
        original = Practice.objects.select_for_update(of=("self",)).get(revisions=update)
        revision = Revision.objects.select_for_update().get(practice=update)
        if not (answer := may_reconcile(update, user)):
            raise WorkflowError(answer.reason)
        if (update.edition, original.edition) != (edition, original_edition):
            raise Conflict(_("One of the two texts has changed since you opened this page. Look at them again."))
        standing = standing_of(update, revision, original)
        if any(choices.get(name) not in {ORIGINAL, UPDATE} for name in standing.colliding):
            raise WorkflowError(_("Choose for each section which text is to hold."))
        taken = [*standing.moved, *(name for name in standing.colliding if choices[name] == ORIGINAL)]
        _take_over(taken, original, update, revision, standing.original)
        settled = [*standing.moved, *standing.colliding]
        revision.base = {**revision.base, **{name: standing.original[name] for name in settled}}
        revision.base_edition = original.edition
        revision.save()
        update.edition += 1
        update.save()
        Event.objects.create(
            content_type=ContentType.objects.get_for_model(Practice),
            object_id=update.pk,
            action=ContributionAction.RECONCILE,
            from_state=update.state,
            to_state=update.state,
            actor=user,
        )
    return update


def _take_over(
    names: list[str], original: Practice, update: Practice, revision: Revision, values: Mapping[str, Any]
) -> None:
    """Make these sections of the update what they are in the original; the tables first, in their order."""
    inverse = {name: {theirs: mine for mine, theirs in pairs.items()} for name, pairs in pairs_of(revision).items()}
    for name in [*(name for name in BY_NAME if name in names), *(name for name in names if name not in BY_NAME)]:
        made = carry(name, original, update, dict(values), inverse)
        if name in BY_NAME:
            inverse[name] = made
            keep_pairs(revision, name, {mine: theirs for theirs, mine in made.items()})
