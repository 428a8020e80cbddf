"""The address of what was public and is archived."""

import pytest
from django.test import Client

from members.enums import Role
from members.workflow import ExpertWorkflow
from practices.workflow import PracticeWorkflow
from publishing.slugs import change_slug
from reforms.workflow import ReformWorkflow
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert
from tests.factories.practices import practice
from tests.factories.reforms import reform
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


def test_it_says_so_and_leads_to_the_successor(client: Client) -> None:
    land = country()
    old, new = practice(land, "Old way", slug="old"), practice(land, "New way", slug="new")
    PracticeWorkflow(old, superuser()).archive("Merged <b>into</b> one", successor=new, is_reason_public=True)

    response = client.get("/en/practices/old/")

    html = response.content.decode()
    assert response.status_code == 410
    assert "Old way" in html
    assert "was archived on" in html
    assert "Merged &lt;b&gt;into&lt;/b&gt; one" in html
    assert '<a href="/en/practices/new/">New way</a>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html


def test_a_reason_that_is_not_public_is_not_told(client: Client) -> None:
    record = reform("A reform", of=country(), slug="old")
    ReformWorkflow(record, superuser()).archive("An internal matter")

    response = client.get("/ru/reforms/old/")

    assert response.status_code == 410
    assert "An internal matter" not in response.content.decode()


def test_a_successor_that_is_not_public_is_not_named(client: Client) -> None:
    land = country()
    old, new = practice(land, "Old way", slug="old"), practice(land, "Hidden way", slug="new", published=False)
    PracticeWorkflow(old, superuser()).archive("Outdated", successor=new)

    assert "Hidden way" not in client.get("/en/practices/old/").content.decode()


@pytest.mark.parametrize("rest", ["", "practice.pdf", "versions/", "versions/1/"])
def test_each_address_below_it_is_gone(client: Client, rest: str) -> None:
    PracticeWorkflow(practice(country(), slug="old"), superuser()).archive("Outdated")

    assert client.get(f"/kk/practices/old/{rest}").status_code == 410


def test_a_former_address_of_it_is_gone_too(client: Client) -> None:
    record = practice(country(), slug="older")
    change_slug(record, "old")
    PracticeWorkflow(record, superuser()).archive("Outdated")

    assert client.get("/en/practices/older/").status_code == 410


def test_what_was_never_public_is_missing(client: Client) -> None:
    practice(country(), slug="draft", published=False)

    assert client.get("/en/practices/draft/").status_code == 404
    assert client.get("/en/about/nothing/").status_code == 404


def test_who_may_see_it_still_does(client: Client) -> None:
    PracticeWorkflow(practice(country(), slug="old"), superuser()).archive("Outdated")
    client.force_login(person(Role.SECRETARIAT))

    assert client.get("/en/practices/old/").status_code == 200


def test_an_expert_is_not_remembered(client: Client) -> None:
    record = expert("A person", of=country())
    ExpertWorkflow(record, superuser()).archive("Consent withdrawn")

    response = client.get(f"/en/experts/{record.slug}/")

    assert response.status_code == 404
    assert "A person" not in response.content.decode()


def test_countries_and_pages_are_remembered(client: Client) -> None:
    land, about = country("KG", slug="old"), page("old")
    for record in (land, about):
        from publishing.steps import workflow_of  # noqa: PLC0415 - by kind

        workflow_of(record.kind)(record, superuser()).archive("Outdated")

    assert [client.get(f"/en/{kind}/old/").status_code for kind in ("countries", "about")] == [410, 410]


def test_the_step_asks_whether_readers_may_see_the_reason(client: Client) -> None:
    record = practice(country(), slug="old")
    client.force_login(person(Role.EDITOR))
    step = f"/en/steps/practice/{record.pk}/archive/"
    html = client.get(step).content.decode()
    assert "Tell readers this reason" in html
    assert f"/en/schedule/practice/{record.pk}/archive/" in html

    client.post(step, {"edition": record.edition, "reason": "Told to all", "is_reason_public": "on"})

    client.logout()
    assert "Told to all" in client.get("/en/practices/old/").content.decode()
