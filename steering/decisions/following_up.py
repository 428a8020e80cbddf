"""What follows from a decision: given to an owner, reported with evidence, confirmed, or dropped with a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.documents.uploads import Upload
from publishing.languages import CODES
from publishing.workflow import YES, Answer, WorkflowError

from ..access import may_run
from ..models import Action, ActionEvidence, AgendaItem, Decision, Mandate, Seat
from ..seats.membership import seats_of
from . import correspondence
from .enums import ActionState, DecisionState, Outcome, Owner

SECRETARIAT_ONLY = Answer(allowed=False, reason=_("Only the Secretariat does this."))


@dataclass(frozen=True, slots=True)
class Task:
    """What has to be done, by whom and until when; `titles` are by language."""

    titles: dict[str, str]
    due_on: date
    owner: str = Owner.SECRETARIAT
    seat: Seat | None = None
    office: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that it was done: a text, and a link or a file with what was found out about it."""

    text: str
    language: str
    link: str = ""
    file: Any = None
    upload: Upload | None = None
    is_public: bool = False


def may_assign(user: Any, decision: Decision | None) -> Answer:
    """Whether an action may be given under a decision: the Secretariat does, once it is adopted."""
    if not may_run(user):
        return SECRETARIAT_ONLY
    if decision is not None and (decision.state, decision.outcome) != (DecisionState.CLOSED, Outcome.ADOPTED):
        return Answer(allowed=False, reason=_("Actions follow from adopted decisions."))
    return YES


def assign(task: Task, actor: Any, *, decision: Decision | None = None, item: AgendaItem | None = None) -> Action:
    """Give an action to its owner and write to them. Raises WorkflowError where it is refused."""
    if not (answer := may_assign(actor, decision)):
        raise WorkflowError(answer.reason)
    action = Action(
        decision=decision,
        agenda_item=item,
        owner=task.owner,
        seat=task.seat,
        office=task.office,
        due_on=task.due_on,
        is_demonstration=bool((decision and decision.is_demonstration) or (item and item.meeting.is_demonstration)),
    )
    for code in CODES:
        setattr(action, f"title_{code}", task.titles.get(code, "").replace("\x00", "").strip())
    if not any(getattr(action, f"title_{code}") for code in CODES):
        raise WorkflowError(_("Write in one language at least what is to be done."))
    try:
        action.full_clean(exclude=["title"])
    except ValidationError as refusal:
        raise WorkflowError(" ".join(refusal.messages)) from refusal
    with transaction.atomic():
        action.save()
        correspondence.write_about_action("action_assigned", action, actor)
    return action


class ActionWorkflow:
    """What can be done with an action: report it, confirm or send back the report, drop it."""

    def __init__(self, action: Action, actor: Any) -> None:
        self.action, self.actor = action, actor

    def may_report(self) -> Answer:
        """Whether this person may add evidence and say that it is done: its owner's side, or the Secretariat for it."""
        if self.action.state != ActionState.OPEN:
            return Answer(allowed=False, reason=_("This action has ended."))
        if may_run(self.actor) or self._is_owner():
            return YES
        return Answer(allowed=False, reason=_("Whoever has to do it reports it."))

    def may_judge(self) -> Answer:
        """Whether the report may be confirmed or sent back."""
        if not may_run(self.actor):
            return SECRETARIAT_ONLY
        if not self.action.is_reported:
            return Answer(allowed=False, reason=_("Nothing was reported yet."))
        return YES

    def may_drop(self) -> Answer:
        """Whether it may be ended without having been done."""
        if not may_run(self.actor):
            return SECRETARIAT_ONLY
        if self.action.state != ActionState.OPEN:
            return Answer(allowed=False, reason=_("This action has ended."))
        return YES

    def report(self, evidence: Evidence) -> ActionEvidence:
        """Keep the evidence and ask the Secretariat to confirm. Raises WorkflowError where it is refused."""
        with transaction.atomic():
            self._lock()
            self._ask(self.may_report())
            text = evidence.text.replace("\x00", "").strip()
            if not text:
                raise WorkflowError(_("Write what was done."))
            row = ActionEvidence(
                action=self.action,
                text=text,
                language=evidence.language,
                link=evidence.link,
                is_public=evidence.is_public,
                added_at=timezone.now(),
                added_by=self.actor,
            )
            if evidence.file is not None and evidence.upload is not None:
                row.file, row.file_name = evidence.file, evidence.upload.name
                row.media_type, row.size = evidence.upload.media_type, evidence.upload.size
                row.checksum = evidence.upload.checksum
            twice = self.action.evidence.filter(
                text=text, link=row.link, checksum=row.checksum, added_by=self.actor
            ).first()
            if twice is not None:
                return twice  # pressed twice
            row.save()
            self.action.reported_at, self.action.reported_by = timezone.now(), self.actor
            self.action.save(update_fields=["reported_at", "reported_by"])
            correspondence.write_about_action("action_reported", self.action, self.actor)
        return row

    def confirm(self) -> Action:
        """Accept the report: the action is done. Raises WorkflowError where it is refused."""
        with transaction.atomic():
            self._lock()
            self._ask(self.may_judge())
            self._end(ActionState.DONE, [])
        return self.action

    def send_back(self, reason: str) -> Action:
        """Say that it is not done yet; the owner reads why. Raises WorkflowError where it is refused."""
        with transaction.atomic():
            self._lock()
            self._ask(self.may_judge())
            if not reason.strip():
                raise WorkflowError(_("Give a reason."))
            self.action.reported_at = self.action.reported_by = None
            self.action.save(update_fields=["reported_at", "reported_by"])
            correspondence.write_about_action("action_returned", self.action, self.actor, reason.strip())
        return self.action

    def drop(self, reason: str) -> Action:
        """End it without its having been done, with the reason. Raises WorkflowError where it is refused."""
        with transaction.atomic():
            self._lock()
            self._ask(self.may_drop())
            text = reason.replace("\x00", "").strip()
            if not text:
                raise WorkflowError(_("Give a reason."))
            self.action.drop_reason, self.action.reason_language = text[:2000], get_language() or "ru"
            self._end(ActionState.DROPPED, ["drop_reason", "reason_language"])
        return self.action

    def _end(self, state: str, fields: list[str]) -> None:
        self.action.state, self.action.ended_at, self.action.ended_by = state, timezone.now(), self.actor
        self.action.save(update_fields=["state", "ended_at", "ended_by", *fields])

    def _is_owner(self) -> bool:
        if self.action.owner == Owner.SEAT:
            return self.action.seat_id in [seat.pk for seat in seats_of(self.actor)]
        if self.action.owner == Owner.OFFICE:
            return bool(Mandate.objects.held_by(self.actor).filter(office=self.action.office).exists())
        return may_run(self.actor)

    def _lock(self) -> None:
        found = Action.objects.select_for_update(of=("self",)).select_related("seat__country").get(pk=self.action.pk)
        self.action = found

    def _ask(self, answer: Answer) -> None:
        if not answer:
            raise WorkflowError(answer.reason)
