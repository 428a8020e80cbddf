"""The end of an update: its changes become the next version of the original."""

from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from publishing import catalogue
from publishing.enums import State
from publishing.language_versions import Severity, count_version, keep_in_step
from publishing.languages import columns
from publishing.models import Event, EvidenceDecision, LanguageVersion
from publishing.versions import keeping as versions
from publishing.workflow import YES, Answer, WorkflowError

from ..consent import Consent
from ..contribute.documents import consent_of, forget_files
from ..contribute.events import ContributionAction
from ..contribute.languages import is_written
from ..models import Practice, Revision
from .proposing import CONSENT
from .sections import BY_NAME, TABLES, carry, languages_of
from .standing import Standing, consent_marks, keep_pairs, original_of, pairs_of, revision_of, standing_of

APPROVAL: Final = ("state", "changed_by_id", "changed_on", "submitted_by_id", "submitted_at", "reviewed_by_id", "reviewed_at")  # fmt: skip


def may_merge(update: Practice) -> Answer:
    """Whether the update fits its original as that stands today."""
    original = original_of(update)
    if original.state != State.PUBLISHED:
        return Answer(allowed=False, reason=_("The practice that it updates is no longer published."))
    revision = revision_of(update)
    if revision.base_edition == original.edition:
        return YES
    colliding = standing_of(update, revision, original).colliding
    if not colliding:
        return YES
    return Answer(allowed=False, reason=_collision(colliding))


def section_name(name: str) -> str:
    """A section in words, with its language where it is a text."""
    titles: dict[str, Any] = {"themes": _("Themes"), "tags": _("Tags"), "sources": _("Sources"), "results": _("Results"), "awards": _("Awards")}  # fmt: skip
    if name in titles:
        return str(titles[name])
    field = Practice._meta.get_field(name)
    return capfirst(str(getattr(field, "verbose_name", name)))


def merge(update: Practice, actor: Any, *, severity: str = "", event_reason: str = "") -> Practice:
    """Make the update's changes the next version of its original; runs in the transaction that ends the update.

    Raises WorkflowError where both changed the same section since the copy was made.
    """
    original = Practice.objects.select_for_update(of=("self",)).select_related("country").get(revisions=update)
    revision = Revision.objects.select_for_update().get(practice=update)
    standing = standing_of(update, revision, original)
    if original.state != State.PUBLISHED:
        raise WorkflowError(_("The practice that it updates is no longer published."))
    if standing.colliding:
        raise WorkflowError(_collision(standing.colliding))
    keep_in_step(original, touched=set(), caught_up=(), actor=actor)  # rows that know the text as it was until now
    touched = _write(update, original, revision, standing)
    caught_up = _count(update, original, touched, severity or Severity.INFORM)
    _move_documents(update, original)
    _move_consent(update, original)
    _move_evidence(update, original)
    original.edition += 1
    original.save()
    if touched:
        keep_in_step(original, touched=touched, caught_up=caught_up, actor=actor)
        _keep_approvals(update, original, touched)
    revision.merged_at = timezone.now()
    revision.save()
    _tell(original, revision, actor, event_reason)
    catalogue.write(original)
    note = {revision.note_language: revision.note} if revision.note else None
    versions.keep_version(original, actor, note=note, severity=severity or Severity.INFORM)
    return original


def _write(update: Practice, original: Practice, revision: Revision, standing: Standing) -> set[str]:
    """Carry what the update changed into the original; the languages whose texts differ now."""
    touched: set[str] = set()
    pairs = pairs_of(revision)
    for name in [*(table.name for table in TABLES), *(name for name in standing.update if name not in BY_NAME)]:
        if name not in standing.changed:
            continue
        touched |= languages_of(name, standing.original[name], standing.update[name])
        made = carry(name, update, original, standing.update, pairs)
        if name in BY_NAME:
            pairs[name] = made
            keep_pairs(revision, name, made)
    return touched


def _count(update: Practice, original: Practice, touched: set[str], severity: str) -> set[str]:
    """Count a version of the original text where it changed; the translations that the update brought up to it."""
    is_original = original.original_language in touched
    others = [code for code in _written(original) if code != original.original_language]
    if is_original and others:
        count_version(original, severity)
    rows = {row.language: row for row in update.language_versions.all()}
    return {
        code
        for code in touched - {original.original_language}
        if (row := rows.get(code)) is None or row.made_from >= update.text_version
    }


def _written(practice: Practice) -> list[str]:
    return [code for code in ("kk", "ru", "en") if is_written(practice, code)]


def _keep_approvals(update: Practice, original: Practice, touched: set[str]) -> None:
    """A translation that a second person has read in the update is read in the original as well."""
    kind = ContentType.objects.get_for_model(Practice)
    for row in update.language_versions.filter(language__in=touched - {original.original_language}):
        found = LanguageVersion.objects.filter(content_type=kind, object_id=original.pk, language=row.language)
        found.update(**{name: getattr(row, name) for name in APPROVAL})


def _move_documents(update: Practice, original: Practice) -> None:
    """New documents stand behind those that are there."""
    position = original.documents.count()
    for document in update.documents.all():
        document.object_id, document.position = original.pk, position
        document.save()
        position += 1


def _move_consent(update: Practice, original: Practice) -> None:
    """The newer consent takes the place of the older one; the update keeps none."""
    mine = Consent.objects.filter(practice=update).first()
    if mine is None:
        return
    letter = str(mine.file.name or "")
    if consent_marks(update) != consent_marks(original):
        theirs = consent_of(original)
        former = str(theirs.file.name or "")
        for name in CONSENT:
            setattr(theirs, name, getattr(mine, name))
        theirs.save()
        letter = former
    mine.delete()
    forget_files({letter} - {""})


def _move_evidence(update: Practice, original: Practice) -> None:
    """What the Secretariat set while it judged the update holds for the original; decisions only grow, so it is said anew."""
    last = EvidenceDecision.objects.of(update).first()
    if last is None:
        return
    notes = {name: getattr(last, name) for name in columns("note")}
    EvidenceDecision.objects.create(
        record=original, level=last.level, former_level=original.evidence, by=last.by, at=last.at, **notes
    )
    original.evidence = last.level


def _tell(original: Practice, revision: Revision, actor: Any, reason: str) -> None:
    Event.objects.create(
        content_type=ContentType.objects.get_for_model(Practice),
        object_id=original.pk,
        action=ContributionAction.MERGE_UPDATE,
        from_state=original.state,
        to_state=original.state,
        reason="\n\n".join(text for text in (revision.note, reason.strip()) if text),
        actor=actor if actor.pk else None,
    )


def _collision(names: list[str]) -> Promise:
    words = format_lazy("{}" + ", {}" * (len(names) - 1), *(section_name(name) for name in names))
    return format_lazy(
        _("The published practice changed meanwhile in what this update changes as well: {sections}. Choose first."),
        sections=words,
    )
