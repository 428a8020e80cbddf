"""Every page about accounts stands in the portal's layout, in the reader's language, under its strict policy, in no cache."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils.translation import override

from members.enums import Role
from tests.factories.accounts import add_app, add_recovery_codes, sign_in, verified
from tests.factories.members import country

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
BEFORE = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-abc/",
    "password/reset/key/done/",
    "confirm-email/",
    "confirm-email/unknown/",
    "inactive/",
    "3rdparty/login/cancelled/",
]
OWN = [
    "",
    "email/",
    "password/change/",
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "3rdparty/",
    "logout/",
    "reauthenticate/",
    "2fa/reauthenticate/",
    "2fa/webauthn/reauthenticate/",
]
NAMES = {
    "kk": "Мемлекеттік қызмет саласындағы өңірлік хаб",
    "ru": "Региональный хаб в сфере государственной службы",
    "en": "Regional Hub of Civil Service",
}
LATIN = re.compile(r"[A-Za-z]{3,}")
MAY_STAND = {
    "JavaScript",
    "English",
    "ENG",
    "hub",
    "example",
    "person",
    "testserver",
    "State",
    "single",
    "sign",
    "Main",
    "subject",
}
"""Latin words that are names: of a language, of a service, of the reader's own address."""


@pytest.fixture
def state_sign_on(settings: object) -> None:
    """A state's single sign-on in the settings."""
    app = {
        "provider_id": "state",
        "name": "State single sign-on",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": "https://id.example/"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}  # type: ignore[attr-defined]


def check(client: Client, path: str, language: str, status: int = 200) -> str:
    """The page's text, after everything was checked that must hold for each."""
    response = client.get(path)
    assert response.status_code == status, (path, response.get("Location"))
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert NAMES[language] in html
    assert html.count("<h1>") == 1, path
    assert "css/pages/accounts" in html
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", html), "an inline script"
    assert not re.search(r"""<[^>]+\s(style|on[a-z]+)=["']""", html), "an inline style or handler"
    assert "<style" not in html
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in html
    for other in LANGUAGES:
        assert f'href="/{other}/' in html
    if language != "en":
        seen = re.sub(
            r"""<(script|code)\b.*?</\1>|<div class="wrap print-foot">.*?</div>|<[^>]+>""",
            " ",
            html[html.index("<body") :],
            flags=re.DOTALL,
        )
        assert [
            word for word in LATIN.findall(seen) if word not in MAY_STAND and not word.startswith("person")
        ] == [], path
    return html


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_sign_in(client: Client, state_sign_on: None, language: str) -> None:
    for page in BEFORE:
        check(client, f"/{language}/accounts/{page}", language)
    check(client, f"/{language}/accounts/3rdparty/login/error/", language, status=401)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_ones_own_account(client: Client, state_sign_on: None, language: str) -> None:
    user = verified("person@hub.example")
    sign_in(client, user, language=language)
    check(client, f"/{language}/accounts/2fa/totp/activate/", language)
    add_app(user)
    add_recovery_codes(user)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=KEY)
    SocialAccount.objects.create(user=user, provider="state", uid="person", extra_data={"sub": "subject"})

    for page in [*OWN, f"2fa/webauthn/keys/{key.pk}/edit/", f"2fa/webauthn/keys/{key.pk}/remove/"]:
        html = check(client, f"/{language}/accounts/{page}", language)
        if page not in {"reauthenticate/", "2fa/reauthenticate/", "2fa/webauthn/reauthenticate/"}:
            assert '<nav class="account-nav"' in html, page
            assert html.count("aria-current=") == 2 or page == "logout/", page


def test_my_account_shows_roles_and_country(client: Client) -> None:
    user = verified(country=country("KZ"))
    user.groups.add(Group.objects.get_or_create(name=Role.FOCAL_POINT)[0])
    sign_in(client, user)

    html = client.get("/ru/accounts/").content.decode()

    with override("ru"):
        assert f'<li class="chip">{Role.FOCAL_POINT.label}</li>' in html
    assert "Страна KZ" in html


def test_name_and_language_of_letters_are_saved_and_used(client: Client) -> None:
    user = verified(preferred_language="ru")
    sign_in(client, user)

    response = client.post(
        "/en/accounts/", {"first_name": "Айгүл", "last_name": "Сәрсенова", "preferred_language": "kk"}
    )

    assert response["Location"] == "/en/accounts/"
    assert "You are signed in as Айгүл Сәрсенова." in client.get("/en/accounts/logout/").content.decode()
    client.post("/en/accounts/password/reset/", {"email": user.email})
    assert mail.outbox[-1].extra_headers["Content-Language"] == "kk"


def test_wrong_details_change_nothing_and_are_kept_in_the_form(client: Client) -> None:
    user = verified()
    sign_in(client, user)

    html = client.post(
        "/en/accounts/", {"first_name": "Ә" * 400, "last_name": "", "preferred_language": "tlh"}
    ).content.decode()

    assert 'id="id_first_name_error"' in html
    assert 'id="id_preferred_language_error"' in html
    assert "Ә" * 400 in html
    user.refresh_from_db()
    assert user.first_name == ""


def test_my_account_is_for_its_owner(client: Client) -> None:
    assert client.get("/kk/accounts/")["Location"] == "/kk/accounts/login/?next=/kk/accounts/"


def test_pages_of_signed_in_readers_stay_out_of_every_cache(client: Client) -> None:
    assert "no-store" not in client.get("/ru/about/contacts/").get("Cache-Control", "")

    sign_in(client, verified())

    assert client.get("/ru/about/contacts/")["Cache-Control"] == "private, no-store"


def test_single_sign_on_of_the_settings_is_offered_by_a_form(client: Client, state_sign_on: None) -> None:
    html = client.get("/ru/accounts/login/?next=/ru/about/contacts/").content.decode()

    assert re.search(r'<form method="post" action="/ru/accounts/oidc/state/login/[^"]*process=login', html)
    assert "State single sign-on" in html


def test_without_a_single_sign_on_nothing_speaks_of_it(client: Client) -> None:
    assert "другой сервис" not in client.get("/ru/accounts/login/").content.decode()


KEY = {
    "name": "Кілт",
    "credential": {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "clientDataJSON": "eyJ0eXBlIjogIndlYmF1dGhuLmNyZWF0ZSIsICJjaGFsbGVuZ2UiOiAiQUFBQSIsICJvcmlnaW4iOiAiaHR0cDovL2xvY2FsaG9zdCJ9",
            "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViUSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAECAwQFBgcICQoLDA0ODxClAQIDJiABIVggAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAiWCABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fIA",
        },
    },
}
"""A key as a browser would have registered it."""
