"""The site's search: every language and keyboard, by kind, nothing hidden, hostile words harmless."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hub.workflow import PageWorkflow
from publishing.models import Entry, SynonymGroup
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
    html = client.get("/en/search/", {"q": "merit", "kind": "spaceship", "sort": "sideways"}).content.decode()
    assert "it was ignored: <bdi>spaceship, sideways</bdi>" in html


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
@pytest.mark.parametrize("words", ["schools", "lantern"])
def test_search_costs_few_queries_whatever_it_finds(
    client: Client, rows: int, words: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        page(f"schools-{number}", title_en=f"Rural school {number}", body_en="<p>With a lantern</p>")

    with django_assert_max_num_queries(8):
        assert len(client.get("/en/search/", {"q": words}).context["results"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_search_for_most_of_the_words_costs_few_queries(
    client: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        page(f"schools-{number}", title_en=f"Rural school {number}")

    with django_assert_max_num_queries(13):
        assert len(client.get("/en/search/", {"q": "which rural schools have lanterns"}).context["results"]) == rows


def test_words_in_the_full_text_are_shown_with_their_place(client: Client) -> None:
    page("one", title_en="A page", body_en="<p>Before it a <b>lantern</b> &amp; a bell.</p>")

    html = client.get("/en/search/", {"q": "lanterns"}).content.decode()

    assert "found in the text" in html
    assert "Before it a <mark>lantern</mark> &amp; a bell." in html


def test_place_in_the_text_is_in_the_language_shown_where_it_stands_there(client: Client) -> None:
    page(
        "one", title_en="A page", title_ru="Страница", body_en="<p>Prozorro there</p>", body_ru="<p>Prozorro здесь</p>"
    )

    assert "<mark>Prozorro</mark> здесь" in client.get("/ru/search/", {"q": "prozorro"}).content.decode()
    assert "<mark>Prozorro</mark> there" in client.get("/en/search/", {"q": "prozorro"}).content.decode()


def test_synonyms_find_rank_lower_and_say_so(client: Client) -> None:
    SynonymGroup.objects.create(slug="lamp", expressions_en="lantern\noil lamp", expressions_ru="фонарь")
    page("lamp", title_en="The oil lamp")
    page("lantern", title_en="A lantern")
    page("oil", title_en="Oil alone")
    page("street", title_ru="Уличный фонарь")

    response = client.get("/en/search/", {"q": "lanterns"})
    html = response.content.decode()

    assert next(result.title.value for result in response.context["results"]) == "A lantern"
    assert {result.key for result in response.context["results"]} == {"page/lantern", "page/lamp", "page/street"}
    assert "found through other words for it: “oil lamp”" in html
    assert '<span lang="ru">фонарь</span>' in html
    assert "/en/search/?q=%22lanterns%22" in html
    assert titles(client, '"lanterns"', "en") == []


def test_records_with_most_of_the_words_follow_those_with_all(client: Client) -> None:
    page("all", title_en="Rural school lanterns")
    page("two", title_en="Lanterns of a school")
    page("one", title_en="A lantern")

    response = client.get("/en/search/", {"q": "how do rural schools light lanterns rural"})

    assert titles(client, "rural schools lanterns", "en") == ["Rural school lanterns", "Lanterns of a school"]
    assert (
        "1 record has all of these words and stands first"
        in client.get("/en/search/", {"q": "rural schools lanterns"}).content.decode()
    )
    assert response.context["notes"].query.ignored == ("how", "do")


def test_quoted_words_must_all_stand(client: Client) -> None:
    page("all", title_en="Rural school lanterns")
    page("two", title_en="Lanterns of a school")

    assert titles(client, '"rural" "school" "lanterns"', "en") == ["Rural school lanterns"]


def test_newest_first_on_request(client: Client) -> None:
    page("old", title_en="Merit merit", published_at=datetime(2020, 1, 1, tzinfo=UTC))
    page("new", title_en="A page", lead_en="On merit", published_at=datetime(2025, 1, 1, tzinfo=UTC))

    assert titles(client, "merit", "en") == ["Merit merit", "A page"]
    assert titles(client, "merit", "en", sort="newest") == ["A page", "Merit merit"]


HOSTILE = {
    "long": "merit " * 2000,
    "words": " ".join(f"word{number}" for number in range(500)),
    "function words": "the and of",
    "operators": 'OR | AND - " “ «',
    "excluded": "-merit -school",
    "nul": "me\0rit\0",
    "right to left": "\u202eمرحبا \u2067merit",
    "emoji": "👩🏽‍💻🔥 🏛️",
    "brackets": "((((merit & ! <-> :* '\\",
    "one quote": "'",
    "surrogate": "\udcff merit",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_typed_has_a_clear_page(client: Client, typed: str) -> None:
    page("one", title_en="Merit")

    response = client.get("/en/search/", {"q": typed.encode("utf-8", "surrogatepass")})
    html = response.content.decode()

    assert response.status_code == (400 if "\0" in typed else 200)
    assert "\0" not in html
    found = bool(response.context.get("results"))
    assert found or "notice" in html.split("<main", 1)[1] or "\0" in typed


def test_only_excluded_words_say_what_to_do(client: Client) -> None:
    page("one", title_en="Merit")

    assert "The query only says what is not wanted." in client.get("/en/search/", {"q": "-merit"}).content.decode()


def test_library_and_reforms_account_for_words_as_the_search_does(client: Client) -> None:
    for path in ("/en/practices/", "/en/reforms/"):
        html = client.get(path, {"q": "-merit"}).content.decode()
        assert "The query only says what is not wanted." in html
