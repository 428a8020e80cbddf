"""The site's search: every language and keyboard, by kind, nothing hidden, hostile words harmless."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hub.workflow import PageWorkflow
from publishing.models import Entry
from tests.factories.hub import page, superuser

pytestmark = pytest.mark.django_db


def titles(client: Client, text: str, language: str = "kk", **extra: str) -> list[str]:
    response = client.get(f"/{language}/search/", {"q": text, **extra})
    assert response.status_code == 200
    return [result.title.value for result in (response.context.get("results") or [])]


@pytest.mark.parametrize(
    "typed",
    [
        "мектептердің",
        "мектеп",
        "МЕКТЕБІ",
        "школы",
        "школах",
        "school",
        "schools",
        "mektepter",
        "vtrntg",
        "мектептер OR жоқсөз",
        '"ауыл мектебі"',
    ],
)
def test_one_record_is_found_in_any_language_form_and_keyboard(client: Client, typed: str) -> None:
    page("schools", title_kk="Ауыл мектебі", title_ru="Сельская школа", title_en="A rural school")

    assert titles(client, typed) == ["Ауыл мектебі"]


def test_words_can_be_left_out(client: Client) -> None:
    page("one", title_ru="Отбор кадров")
    page("two", title_ru="Отбор проектов")

    assert titles(client, "отбор -проектов", "ru") == ["Отбор кадров"]


def test_hits_are_marked_and_escaped(client: Client) -> None:
    page("one", title_en="Merit & <recruitment>", lead_en="Recruiting by merit")

    html = client.get("/en/search/", {"q": "merit"}).content.decode()

    assert "<mark>Merit</mark> &amp; &lt;recruitment&gt;" in html


def test_hit_in_another_language_says_so(client: Client) -> None:
    page("one", title_kk="Ауыл мектебі", title_ru="Сельская школа")

    assert "табылған тілі: Русский" in client.get("/kk/search/", {"q": "сельская"}).content.decode()


def test_hidden_records_are_not_found(client: Client) -> None:
    page("open", title_en="Glasshouse one")
    page("hidden", title_en="Glasshouse two", published=False)

    assert titles(client, "glasshouse", "en") == ["Glasshouse one"]


def test_kinds_are_tabs_with_counts_and_an_unknown_kind_is_named(client: Client) -> None:
    page("one", title_en="Merit")

    assert titles(client, "merit", "en", kind="page") == ["Merit"]
    assert titles(client, "merit", "en", kind="reform") == []
    assert (
        "There is no kind “spaceship”"
        in client.get("/en/search/", {"q": "merit", "kind": "spaceship"}).content.decode()
    )


def test_nothing_found_says_what_was_tried_and_what_to_do(client: Client) -> None:
    html = client.get("/ru/search/", {"q": "ъъъщщщ"}).content.decode()

    assert "Ничего не нашлось." in html
    assert "/ru/about/contacts/?subject=experience" in html


def test_page_out_of_range_is_the_last_page(client: Client) -> None:
    page("one", title_en="Merit")

    assert titles(client, "merit", "en", page="99") == ["Merit"]
    assert titles(client, "merit", "en", page="x") == ["Merit"]


def test_catalogue_follows_the_record(client: Client) -> None:
    record = page("one", title_en="Merit")
    assert Entry.objects.count() == 1

    PageWorkflow(record, superuser()).archive("Out of date")

    assert titles(client, "merit", "en") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_search_costs_four_queries_whatever_it_finds(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        page(f"schools-{number}", title_en=f"Rural school {number}")

    with django_assert_num_queries(4):
        assert len(client.get("/en/search/", {"q": "schools"}).context["results"]) == rows
