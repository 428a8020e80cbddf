"""The library's list, as a reader's address asks for it."""

from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.enums import Evidence, Level, Stage
from publishing.caching import epoch
from publishing.finding import columns
from publishing.finding.result_cache import results
from publishing.models import Entry
from tests.factories.members import country
from tests.factories.practices import language_state, practice

pytestmark = pytest.mark.django_db


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(client: Client, query: str = "", language: str = "en") -> list[str]:
    response = client.get(f"/{language}/practices/?{query}")
    assert response.status_code == 200
    return [card.entry.slug for card in response.context["cards"]]


def test_values_of_a_facet_are_ored_and_facets_anded(client: Client) -> None:
    kz, ee = country("KZ"), country("EE")
    practice(kz, slug="one", themes=("leadership",), start_year=2012)
    practice(kz, slug="two", themes=("ethics-integrity", "leadership"), start_year=1999)
    practice(ee, slug="three", themes=("ethics-integrity",), start_year=2015)

    assert set(titles(client, "theme=leadership&theme=ethics-integrity")) == {"one", "two", "three"}
    assert set(titles(client, "theme=ethics-integrity&country=KZ")) == {"two"}
    assert set(titles(client, "decade=2010&country=KZ&country=EE")) == {"one", "three"}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (f"evidence={Evidence.INDEPENDENT}", ["strong"]),
        (f"stage={Stage.PILOT}", ["strong"]),
        (f"level={Level.LOCAL}", ["strong"]),
        ("language=en", ["weak"]),
        ("tag=queues", ["weak"]),
        ("country=EE", []),
    ],
)
def test_each_facet_narrows(client: Client, query: str, wanted: list[str]) -> None:
    kz = country("KZ")
    country("EE")
    practice(
        kz, slug="strong", evidence=Evidence.INDEPENDENT, stage=Stage.PILOT, level=Level.LOCAL, languages=("kk", "ru")
    )
    practice(kz, slug="weak", tags=("queues",))

    assert titles(client, query) == wanted


def test_the_form_shows_counts_under_the_other_choices_and_keeps_the_chosen(client: Client) -> None:
    kz, ee = country("KZ"), country("EE")
    practice(kz, themes=("leadership",))
    practice(ee, themes=("leadership",))
    practice(ee, themes=("ethics-integrity",))

    offered = client.get("/en/practices/?country=EE&theme=pay-grading").context["list"].facets
    by_name = {
        facet.name: {option.value: (option.count, option.is_chosen) for option in facet.options} for facet in offered
    }

    assert by_name["theme"] == {"leadership": (1, False), "ethics-integrity": (1, False), "pay-grading": (0, True)}
    assert by_name["country"] == {"EE": (0, True)}


def test_a_chip_takes_one_choice_back_and_keeps_the_rest(client: Client) -> None:
    practice(country("KZ"))

    page = html(client, "/en/practices/?theme=leadership&country=KZ&sort=title")

    assert 'href="/en/practices/?country=KZ&amp;sort=title"' in page
    assert 'href="/en/practices/?theme=leadership&amp;sort=title"' in page


def test_a_choice_without_a_box_is_carried_by_both_forms(client: Client) -> None:
    practice(country("KZ"), tags=("queues",))

    page = html(client, "/en/practices/?tag=queues&q=practice")

    assert page.count('<input type="hidden" name="tag" value="queues">') == 2
    assert page.count('<input type="hidden" name="q" value="practice">') == 1


@pytest.mark.parametrize(
    "query",
    [
        "theme=no-such-theme", "country=ZZ", "decade=2011", "decade=abc", "evidence=&evidence=x", "sort=sideways", "page=0", "page=-1",
        "page=abc", "page=" + "9" * 5000, "page=%D9%A1", "language=de", "level='%3Bdrop", "tag=none", "theme=%FF%FE", "stage=%ED%A0%80",
    ],
)  # fmt: skip
def test_what_the_list_does_not_know_is_told_and_ignored(client: Client, query: str) -> None:
    practice(country("KZ"), slug="only")

    page = html(client, f"/en/practices/?{query}")

    assert "does not know; it was ignored" in page
    assert "/en/practices/only/" in page


def test_an_unknown_value_is_escaped_in_the_notice(client: Client) -> None:
    page = html(client, "/en/practices/?theme=" + quote("<script>alert(1)</script>"))

    assert "theme=&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_page_beyond_the_last_is_the_last_with_a_notice(client: Client) -> None:
    kz = country("KZ")
    for _number in range(21):
        practice(kz)

    page = html(client, "/en/practices/?page=99")

    assert "this is the last one, page 2" in page
    assert len(client.get("/en/practices/?page=2").context["cards"]) == 1
    assert len(client.get("/en/practices/").context["cards"]) == 20


@pytest.mark.parametrize(
    "words",
    [
        "'",
        '"',
        "\\",
        "a & | ! ( ) : *",
        "<b>",
        "%",
        "_",
        "-",
        "((((",
        "слово" * 300,
        "\ud7ff",
        "\u202e",
        "😀",
        "' OR 1=1 --",
        "a:*",
        "<->",
        "\u202d\u200f",
    ],
)
def test_no_words_break_the_search(client: Client, words: str) -> None:
    practice(country("KZ"), "Hall of services")

    page = html(client, "/en/practices/?q=" + quote(words, safe=""))

    assert "practice" in page
    assert "<b>" not in page


def test_words_find_forms_in_any_language_and_are_marked(client: Client) -> None:
    practice(country("KZ"), slug="found", summary_kk="Халыққа қызмет көрсету орталықтары ашылды")
    practice(country("EE"), slug="other")

    page = html(client, "/kk/practices/?q=" + quote("орталық"))

    assert titles(client, "q=" + quote("орталықтардың"), "kk") == ["found"]
    assert "<mark>орталықтары</mark>" in page


def test_a_hit_in_another_language_is_shown_with_its_language(client: Client) -> None:
    practice(
        country("KZ"),
        slug="found",
        summary_kk="Халыққа қызмет көрсету орталықтары ашылды",
        summary_en="Services under one roof",
    )

    page = html(client, "/en/practices/?q=" + quote("орталық"))

    assert 'found in: Қазақша</span> <span lang="kk">' in page
    assert "<mark>орталықтары</mark>" in page


def test_a_hit_in_the_text_is_shown_with_its_words_around_it(client: Client) -> None:
    practice(
        country("KZ"),
        slug="found",
        lessons_en="<ul><li>Start with <strong>three</strong> pilots &amp; measure</li></ul>",
    )

    page = html(client, "/en/practices/?q=pilots")

    assert "Start with three <mark>pilots</mark> &amp; measure" in page
    assert "The words stand in a tag, a theme" not in page


def test_a_hit_outside_every_text_is_told(client: Client) -> None:
    practice(country("KZ"), slug="found", tags=("queues",))

    assert "The words stand in a tag, a theme or another part of the record." in html(client, "/en/practices/?q=queues")


def test_another_keyboard_layout_is_tried_and_told(client: Client) -> None:
    practice(country("KZ"), "Рейтинг министерств", slug="found")

    page = html(client, "/ru/practices/?q=htqnbyu")

    assert "/ru/practices/found/" in page
    assert "Показано вместо него: <bdi><b>«рейтинг»</b></bdi>" in page


def test_nothing_found_says_what_was_tried_and_what_to_do(client: Client) -> None:
    practice(country("KZ"))

    page = html(client, "/en/practices/?q=zzzzqqq&country=KZ")

    assert "the words “zzzzqqq”" in page
    assert "look for the same words without filters" in page
    assert 'href="/en/search/?q=zzzzqqq"' in page


def test_orders(client: Client) -> None:
    kz = country("KZ")
    practice(kz, "Әдеп", slug="a", evidence=Evidence.SELF_REPORTED, start_year=2020)
    practice(kz, "Аттестация", slug="b", evidence=Evidence.INDEPENDENT, start_year=None)
    practice(kz, "Бағалау", slug="c", evidence=Evidence.AGENCY_DATA, start_year=2001)
    [entry] = Entry.objects.filter(slug="c")
    entry.adoptions = 3
    [entry.columns] = columns.packed([{name: getattr(entry, name) for name in columns.FIELDS}])
    entry.save()

    assert titles(client) == ["c", "b", "a"]
    assert titles(client, "sort=title", "kk") == ["b", "a", "c"]
    assert titles(client, "sort=evidence") == ["b", "c", "a"]
    assert titles(client, "sort=start") == ["a", "c", "b"]
    assert titles(client, "sort=adopted") == ["c", "b", "a"]


def test_the_best_match_comes_first_where_words_are_given(client: Client) -> None:
    kz = country("KZ")
    practice(kz, "Rotation of judges", slug="title")
    practice(kz, "Something else", slug="body", solution_en="<p>Rotation is mentioned here once.</p>")

    assert titles(client, "q=rotation") == ["title", "body"]
    assert titles(client, "q=rotation&sort=newest") == ["body", "title"]


def test_countries_stand_in_kazakh_order(client: Client) -> None:
    for iso2, name in (
        ("UZ", "Өзбекстан"),
        ("OM", "Оман"),
        ("KZ", "Қазақстан"),
        ("KR", "Корея"),
        ("AZ", "Әзербайжан"),
        ("RU", "Ресей"),
    ):
        practice(country(iso2, name))

    offered = {facet.name: facet for facet in client.get("/kk/practices/").context["list"].facets}

    assert [str(option.label) for option in offered["country"].options] == [
        "Әзербайжан",
        "Корея",
        "Қазақстан",
        "Оман",
        "Өзбекстан",
        "Ресей",
    ]


def test_a_draft_is_not_in_the_list_nor_in_any_count(client: Client) -> None:
    kz = country("KZ")
    practice(kz, "Public one", slug="public")
    practice(kz, "Secret one", slug="secret", published=False)

    page = html(client, "/en/practices/?q=one")

    assert "/en/practices/public/" in page
    assert "Secret" not in page
    assert "/en/practices/secret/" not in page
    assert client.get("/en/practices/").context["list"].total == 1


def test_a_card_tells_languages_and_marks_a_fallback(client: Client) -> None:
    record = practice(country("KZ"), "Только по-русски", languages=("ru",))
    language_state(record, "kk", "missing")

    page = html(client, "/kk/practices/")

    assert '<span lang="ru">Только по-русски</span>' in page
    assert '<span lang="ru">РУС</span> <span class="quiet">түпнұсқа</span>' in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 3),
        ("theme=leadership&country=KZ&decade=2010&sort=start", 3),
        ("theme=leadership&country=KZ&decade=2010&sort=title", 4),
    ],
)
def test_the_list_costs_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, query: str, queries: int
) -> None:
    for number in range(rows):
        practice(country(f"K{'ZGR'[number]}"), tags=("queues",))
    client.get("/en/practices/")

    with django_assert_num_queries(queries):
        client.get(f"/en/practices/?{query}")


@pytest.mark.parametrize("rows", [2, 3])
@pytest.mark.parametrize(("query", "queries"), [("q=practice&tag=queues", 4), ("q=conditions", 4)])
def test_a_list_with_words_costs_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, query: str, queries: int
) -> None:
    for number in range(rows):
        practice(country(f"K{'ZGR'[number]}"), tags=("queues",))

    with epoch.held(1):  # as where the server has answered before: vocabularies and synonyms are known
        client.get("/en/practices/")
        client.get("/en/practices/?q=zzz")
        with django_assert_num_queries(queries):
            client.get(f"/en/practices/?{query}")
    results.clear()


def test_hundreds_of_values_cost_no_more_than_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    practice(country("KZ"), slug="only")
    address = "/en/practices/?country=KZ&" + "&".join(f"theme=t{number}&tag=x{number}" for number in range(400))

    with django_assert_num_queries(3):
        page = html(client, address)

    assert "does not know; it was ignored" in page
    assert "/en/practices/only/" in page
    assert len(page) < 200_000
