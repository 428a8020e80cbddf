"""Letters on their way: queued in the transaction that causes them, claimed and sent by the task worker.

A letter is claimed by a conditional update, so two workers never send the same one. A server that cannot be reached, or
that asks to come back later, costs nothing but time; an address that the server refuses makes the letter failed, with
the server's words.
"""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from email.utils import make_msgid
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from .. import duties
from ..enums import LetterState
from ..models import Event, Letter
from ..origin import site_origin
from .composing import Draft
from .html import html_of

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720, 1440, 2880))
"""How long a letter waits after each failed attempt; after the last it is failed."""
PATIENCE: Final = timedelta(minutes=15)
"""After so long a letter that is being sent was left by a worker that died."""
PERMANENT: Final = 500
"""From this SMTP code on a refusal is for good (RFC 5321, section 4.2.1)."""


def register() -> None:
    """Let what waits be looked after."""
    duties.register("letters", every=timedelta(minutes=1), run=send_waiting)


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
            message_id=make_msgid(domain=urlsplit(site_origin()).hostname),
            actor=actor if getattr(actor, "pk", None) else None,
            event=event,
        )
        for draft in drafts
        if draft.is_wanted
    )
    hand_over([letter.pk for letter in letters])
    return letters


def hand_over(keys: Iterable[int]) -> None:
    """Have the task worker send these letters after the transaction."""
    waiting = list(keys)

    def start() -> None:
        for key in waiting:
            send.enqueue(key)

    if waiting:
        transaction.on_commit(start)


@task()
def send(key: int) -> None:
    """Send one queued letter if it is due."""
    send_now(key)


def send_now(key: int) -> bool:
    """Send the letter; whether it left. False as well where another worker has it, or where it is not due."""
    now = timezone.now()
    claimed = Letter.objects.filter(pk=key, state=LetterState.QUEUED, due_at__lte=now)
    if not claimed.update(state=LetterState.SENDING, changed_at=now):
        return False
    letter = Letter.objects.get(pk=key)
    letter.attempts += 1
    try:
        _message(letter).send()
    except Exception as problem:  # noqa: BLE001 - whatever a mail server or its network may do, the letter stays
        _put_back(letter, problem)
        return False
    letter.state, letter.sent_at, letter.problem = LetterState.SENT, timezone.now(), ""
    letter.save(update_fields=["state", "sent_at", "problem", "attempts", "changed_at"])
    return True


def retry(letter: Letter) -> None:
    """Send a failed or unfinished letter (again); does nothing for one that left or is leaving."""
    restartable = [LetterState.FAILED, LetterState.DRAFT, LetterState.CANCELLED, LetterState.QUEUED]
    with transaction.atomic():
        if Letter.objects.filter(pk=letter.pk, state__in=restartable).update(
            state=LetterState.QUEUED,
            attempts=0,
            due_at=timezone.now(),
            problem="",
            message_id=letter.message_id or make_msgid(domain=urlsplit(site_origin()).hostname),
        ):
            hand_over([letter.pk])


def cancel(letter: Letter) -> bool:
    """Keep a letter that has not left from leaving; whether that came in time."""
    stoppable = [LetterState.QUEUED, LetterState.DRAFT, LetterState.FAILED]
    return bool(Letter.objects.filter(pk=letter.pk, state__in=stoppable).update(state=LetterState.CANCELLED))


def send_waiting() -> None:
    """The duty: hand over what is due again, and take back what a dead worker left half sent.

    Such a letter may reach its address twice; the second has the same Message-ID, by which mail programs know it.
    """
    now = timezone.now()
    Letter.objects.filter(state=LetterState.SENDING, changed_at__lt=now - PATIENCE).update(
        state=LetterState.QUEUED, due_at=now
    )
    for key in Letter.objects.filter(state=LetterState.QUEUED, due_at__lte=now).values_list("pk", flat=True)[:500]:
        send_now(key)


def _message(letter: Letter) -> EmailMultiAlternatives:
    headers = {"Message-ID": letter.message_id, "Content-Language": letter.language, "Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_path:  # RFC 8058: one click in the mail program
        headers["List-Unsubscribe"] = f"<{site_origin()}{letter.unsubscribe_path}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers
    )
    message.attach_alternative(html_of(letter), "text/html")
    return message


def _put_back(letter: Letter, problem: Exception) -> None:
    letter.problem = _words(problem)
    is_final = _is_permanent(problem) or letter.attempts > len(PAUSES)
    letter.state = LetterState.FAILED if is_final else LetterState.QUEUED
    if not is_final:
        letter.due_at = timezone.now() + PAUSES[letter.attempts - 1]
    letter.save(update_fields=["state", "problem", "due_at", "attempts", "changed_at"])


def _is_permanent(problem: Exception) -> bool:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _said in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return False  # a wrong password is mended by an operator, and the letters leave then
    if isinstance(problem, smtplib.SMTPResponseException):
        return problem.smtp_code >= PERMANENT
    return isinstance(problem, ValueError)  # an address or subject that no server would take


def _words(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        said = [f"{code} {text.decode('utf-8', 'replace')}" for code, text in problem.recipients.values()]
        return "; ".join(said)[:2000]
    return f"{type(problem).__name__}: {problem}"[:2000]
