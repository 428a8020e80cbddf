"""Letters as rows: written in the recipient's language, queued with the transaction, nothing of them executable."""

import pytest
from django.core import mail
from django.db import transaction
from django.utils import translation

from publishing import letters
from publishing.enums import LetterState
from publishing.letters.html import body_of, html_of
from publishing.models import Letter
from tests.factories.hub import superuser
from tests.factories.members import account, country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script> "Кыз" & Bcc: all@world.example'


@pytest.mark.parametrize(
    ("language", "title"), [("kk", "Тәжірибе атауы"), ("ru", "Название практики"), ("en", "Name of it")]
)
def test_a_letter_speaks_the_recipients_language_whatever_page_caused_it(language: str, title: str) -> None:
    owner = account(preferred_language=language)
    record = practice(country("KG"), title_kk="Тәжірибе атауы", title_ru="Название практики", title_en="Name of it")

    with translation.override("ru"):
        draft = letters.compose("published", owner, record)

    assert draft.language == language
    assert title in draft.subject
    assert f"/{language}/practices/{record.slug}/" in draft.text


def test_a_title_cannot_add_headers_or_break_the_subject() -> None:
    record = practice(country("KG"), title="One\r\nBcc: all@world.example\n\nSecond")

    draft = letters.compose("published", account(preferred_language="en"), record)

    assert "\n" not in draft.subject
    assert "\r" not in draft.subject


def test_what_people_wrote_stays_text_in_the_html() -> None:
    record = practice(country("KG"), title=HOSTILE)
    owner = account(preferred_language="en")

    draft = letters.compose("changes_requested", owner, record, {"reason": "<img src=x onerror=alert(1)>"})
    letter = letters.queue([draft])[0]

    assert "<script>" in letter.text  # a plain text is not HTML
    page = html_of(letter)
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_links_become_links_and_nothing_else_does() -> None:
    html = body_of("See http://testserver/en/practices/a/ now\n\n- one\n- two\n\njavascript:alert(1)")

    assert '<a href="http://testserver/en/practices/a/"' in html
    assert "<li>one</li><li>two</li>" in html
    assert 'href="javascript' not in html


def test_letters_leave_after_the_transaction_and_not_if_it_fails(django_capture_on_commit_callbacks) -> None:
    owner = account()
    draft = letters.compose("published", owner, practice(country("KG")))

    def fail() -> None:
        with transaction.atomic():
            letters.queue([draft])
            raise RuntimeError("something else went wrong")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        fail()
    assert (Letter.objects.count(), mail.outbox) == (0, [])

    with django_capture_on_commit_callbacks(execute=True):
        letters.queue([draft])
        assert mail.outbox == []

    assert [message.to for message in mail.outbox] == [[owner.email]]
    assert Letter.objects.get().state == LetterState.SENT


def test_whoever_wants_no_letters_gets_none() -> None:
    record = practice(country("KG"))
    people = [account(letter_wish=wish) for wish in ("all", "action", "none")]

    asked = letters.queue(
        letters.compose("changes_requested", person, record, {"reason": "Sources"}) for person in people
    )
    told = letters.queue(letters.compose("published", person, record) for person in people)

    assert [letter.recipient_id for letter in asked] == [people[0].pk, people[1].pk]
    assert [letter.recipient_id for letter in told] == [people[0].pk]


def test_somebody_without_an_account_is_written_to_and_offered_no_settings() -> None:
    address = letters.Address("guest@kg.example", "kk", "Айгүл")

    letter = letters.queue([letters.compose("published", address, practice(country("KG")))], actor=superuser())[0]

    assert (letter.recipient_id, letter.language, letter.name) == (None, "kk", "Айгүл")
    assert "/following/" not in html_of(letter)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LookupError):
        letters.compose("no-such-letter", account(), None)
