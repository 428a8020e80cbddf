"""State changes: one table of transitions and one way through which every change goes.

A workflow names its transitions; performing one opens a transaction, locks the row, re-reads the state, asks for the
permission, saves the named fields, writes the event and brings the catalogue up to date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import catalogue
from .enums import Action, State
from .models import Event, Publication
from .slugs import ensure_slug

P = TypeVar("P", bound=Publication)
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from which states, to which, with which permission, and whether a reason is due."""

    sources: frozenset[str]
    target: str
    permission: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done; falsy with the reason, so that a disabled button can explain itself."""

    allowed: bool
    reason: Text = ""

    def __bool__(self) -> bool:
        return self.allowed


class WorkflowError(Exception):
    """A refused transition; its text is translated and meant for the person who asked."""


YES = Answer(allowed=True)


class PublicationWorkflow(Generic[P]):
    """Publish, archive and confirm a publication.

    >>> PracticeWorkflow(practice, user).publish()
    """

    TRANSITIONS: ClassVar[dict[str, Transition]] = {
        Action.PUBLISH: Transition(frozenset({State.DRAFT, State.ARCHIVED}), State.PUBLISHED, "publish"),
        Action.ARCHIVE: Transition(frozenset({State.PUBLISHED}), State.ARCHIVED, "publish", needs_reason=True),
        Action.CONFIRM: Transition(frozenset({State.PUBLISHED}), State.PUBLISHED, "change"),
    }

    def __init__(self, record: P, actor: Any) -> None:
        self.record = record
        self.actor = actor

    def may(self, action: str) -> Answer:
        """Whether the actor may perform the action now; else the translated reason."""
        transition = self.TRANSITIONS[action]
        if self.record.state not in transition.sources:
            return Answer(
                allowed=False,
                reason=_("This is not possible in the state “%(state)s”.") % {"state": self.record.get_state_display()},
            )
        meta = self.record._meta
        if not self.actor.has_perm(f"{meta.app_label}.{transition.permission}_{meta.model_name}"):
            return Answer(allowed=False, reason=_("Your role does not allow this."))
        if action == Action.PUBLISH and not self.record.written_languages():
            return Answer(allowed=False, reason=_("There is no title in any language yet."))
        return YES

    def publish(self) -> P:
        """Make the record public and enter it into the catalogue; raises WorkflowError where it is refused."""

        def change(record: P) -> list[str]:
            record.published_at = record.published_at or timezone.now()
            return ["published_at", *ensure_slug(record)]

        return self._perform(Action.PUBLISH, change)

    def archive(self, reason: str) -> P:
        """Take the record from the public with a reason; raises WorkflowError where it is refused."""
        return self._perform(Action.ARCHIVE, lambda _record: [], reason)

    def confirm(self, *, due_in_days: int = 365) -> P:
        """Say that the record is still correct today; the next check falls due after `due_in_days` days."""

        def change(record: P) -> list[str]:
            record.checked_on = timezone.localdate()
            record.check_due = record.checked_on + timedelta(days=due_in_days)
            return ["checked_on", "check_due"]

        return self._perform(Action.CONFIRM, change)

    def _perform(self, action: str, change: Callable[[P], list[str]], reason: str = "") -> P:
        transition = self.TRANSITIONS[action]
        model = type(self.record)
        with transaction.atomic():
            self.record = model._default_manager.select_for_update(of=("self",)).get(pk=self.record.pk)
            answer = self.may(action)
            if not answer:
                raise WorkflowError(answer.reason)
            if transition.needs_reason and not reason.strip():
                raise WorkflowError(_("Give a reason."))
            before, self.record.state = self.record.state, transition.target
            self.record.edition += 1
            self.record.save(update_fields=["state", "edition", "changed_at", *change(self.record)])
            Event.objects.create(
                content_type=ContentType.objects.get_for_model(model),
                object_id=self.record.pk,
                action=action,
                from_state=before,
                to_state=transition.target,
                reason=reason.strip(),
                actor=self.actor if self.actor.pk else None,
            )
            catalogue.write(self.record)
        return self.record
