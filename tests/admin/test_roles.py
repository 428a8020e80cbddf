"""Who sees what in the admin."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client

from members.enums import Role
from members.models import User
from practices.models import Practice
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice, staff
from tests.factories.hub import superuser
from tests.factories.members import account

pytestmark = pytest.mark.django_db


def test_a_visitor_is_led_to_the_portals_own_sign_in():
    response = Client().get("/kk/admin/practices/practice/", follow=True)

    assert (
        response.redirect_chain[-1][0] == "/kk/accounts/login/?next=/kk/admin/practices/practice/"
        or "/accounts/login/" in response.redirect_chain[-1][0]
    )


def test_who_is_not_staff_is_refused():
    assert desk(account()).get("/ru/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (
            Role.TRANSLATOR,
            ["practices/practice", "hub/page", "publishing/tag"],
            ["members/user", "members/expert", "auth/group"],
        ),
        (
            Role.EDITOR,
            ["practices/practice", "publishing/document", "publishing/formerslug"],
            ["members/user", "members/expert"],
        ),
        (Role.SECRETARIAT, ["members/user", "members/expert", "publishing/event", "auth/group"], ["publishing/entry"]),
        (Role.REVIEWER, [], ["practices/practice", "hub/page", "publishing/tag", "publishing/review"]),
    ],
)
def test_a_role_opens_its_lists_and_no_others(role, may, may_not):
    client = desk(staff(role))

    assert {path: client.get(f"/ru/admin/{path}/").status_code for path in may} == dict.fromkeys(may, 200)
    assert {client.get(f"/ru/admin/{path}/").status_code for path in may_not} <= {403, 404}


def test_a_translator_changes_texts_and_nothing_else():
    record, client = practice(), desk(staff(Role.TRANSLATOR))
    url = f"/ru/admin/practices/practice/{record.pk}/change/"
    data = fields_of(client.get(url), form_id="practice_form")

    response = client.post(
        url,
        data
        | {
            "title_kk": "Түзетілген атау",
            "start_year": "1999",
            "slug": "taken-over",
            "results-0-indicator_kk": "Күту уақыты",
            "results-0-after": "1",
        },
    )

    assert response.status_code == 302
    changed = Practice.objects.get()
    assert (changed.title_kk, changed.start_year, changed.slug) == ("Түзетілген атау", 2016, "one-stop")
    assert (changed.results.get().indicator_kk, int(changed.results.get().after)) == ("Күту уақыты", 15)
    assert "start_year" not in data
    assert "sources" not in " ".join(data)


def test_a_reviewer_has_nothing_to_do_here():
    record, client = practice(), desk(staff(Role.REVIEWER))
    url = f"/ru/admin/practices/practice/{record.pk}/change/"

    assert client.get(url).status_code == 403
    assert client.post(url, {"title_ru": "Взлом"}).status_code == 403


def test_the_secretariat_makes_accounts_but_no_superusers():
    client, root = desk(staff(Role.SECRETARIAT)), superuser()

    made = client.post("/ru/admin/members/user/add/", {"email": "New.Person@hub.example"})

    person = User.objects.get(email="new.person@hub.example")
    assert made.status_code == 302
    assert not person.has_usable_password()
    url = f"/ru/admin/members/user/{person.pk}/change/"
    data = fields_of(client.get(url), form_id="user_form")
    client.post(
        url, data | {"groups": [str(Group.objects.get(name="editor").pk)], "is_staff": "on", "is_superuser": "on"}
    )
    person.refresh_from_db()
    assert (person.has_role(Role.EDITOR), person.is_staff, person.is_superuser) == (True, True, False)
    assert client.post(f"/ru/admin/members/user/{root.pk}/change/", {"email": "evil@hub.example"}).status_code == 403


def test_nobody_edits_the_trail():
    root, record = desk(superuser()), practice()
    event = record.events.get()

    assert root.get("/ru/admin/publishing/event/add/").status_code == 403
    assert root.post(f"/ru/admin/publishing/event/{event.pk}/change/", {"reason": "x"}).status_code == 403
    assert root.post(f"/ru/admin/publishing/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_account_with_a_history_can_be_deleted_and_the_history_stays():
    root, record, gone = desk(superuser()), practice(), staff(Role.EDITOR)
    url = f"/ru/admin/practices/practice/{record.pk}/change/"
    client = desk(gone)
    client.post(url, fields_of(client.get(url), form_id="practice_form") | {"title_ru": "Перед уходом"})

    response = root.post(f"/ru/admin/members/user/{gone.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert not User.objects.filter(pk=gone.pk).exists()
    last = record.history.first()
    assert (last.title_ru, last.history_user) == ("Перед уходом", None)


def test_what_opens_a_superusers_account_is_out_of_the_secretariats_hands():
    above, client = superuser(), desk(staff(Role.SECRETARIAT))
    address = EmailAddress.objects.create(user=above, email=above.email, verified=True, primary=True)
    factor = Authenticator.objects.create(user=above, type=Authenticator.Type.TOTP, data={})
    own = EmailAddress.objects.create(user=account("person@hub.example"), email="person@hub.example", verified=True)

    taken = client.post(
        "/en/admin/account/emailaddress/add/",
        {"user": above.pk, "email": "thief@hub.example", "verified": "on", "primary": ""},
    )

    assert taken.status_code == 200
    assert not EmailAddress.objects.filter(email="thief@hub.example").exists()
    for path in (f"account/emailaddress/{address.pk}", f"mfa/authenticator/{factor.pk}"):
        client.post(f"/en/admin/{path}/delete/", {"post": "yes"})
    assert EmailAddress.objects.filter(pk=address.pk).exists()
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    assert client.get(f"/en/admin/account/emailaddress/{own.pk}/change/").status_code == 200
