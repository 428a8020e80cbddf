"""The admin of letters, and answering an enquiry by one."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.test import Client
from django.urls import reverse

from hub.enquiries import take_in
from hub.models import Enquiry
from members.enums import Role
from members.models import User
from practices.models import Practice
from publishing import letters
from publishing.admin.letters import PER_HOUR
from publishing.enums import LetterState
from publishing.models import Letter
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script><b onmouseover="x()">'


@pytest.fixture
def secretary(client: Client) -> User:
    """Somebody of the Secretariat, signed in."""
    user = person(Role.SECRETARIAT)
    assert user is not None
    client.force_login(user)
    return user


def letter(**values: Any) -> Letter:
    """A letter that failed."""
    fields: dict[str, Any] = {
        "kind": "published", "address": "a@kg.example", "language": "kk", "subject": "Тақырып", "text": "Мәтін",
        "state": LetterState.FAILED, "problem": "550 No such user", "message_id": "<1@hub.example>",
    }  # fmt: skip
    return Letter.objects.create(**{**fields, **values})


def url(action: str, row: Letter) -> str:
    """The address of an action on a letter."""
    return reverse(f"admin:publishing_letter_{action}", args=[row.pk])


def edited(client: Client, row: Letter, **values: str) -> dict[str, str]:
    """What the letter's form would send."""
    form = client.get(url("change", row)).context["adminform"].form
    sent = {name: str(form[name].value() or "") for name in form.fields}
    page = client.get(url("change", row)).content.decode()
    edition = page.split('name="_edition" value="')[1].split('"')[0]
    seen = page.split('name="_seen" value="')[1].split('"')[0]
    return {**sent, "_edition": edition, "_seen": seen, **values}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_below_the_secretariat_reads_letters(role: str) -> None:
    row, user, client = letter(), person(role), Client()
    if user:
        client.force_login(user)

    statuses = {client.get(address).status_code for address in (url("change", row), url("html", row))}
    statuses.add(client.get(reverse("admin:publishing_letter_changelist")).status_code)
    sent = client.post(url("send", row)).status_code

    row.refresh_from_db()
    if role == Role.SECRETARIAT:
        assert (statuses, sent) == ({200}, 302)
    else:
        assert statuses <= {302, 403}
        assert row.state == LetterState.FAILED


def test_the_list_tells_what_became_of_each_letter(
    client: Client, secretary: User, django_assert_max_num_queries: Any
) -> None:
    record = practice(country("KG"), "Queue tickets")
    about = {"content_type": ContentType.objects.get_for_model(Practice), "object_id": record.pk}
    letter(**about)

    counts = []
    for _more in range(2):
        with django_assert_max_num_queries(14) as captured:
            html = client.get(reverse("admin:publishing_letter_changelist")).content.decode()
        counts.append(len(captured))
        letter(**about)
        letter(kind="")

    assert counts[0] == counts[1]
    assert "550 No such user" in html
    assert "Queue tickets" in html


def test_hostile_text_is_shown_and_does_nothing(client: Client, secretary: User) -> None:
    row = letter(subject=HOSTILE, text=HOSTILE, problem=HOSTILE)

    page = client.get(url("html", row))

    assert HOSTILE not in page.content.decode()
    assert page["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert HOSTILE not in client.get(url("change", row)).content.decode()
    assert HOSTILE not in client.get(reverse("admin:publishing_letter_changelist")).content.decode()


def test_a_letter_is_edited_and_sent_again(
    client: Client, secretary: User, django_capture_on_commit_callbacks: Any
) -> None:
    row = letter()
    answer = client.post(url("change", row), edited(client, row, subject="Two\r\nlines", text="One\r\n\r\nTwo  \r\n"))
    assert answer.status_code == 302, answer.context and answer.context["errors"]

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("send", row))
        client.post(url("send", row))

    row.refresh_from_db()
    assert (row.subject, row.text, row.state) == ("Two lines", "One\n\nTwo", LetterState.SENT)
    assert len(mail.outbox) == 1


def test_a_letter_that_left_while_it_was_edited_stays_as_it_left(client: Client, secretary: User) -> None:
    row = letter(state=LetterState.QUEUED)
    form = edited(client, row, subject="Too late")
    Letter.objects.filter(pk=row.pk).update(state=LetterState.SENT)

    page = client.post(url("change", row), form, follow=True)

    row.refresh_from_db()
    assert row.subject == "Тақырып"
    assert page.status_code == 200


@pytest.mark.parametrize("state", ["sent", "sending"])
def test_what_left_can_be_neither_sent_nor_cancelled(client: Client, secretary: User, state: str) -> None:
    row = letter(state=state)

    for action in ("send", "cancel"):
        assert client.post(url(action, row)).status_code == 302
        assert client.get(url(action, row)).status_code == 405

    row.refresh_from_db()
    assert row.state == state


def test_a_letter_by_hand_is_a_draft_until_it_is_sent(
    client: Client, secretary: User, django_capture_on_commit_callbacks: Any
) -> None:
    known = account("known@kg.example")
    words = {"address": "known@kg.example", "name": "Айгүл", "language": "kk", "subject": "Сәлем", "text": "Мәтін"}

    added = client.post(reverse("admin:publishing_letter_add"), words)
    row = Letter.objects.get()
    assert (row.state, row.recipient, row.actor, row.kind) == (LetterState.DRAFT, known, secretary, "")
    assert added["Location"] == url("change", row)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("send", row))
    assert mail.outbox[0].extra_headers.get("Auto-Submitted") is None
    assert mail.outbox[0].extra_headers["Message-ID"]


@pytest.mark.parametrize(
    "wrong", [{"address": "a@b.example\nBcc: c@d.example"}, {"subject": "a\x00b"}, {"text": ""}, {"language": "tlh"}]
)
def test_a_letter_by_hand_with_wrong_fields_is_refused(client: Client, secretary: User, wrong: dict[str, str]) -> None:
    words = {"address": "a@kg.example", "name": "", "language": "kk", "subject": "Сәлем", "text": "Мәтін"}

    answer = client.post(reverse("admin:publishing_letter_add"), {**words, **wrong})

    assert answer.status_code == 200
    assert not Letter.objects.exists()


def test_letters_by_hand_are_limited(client: Client, secretary: User) -> None:
    row = letter(kind="")
    for _number in range(PER_HOUR):
        Letter.objects.update(state=LetterState.FAILED)
        client.post(url("send", row))
    Letter.objects.update(state=LetterState.FAILED)

    client.post(url("send", row))

    row.refresh_from_db()
    assert row.state == LetterState.FAILED


def test_a_records_page_shows_its_letters_to_who_may_read_them(client: Client, secretary: User) -> None:
    record = practice(country("KG"))
    letters.queue([letters.compose("published", account(preferred_language="en"), record)])
    subject = Letter.objects.latest("pk").subject
    pages = [reverse(f"admin:practices_practice_{name}", args=[record.pk]) for name in ("change", "history")]

    assert all(subject in client.get(page).content.decode() for page in pages)

    editor = person(Role.EDITOR)
    assert editor is not None
    client.force_login(editor)
    assert not any(subject in client.get(page).content.decode() for page in pages)


def enquiry(**values: Any) -> Enquiry:
    """What somebody wrote in Kazakh."""
    fields = {"subject": "other", "message": "Қалай\nқосылуға болады?", "email": "reader@kg.example", "language": "kk"}
    return take_in(Enquiry(**{**fields, **values}))


def test_an_enquiry_is_answered_by_a_letter_once(
    client: Client, secretary: User, django_capture_on_commit_callbacks: Any
) -> None:
    asked = enquiry()
    address = reverse("admin:hub_enquiry_answer", args=[asked.pk])
    form = client.get(address).context["form"]
    assert "> Қалай\n> қосылуға болады?" in form["text"].value()
    text = form["text"].value().replace(letters.REASON_MARK, "Тіркелу арқылы.")

    with django_capture_on_commit_callbacks(execute=True):
        assert (
            client.post(address, {"subject": "S", "text": form["text"].value()}).status_code == 200
        )  # nothing written
        for _press in range(2):
            assert client.post(address, {"subject": form["subject"].value(), "text": text}).status_code == 302

    asked.refresh_from_db()
    assert asked.answered_on is not None
    assert "Тіркелу арқылы." in asked.answer
    answers = [message for message in mail.outbox if "Тіркелу арқылы." in str(message.body)]
    assert [message.to for message in answers] == [["reader@kg.example"]]
    assert asked.number in answers[0].subject
    assert set(Letter.objects.values_list("kind", "address")) == {
        ("enquiry_receipt", "reader@kg.example"), ("enquiry_answer", "reader@kg.example"),
    }  # fmt: skip


def test_an_enquiry_without_an_address_gets_no_letter(client: Client, secretary: User) -> None:
    asked = enquiry(email="")

    assert client.get(reverse("admin:hub_enquiry_answer", args=[asked.pk])).status_code == 404
    assert client.get(reverse("admin:hub_enquiry_change", args=[asked.pk])).status_code == 200
    assert not Letter.objects.exists()


def test_only_who_keeps_enquiries_answers_them(client: Client) -> None:
    asked = enquiry()
    editor = person(Role.EDITOR)
    assert editor is not None
    client.force_login(editor)

    assert client.get(reverse("admin:hub_enquiry_answer", args=[asked.pk])).status_code == 403


def test_a_superuser_finds_the_letter_of_a_bounced_address(client: Client) -> None:
    client.force_login(superuser())
    letter(address="findme@kg.example")

    html = client.get(reverse("admin:publishing_letter_changelist"), {"q": "findme"}).content.decode()

    assert "findme@kg.example" in html
