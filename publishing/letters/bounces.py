"""Letters that came back: delivery status notifications (RFC 3464), as a mail server pipes them in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import Message
from typing import Any, Final

from django.utils import timezone

from ..enums import LetterState
from ..models import Letter
from .refusals import LONGEST

LARGEST: Final = 2_000_000
"""Bytes of a notification that are read; what matters stands at its beginning."""
RECENT: Final = timedelta(days=6)
"""For how long an address alone, without the letter's Message-ID, tells which letter came back."""
RETURNABLE: Final = (LetterState.SENT, LetterState.SENDING)


@dataclass(frozen=True, slots=True)
class Report:
    """What a notification says: which letter failed, for whom, and why."""

    message_id: str
    addresses: tuple[str, ...]
    reason: str


def receive(raw: bytes) -> Letter | None:
    """Mark the letter that a notification speaks of as failed; None where it speaks of none of ours, or of a mere delay."""
    report = report_of(raw)
    letter = _letter_of(report) if report is not None else None
    if report is None or letter is None:
        return None
    is_marked = Letter.objects.filter(pk=letter.pk, state__in=RETURNABLE).update(
        state=LetterState.FAILED, problem=report.reason, changed_at=timezone.now()
    )
    letter.refresh_from_db()
    return letter if is_marked else None


def report_of(raw: bytes) -> Report | None:
    """What the notification says; None for what is none, or reports no final failure."""
    try:
        message = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
        blocks = [block for part in message.walk() for block in _status_blocks(part)]
        failed = [block for block in blocks if _value(block, "Action").casefold() == "failed"]
        if not failed:
            return None
        addresses = [address for block in failed for address in _addresses(block)]
        return Report(_returned_id(message), tuple(dict.fromkeys(addresses)), _reason(failed[0]))
    except (ValueError, LookupError, TypeError, RecursionError):  # whatever strangers may pipe in
        return None


def _status_blocks(part: Message) -> Iterator[Message]:
    """The blocks of fields in a delivery-status part: one for the message, one for each recipient."""
    if part.get_content_type() != "message/delivery-status":
        return
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _value(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _addresses(block: Message) -> Iterator[str]:
    """The addresses of a block, without their type: `rfc822; a@kg.example`."""
    for name in ("Original-Recipient", "Final-Recipient"):
        address = _value(block, name).rpartition(";")[2].strip().strip("<>").lower()
        if "@" in address:
            yield address


def _reason(block: Message) -> str:
    said = _value(block, "Diagnostic-Code").partition(";")[2].strip() or _value(block, "Diagnostic-Code")
    return f"{_value(block, 'Status')} {said}".strip().replace("\x00", "")[:LONGEST] or "?"


def _returned_id(message: Message) -> str:
    """The Message-ID of the letter that comes back in the notification, whole or as headers alone."""
    for part in message.walk():
        payload: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            return _value(payload[0], "Message-ID")
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            content: Any = part.get_payload(decode=True) or str(payload).encode()
            return _value(message_from_bytes(content, policy=policy.compat32), "Message-ID")
    return ""


def _letter_of(report: Report) -> Letter | None:
    """The letter with this Message-ID; without one, the last that was sent to the address in these days."""
    if report.message_id:
        found = Letter.objects.filter(message_id=report.message_id[:200].replace("\x00", "")).first()
        if found is not None:
            return found
    since = timezone.now() - RECENT
    for address in report.addresses:
        sent = Letter.objects.filter(address__iexact=address.replace("\x00", ""), state=LetterState.SENT)
        if (last := sent.filter(sent_at__gte=since).order_by("-sent_at").first()) is not None:
            return last
    return None
