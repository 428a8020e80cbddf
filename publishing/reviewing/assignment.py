"""Inviting reviewers: into which round, until when, with which letters; a submitted record is taken into review."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .. import letters, steps
from ..enums import Action, State
from ..models import Event, Review
from ..workflow import YES, Answer, Conflict, WorkflowError
from .candidates import Candidates, candidates_for
from .correspondence import compose
from .enums import ReviewAction
from .rights import may_run
from .workflow import note

WORKING_DAYS: Final = 10
"""How many working days a reviewer has unless somebody says otherwise."""
FRIDAY: Final = 4


def due_day(start: date | None = None, days: int = WORKING_DAYS) -> date:
    """The day that lies so many working days (Monday to Friday) after the start (today)."""
    day = start or localdate()
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() <= FRIDAY
    return day


def round_of(record: Any) -> int:
    """The number of the round that is on: each submission begins one."""
    return max(1, int(record.events.filter(action=Action.SUBMIT).count()))


def may_invite(user: Any, record: Any) -> Answer:
    """Whether the person may invite reviewers to this record now; else the translated reason."""
    answer = may_run(user, record)
    if answer and record.state not in {State.SUBMITTED, State.IN_REVIEW}:
        state = record.get_state_display()
        return Answer(allowed=False, reason=_("This is not possible in the state “%(state)s”.") % {"state": state})
    return answer if not answer else YES


def blank(record: Any, user: Any, actor: Any, due_on: date, number: int) -> Review:
    """The review as it would be, not saved."""
    return Review(
        record=record,
        round=number,
        reviewer=user,
        assigned_by=actor,
        due_on=due_on,
        language=user.preferred_language,
    )


def letters_for(record: Any, people: Iterable[Any], actor: Any, due_on: date) -> list[letters.Draft]:
    """The letters that the invitation sends: one to each reviewer, and to the submitter where the review begins by it."""
    number = round_of(record)
    drafts = [compose("review_invited", one, blank(record, one, actor, due_on, number)) for one in people]
    if record.state == State.SUBMITTED:
        drafts += steps.workflow_of(record.kind)(record, actor).letters_of(Action.START_REVIEW)
    return [draft for draft in drafts if draft.is_wanted]


def invite(
    record: Any,
    people: Sequence[Any],
    actor: Any,
    *,
    due_on: date,
    edition: int | None = None,
    drafts: Sequence[letters.Draft] | None = None,
) -> list[Review]:
    """Invite these people and start the review where it has not begun; gives the new reviews.

    Who is a reviewer of this round already is left out, so that a form sent twice does nothing twice. Raises
    WorkflowError where somebody must not review, Conflict where the record has moved on.
    """
    with transaction.atomic():
        record = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if answer := _refusal(record, actor, due_on):
            raise WorkflowError(answer)
        standing = set(Review.objects.of(record).standing().values_list("reviewer_id", flat=True))
        fresh = [one for one in people if one.pk not in standing]
        if not fresh:
            return []
        if edition is not None and edition != record.edition:
            raise Conflict(_("The record has changed since you opened this page. Look at it again, then decide."))
        _check(candidates_for(record), fresh)
        to_send = letters_for(record, fresh, actor, due_on) if drafts is None else drafts
        if record.state == State.SUBMITTED:
            starting = [draft for draft in to_send if draft.kind != "review_invited"]
            record = steps.workflow_of(record.kind)(record, actor).perform(Action.START_REVIEW, drafts=starting)
        number = round_of(record)
        return [_save(blank(record, one, actor, due_on, number), actor, to_send) for one in fresh]


def _save(review: Review, actor: Any, drafts: Iterable[letters.Draft]) -> Review:
    review.assigned_at = timezone.now()
    review.save(force_insert=True)
    event: Event = note(review, ReviewAction.INVITE, "", actor, "")
    mine = [draft for draft in drafts if draft.kind == "review_invited" and draft.recipient_id == review.reviewer_id]
    letters.queue([replace(draft, object_id=review.pk) for draft in mine], actor=actor, event=event)
    return review


def _refusal(record: Any, actor: Any, due_on: date) -> Any:
    answer = may_invite(actor, record)
    if not answer:
        return answer.reason
    return _("Choose a day that is not past.") if due_on < localdate() else ""


def _check(candidates: Candidates, people: Iterable[Any]) -> None:
    """Nobody is invited who must not review; raises WorkflowError that says who and why."""
    invitable = candidates.invitable()
    excluded = {one.user.pk: one for one in candidates.excluded}
    for person in people:
        if person.pk in invitable:
            continue
        why = excluded[person.pk].exclusions[0] if person.pk in excluded else _("is not a reviewer")
        raise WorkflowError(_("%(name)s cannot be invited: %(why)s.") % {"name": person, "why": why})
