"""Letters on their way: queued in the transaction that causes them, claimed and sent by the task worker.

A letter is claimed by a conditional update, so two workers never send the same one. A server that cannot be reached, or
that asks to come back later, costs nothing but time; an address that the server refuses makes the letter failed, with
the server's words.
"""

import time
from collections.abc import Iterable
from datetime import timedelta
from email.utils import make_msgid
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from .. import duties
from ..enums import LetterState
from ..models import Event, Letter
from ..origin import site_origin
from .composing import Draft
from .html import html_of, text_of
from .refusals import is_of_server, is_permanent, words_of

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720, 1440, 2880))
"""How long a letter waits after each failed attempt; after the last it is failed."""
PATIENCE: Final = timedelta(minutes=15)
"""After so long a letter that is being sent was left by a worker that died."""
TOGETHER: Final = 25
"""How many letters one task sends."""
TURN: Final = 45.0
"""Seconds that one turn of the duty may take: the other duties wait for it."""
TROUBLES: Final = 3
"""After so many letters in a row that the server turned away, the turn ends: the next would fare the same."""
KEPT: Final = timedelta(days=365)
"""How long a letter is kept after it was sent, given up or cancelled."""
EDITABLE: Final = (LetterState.DRAFT, LetterState.QUEUED, LetterState.FAILED)
"""A letter that has not left can be edited, and kept from leaving."""
RESTARTABLE: Final = (*EDITABLE, LetterState.CANCELLED)


def register() -> None:
    """Let what waits be looked after, and what is old go."""
    duties.register("letters", every=timedelta(minutes=1), run=send_waiting)
    duties.register("old_letters", every=timedelta(days=1), run=prune)


def queue(drafts: Iterable[Draft], *, actor: Any = None, event: Event | None = None) -> list[Letter]:
    """Keep the wanted drafts as queued letters; the task worker sends them once the caller's transaction is through."""
    letters = Letter.objects.bulk_create(
        Letter(
            kind=draft.kind,
            recipient_id=draft.recipient_id,
            address=draft.address,
            name=draft.name,
            language=draft.language,
            subject=draft.subject,
            text=draft.text,
            content_type_id=draft.content_type_id,
            object_id=draft.object_id,
            unsubscribe_path=draft.unsubscribe_path,
            state=LetterState.QUEUED,
            message_id=new_message_id(),
            actor=actor if getattr(actor, "pk", None) else None,
            event=event,
        )
        for draft in drafts
        if draft.is_wanted
    )
    hand_over([letter.pk for letter in letters])
    return letters


def new_message_id() -> str:
    """A Message-ID of this site, by which mail programs and bounces know the letter."""
    return make_msgid(domain=urlsplit(site_origin()).hostname)


def hand_over(keys: Iterable[int]) -> None:
    """Have the task worker send these letters after the transaction."""
    waiting = list(keys)

    def start() -> None:
        for first in range(0, len(waiting), TOGETHER):
            send.enqueue(waiting[first : first + TOGETHER])

    if waiting:
        transaction.on_commit(start)


@task()
def send(keys: list[int]) -> None:
    """Send these queued letters if they are due; those that a dead server leaves over wait for the duty."""
    _send_all(keys)


def send_now(key: int) -> bool:
    """Send the letter; whether it left. False as well where another worker has it, or where it is not due."""
    return _attempt(key) is None


def retry(letter: Letter) -> bool:
    """Send a failed or unfinished letter (again); False, and nothing done, for one that left or is leaving."""
    with transaction.atomic():
        is_restarted = Letter.objects.filter(pk=letter.pk, state__in=RESTARTABLE).update(
            state=LetterState.QUEUED,
            attempts=0,
            due_at=timezone.now(),
            changed_at=timezone.now(),
            problem="",
            message_id=letter.message_id or new_message_id(),
        )
        if is_restarted:
            hand_over([letter.pk])
    return bool(is_restarted)


def cancel(letter: Letter) -> bool:
    """Keep a letter that has not left from leaving; whether that came in time."""
    waiting = Letter.objects.filter(pk=letter.pk, state__in=EDITABLE)
    return bool(waiting.update(state=LetterState.CANCELLED, changed_at=timezone.now()))


def send_waiting() -> None:
    """The duty: hand over what is due again, and take back what a dead worker left half sent.

    Such a letter may reach its address twice; the second has the same Message-ID, by which mail programs know it. One
    that has brought down a worker at every attempt is given up.
    """
    now = timezone.now()
    left = Letter.objects.filter(state=LetterState.SENDING, changed_at__lt=now - PATIENCE)
    left.filter(attempts__gt=len(PAUSES)).update(
        state=LetterState.FAILED, changed_at=now, problem="The worker ended while it was sending this letter."
    )
    left.update(state=LetterState.QUEUED, due_at=now, changed_at=now)
    due = Letter.objects.filter(state=LetterState.QUEUED, due_at__lte=now).order_by("due_at", "pk")
    _send_all(due.values_list("pk", flat=True)[:500])


def prune() -> None:
    """Delete the letters whose time has run out. What is waiting stays, however old."""
    ended = Q(state__in=[LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED])
    drafts = Q(state=LetterState.DRAFT)
    old = Letter.objects.filter(ended | drafts, changed_at__lt=timezone.now() - KEPT)
    old.delete()


def _send_all(keys: Iterable[int]) -> None:
    """Send one after the other, until the turn is over or the server is seen to be down."""
    end, troubles = time.monotonic() + TURN, 0
    for key in keys:
        problem = _attempt(key)
        troubles = troubles + 1 if isinstance(problem, Exception) and is_of_server(problem) else 0
        if troubles == TROUBLES or time.monotonic() > end:
            return


def _attempt(key: int) -> Exception | bool | None:
    """Claim and send: None where it left, False where it was not to be had, else what went wrong."""
    now = timezone.now()
    claimed = Letter.objects.filter(pk=key, state=LetterState.QUEUED, due_at__lte=now)
    if not claimed.update(state=LetterState.SENDING, changed_at=now, attempts=F("attempts") + 1):
        return False
    letter = Letter.objects.get(pk=key)
    try:
        _message(letter).send()
    except Exception as problem:  # noqa: BLE001 - whatever a mail server or its network may do, the letter stays
        _put_back(letter, problem)
        return problem
    _settle(letter, state=LetterState.SENT, sent_at=timezone.now(), problem="")
    return None


def _message(letter: Letter) -> EmailMultiAlternatives:
    headers = {"Message-ID": letter.message_id, "Content-Language": letter.language}
    if letter.kind:  # a letter by hand was written by a person
        headers["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_path:  # RFC 8058: one click in the mail program
        headers["List-Unsubscribe"] = f"<{site_origin()}{letter.unsubscribe_path}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        letter.subject, text_of(letter), settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers
    )
    message.attach_alternative(html_of(letter), "text/html")
    return message


def _put_back(letter: Letter, problem: Exception) -> None:
    is_final = is_permanent(problem) or letter.attempts > len(PAUSES)
    if is_final:
        _settle(letter, state=LetterState.FAILED, problem=words_of(problem))
    else:
        pause = PAUSES[letter.attempts - 1]
        _settle(letter, state=LetterState.QUEUED, problem=words_of(problem), due_at=timezone.now() + pause)


def _settle(letter: Letter, **values: Any) -> None:
    """Note what became of this attempt, unless the letter was taken back from a worker that seemed dead."""
    mine = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, attempts=letter.attempts)
    mine.update(changed_at=timezone.now(), **values)
