"""Private links: one named person without an account opens one paper, or the pack of one meeting, for a while."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.workflow import YES, Answer, WorkflowError

from ..access import Access, is_of_committee, may_run
from ..models import LinkOpening, Meeting, Paper, PrivateLink
from .enums import Opening
from .querysets import PaperQuerySet

LONGEST_DAYS: Final = 30
TOKEN_BYTES: Final = 32
AT_ONCE: Final = 100
"""So many links of one person may be open at a time."""


@dataclass(frozen=True, slots=True)
class Invited:
    """For whom a link is, and the last day on which it opens."""

    person: str
    email: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Made:
    """A link, and the token of its address, which is known at this moment alone; empty where it was made before."""

    link: PrivateLink
    token: str


class LinkWorkflow:
    """Making a private link, and taking it back."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor

    def may_make(self, target: Paper | Meeting) -> Answer:
        """Whether this person may pass the paper or the pack on. What is for single seats is passed on by the Secretariat alone."""
        if not is_of_committee(self.actor):
            return Answer(
                allowed=False, reason=_("Only members of the Committee and the Secretariat make private links.")
            )
        if isinstance(target, Paper):
            if target.is_withdrawn or target.issued_at is None:
                return Answer(
                    allowed=False, reason=_("Only a paper that was sent out and not withdrawn can be passed on.")
                )
            if target.access == Access.SEAT and not may_run(self.actor):
                return Answer(
                    allowed=False, reason=_("This paper is for single seats; only the Secretariat can pass it on.")
                )
        return YES

    def make(self, target: Paper | Meeting, invited: Invited, nonce: UUID) -> Made:
        """Make a link; the same nonce gives the link that was made with it, without its address.

        Raises WorkflowError where it is not allowed, lasts too long, or there are too many.
        """
        today = timezone.localdate()
        with transaction.atomic():
            known = PrivateLink.objects.filter(nonce=nonce, created_by=self.actor).first()
            if known is not None:
                return Made(known, "")
            if not (answer := self.may_make(target)):
                raise WorkflowError(str(answer.reason))
            if not today <= invited.last_day <= today + timedelta(days=LONGEST_DAYS):
                raise WorkflowError(str(_("A private link lasts from today to 30 days at the most.")))
            now = timezone.now()
            if PrivateLink.objects.open_at(now).filter(created_by=self.actor).count() >= AT_ONCE:
                raise WorkflowError(str(_("Too many of your links are open. Withdraw some of them first.")))
            token = secrets.token_urlsafe(TOKEN_BYTES)
            link, is_new = PrivateLink.objects.get_or_create(
                nonce=nonce,
                defaults={
                    "digest": digest_of(token),
                    "paper": target if isinstance(target, Paper) else None,
                    "meeting": target if isinstance(target, Meeting) else None,
                    "person": invited.person,
                    "email": invited.email,
                    "created_by": self.actor,
                    "created_at": now,
                    "expires_at": _end_of(invited.last_day),
                },
            )
        return Made(link, token if is_new else "")

    def may_withdraw(self, link: PrivateLink) -> Answer:
        """Whether this person may take the link back: whoever made it, and the Secretariat."""
        if link.created_by_id != self.actor.pk and not may_run(self.actor):
            return Answer(allowed=False, reason=_("Only who made a link and the Secretariat withdraw it."))
        return YES

    def withdraw(self, link: PrivateLink) -> None:
        """Let the link open nothing any more; doing it twice changes nothing. Raises WorkflowError."""
        with transaction.atomic():
            found = PrivateLink.objects.select_for_update().get(pk=link.pk)
            if not (answer := self.may_withdraw(found)):
                raise WorkflowError(str(answer.reason))
            if found.withdrawn_at is None:
                found.withdrawn_at, found.withdrawn_by = timezone.now(), self.actor
                found.save(update_fields=["withdrawn_at", "withdrawn_by"])


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def opened_by(token: str) -> PrivateLink:
    """The link of this token, if it still opens something; Http404, always the same, for every other reason."""
    links = PrivateLink.objects.open_at(timezone.now()).select_related("created_by", "meeting", "paper")
    link = links.filter(digest=digest_of(token)).first()
    if link is None or not is_of_committee(link.created_by) or not papers_of(link).exists():
        raise Http404
    return link


def papers_of(link: PrivateLink) -> PaperQuerySet:
    """The papers that the link opens at this moment: what its maker may open, without what is for single seats in a pack."""
    papers: PaperQuerySet = Paper.objects.visible_to(link.created_by).standing()
    if link.paper_id is not None:
        papers = papers.filter(pk=link.paper_id)
        return papers if may_run(link.created_by) else papers.wider_than_seat()
    meetings = Meeting.objects.visible_to(link.created_by).filter(pk=link.meeting_id)
    return papers.filter(meeting__in=meetings).wider_than_seat()


def note_opening(link: PrivateLink, what: Opening, name: str = "") -> None:
    """Remember that the link was used."""
    LinkOpening.objects.create(link=link, what=what, name=name[:200])


def _end_of(day: date) -> datetime:
    """The first moment after the day, by the Hub's own clock."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
