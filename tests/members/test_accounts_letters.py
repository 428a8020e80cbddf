"""Letters about accounts: in the language of their reader, links included; a mail server that fails is no failure of the page."""

import re
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from tests.factories.accounts import sign_in, verified
from tests.factories.members import PASSWORD

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"[A-Za-z]{4,}")


class Refusing(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages: object) -> int:
        raise SMTPException("451 not now")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_letter_is_wholly_in_the_language_of_its_reader(client: Client, language: str) -> None:
    page = "en" if language != "en" else "kk"
    user = verified("person@hub.example", preferred_language=language)
    sign_in(client, user, language=page)

    client.post(
        f"/{page}/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"},
    )
    client.post(f"/{page}/accounts/email/", {"email": "new@hub.example", "action_add": "1"})
    client.post(f"/{page}/accounts/password/reset/", {"email": user.email})
    Client().post(f"/{page}/accounts/signup/", {"email": user.email, "password1": PASSWORD, "password2": PASSWORD})

    assert len(mail.outbox) == 4
    for letter in mail.outbox:
        assert letter.extra_headers["Content-Language"] == language
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        links = re.findall(r"http://testserver/(\w\w)/", letter.body)
        assert links
        assert set(links) == {language}, letter.subject
        if language != "en":
            words = re.sub(r"http\S+|\S+@\S+", "", f"{letter.subject} {letter.body}")
            assert LATIN.findall(words) in ([], ["Unspecified"]), letter.body


def test_newcomers_letter_is_in_the_language_of_the_page(client: Client) -> None:
    client.post("/kk/accounts/signup/", {"email": "new@hub.example", "password1": PASSWORD, "password2": PASSWORD})

    assert mail.outbox[0].subject == "Мекенжайыңызды растаңыз – Мемлекеттік қызмет саласындағы өңірлік хаб"
    assert mail.outbox[0].body.startswith("Сәлеметсіз бе!")


def test_links_bear_the_name_of_the_site_where_the_settings_give_it(client: Client, settings: object) -> None:
    settings.SITE_ORIGIN = "https://hub.example"  # type: ignore[attr-defined]

    client.post("/ru/accounts/password/reset/", {"email": verified().email})

    assert "https://hub.example/ru/accounts/password/reset/key/" in mail.outbox[0].body
    assert "testserver" not in mail.outbox[0].body


def test_a_mail_server_that_refuses_leaves_a_notice_not_an_error(client: Client, settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"  # type: ignore[attr-defined]

    response = client.post("/ru/accounts/password/reset/", {"email": verified().email}, follow=True)

    assert response.status_code == 200
    assert "Письмо отправить не удалось." in response.content.decode()
