"""A step that saves itself while somebody types: what the script sends and what it is told."""

import pytest
from django.test import Client

from members.models import Country, User
from practices.models import Practice, Result, Source
from publishing.enums import State
from tests.factories.members import account, country
from tests.factories.practices import practice, result
from tests.practices.contributing import draft, shown, signed_in, url

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def land() -> Country:
    return country("KZ")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example")


def test_the_script_is_told_the_edition_and_saves_again_with_it(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client, address = signed_in(owner), url("snapshot", record.pk)
    data = shown(client, address)

    first = client.post(address, {**data, "title": "Первое"}, headers=SCRIPT)
    second = client.post(address, {**data, "title": "Второе", **first.json()["fields"]}, headers=SCRIPT)

    assert (first.status_code, second.status_code) == (200, 200)
    assert "Saved as a draft at" in second.json()["message"]
    assert Practice.objects.get().title_ru == "Второе"
    assert second.json()["fields"]["edition"] == str(record.edition + 2)


def test_new_rows_get_their_keys_and_are_not_made_again(land: Country, owner: User) -> None:
    record = draft(land, owner)
    kept = result(record, indicator_ru="Срок")
    client, address = signed_in(owner), url("results", record.pk)
    data = shown(client, address) | {"results-1-indicator": "Новый", "results-1-after": "38"}

    told = client.post(address, data, headers=SCRIPT).json()["fields"]
    made = Result.objects.get(indicator_ru="Новый")
    client.post(address, {**data, "results-1-after": "39", **told}, headers=SCRIPT)

    assert (told["results-0-pk"], told["results-1-pk"]) == (kept.pk, made.pk)
    assert list(Result.objects.order_by("position").values_list("pk", "after")) == [
        (kept.pk, kept.after),
        (made.pk, 39),
    ]


def test_a_source_that_a_figure_names_stays_the_same_source(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client, address = signed_in(owner), url("sources", record.pk)
    data = shown(client, address) | {"sources-0-title": "Отчёт"}

    told = client.post(address, data, headers=SCRIPT).json()["fields"]
    named = result(record, source=Source.objects.get())
    again = client.post(address, {**data, "sources-0-title": "Отчёт за год", **told}, headers=SCRIPT)

    assert again.status_code == 200, again.json()
    named.refresh_from_db()
    assert named.source is not None
    assert named.source.title == "Отчёт за год"


def test_what_cannot_be_saved_yet_is_said_and_nothing_is_written(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client, address = signed_in(owner), url("results", record.pk)
    data = shown(client, address) | {"results-0-indicator": "Срок", "results-0-after": "много"}

    answer = client.post(address, data, headers=SCRIPT)

    assert (answer.status_code, Result.objects.count()) == (422, 0)
    assert "has to be corrected" in answer.json()["message"]


def test_a_stale_form_and_a_closed_practice_are_refused_without_a_page(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client, address = signed_in(owner), url("snapshot", record.pk)
    data = shown(client, address)
    client.post(address, {**data, "title": "Из другого окна"})

    stale = client.post(address, {**data, "title": "Моё"}, headers=SCRIPT)
    Practice.objects.update(state=State.SUBMITTED)
    closed = client.post(address, {**data, "title": "Моё"}, headers=SCRIPT)

    assert (stale.status_code, closed.status_code) == (409, 409)
    assert "Somebody else" in stale.json()["message"]
    assert closed.json()["message"]
    assert Practice.objects.get().title_ru == "Из другого окна"


def test_nobody_elses_draft_answers_the_script(land: Country, owner: User) -> None:
    record = practice(land, published=False, owner=owner)
    address = url("snapshot", record.pk)

    assert signed_in(account("other@hub.example")).post(address, {}, headers=SCRIPT).status_code == 404
    assert Client().post(address, {}, headers=SCRIPT).status_code == 302
