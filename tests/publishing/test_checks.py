"""Checks that fall due: intervals by kind, the queue, the one click."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from members.enums import Role
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.freshness import days_for
from publishing.models import FreshnessRule
from reforms.workflow import ReformWorkflow
from tests.factories.hub import page, superuser
from tests.factories.members import country
from tests.factories.practices import practice
from tests.factories.reforms import reform
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
QUEUE = "/en/checks/"


def overdue(record: Practice, days: int = 3) -> Practice:
    type(record).objects.filter(pk=record.pk).update(check_due=localdate() - timedelta(days=days))
    record.refresh_from_db()
    return record


def test_the_secretariat_sets_the_interval_of_a_kind() -> None:
    land = country()
    FreshnessRule.objects.filter(kind="practice").update(days=90)
    record, other = practice(land), reform(of=land)

    PracticeWorkflow(record, superuser()).confirm()
    ReformWorkflow(other, superuser()).confirm()
    record.refresh_from_db()
    other.refresh_from_db()

    assert record.check_due == localdate() + timedelta(days=90)
    assert other.check_due == localdate() + timedelta(days=180)
    assert days_for("no such kind") == 365


def test_what_is_published_gets_its_first_check() -> None:
    assert practice(country()).check_due == localdate() + timedelta(days=365)


def test_the_queue_holds_what_is_due_and_what_the_person_keeps(client: Client) -> None:
    home, abroad = country("KG"), country("UZ")
    mine, soon = overdue(practice(home, "Ours, overdue")), overdue(practice(home, "Ours, soon"), -20)
    practice(home, "Ours, not due")
    overdue(practice(abroad, "Of another country"))
    overdue(practice(home, "A draft", published=False))
    client.force_login(person(Role.FOCAL_POINT, home))

    html = client.get(QUEUE).content.decode()

    assert html.index(str(mine)) < html.index(str(soon))
    for hidden in ("not due", "another country", "A draft"):
        assert hidden not in html
    assert "1 check is overdue." in html


def test_the_secretariat_sees_all_kinds(client: Client) -> None:
    land = country()
    for record in (practice(land), reform(of=land), page()):
        overdue(record)
    client.force_login(person(Role.SECRETARIAT))

    assert client.get(QUEUE).content.decode().count("due since") == 3


def test_one_click_confirms_and_leads_back(client: Client) -> None:
    home = country("KG")
    record = overdue(practice(home))
    client.force_login(person(Role.FOCAL_POINT, home))
    address = f"/en/practices/{record.slug}/"
    assert "Still correct" in client.get(address).content.decode()

    response = client.post(f"/en/checks/practice/{record.pk}/", {"edition": record.edition, "next": address})

    assert (response.status_code, response["Location"]) == (302, address)
    record.refresh_from_db()
    assert (record.checked_on, record.check_due) == (localdate(), localdate() + timedelta(days=365))
    assert record.events.filter(action="confirm").count() == 1


def test_a_second_click_on_the_same_page_does_nothing_twice(client: Client) -> None:
    home = country("KG")
    record = overdue(practice(home))
    client.force_login(person(Role.FOCAL_POINT, home))

    for _time in range(2):
        client.post(f"/en/checks/practice/{record.pk}/", {"edition": record.edition})

    assert record.events.filter(action="confirm").count() == 1


@pytest.mark.parametrize("edition", ["999", "\x00", "x", "-1", "9" * 50, "١"])
def test_an_edition_that_is_not_the_present_one_is_refused(client: Client, edition: str) -> None:
    record = overdue(practice(country()))
    client.force_login(person(Role.SECRETARIAT))

    assert client.post(f"/en/checks/practice/{record.pk}/", {"edition": edition}).status_code in {302, 400}

    assert not record.events.filter(action="confirm").exists()


def test_who_does_not_keep_the_record_may_not_confirm(client: Client) -> None:
    record = overdue(practice(country("KG")))
    client.force_login(person(Role.FOCAL_POINT, country("UZ")))

    client.post(f"/en/checks/practice/{record.pk}/", {"edition": record.edition})

    record.refresh_from_db()
    assert record.checked_on is None
    assert "Still correct" not in client.get(f"/en/practices/{record.slug}/").content.decode()


@pytest.mark.parametrize("path", ["nothing/1/", "practice/999999/", "term/1/"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    client.force_login(person(Role.SECRETARIAT))

    assert client.post(f"/en/checks/{path}").status_code == 404


def test_a_foreign_address_is_not_followed(client: Client) -> None:
    record = overdue(practice(country()))
    client.force_login(person(Role.SECRETARIAT))

    response = client.post(f"/en/checks/practice/{record.pk}/", {"next": "https://evil.example/"})

    assert response["Location"] == QUEUE


def test_the_queue_costs_a_fixed_number_of_queries(client: Client) -> None:
    land = country()
    client.force_login(person(Role.SECRETARIAT))
    costs = []
    for amount in (1, 2):
        for _number in range(amount):
            overdue(practice(land))
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE)
        costs.append(len(queries))

    assert costs == [9, 9]
