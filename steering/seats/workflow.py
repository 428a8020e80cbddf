"""How an office passes from one person to the next."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from members.enums import Role
from members.models import User
from publishing import letters
from publishing.languages import text_of
from publishing.origin import site_origin
from publishing.workflow import YES, Answer, WorkflowError

from ..models import Handover, HandoverItem, Mandate
from .enums import HandoverStep

OF_SECRETARIAT: Final = frozenset({HandoverStep.ACCESS, HandoverStep.CLOSED})
"""The steps that only who runs the Committee may tick: they are about accounts."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes next: name, position and basis by language, and the account if there is one."""

    first_day: date
    texts: dict[str, str]
    """By column: `name_kk`, `position_ru`, …"""
    user: User | None = None
    is_demonstration: bool = field(default=False)


class MandateWorkflow:
    """What can be done with a mandate: end it, or pass the office on."""

    def __init__(self, mandate: Mandate, actor: Any) -> None:
        self.mandate, self.actor = mandate, actor

    def may_succeed(self) -> Answer:
        """Whether the office can be passed on by this person."""
        if not self.actor.has_perm("steering.change_mandate"):
            return Answer(allowed=False, reason=_("Only the Secretariat passes an office on."))
        if Handover.objects.filter(former=self.mandate).exists():
            return Answer(allowed=False, reason=_("This office was passed on already."))
        if self.mandate.ends_on is not None and self.mandate.ends_on < localdate():
            return Answer(allowed=False, reason=_("This mandate has ended; add a new one instead."))
        return YES

    def succeed(self, successor: Successor) -> Handover:
        """End the mandate on the day before, begin the next, and open the checklist; both people get a letter.

        Raises WorkflowError where that is not allowed or the days do not fit, with all as it was.
        """
        with transaction.atomic():
            former = Mandate.objects.select_for_update(of=("self",)).get(pk=self.mandate.pk)
            self.mandate = former
            if not (answer := self.may_succeed()):
                raise WorkflowError(str(answer.reason))
            if successor.first_day <= former.starts_on:
                raise WorkflowError(str(_("The successor’s first day lies before the former mandate’s second day.")))
            if former.ends_on is not None and successor.first_day > former.ends_on + timedelta(days=1):
                raise WorkflowError(str(_("The former mandate ends before the successor’s first day.")))
            former.ends_on = successor.first_day - timedelta(days=1)
            former.save(update_fields=["ends_on"])
            following = Mandate(
                office=former.office,
                seat=former.seat,
                user=successor.user,
                starts_on=successor.first_day,
                is_demonstration=successor.is_demonstration,
            )
            for column, text in successor.texts.items():
                setattr(following, column, text)
            following.full_clean(exclude=["name"])  # the column of the active language may stay empty
            following.save()
            handover = Handover.objects.create(former=former, successor=following)
            people = [mandate.user for mandate in (former, following) if mandate.user is not None]
            letters.queue([_letter(person, handover) for person in people], actor=self.actor)
        return handover


class HandoverWorkflow:
    """Ticking the checklist of a handover."""

    def __init__(self, handover: Handover, actor: Any) -> None:
        self.handover, self.actor = handover, actor

    def may_tick(self, step: str) -> Answer:
        """Whether this person may tick the step or take the tick back."""
        if step not in HandoverStep.values:
            return Answer(allowed=False, reason=_("There is no such step."))
        if self.actor.has_perm("steering.change_handover"):
            if step == HandoverStep.ACCESS and self.handover.successor.user is None:
                return Answer(allowed=False, reason=_("The new mandate names no account yet."))
            return YES
        if step in OF_SECRETARIAT:
            return Answer(allowed=False, reason=_("The Secretariat ticks this."))
        return YES

    def tick(self, step: str, *, is_done: bool) -> None:
        """Note the step as done or not done. Those about accounts open and close the Committee’s papers.

        Raises WorkflowError where the person may not. Ticking twice changes nothing.
        """
        with transaction.atomic():
            handover = (
                Handover.objects.select_for_update(of=("self",))
                .select_related("former__user", "successor__user")
                .get(pk=self.handover.pk)
            )
            self.handover = handover
            if not (answer := self.may_tick(step)):
                raise WorkflowError(str(answer.reason))
            if is_done:
                _item, is_new = HandoverItem.objects.get_or_create(
                    handover=handover, step=step, defaults={"done_at": timezone.now(), "done_by": self.actor}
                )
                if is_new:
                    _apply(handover, step)
            else:
                HandoverItem.objects.filter(handover=handover, step=step).delete()


def _apply(handover: Handover, step: str) -> None:
    """What ticking a step does to accounts: the successor becomes a Committee member, the former holder no longer is."""
    committee = Group.objects.get(name=Role.COMMITTEE.value)
    if step == HandoverStep.ACCESS and handover.successor.user is not None:
        handover.successor.user.groups.add(committee)
    former = handover.former.user
    if step == HandoverStep.CLOSED and former is not None:
        holds_another = Mandate.objects.held_by(former).exclude(pk=handover.former_id).exists()
        if not holds_another:
            former.groups.remove(committee)


def _letter(person: User, handover: Handover) -> letters.Draft:
    url = site_origin() + reverse("committee:handover", args=[handover.pk])
    context = {
        "url": url,
        "office": handover.former.get_office_display(),
        "former": text_of(handover.former, "name").value,
        "successor": text_of(handover.successor, "name").value,
        "first_day": handover.successor.starts_on,
    }
    return letters.compose("handover_begun", person, None, context)
