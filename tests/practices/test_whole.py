"""What a process keeps of a practice's page: the rows, while nothing public has changed."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members.models import Country
from practices.models import Practice
from practices.whole import rows, whole
from publishing import catalogue
from publishing.caching import epoch
from tests import epochs
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.practices import award, practice, result, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    rows.clear()
    yield
    rows.clear()


@pytest.fixture
def record() -> Practice:
    land: Country = country("AZ")
    made = practice(land, slug="kept", themes=("leadership",), tags=("a",))
    named = source(made, "s1")
    result(made, "Waiting", source=named)
    award(made, "Service Award", source=named)
    catalogue.write(made)
    practice(land, slug="near", themes=("leadership",))
    epochs.settle()
    return made


def page(client: Client, language: str, number: int) -> str:
    with epoch.held(number):
        response = client.get(f"/{language}/practices/kept/")
    assert response.status_code == 200
    return response.content.decode()


def test_rows_are_read_once_for_all_languages(
    client: Client, record: Practice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fresh = {language: page(client, language, language_number) for language_number, language in enumerate(("kk", "ru", "en"), 1)}  # fmt: skip
    page(client, "ru", 10)
    for language in ("kk", "ru", "en"):
        with django_assert_num_queries(0):
            kept = page(client, language, 10)
        assert kept == fresh[language]


def test_a_change_is_shown_under_the_next_epoch(client: Client, record: Practice) -> None:
    before = epochs.value()
    assert "Waiting" in page(client, "en", before)

    record.results.update(indicator_en="Time to answer")
    record.title_en = "Another title"
    record.save(update_fields=["title_en"])
    catalogue.write(record)
    epochs.settle()

    assert epochs.value() > before
    now = page(client, "en", epochs.value())
    assert "Time to answer" in now
    assert "Another title" in now
    assert "Waiting" not in now


def test_what_is_withdrawn_is_gone_for_readers_and_stays_for_the_secretariat(client: Client, record: Practice) -> None:
    page(client, "en", epochs.value())
    Practice.objects.filter(pk=record.pk).update(state="withdrawn")
    epochs.settle()

    with epoch.held(epochs.value()):
        assert client.get("/en/practices/kept/").status_code == 404
        client.force_login(superuser())
        assert client.get("/en/practices/kept/").status_code == 200


def test_who_is_signed_in_is_not_answered_from_what_is_kept(client: Client, record: Practice) -> None:
    number = epochs.value()
    page(client, "en", number)
    Practice.objects.filter(pk=record.pk).update(title_en="Seen at once")
    client.force_login(superuser())
    assert "Seen at once" in page(client, "en", number)


def test_nothing_is_kept_within_a_transaction(record: Practice) -> None:
    assert whole("kept").practice is not whole("kept").practice
    assert not rows.taken


def test_what_a_page_takes_is_counted(record: Practice) -> None:
    with epoch.held(5):
        whole("kept")
    small = rows.taken
    rows.clear()
    Practice.objects.filter(pk=record.pk).update(solution_ru="я" * 50_000)
    with epoch.held(5):
        whole("kept")
    assert rows.taken - small > 90_000
