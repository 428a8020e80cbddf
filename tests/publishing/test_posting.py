"""Letters on their way: a real SMTP server that refuses, puts off, dies; two workers; workers that died."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection
from django.utils import timezone

from publishing import letters
from publishing.enums import LetterState
from publishing.letters import posting
from publishing.letters.posting import PAUSES, prune, send_waiting
from publishing.models import Letter
from tests.factories.members import account

NOW = "2026-03-02T08:00:00Z"


class Sink:
    """A mail server that keeps what it takes, and answers some addresses as it was told."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.lock = threading.Lock()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        with self.lock:
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server on a free port, to which the portal sends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


@pytest.fixture
def no_server(settings: Any) -> None:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2


def letter(address: str = "a@kg.example", **values: Any) -> Letter:
    """A queued letter."""
    fields: dict[str, Any] = {
        "kind": "published", "address": address, "language": "kk", "subject": "Жаңа тәжірибе жарияланды",
        "text": "Бірінші.\n\nhttp://testserver/kk/", "state": LetterState.QUEUED, "message_id": posting.new_message_id(),
    }  # fmt: skip
    return Letter.objects.create(**{**fields, **values})


@pytest.mark.django_db
def test_a_letter_reaches_a_real_server_whole(sink: Sink) -> None:
    person = account()
    sent = letter(recipient=person, unsubscribe_path="/kk/following/unsubscribe/abc/")

    assert posting.send_now(sent.pk)

    message = sink.taken[0]
    assert message["Subject"].strip() == "Жаңа тәжірибе жарияланды"
    assert message["To"] == "a@kg.example"
    assert message["Content-Language"] == "kk"
    assert message["Message-ID"] == sent.message_id
    assert message["List-Unsubscribe"].endswith("/kk/following/unsubscribe/abc/>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "Бірінші." in plain.get_content()
    assert "/kk/following/" in plain.get_content()
    assert '<html lang="kk">' in html.get_content()
    sent.refresh_from_db()
    assert (sent.state, sent.attempts, sent.problem) == (LetterState.SENT, 1, "")


@pytest.mark.django_db
def test_a_server_that_puts_off_is_asked_again_later_and_each_time_after_longer(sink: Sink) -> None:
    sink.answers["a@kg.example"] = "451 Greylisted, come back later"
    put_off = letter(due_at=timezone.now() - timedelta(days=365 * 10))

    waited = []
    with time_machine.travel(NOW, tick=False) as clock:
        for pause in PAUSES:
            send_waiting()
            put_off.refresh_from_db()
            waited.append(put_off.due_at - timezone.now())
            assert put_off.state == LetterState.QUEUED
            clock.shift(pause)
        send_waiting()

    put_off.refresh_from_db()
    assert waited == list(PAUSES)
    assert (put_off.state, put_off.attempts) == (LetterState.FAILED, len(PAUSES) + 1)
    assert put_off.problem == "451 Greylisted, come back later"
    assert sink.taken == []


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_fails_at_once_with_the_servers_words(sink: Sink) -> None:
    sink.answers["gone@kg.example"] = "550 No such user here"
    refused, fine = letter("gone@kg.example"), letter("here@kg.example")

    send_waiting()

    refused.refresh_from_db()
    fine.refresh_from_db()
    assert (refused.state, refused.attempts, refused.problem) == (LetterState.FAILED, 1, "550 No such user here")
    assert fine.state == LetterState.SENT


@pytest.mark.django_db
def test_a_failed_letter_can_be_sent_again(sink: Sink, django_capture_on_commit_callbacks: Any) -> None:
    sink.answers["a@kg.example"] = "550 Mailbox closed"
    failed = letter()
    send_waiting()
    sink.answers.clear()

    with django_capture_on_commit_callbacks(execute=True):
        assert letters.retry(failed)
        assert not letters.retry(Letter.objects.create(address="b@kg.example", language="ru", state=LetterState.SENT))

    failed.refresh_from_db()
    assert (failed.state, failed.problem) == (LetterState.SENT, "")
    assert [message["To"] for message in sink.taken] == ["a@kg.example"]


@pytest.mark.django_db
@pytest.mark.usefixtures("no_server")
def test_a_dead_server_loses_nothing_and_holds_up_nobody_for_long() -> None:
    waiting = [letter(f"{number}@kg.example") for number in range(10)]

    send_waiting()

    rows = Letter.objects.filter(pk__in=[one.pk for one in waiting])
    assert {row.state for row in rows} == {LetterState.QUEUED}
    assert sorted(row.attempts for row in rows) == [0] * 7 + [1] * posting.TROUBLES
    assert all("ConnectionRefusedError" in row.problem for row in rows if row.attempts)


@pytest.mark.django_db
def test_a_header_injected_into_a_subject_never_leaves(sink: Sink) -> None:
    hostile = letter(subject="Hello\r\nBcc: all@world.example")

    send_waiting()

    hostile.refresh_from_db()
    assert (hostile.state, sink.taken) == (LetterState.FAILED, [])
    assert "BadHeaderError" in hostile.problem


@pytest.mark.django_db
def test_words_of_a_server_that_no_column_can_hold_do_not_lose_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = letter()

    def broken(*_args: Any, **_options: Any) -> None:
        raise OSError("reset\x00by peer")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", broken)
    posting.send_now(odd.pk)

    odd.refresh_from_db()
    assert (odd.state, odd.problem) == (LetterState.QUEUED, "OSError: resetby peer")


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_taken_up_with_the_same_message_id(sink: Sink) -> None:
    now = timezone.now()
    stuck, busy, hopeless = letter(), letter("b@kg.example"), letter("c@kg.example", attempts=len(PAUSES) + 1)
    Letter.objects.update(state=LetterState.SENDING, changed_at=now - posting.PATIENCE - timedelta(seconds=1))
    Letter.objects.filter(pk=busy.pk).update(changed_at=now)

    send_waiting()

    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {
        stuck.pk: LetterState.SENT, busy.pk: LetterState.SENDING, hopeless.pk: LetterState.FAILED,
    }  # fmt: skip
    assert [message["Message-ID"] for message in sink.taken] == [stuck.message_id]


@pytest.mark.django_db
def test_a_letter_is_never_sent_before_its_time_or_from_any_other_state() -> None:
    early = letter(due_at=timezone.now() + timedelta(minutes=5))
    others = [
        letter(f"{state}@kg.example", state=state) for state in ("draft", "sending", "sent", "failed", "cancelled")
    ]

    assert [posting.send_now(one.pk) for one in (early, *others)] == [False] * 6
    assert mail.outbox == []


@pytest.mark.django_db
def test_cancelling_comes_in_time_or_says_that_it_did_not() -> None:
    waiting, gone = letter(), letter("b@kg.example", state=LetterState.SENT)

    assert letters.cancel(waiting)
    assert not letters.cancel(gone)

    send_waiting()
    assert mail.outbox == []


@pytest.mark.django_db
def test_old_letters_go_and_waiting_ones_stay() -> None:
    states = ("draft", "queued", "sending", "sent", "failed", "cancelled")
    for state in states:
        letter(f"old-{state}@kg.example", state=state)
    Letter.objects.update(changed_at=timezone.now() - posting.KEPT - timedelta(days=1))
    letter("new@kg.example", state=LetterState.SENT)

    prune()

    left = set(Letter.objects.values_list("address", flat=True))
    assert left == {"old-queued@kg.example", "old-sending@kg.example", "new@kg.example"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_never_send_the_same_letter(sink: Sink) -> None:
    keys = [letter(f"{number}@kg.example").pk for number in range(12)]

    def work(_number: int) -> int:
        try:
            return sum(posting.send_now(key) for key in keys)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = list(pool.map(work, range(3)))

    assert sum(sent) == 12
    assert len(sink.taken) == 12
    assert len({message["To"] for message in sink.taken}) == 12
