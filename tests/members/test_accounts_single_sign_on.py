"""The single sign-on of a state: set by variables alone, tried against a provider that answers over HTTP."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client

from members.enums import Role
from members.models import User
from tests.factories.accounts import add_app, is_signed_in, sign_in, verified

pytestmark = pytest.mark.django_db
PERSON: dict[str, Any] = {
    "sub": "870101300123",
    "email": "aigul@gov.example",
    "email_verified": True,
    "given_name": "Айгүл",
    "family_name": "Сәрсенова",
}


class Provider(BaseHTTPRequestHandler):
    """A provider that knows one person and asks no questions."""

    person: dict[str, Any] = PERSON

    def do_GET(self) -> None:
        """Its description, and the person behind the token."""
        origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        description = {
            "issuer": origin,
            "authorization_endpoint": f"{origin}/authorize",
            "token_endpoint": f"{origin}/token",
            "userinfo_endpoint": f"{origin}/userinfo",
            "jwks_uri": f"{origin}/keys",
        }
        self._answer(self.person if self.path == "/userinfo" else description)

    def do_POST(self) -> None:
        """A token for every code."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "token", "token_type": "Bearer"})

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _answer(self, data: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())


@pytest.fixture
def provider(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running provider that the settings name."""
    monkeypatch.setattr(Provider, "person", dict(PERSON))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    app = {
        "provider_id": "state",
        "name": "State",
        "client_id": "hub",
        "secret": "secret",
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}  # type: ignore[attr-defined]
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


def come_back(
    client: Client, provider: str, path: str = "/kk/accounts/oidc/state/login/?process=login&next=/kk/about/contacts/"
) -> Any:
    """Press the button, let the provider send the person back, and follow."""
    left = client.post(path)
    assert left["Location"].startswith(f"{provider}/authorize?"), left["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(left["Location"]).query).items()}
    assert (query["client_id"], query["redirect_uri"]) == (
        "hub",
        "http://testserver/kk/accounts/oidc/state/login/callback/",
    )
    return client.get("/kk/accounts/oidc/state/login/callback/", {"code": "code", "state": query["state"]})


def test_newcomer_gets_an_account_like_any_other(client: Client, provider: str) -> None:
    response = come_back(client, provider)

    user = User.objects.get()
    assert (user.email, user.first_name, user.preferred_language) == ("aigul@gov.example", "Айгүл", "kk")
    assert [group.name for group in user.groups.all()] == [Role.REGISTERED]
    assert not user.has_usable_password()
    assert response["Location"] == "/kk/about/contacts/"
    assert is_signed_in(client)


def test_an_address_that_the_provider_has_not_verified_is_confirmed_by_letter(client: Client, provider: str) -> None:
    Provider.person["email_verified"] = False

    response = come_back(client, provider)

    assert response["Location"] == "/kk/accounts/confirm-email/"
    assert not is_signed_in(client)
    assert mail.outbox[0].to == ["aigul@gov.example"]


def test_the_address_of_an_account_does_not_open_it_unless_the_provider_is_trusted(
    client: Client, provider: str, settings: object
) -> None:
    owner = verified(PERSON["email"])

    come_back(client, provider)
    assert not is_signed_in(client)

    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # type: ignore[attr-defined]
    elsewhere = Client()
    come_back(elsewhere, provider)
    assert elsewhere.session["_auth_user_id"] == str(owner.pk)


def test_owner_connects_the_service_and_the_second_factor_is_still_asked_for(client: Client, provider: str) -> None:
    owner = verified("owner@hub.example")
    sign_in(client, owner, language="kk")
    come_back(client, provider, "/kk/accounts/oidc/state/login/?process=connect")
    assert "State" in client.get("/kk/accounts/3rdparty/").content.decode()
    add_app(owner)

    elsewhere = Client()
    response = come_back(elsewhere, provider)

    assert response["Location"] == "/kk/accounts/2fa/authenticate/"
    assert not is_signed_in(elsewhere)


def test_a_forged_or_broken_off_return_is_a_page_not_an_error(client: Client, provider: str) -> None:
    forged = client.get("/kk/accounts/oidc/state/login/callback/", {"code": "code", "state": "forged"})
    denied = client.get("/ru/accounts/oidc/state/login/callback/", {"error": "access_denied"})

    assert forged.status_code == 401
    assert '<html lang="kk"' in forged.content.decode()
    assert denied.status_code in {302, 401}
    assert not is_signed_in(client)


def test_a_provider_that_does_not_answer_is_a_page_not_an_error(client: Client, settings: object) -> None:
    app = {
        "provider_id": "state",
        "name": "State",
        "client_id": "hub",
        "secret": "secret",
        "settings": {"server_url": "http://127.0.0.1:9"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}  # type: ignore[attr-defined]

    response = client.post("/ru/accounts/oidc/state/login/")

    assert response.status_code == 503
    assert "Войти не удалось" in response.content.decode()


def test_a_provider_that_nobody_set_is_not_found(client: Client) -> None:
    assert client.post("/ru/accounts/oidc/other/login/").status_code == 404
