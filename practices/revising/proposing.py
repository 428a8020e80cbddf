"""Beginning an update: a draft that is copied from the public practice with its parts."""

import secrets
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from publishing.enums import State
from publishing.language_versions import keep_in_step
from publishing.models import Event, LanguageVersion
from publishing.workflow import YES, Answer, WorkflowError

from ..consent import Consent
from ..contribute.events import ContributionAction
from ..contribute.keepers import country_of
from ..enums import SubmittedFor
from ..models import OPEN_STATES, Practice, Revision
from .sections import BY_NAME, FACTS, TEXT_COLUMNS, Pairs, carry, snapshot

OWN: Final = ("country_id", "original_language", "evidence", "text_version", "significant_version", "checked_on")
"""Columns that an update has from its original and never gives back."""
CONSENT: Final = ("name", "office", "given_on", "is_confirmed", "file", "file_name", "media_type", "size", "checksum")
VERSION: Final = (
    "language", "state", "made_from", "changed_by_id", "changed_on", "reviewed_by_id", "reviewed_at", "waits_since",
)  # fmt: skip


def open_update_of(practice: Practice) -> Practice | None:
    """The update of this practice that is on its way; None where nobody has begun one."""
    found: Practice | None = Practice.objects.filter(revises=practice.pk, state__in=OPEN_STATES).first()
    return found


def may_propose(practice: Practice) -> Answer:
    """Whether an update of the practice can be begun; who may is told by `kept_by`."""
    if practice.revises_id is not None:
        return Answer(allowed=False, reason=_("This is an update itself."))
    if practice.state != State.PUBLISHED:
        return Answer(allowed=False, reason=_("Only a published practice is updated."))
    return YES


def propose(practice: Practice, user: Any) -> Practice:
    """The update that is on its way, or a new one; two who ask at once get the same. Raises WorkflowError."""
    with transaction.atomic():
        original = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
        if not (answer := may_propose(original)):
            raise WorkflowError(answer.reason)
        if (begun := open_update_of(original)) is not None:
            return begun
        update = _copied(original, user)
        _copy_parts(original, update)
        keep_in_step(update, touched=set(), caught_up=(), actor=user)
        Event.objects.create(
            content_type=ContentType.objects.get_for_model(Practice),
            object_id=original.pk,
            action=ContributionAction.PROPOSE_UPDATE,
            from_state=original.state,
            to_state=original.state,
            actor=user,
        )
    return update


def _copied(original: Practice, user: Any) -> Practice:
    """The update's own row, under an address that nobody can guess and that never becomes public."""
    update = Practice(
        revises=original,
        owner=user,
        slug=f"update-{original.pk}-{secrets.token_hex(6)}",
        submitted_for=SubmittedFor.COUNTRY if country_of(user) == original.country_id else SubmittedFor.PERSON,
    )
    for name in (*OWN, *TEXT_COLUMNS, *FACTS):
        setattr(update, name, getattr(original, name))
    update.claimed_evidence = original.claimed_evidence or original.evidence
    update.save()
    return update


def _copy_parts(original: Practice, update: Practice) -> None:
    base = snapshot(original)
    base["claimed_evidence"] = update.claimed_evidence
    pairs: dict[str, Pairs] = {}
    for name in (*BY_NAME, "themes", "tags"):
        pairs[name] = carry(name, original, update, base, pairs)
    Revision.objects.create(
        practice=update,
        base=base,
        base_edition=original.edition,
        rows={name: {str(mine): theirs for theirs, mine in pairs[name].items()} for name in BY_NAME},
    )
    kind = ContentType.objects.get_for_model(Practice)
    LanguageVersion.objects.bulk_create(
        LanguageVersion(content_type=kind, object_id=update.pk, **{name: getattr(row, name) for name in VERSION})
        for row in original.language_versions.all()
    )
    _copy_consent(original, update)


def _copy_consent(original: Practice, update: Practice) -> None:
    """The consent with a copy of its letter: whoever takes the copy away leaves the original's where it is."""
    consent = Consent.objects.filter(practice=original).first()
    if consent is None:
        return
    values = {name: getattr(consent, name) for name in CONSENT}
    if consent.file:
        try:
            with consent.file.storage.open(str(consent.file.name)) as stored:
                values["file"] = ContentFile(stored.read(), name=consent.file_name or "letter")
        except OSError:  # the storage has lost it: the statement is copied alone
            values |= {"file": "", "file_name": "", "media_type": "", "checksum": "", "size": 0}
    Consent.objects.create(practice=update, **values)
