"""The second factor: asked for at every door, required of privileged accounts, recoverable, and never readable in the database."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from members.accounts import SecondFactorAdapter
from members.enums import Role
from members.models import User
from tests.factories.accounts import add_app, add_recovery_codes, code, is_signed_in, sign_in, verified
from tests.factories.members import PASSWORD

pytestmark = pytest.mark.django_db
ASKED = "/en/accounts/2fa/authenticate/"


def privileged(role: Role | None = None) -> User:
    """A Committee member, or staff."""
    if role:
        user = verified(preferred_language="ru")
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        return user
    return verified(is_staff=True, is_superuser=True)


def test_code_of_the_app_is_asked_for_after_the_password(client: Client) -> None:
    user = verified()
    secret = add_app(user)

    response = sign_in(client, user, next="/en/about/contacts/")

    assert response["Location"] == ASKED
    assert not is_signed_in(client)
    assert client.post(ASKED, {"code": code(secret)})["Location"] == "/en/about/contacts/"
    assert is_signed_in(client)


def test_wrong_code_is_named_at_its_field_and_opens_nothing(client: Client) -> None:
    user = verified()
    secret = add_app(user)
    sign_in(client, user)

    html = client.post(ASKED, {"code": code(secret, periods=5)}).content.decode()

    assert 'id="id_code_error"' in html
    assert not is_signed_in(client)


def test_a_code_opens_once(client: Client) -> None:
    user = verified()
    secret = add_app(user)
    elsewhere = Client()
    with time_machine.travel(now(), tick=False):
        used = code(secret, periods=1)
        sign_in(client, user)
        client.post(ASKED, {"code": used})
        assert is_signed_in(client)

    with time_machine.travel(now() + timedelta(seconds=45), tick=False):
        sign_in(elsewhere, user)
        elsewhere.post(ASKED, {"code": used})

    assert not is_signed_in(elsewhere)


def test_lost_telephone_is_replaced_by_a_recovery_code_that_works_once(client: Client) -> None:
    user = verified()
    add_app(user)
    spare = add_recovery_codes(user)[0]

    sign_in(client, user)
    client.post(ASKED, {"code": spare})
    assert is_signed_in(client)

    elsewhere = Client()
    sign_in(elsewhere, user)
    elsewhere.post(ASKED, {"code": spare})
    assert not is_signed_in(elsewhere)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)  # the letter leaves on commit
def test_app_is_set_up_with_a_code_and_gives_recovery_codes(client: Client) -> None:
    user = verified(preferred_language="kk")
    sign_in(client, user)
    page = client.get("/ru/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()

    response = client.post("/ru/accounts/2fa/totp/activate/", {"code": code(secret)})

    assert response["Location"] == "/ru/accounts/2fa/recovery-codes/"
    assert client.get(response["Location"]).content.decode().count("<li><code>") == 10
    download = client.get("/ru/accounts/2fa/recovery-codes/download/")
    assert "attachment" in download["Content-Disposition"]
    assert len(download.content.split()) == 10
    letters = [letter for letter in mail.outbox if letter.to == [user.email]]
    assert {letter.extra_headers["Content-Language"] for letter in letters} == {"kk"}
    assert any("Аутентификатор қолданбасы қосылды" in letter.subject for letter in letters)


def test_secrets_are_not_readable_in_the_database() -> None:
    user = verified()
    secret = add_app(user)
    add_recovery_codes(user)

    stored = repr([found.data for found in Authenticator.objects.filter(user=user)])

    assert secret not in stored
    assert stored.count("gAAAA") == 2


def test_secrets_outlive_a_change_of_the_secret_key(settings: object) -> None:
    locked = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "quite another secret key"  # type: ignore[attr-defined]

    assert SecondFactorAdapter().decrypt(locked) == "JBSWY3DPEHPK3PXP"
    assert SecondFactorAdapter().decrypt(SecondFactorAdapter().encrypt("new")) == "new"


def test_a_lost_secret_key_locks_the_door_instead_of_opening_it(client: Client, settings: object) -> None:
    user = verified()
    secret = add_app(user)
    empty = code("")
    settings.SECRET_KEY = "quite another secret key"  # type: ignore[attr-defined]

    sign_in(client, user)
    for attempt in (code(secret), empty):
        assert client.post(ASKED, {"code": attempt}).status_code == 200

    assert not is_signed_in(client)


@pytest.mark.parametrize("role", [None, Role.COMMITTEE])
def test_privileged_account_is_led_to_the_set_up_until_it_has_a_factor(
    client: Client, settings: object, role: Role | None
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    user = privileged(role)
    sign_in(client, user)

    for path in ("/kk/", "/kk/about/contacts/", "/kk/admin/", "/kk/search/?q=a", "/kk/no-such-page/"):
        assert client.get(path)["Location"] == "/kk/accounts/2fa/", path
    for path in (
        "/kk/accounts/2fa/",
        "/kk/accounts/2fa/totp/activate/",
        "/kk/accounts/2fa/webauthn/add/",
        "/kk/accounts/",
        "/kk/accounts/logout/",
        "/kk/preferences/",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
    assert "Сіздің рөліңіз үшін кіргенде екінші фактор қажет." in client.get("/kk/accounts/2fa/").content.decode()

    add_app(user)

    assert client.get("/kk/about/contacts/").status_code == 200
    assert "екінші фактор қажет" not in client.get("/kk/accounts/2fa/").content.decode()


def test_recovery_codes_alone_are_no_second_factor(client: Client, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    user = privileged()
    add_recovery_codes(user)
    sign_in(client, user)

    assert client.get("/ru/admin/")["Location"] == "/ru/accounts/2fa/"


def test_for_machines_such_an_account_is_nobody(client: Client, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    sign_in(client, privileged())

    assert client.get("/healthz").status_code == 200
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated


def test_such_an_account_can_always_sign_out_and_change_the_language(client: Client, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    sign_in(client, privileged())

    assert 'href="/ru/accounts/2fa/"' in client.get("/kk/accounts/2fa/").content.decode()
    client.post("/kk/accounts/logout/")
    assert not is_signed_in(client)
    assert client.get("/kk/about/contacts/").status_code == 200


def test_ordinary_accounts_and_the_local_mode_go_without(client: Client, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    sign_in(client, verified())
    assert client.get("/ru/about/contacts/").status_code == 200

    settings.REQUIRE_SECOND_FACTOR = False  # type: ignore[attr-defined]
    elsewhere = Client()
    sign_in(elsewhere, privileged())
    assert elsewhere.get("/ru/about/contacts/").status_code == 200


def test_admin_has_no_door_of_its_own(client: Client) -> None:
    user = privileged()
    add_app(user)

    assert client.get("/ru/admin/")["Location"].startswith("/ru/admin/login/")
    login = client.get("/ru/admin/login/?next=/ru/admin/")
    assert login["Location"].startswith("/ru/accounts/login/?next=")
    posted = client.post("/ru/admin/login/", {"username": user.email, "password": PASSWORD, "next": "/ru/admin/"})
    assert posted.status_code == 302
    assert not is_signed_in(client)


def test_admin_refuses_who_is_signed_in_but_not_staff(client: Client) -> None:
    sign_in(client, verified())

    assert client.get("/ru/admin/login/?next=/ru/admin/").status_code == 403


def test_what_protects_the_account_changes_only_after_a_fresh_proof(client: Client) -> None:
    user = verified()
    with time_machine.travel(now() - timedelta(minutes=10)):
        sign_in(client, user)

    for path in ("/en/accounts/2fa/totp/activate/", "/en/accounts/2fa/webauthn/add/"):
        response = client.get(path)
        assert response["Location"].startswith("/en/accounts/reauthenticate/?next="), path

    done = client.post(response["Location"], {"password": PASSWORD, "next": path})
    assert done["Location"] == path
    assert client.get(path).status_code == 200


def test_e_mail_changes_when_the_new_address_is_confirmed_and_the_old_one_hears_of_it(client: Client) -> None:
    user = verified("old@hub.example", preferred_language="kk")
    sign_in(client, user)

    client.post("/ru/accounts/email/", {"email": "new@hub.example", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "old@hub.example"
    assert "new@hub.example" in client.get("/ru/accounts/email/").content.decode()
    letter = mail.outbox[-1]
    assert letter.to == ["new@hub.example"]
    link = next(word for word in letter.body.split() if "/confirm-email/" in word)
    assert "/kk/accounts/confirm-email/" in link

    response = client.post(link.removeprefix("http://testserver"))

    assert response["Location"] == "/kk/accounts/"
    user.refresh_from_db()
    assert user.email == "new@hub.example"
    assert mail.outbox[-1].to == ["old@hub.example"]
    assert mail.outbox[-1].extra_headers["Content-Language"] == "kk"
    assert sign_in(Client(), user).status_code == 302


def test_e_mail_change_is_asked_for_proof_after_a_while_and_goes_on_afterwards(client: Client) -> None:
    user = verified("old@hub.example")
    with time_machine.travel(now() - timedelta(minutes=10)):
        sign_in(client, user)

    asked = client.post("/en/accounts/email/", {"email": "new@hub.example", "action_add": "1"})
    assert asked["Location"].startswith("/en/accounts/reauthenticate/")
    assert mail.outbox == []

    client.post(asked["Location"], {"password": PASSWORD, "next": "/en/accounts/email/"})
    assert mail.outbox[-1].to == ["new@hub.example"]


def test_an_address_of_somebody_else_is_not_given_away_by_the_change(client: Client) -> None:
    other = verified("other@hub.example")
    user = verified("me@hub.example")
    sign_in(client, user)

    response = client.post("/en/accounts/email/", {"email": other.email, "action_add": "1"})

    assert response.status_code == 302
    user.refresh_from_db()
    assert user.email == "me@hub.example"
