"""Making an account, signing in and out, a new password: in three languages, and nothing given away."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from members.enums import Role
from members.models import User
from tests.factories.accounts import is_signed_in, link_of_last_letter, sign_in, verified
from tests.factories.members import PASSWORD

pytestmark = pytest.mark.django_db
NEWCOMER = {"email": "New.Person@hub.example", "password1": PASSWORD, "password2": PASSWORD}


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_newcomer_confirms_the_address_and_lands_where_they_came_from(client: Client) -> None:
    response = client.post("/kk/accounts/signup/", {**NEWCOMER, "next": "/kk/about/contacts/"})

    assert response["Location"] == "/kk/accounts/confirm-email/"
    assert not is_signed_in(client)
    user = User.objects.get()
    assert (user.email, user.preferred_language) == ("new.person@hub.example", "kk")
    assert [group.name for group in user.groups.all()] == [Role.REGISTERED]

    link = link_of_last_letter()
    assert link.startswith("/kk/accounts/confirm-email/")
    assert "Мекенжайды растау" in text_of(client.get(link))
    assert not EmailAddress.objects.get().verified, "a mail scanner that opens the link confirms nothing"
    response = client.post(link)

    assert response["Location"] == "/kk/about/contacts/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get().verified


def test_sign_up_asks_for_an_address_and_a_password_twice(client: Client) -> None:
    html = text_of(client.get("/en/accounts/signup/"))
    form = html[html.index('<form class="form"') :]
    form = form[: form.index("</form>")]

    names = [part.split('"')[0] for part in form.split('name="')[1:]]
    assert names == ["csrfmiddlewaretoken", "email", "password1", "password2"]
    assert form.count('autocomplete="new-password"') == 2
    assert 'autocomplete="email"' in form
    assert "placeholder" not in form


def test_sign_up_in_another_browser_leads_to_sign_in(client: Client) -> None:
    client.post("/ru/accounts/signup/", NEWCOMER)

    assert Client().post(link_of_last_letter())["Location"] == "/ru/accounts/login/"
    assert sign_in(client, User.objects.get(), language="ru")["Location"] == "/ru/"


def test_nobody_signs_in_before_the_address_is_confirmed(client: Client) -> None:
    client.post("/ru/accounts/signup/", NEWCOMER)
    elsewhere = Client()

    response = sign_in(elsewhere, User.objects.get(), language="ru")

    assert response["Location"] == "/ru/accounts/confirm-email/"
    assert not is_signed_in(elsewhere)
    assert elsewhere.get("/ru/accounts/").status_code == 302


@pytest.mark.parametrize(
    ("language", "too_short", "again"),
    [
        ("kk", "Бұл құпиясөз тым қысқа.", "Құпиясөздерді қайта енгізу керек."),
        ("ru", "Введённый пароль слишком короткий.", "Пароли нужно ввести заново."),
        ("en", "This password is too short.", "Passwords have to be typed again."),
    ],
)
def test_errors_stand_at_the_field_and_the_address_is_kept(
    client: Client, language: str, too_short: str, again: str
) -> None:
    html = text_of(
        client.post(
            f"/{language}/accounts/signup/", {"email": "me@hub.example", "password1": "Zx9!", "password2": "Zx9!"}
        )
    )

    assert 'value="me@hub.example"' in html
    assert '<a href="#id_password1">' in html
    at_the_field = html[html.index('id="id_password1_error"') :]
    assert too_short in at_the_field[: at_the_field.index("</ul>")]
    assert again in html
    assert "Zx9!" not in html


def test_two_different_passwords_are_named_at_the_second(client: Client) -> None:
    html = text_of(client.post("/ru/accounts/signup/", {**NEWCOMER, "password2": "correct horse batterie"}))

    at_the_field = html[html.index('id="id_password2_error"') :]
    assert "парол" in at_the_field[: at_the_field.index("</ul>")]
    assert not User.objects.exists()


def test_an_address_that_is_taken_looks_like_a_free_one(client: Client) -> None:
    owner = verified("taken@hub.example", preferred_language="kk")

    taken = client.post("/ru/accounts/signup/", {**NEWCOMER, "email": owner.email})
    free = Client().post("/ru/accounts/signup/", NEWCOMER)

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert "Есептік жазба бұрыннан бар" in letters[owner.email].subject
    assert owner.check_password(PASSWORD)
    assert User.objects.count() == 2


def test_wrong_password_and_unknown_address_get_the_same_answer(client: Client) -> None:
    user = verified()

    wrong = text_of(sign_in(client, user, password="not this one"))
    unknown = text_of(sign_in(client, User(email="nobody@hub.example"), password="not this one"))

    said = "The email address and/or password you specified are not correct."
    assert said in wrong
    assert said in unknown
    assert f'value="{user.email}"' in wrong


def test_reset_says_the_same_for_known_and_unknown_addresses_and_writes_to_each_in_their_language(
    client: Client,
) -> None:
    user = verified(preferred_language="kk")

    known = client.post("/ru/accounts/password/reset/", {"email": user.email})
    unknown = client.post("/ru/accounts/password/reset/", {"email": "nobody@hub.example"})

    assert known["Location"] == unknown["Location"] == "/ru/accounts/password/reset/done/"
    to_owner, to_nobody = mail.outbox
    assert to_owner.subject == "Жаңа құпиясөз қойыңыз – Мемлекеттік қызмет саласындағы өңірлік хаб"
    assert "/kk/accounts/password/reset/key/" in to_owner.body
    assert "Учётной записи с этим адресом нет" in to_nobody.subject


def test_a_new_password_by_letter_works_once_and_ends_the_other_sessions(client: Client) -> None:
    user = verified(preferred_language="en")
    other_device = Client()
    sign_in(other_device, user)
    client.post("/en/accounts/password/reset/", {"email": user.email})
    link = link_of_last_letter()

    form = client.get(link, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/"), "the key must not stay in the address"
    done = client.post(form.redirect_chain[-1][0], {"password1": "another long one", "password2": "another long one"})

    assert done["Location"].endswith("/password/reset/key/done/")
    assert not is_signed_in(client), "the second factor must not be passed by"
    user.refresh_from_db()
    assert user.check_password("another long one")
    assert other_device.get("/en/accounts/").status_code == 302
    assert "This link is not valid any more" in text_of(Client().get(link))
    assert "Something has changed in your account:" in mail.outbox[-1].body


def test_signing_in_changes_the_session_key(client: Client) -> None:
    client.post("/en/accounts/password/reset/", {"email": "x@hub.example"})
    client.get("/en/accounts/login/")
    session = client.session
    session["mark"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key

    sign_in(client, verified())

    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_signing_out_takes_a_post(client: Client) -> None:
    sign_in(client, verified())

    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/en/accounts/logout/")["Location"] == "/en/"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_sign_in_and_out_never_lead_to_another_site(client: Client, evil: str) -> None:
    user = verified()

    assert sign_in(client, user, next=evil)["Location"] == "/en/"
    assert client.post("/en/accounts/logout/", {"next": evil})["Location"] == "/en/"
    assert sign_in(client, user, next="/en/about/contacts/?a=1")["Location"] == "/en/about/contacts/?a=1"


def test_who_changes_the_language_at_sign_in_comes_back_in_it(client: Client) -> None:
    response = sign_in(client, verified(), language="kk", next="/ru/about/contacts/?a=1")

    assert response["Location"] == "/kk/about/contacts/?a=1"


def test_sign_in_link_brings_back_to_the_page(client: Client) -> None:
    html = text_of(client.get("/ru/about/contacts/?a=1&b=2"))

    assert 'href="/ru/accounts/login/?next=/ru/about/contacts/%3Fa%3D1%26b%3D2"' in html
    assert 'href="/ru/accounts/login/" rel' in text_of(client.get("/ru/accounts/signup/"))


def test_a_stale_form_gets_the_page_that_says_so() -> None:
    strict = Client(enforce_csrf_checks=True)

    response = sign_in(strict, verified(), language="kk")

    assert response.status_code == 403
    assert '<html lang="kk"' in text_of(response)
    assert "<h1>Нысанның мерзімі өтті</h1>" in text_of(response)


def test_a_closed_account_opens_to_nobody(client: Client) -> None:
    user = verified(is_active=False)

    response = sign_in(client, user, language="kk")

    assert response["Location"] == "/kk/accounts/inactive/"
    assert not is_signed_in(client)
    assert "Бұл есептік жазба" in text_of(client.get("/kk/accounts/inactive/"))


def test_sign_in_lasts_for_the_window_unless_asked_to_stay(client: Client) -> None:
    user = verified()

    sign_in(client, user)
    assert client.session.get_expire_at_browser_close()

    client.post("/en/accounts/logout/")
    sign_in(client, user, remember="on")
    assert not client.session.get_expire_at_browser_close()


def test_preferences_chosen_before_sign_in_win_over_older_ones_of_the_profile(client: Client) -> None:
    user = verified(reader_preferences={"kept": 1_000, "scheme": "yellow-on-blue"})
    client.post("/ru/preferences/low-vision/", {"size": "200"})

    sign_in(client, user, language="ru")

    html = text_of(client.get("/ru/accounts/"))
    assert 'data-size="200"' in html
    assert 'data-scheme="ordinary"' in html
    user.refresh_from_db()
    assert user.reader_preferences["size"] == "200"


def test_profile_wins_over_an_older_choice_of_the_browser(client: Client) -> None:
    user = verified(reader_preferences={"kept": 9_999_999_999, "scheme": "yellow-on-blue"})
    client.post("/ru/preferences/low-vision/", {"size": "200"})

    sign_in(client, user, language="ru")

    assert 'data-scheme="yellow-on-blue"' in text_of(client.get("/ru/accounts/"))


def test_registered_role_is_there_for_every_account(client: Client) -> None:
    client.post("/en/accounts/signup/", NEWCOMER)

    assert Group.objects.get(name=Role.REGISTERED).user_set.count() == 1
