"""Letters that come back mark themselves as failed; nothing else that is piped in does anything."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from publishing.enums import LetterState
from publishing.letters.bounces import report_of
from publishing.models import Letter

REPORT = """From: MAILER-DAEMON@mx.kg.example
To: hub@localhost
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"
MIME-Version: 1.0

--b1
Content-Type: text/plain; charset=utf-8

Sorry.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kg.example
Arrival-Date: Mon, 2 Mar 2026 08:00:00 +0600

Original-Recipient: rfc822;{address}
Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: user unknown
    in virtual mailbox table

--b1
Content-Type: {kind}

From: hub@localhost
To: {address}
{id_line}Subject: Your submission

Text

--b1--
"""


def report(
    message_id: str = "",
    *,
    address: str = "a@kg.example",
    action: str = "failed",
    kind: str = "message/rfc822",
) -> bytes:
    """A notification as Postfix writes it."""
    id_line = f"Message-ID: {message_id}\n" if message_id else ""
    return REPORT.format(address=address, action=action, kind=kind, id_line=id_line).encode()


def pipe(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command says to the message."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("receive_bounce", stdout=out)
    return out.getvalue()


@pytest.fixture
def sent(db: Any) -> Letter:
    """A letter that was sent yesterday."""
    return Letter.objects.create(
        address="a@kg.example", language="ru", subject="s", text="t", state=LetterState.SENT,
        message_id="<1.2.3@hub.example>", sent_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_returned_letter_fails_with_the_reason(sent: Letter, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    other = Letter.objects.create(
        address="a@kg.example",
        language="ru",
        state=LetterState.SENT,
        sent_at=timezone.now(),
        message_id="<9@hub.example>",
    )

    pipe(report(sent.message_id, kind=kind), monkeypatch)

    sent.refresh_from_db()
    other.refresh_from_db()
    assert sent.state == LetterState.FAILED
    assert sent.problem == "5.1.1 550 5.1.1 <a@kg.example>: user unknown in virtual mailbox table"
    assert other.state == LetterState.SENT


def test_without_its_id_the_last_letter_to_the_address_is_meant(sent: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(report(address="A@KG.example"), monkeypatch)

    sent.refresh_from_db()
    assert sent.state == LetterState.FAILED


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_delay_is_no_failure(sent: Letter, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    assert "Ignored" in pipe(report(sent.message_id, action=action), monkeypatch)

    sent.refresh_from_db()
    assert sent.state == LetterState.SENT


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00\xff\xfe", b"Subject: Out of office\n\nI am away.", b"Content-Type: multipart/report\n\nnothing",
        b"Content-Type: message/delivery-status\n\nAction: failed\nFinal-Recipient: rfc822; someone@else.example\n\n",
    ],
)  # fmt: skip
def test_what_is_no_bounce_of_ours_is_ignored(sent: Letter, monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    assert "Ignored" in pipe(raw, monkeypatch)

    sent.refresh_from_db()
    assert sent.state == LetterState.SENT


def test_an_old_letter_is_not_blamed_for_an_address_alone(sent: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    Letter.objects.update(sent_at=timezone.now() - timedelta(days=30))

    assert "Ignored" in pipe(report(), monkeypatch)


@given(st.binary(max_size=400), st.integers(0, 900))
def test_broken_notifications_never_raise(noise: bytes, place: int) -> None:
    raw = report("<1.2.3@hub.example>")

    report_of(raw[:place] + noise + raw[place:])
