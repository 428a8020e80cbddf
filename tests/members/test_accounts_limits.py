"""Guessing is slow: limits hold in every language, for every process, and the page about them is ours."""

import threading

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.factories.accounts import add_app, code, is_signed_in, sign_in, verified
from tests.factories.members import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "Кіруге сәтсіз әрекет тым көп жасалды."),
        ("ru", "Слишком много неудачных попыток входа"),
        ("en", "Too many failed login attempts. Try again later."),
    ],
)
def test_guessing_a_password_ends_after_five_attempts_even_with_the_right_one(
    client: Client, language: str, said: str
) -> None:
    user = verified()
    for _ in range(5):
        sign_in(client, user, language=language, password="wrong")

    html = sign_in(client, user, language=language).content.decode()

    assert not is_signed_in(client)
    assert said in html


def test_an_address_without_an_account_meets_the_same_limit(client: Client) -> None:
    nobody = verified("nobody@hub.example")
    nobody.delete()
    for _ in range(5):
        sign_in(client, nobody, password="wrong")

    assert "Too many failed login attempts." in sign_in(client, nobody).content.decode()


def test_guessing_the_code_of_the_app_ends_too(client: Client) -> None:
    user = verified()
    secret = add_app(user)
    sign_in(client, user)
    for guess in range(10):
        client.post("/en/accounts/2fa/authenticate/", {"code": f"{guess:06d}"})

    client.post("/en/accounts/2fa/authenticate/", {"code": code(secret)})

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("language", "title"),
    [("kk", "Әрекет тым көп жасалды"), ("ru", "Слишком много попыток"), ("en", "Too many attempts")],
)
def test_too_many_letters_for_one_address_get_our_page(client: Client, language: str, title: str) -> None:
    user = verified()
    for _ in range(5):
        client.post(f"/{language}/accounts/password/reset/", {"email": user.email})

    response = client.post(f"/{language}/accounts/password/reset/", {"email": user.email})

    html = response.content.decode()
    assert response.status_code == 429
    assert f'<html lang="{language}"' in html
    assert f"<h1>{title}</h1>" in html
    assert len(mail.outbox) == 5


def test_many_sign_ups_from_one_place_are_stopped(client: Client) -> None:
    statuses = [
        client.post(
            "/ru/accounts/signup/", {"email": f"n{number}@hub.example", "password1": PASSWORD, "password2": PASSWORD}
        ).status_code
        for number in range(21)
    ]

    assert statuses == [302] * 20 + [429]


def test_limit_counts_whom_the_proxy_saw_not_what_the_visitor_claims(client: Client, settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    statuses = [
        client.post(
            "/ru/accounts/signup/", {"email": "x"}, headers={"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7"}
        ).status_code
        for number in range(21)
    ]

    assert statuses == [200] * 20 + [429]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_limits_are_shared_between_workers(settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hub_cache"}}  # type: ignore[attr-defined]
    call_command("createcachetable", verbosity=0)
    user = verified()

    def guess() -> None:
        for _ in range(3):
            sign_in(Client(), user, password="wrong")
        connection.close()

    workers = [threading.Thread(target=guess) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    response = sign_in(Client(), user)
    with connection.cursor() as cursor:
        cursor.execute("drop table hub_cache")

    assert b"Too many failed login attempts." in response.content
