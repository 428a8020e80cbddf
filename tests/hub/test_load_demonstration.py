"""The demonstration: one account per role, a dozen invented experts, never by accident on a real site."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from hub.demonstration import PASSWORD
from members.enums import Role
from members.models import Country, Expert, User
from practices.models import Practice
from publishing import catalogue
from publishing.enums import State
from publishing.models import Entry, Letter, Review
from tests.factories.members import country

pytestmark = pytest.mark.django_db
COUNTRIES = ("KZ", "KG", "UZ", "AZ", "GE", "EE", "KR", "MN", "LT", "AM", "TR", "TJ")


@pytest.fixture(autouse=True)
def without_the_committees_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Committee's year has tests of its own; it takes seconds to play."""
    monkeypatch.setattr("hub.demonstration_committee_year.load", lambda: iter(()))
    monkeypatch.setattr("hub.demonstration_committee_snapshots.load", lambda: iter(()))


@pytest.fixture
def countries() -> Iterator[None]:
    for iso2 in COUNTRIES:
        country(iso2, published=False)
    return


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_demonstration", stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("countries")
def test_there_is_an_account_for_each_role_that_can_sign_in() -> None:
    said = load()

    accounts = {user.email: user for user in User.objects.filter(is_demonstration=True)}
    roles = {group.name for user in accounts.values() for group in user.groups.all()}
    assert roles == {role.value for role in Role}
    assert {email.split("@")[0] for email, user in accounts.items() if user.is_staff} == {
        "translator",
        "editor",
        "secretariat",
    }
    assert not any(user.is_superuser for user in accounts.values())
    assert (accounts["focal@hub.example"].country.iso2, accounts["committee@hub.example"].country.iso2) == ("KZ", "KG")
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(accounts)
    assert all(Client().login(email=email, password=PASSWORD) for email in accounts)
    assert f"all with the password {PASSWORD}" in said


@pytest.mark.usefixtures("countries")
def test_experts_are_marked_and_seen_by_whom_they_allow() -> None:
    load()

    experts = Expert.objects.all()
    assert (experts.count(), experts.filter(is_demonstration=True).count()) == (12, 12)
    assert all(
        getattr(expert, f"{name}_{code}")
        for expert in experts
        for name in ("name", "position", "biography", "offers")
        for code in ("kk", "ru", "en")
    )
    assert Expert.objects.visible_to(AnonymousUser()).count() == 8
    assert Expert.objects.visible_to(User.objects.get(email="registered@hub.example")).count() == 10
    assert Expert.objects.visible_to(User.objects.get(email="committee@hub.example")).count() == 11
    assert Entry.objects.filter(kind="expert", is_demonstration=True).count() == 8
    assert list(catalogue.differences()) == []


@pytest.mark.usefixtures("countries")
def test_a_second_time_nothing_is_written() -> None:
    load()

    with CaptureQueriesContext(connection) as queries:
        said = load()

    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert "accounts: 18 unchanged\nexperts: 12 unchanged" in said


@pytest.mark.usefixtures("countries")
def test_a_changed_account_is_set_right_and_a_faded_consent_renewed() -> None:
    load()
    editor = User.objects.get(email="editor@hub.example")
    editor.set_password("something else")
    editor.is_superuser = True
    editor.save()
    Expert.objects.filter(slug="nino-beradze").update(consent_until=localdate() - timedelta(days=1))

    said = load()

    editor.refresh_from_db()
    assert (editor.check_password(PASSWORD), editor.is_superuser) == (True, False)
    assert Expert.objects.get(slug="nino-beradze").consent_until > localdate()
    assert "1 changed (editor@hub.example)" in said
    assert "1 changed (nino-beradze)" in said


@pytest.mark.usefixtures("countries")
def test_outside_the_local_mode_it_has_to_be_forced(settings: Any) -> None:
    settings.LOCAL = False

    with pytest.raises(CommandError, match="--force"):
        load()
    assert not User.objects.filter(is_demonstration=True).exists()
    load(force=True)

    assert User.objects.filter(is_demonstration=True).count() == 18


def test_without_content_it_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match=r"load_sample.*no country AM, AZ"):
        load()

    assert not Country.objects.exists()


@pytest.mark.usefixtures("countries")
def test_submissions_stand_in_their_states_and_are_never_public() -> None:
    load()

    found = Practice.objects.filter(slug__startswith="demonstration-")
    assert dict(found.values_list("slug", "state")) == {
        "demonstration-mentors": State.SUBMITTED,
        "demonstration-queue": State.IN_REVIEW,
        "demonstration-tests": State.CHANGES_REQUESTED,
        "demonstration-open-data": State.ACCEPTED,
    }
    assert not Entry.objects.filter(slug__startswith="demonstration-").exists()
    assert not Letter.objects.exists()
    assert Review.objects.overdue().count() == 1
