"""The way of a translation: assigned, drafted, submitted, read by a second person, approved or sent back.

Readers get nothing of it before the approval, which writes the texts into the record. Each step locks the record,
re-reads everything, asks for the permission and writes an event. Who wrote a draft never approves it, whatever the role.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..enums import LanguageState, State
from ..language_versions import mark_waiting, new_row
from ..models import Event, LanguageVersion, Publication, TranslationDraft
from ..versions.keeping import keep_version
from ..workflow import YES, Answer, WorkflowError
from . import correspondence, memory
from .records import may_translate
from .steps import Step
from .units import Unit, texts_of, units_of

T = TypeVar("T")
CLOSED: Final = {State.ARCHIVED.value, State.DECLINED.value}
"""States of a record in which nobody translates it."""


class StaleDraft(WorkflowError):
    """Somebody saved the draft since the person opened it; `draft` is what stands now (None: it is gone)."""

    def __init__(self, draft: TranslationDraft | None) -> None:
        super().__init__(_("Somebody else has saved this translation since you opened it. Nothing was overwritten."))
        self.draft = draft


class SourceMoved(WorkflowError):
    """The original has changed since the person opened the page."""


class TextErrors(WorkflowError):
    """Texts that cannot be stored in the record; `errors` are the messages by the key of the text."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__(_("Some texts cannot be taken as they are. Nothing is lost: see the marked fields."))
        self.errors = dict(errors)


@dataclass(slots=True)
class Desk:
    """Everything about a record's translation into one language, as it stands."""

    record: Publication
    language: str
    version: LanguageVersion
    draft: TranslationDraft | None
    units: list[Unit]
    writers: set[int]

    @property
    def texts(self) -> dict[str, str]:
        """The working texts by key: what the draft changed, else what stands in the record today."""
        present = self.present
        if self.draft is None:
            return present
        mine, base = self.draft.texts, self.draft.base
        texts = {
            unit.key: present.get(unit.key, "")
            if mine.get(unit.key, "") == base.get(unit.key, "")
            else mine.get(unit.key, "")
            for unit in self.units
        }
        return {key: text for key, text in texts.items() if text}

    @property
    def present(self) -> dict[str, str]:
        """What stands in the record by key."""
        return texts_of(self.units, self.language)

    @property
    def clashes(self) -> list[Unit]:
        """The texts that were changed in the record since the draft was begun, and otherwise by the draft."""
        if self.draft is None:
            return []
        mine, base, present = self.draft.texts, self.draft.base, self.present
        return [
            unit
            for unit in self.units
            if mine.get(unit.key, "") not in {base.get(unit.key, ""), present.get(unit.key, "")}
            and present.get(unit.key, "") != base.get(unit.key, "")
        ]

    @property
    def draft_version(self) -> int:
        """How often the draft was saved; 0 where there is none."""
        return self.draft.version if self.draft else 0

    @property
    def made_from(self) -> int:
        """The version of the original that the working texts follow."""
        if self.draft is not None:
            return self.draft.made_from
        return self.version.made_from if self.version.state != LanguageState.MISSING else self.record.text_version

    @property
    def is_in_review(self) -> bool:
        """Whether the draft waits for its second reader."""
        return self.draft is not None and self.draft.state == LanguageState.IN_REVIEW


def desk_of(record: Publication, language: str, *, units: list[Unit] | None = None) -> Desk:
    """How the translation stands; raises nothing, a language without a row gets one that is not saved."""
    kind = ContentType.objects.get_for_model(type(record))
    people = ("assignee", "submitted_by", "reviewed_by", "changed_by")
    row = (
        LanguageVersion.objects.filter(content_type=kind, object_id=record.pk, language=language)
        .select_related(*people)
        .first()
    )
    draft = (
        TranslationDraft.objects.filter(content_type=kind, object_id=record.pk, language=language)
        .select_related("changed_by")
        .prefetch_related("writers")
        .first()
    )
    writers = {writer.pk for writer in draft.writers.all()} if draft else set()
    return Desk(record, language, row or new_row(record, language), draft, units or units_of(record), writers)


class TranslationWorkflow:
    """The steps that an actor takes with a record's translation into a language.

    >>> TranslationWorkflow(practice, "kk", user).submit(version=3, source_version=practice.text_version)
    """

    def __init__(self, record: Publication, language: str, actor: Any) -> None:
        self.record = record
        self.language = language
        self.actor = actor

    def may(self, step: str, desk: Desk | None = None) -> Answer:
        """Whether the actor may take the step now; else the translated reason."""
        desk = desk or desk_of(self.record, self.language)
        if not may_translate(self.actor, type(self.record)):
            return _no(_("Your role does not allow this."))
        if self.record.state in CLOSED:
            return _no(_("This is not possible in the state “%(state)s”.") % {"state": self.record.get_state_display()})
        rule = _RULES.get(Step(step))
        return rule(desk, self.actor) if rule else YES

    def assign(self, assignee: Any) -> None:
        """Give the translation to somebody, or to nobody (None); raises WorkflowError where they may not translate it."""
        if assignee is not None and not (assignee.is_active and may_translate(assignee, type(self.record))):
            raise WorkflowError(_("This person's role does not let them translate records of this kind."))

        def change(desk: Desk) -> str:
            desk.version.assignee = assignee
            desk.version.save()
            correspondence.assigned(desk.record, self.language, assignee, self.actor)
            return str(assignee or "")

        self._perform(Step.ASSIGN, change)

    def promise(self, day: date | None) -> None:
        """Promise the translation for a day from today on, or take the promise back (None); raises WorkflowError."""
        if day is not None and day < timezone.localdate():
            raise WorkflowError(_("A promise is for today or a later day."))

        def change(desk: Desk) -> str:
            desk.version.promised_for = day
            desk.version.save()
            catalogue.write(desk.record)
            return day.isoformat() if day else ""

        self._perform(Step.PROMISE, change)

    def save(
        self, texts: Mapping[str, str], *, version: int, is_machine: bool = False, made_from: int | None = None
    ) -> TranslationDraft:
        """Keep working texts. `version` is that of the draft they were typed on (0: there was none).

        Texts of units that are not named stay as they are. `made_from` is given where the texts are known to follow a
        version of the original. Raises StaleDraft where somebody saved in between, TextErrors for what is absurdly long.
        """

        def change(desk: Desk) -> TranslationDraft:
            if desk.draft_version != version:
                raise StaleDraft(desk.draft)
            draft, is_new = self._saved(desk, texts, is_machine=is_machine, made_from=made_from)
            if is_new or is_machine:
                self._note(desk, Step.SAVE, "", LanguageState.MACHINE_DRAFT if is_machine else LanguageState.DRAFT)
            return draft

        return self._perform(Step.SAVE, change, is_noted=False)

    def submit(self, *, version: int, source_version: int) -> None:
        """Hand the draft in for a second person's reading: it now follows the original as the translator saw it.

        Raises StaleDraft, SourceMoved where the original said something else meanwhile, TextErrors for texts that the
        record cannot hold.
        """

        def change(desk: Desk) -> str:
            if desk.draft_version != version:
                raise StaleDraft(desk.draft)
            if source_version < desk.record.text_version:
                raise SourceMoved(
                    _("The original has changed while you were working. Look at what changed, then submit again.")
                )
            if errors := errors_of(desk.units, desk.texts, desk.record, final=True):
                raise TextErrors(errors)
            draft = desk.draft or self._saved(desk, {}, is_machine=False)[0]
            draft.state, draft.made_from, draft.sent_back_because = (
                LanguageState.IN_REVIEW,
                desk.record.text_version,
                "",
            )
            draft.version += 1
            draft.save()
            draft.writers.add(self.actor)
            desk.version.submitted_by, desk.version.submitted_at = self.actor, timezone.now()
            desk.version.save()
            return ""

        self._perform(Step.SUBMIT, change)

    def take_back(self) -> None:
        """Take a submitted draft back to work on it again; for those who wrote it."""
        self._perform(Step.TAKE_BACK, lambda desk: self._reopened(desk, ""))

    def send_back(self, reason: str, *, version: int | None = None) -> None:
        """Send a submitted draft back with a reason, which is mandatory; `version` is the one that was read, where it is known."""
        reason = reason.replace("\x00", "").strip()[:5000]
        if not reason:
            raise WorkflowError(_("Give a reason."))

        def change(desk: Desk) -> str:
            if version is not None and desk.draft_version != version:
                raise StaleDraft(desk.draft)
            correspondence.sent_back(desk.record, self.language, desk.version.submitted_by, reason, self.actor)
            return self._reopened(desk, reason)

        self._perform(Step.SEND_BACK, change)

    def discard(self, *, version: int) -> None:
        """Throw the draft away; what stands in the record stays as it is."""

        def change(desk: Desk) -> str:
            if desk.draft is None or desk.draft.version != version:
                raise StaleDraft(desk.draft)
            desk.draft.delete()
            self._close(desk.version)
            desk.version.save()
            return ""

        self._perform(Step.DISCARD, change)

    def approve(self, *, version: int) -> None:
        """Write the draft into the record: readers get it from now on. A second person's step; raises WorkflowError."""

        def change(desk: Desk) -> str:
            draft, row, record = desk.draft, desk.version, desk.record
            if draft is None or draft.version != version:
                raise StaleDraft(draft)
            if errors := errors_of(desk.units, desk.texts, record, final=True):
                raise TextErrors(errors)
            _write(desk)
            row.state, row.made_from, row.promised_for = LanguageState.APPROVED, draft.made_from, None
            row.changed_by, row.changed_on = row.submitted_by or draft.changed_by, timezone.localdate()
            row.reviewed_by, row.reviewed_at, row.assignee = self.actor, timezone.now(), None
            mark_waiting(record, row)
            row.save()
            correspondence.approved(record, self.language, row.submitted_by, self.actor)
            draft.delete()
            catalogue.write(record)
            keep_version(record, self.actor)
            memory.learn(record, self.language, desk.units)
            return ""

        self._perform(Step.APPROVE, change)

    def _reopened(self, desk: Desk, reason: str) -> str:
        draft = desk.draft
        assert draft is not None
        draft.state, draft.sent_back_because = LanguageState.DRAFT, reason
        draft.version += 1
        draft.save()
        self._close(desk.version)
        desk.version.save()
        return reason

    @staticmethod
    def _close(row: LanguageVersion) -> None:
        row.submitted_by, row.submitted_at = None, None

    def _saved(
        self, desk: Desk, given: Mapping[str, str], *, is_machine: bool, made_from: int | None = None
    ) -> tuple[TranslationDraft, bool]:
        cleaned = {unit.key: unit.clean(given[unit.key]) for unit in desk.units if unit.key in given}
        if errors := errors_of(desk.units, cleaned, desk.record, final=False):
            raise TextErrors(errors)
        draft, is_new = desk.draft, desk.draft is None
        if draft is None:
            draft = TranslationDraft(record=desk.record, language=self.language, version=0, made_from=desk.made_from)
        present = desk.present
        texts = {**(present if is_new else desk.texts), **cleaned}
        # Where draft and record agree, the draft follows the record from now on.
        agreed = {key: text for key, text in present.items() if is_new or texts.get(key, "") == text}
        gone = {unit.key for unit in desk.units if unit.key not in present and not texts.get(unit.key)}
        draft.base = {key: text for key, text in {**draft.base, **agreed}.items() if key not in gone}
        draft.texts = {key: text for key, text in texts.items() if text}
        draft.state = LanguageState.MACHINE_DRAFT if is_machine else LanguageState.DRAFT
        draft.made_from = made_from or draft.made_from
        draft.version += 1
        draft.changed_by = self.actor
        draft.save()
        draft.writers.add(self.actor)
        if desk.version.pk is None:
            desk.version.save()
        return draft, is_new

    def _perform(self, step: Step, change: Callable[[Desk], T], *, is_noted: bool = True) -> T:
        with transaction.atomic():
            model = type(self.record)
            record = model._base_manager.select_for_update(of=("self",)).filter(pk=self.record.pk).first()
            if record is None:
                raise WorkflowError(_("This record has been deleted meanwhile."))
            desk = desk_of(record, self.language)
            before = state_of(desk)
            answer = TranslationWorkflow(record, self.language, self.actor).may(step, desk)
            if not answer:
                raise WorkflowError(answer.reason)
            outcome = change(desk)
            if is_noted:
                self._note(desk, step, str(outcome or ""), state_of(desk_of(record, self.language)), before)
        return outcome

    def _note(self, desk: Desk, step: Step, reason: str, after: str, before: str = "") -> None:
        Event.objects.create(
            content_type=ContentType.objects.get_for_model(type(desk.record)),
            object_id=desk.record.pk,
            action=step,
            language=self.language,
            from_state=before or state_of(desk),
            to_state=after,
            reason=reason,
            actor=self.actor if self.actor.pk else None,
        )


def state_of(desk: Desk) -> str:
    """Where the work stands: the draft's state, or that of what readers have."""
    return str(desk.draft.state if desk.draft is not None else desk.version.state)


def errors_of(units: list[Unit], texts: Mapping[str, str], record: Publication, *, final: bool) -> dict[str, list[Any]]:
    """What is wrong with the texts by key. `final` holds them to the record's own limits; a draft may be too long yet."""
    found: dict[str, list[Any]] = {}
    for unit in units:
        text = texts.get(unit.key, "")
        longest = unit.longest if final else max(unit.longest, 200_000)
        if len(text) > longest:
            found.setdefault(unit.key, []).append(
                _("At most %(most)d characters; these are %(number)d.") % {"most": longest, "number": len(text)}
            )
    title = next(unit for unit in units if unit.key == record.title_field)
    if final and not texts.get(title.key):
        found.setdefault(title.key, []).append(_("A translation needs at least this text."))
    return found


def _write(desk: Desk) -> None:
    """The draft's texts into the columns, the record under its next edition; a text that is gone is emptied."""
    texts = desk.texts
    holders: dict[int, models.Model] = {}
    for unit in desk.units:
        column = f"{unit.field}_{desk.language}"
        present, wanted = getattr(unit.holder, column) or "", texts.get(unit.key, "")
        if present != wanted:
            setattr(unit.holder, column, wanted)
            holders[id(unit.holder)] = unit.holder
    desk.record.edition += 1
    for holder in holders.values():
        if holder is not desk.record:
            holder.save()
    desk.record.save()


def _no(reason: Any) -> Answer:
    return Answer(allowed=False, reason=reason)


def _rule_of_writing(desk: Desk, actor: Any) -> Answer:
    if desk.is_in_review:
        return _no(_("This draft is being reviewed. Take it back to go on working on it."))
    return YES


def _rule_of_submitting(desk: Desk, actor: Any) -> Answer:
    if desk.is_in_review:
        return _no(_("This draft has been submitted already."))
    if not desk.texts:
        return _no(_("There is nothing to submit yet."))
    return YES


def _rule_of_taking_back(desk: Desk, actor: Any) -> Answer:
    if not desk.is_in_review:
        return _no(_("There is no submitted draft."))
    if actor.pk not in desk.writers:
        return _no(_("Only who wrote the draft takes it back; a reader sends it back with a reason."))
    return YES


def _rule_of_reading(desk: Desk, actor: Any) -> Answer:
    if not desk.is_in_review:
        return _no(_("There is no submitted draft."))
    if actor.pk in desk.writers:
        return _no(_("You wrote this draft yourself. A second person has to read it, whatever your role."))
    return YES


def _rule_of_discarding(desk: Desk, actor: Any) -> Answer:
    if desk.draft is None:
        return _no(_("There is no draft."))
    return _rule_of_writing(desk, actor)


_RULES: Final[dict[Step, Callable[[Desk, Any], Answer]]] = {
    Step.SAVE: _rule_of_writing,
    Step.SUBMIT: _rule_of_submitting,
    Step.TAKE_BACK: _rule_of_taking_back,
    Step.SEND_BACK: _rule_of_reading,
    Step.APPROVE: _rule_of_reading,
    Step.DISCARD: _rule_of_discarding,
}
