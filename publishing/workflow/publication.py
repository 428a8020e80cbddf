"""The short way of a publication: its editors publish it, archive it and confirm that it is still correct."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import audiences, catalogue, letters
from ..enums import Action, State
from ..freshness import next_check
from ..models import Event, Publication
from ..slugs import ensure_slug
from ..versions import keeping as versions
from .afterwards import perform_afterwards
from .rules import KEEP, YES, Answer, Conflict, LetterRule, Transition, WorkflowError

P = TypeVar("P", bound=Publication)


class PublicationWorkflow(Generic[P]):
    """Publish, archive and confirm a publication.

    >>> PageWorkflow(page, user).publish()
    """

    TRANSITIONS: ClassVar[dict[str, Transition]] = {
        Action.PUBLISH: Transition(frozenset({State.DRAFT, State.ARCHIVED}), State.PUBLISHED, "publish"),
        Action.ARCHIVE: Transition(
            frozenset({State.PUBLISHED}),
            State.ARCHIVED,
            "publish",
            needs_reason=True,
            letters=(LetterRule("archived", "owner"), LetterRule("archived", "focal_points")),
        ),
        Action.CONFIRM: Transition(frozenset({State.PUBLISHED}), State.PUBLISHED, KEEP),
    }
    SELF_JUDGED: ClassVar[frozenset[str]] = frozenset()
    """The actions that the owner of the record may not perform."""
    ASKS_SEVERITY: ClassVar[frozenset[str]] = frozenset()
    """The actions of which the actor says what they mean for translations (`publishing.language_versions.Severity`)."""

    def __init__(self, record: P, actor: Any) -> None:
        self.record = record
        self.actor = actor
        self.severity = ""

    def may(self, action: str) -> Answer:
        """Whether the actor may perform the action now; else the translated reason."""
        transition = self.TRANSITIONS.get(action)
        if transition is None:
            return Answer(allowed=False, reason=_("This kind of record does not go this way."))
        if self.record.state not in transition.sources:
            return Answer(
                allowed=False,
                reason=_("This is not possible in the state “%(state)s”.") % {"state": self.record.get_state_display()},
            )
        if not self._is_allowed(transition.who):
            return Answer(allowed=False, reason=_("Your role does not allow this."))
        if action in self.SELF_JUDGED and self.actor.pk is not None and self.record.owner_id == self.actor.pk:
            return Answer(allowed=False, reason=_("This is your own submission: somebody else has to judge it."))
        if transition.target == State.PUBLISHED and not self.record.written_languages():
            return Answer(allowed=False, reason=_("There is no title in any language yet."))
        return YES

    def open_actions(self) -> list[str]:
        """The actions that the actor may perform now, in the order of the table."""
        return [str(action) for action in self.TRANSITIONS if self.may(action)]

    def letters_of(self, action: str, *, reason: str = "") -> list[letters.Draft]:
        """The letters that the action would send, written in each recipient's language; each address gets one.

        Where the reason is not known yet, a mark stands in its place (`letters.with_reason` puts it in).
        """
        drafts: dict[str, letters.Draft] = {}
        for rule in self.TRANSITIONS[action].letters:
            for person in audiences.people(rule.audience, self.record):
                if person.pk == self.actor.pk and rule.audience != "owner":
                    continue
                draft = letters.compose(rule.kind, person, self.record, {"reason": reason or letters.REASON_MARK})
                if draft.is_wanted:
                    drafts.setdefault(draft.address, draft)
        return list(drafts.values())

    def publish(self) -> P:
        """Make the record public and enter it into the catalogue; raises WorkflowError where it is refused."""
        return self.perform(Action.PUBLISH)

    def archive(self, reason: str, *, successor: P | None = None, is_reason_public: bool = False) -> P:
        """Take the record from the public with a reason; raises WorkflowError where it is refused."""
        return self.perform(Action.ARCHIVE, reason=reason, successor=successor, is_reason_public=is_reason_public)

    def confirm(self) -> P:
        """Say that the record is still correct today; the next check falls due by the rule of its section."""
        return self.perform(Action.CONFIRM)

    def perform(
        self,
        action: str,
        *,
        reason: str = "",
        edition: int | None = None,
        successor: P | None = None,
        drafts: Sequence[letters.Draft] | None = None,
        note: Mapping[str, str] | None = None,
        is_reason_public: bool = False,
        severity: str = "",
    ) -> P:
        """Perform the action and give the record as it stands then.

        `edition` is that of the record which the person decided on: raises Conflict where it has moved on since.
        `drafts` are the letters as the person edited them; without them the letters of the table are sent. `note` tells
        readers by language what is new in the version that becomes public; `is_reason_public` lets readers see the
        reason; `severity` is what the action means for translations, where it is asked for (`ASKS_SEVERITY`). Raises
        WorkflowError where the action is refused.
        """
        self.severity = severity
        model: Any = type(self.record)
        with transaction.atomic():
            found = model._default_manager.select_for_update(of=("self",)).filter(pk=self.record.pk).first()
            if found is None:
                raise WorkflowError(_("This record has been deleted meanwhile."))
            self.record = found
            self._guard(action, reason, edition, successor)
            transition = self.TRANSITIONS[action]
            before, self.record.state = self.record.state, transition.target
            self.record.edition += 1
            self.record.save(update_fields=["state", "edition", "changed_at", *self._changes(action, successor)])
            event = Event.objects.create(
                content_type=ContentType.objects.get_for_model(model),
                object_id=self.record.pk,
                action=action,
                from_state=before,
                to_state=transition.target,
                reason=reason.strip(),
                is_reason_public=is_reason_public and bool(reason.strip()),
                actor=self.actor if self.actor.pk else None,
            )
            to_send = self.letters_of(action, reason=reason.strip()) if drafts is None else drafts
            self.after(action, event)
            perform_afterwards(self, action, event)
            letters.queue([letters.with_reason(draft, reason) for draft in to_send], actor=self.actor, event=event)
            catalogue.write(self.record)
            versions.keep_version(self.record, self.actor, note=note)
        return self.record

    def after(self, action: str, event: Event) -> None:
        """What else the action means for this kind; runs in its transaction, before the letters and the catalogue."""

    def _guard(self, action: str, reason: str, edition: int | None, successor: P | None) -> None:
        answer = self.may(action)
        if not answer:
            raise WorkflowError(answer.reason)
        if edition is not None and edition != self.record.edition:
            raise Conflict(_("The record has changed since you opened this page. Look at it again, then decide."))
        if self.TRANSITIONS[action].needs_reason and not reason.strip():
            raise WorkflowError(_("Give a reason."))
        if successor is not None and successor.pk == self.record.pk:
            raise WorkflowError(_("A record cannot be its own successor."))

    def _changes(self, action: str, successor: P | None) -> list[str]:
        """Set what the action changes beside the state; the names of the fields."""
        record = self.record
        if action == Action.ARCHIVE:
            record.successor = successor
            return ["successor"]
        if action == Action.CONFIRM:
            record.checked_on = timezone.localdate()
            record.check_due = next_check(record)
            return ["checked_on", "check_due"]
        if record.state == State.PUBLISHED:
            record.published_at = record.published_at or timezone.now()
            record.successor = None
            record.check_due = record.check_due or next_check(record)
            return ["published_at", "successor", "check_due", *ensure_slug(record)]
        return []

    def _is_allowed(self, who: str) -> bool:
        meta = self.record._meta
        if who != KEEP:
            return bool(self.actor.has_perm(f"{meta.app_label}.{who}_{meta.model_name}"))
        if self.actor.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
            return True
        records: Any = type(self.record)._default_manager.all()
        return bool(self.actor.pk and records.filter(pk=self.record.pk).filter(records.kept_by(self.actor)).exists())
