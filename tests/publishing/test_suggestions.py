"""Suggestions while typing: what is found by which letters, nothing that is not public, bounded, cheap, cacheable."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from members.workflow import ExpertWorkflow
from practices.workflow import PracticeWorkflow
from publishing import catalogue, limits
from publishing.models import Entry, TitlePlace, TitleWord
from publishing.suggesting import places
from publishing.suggesting.words import number_of, typed
from tests.factories.hub import superuser
from tests.factories.members import country, expert
from tests.factories.practices import practice
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    limits._windows.clear()


def asked(client: Client, text: str, language: str = "ru", **extra: str) -> dict[str, Any]:
    response = client.get(f"/{language}/search/suggest/", {"q": text, **extra})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def titles(client: Client, text: str, language: str = "ru", **extra: str) -> list[str]:
    return [one["title"] for one in asked(client, text, language, **extra)["suggestions"]]


def records(client: Client, text: str, language: str = "ru", **extra: str) -> list[str]:
    """The titles without the themes, of which the vocabulary is full."""
    found = asked(client, text, language, **extra)["suggestions"]
    return [one["title"] for one in found if "?theme=" not in one["url"]]


@pytest.fixture
def digital() -> None:
    practice(
        country(), title_kk="Мемлекеттік қызметті цифрландыру", title_ru="Цифровая трансформация услуг",
        title_en="Digital transformation of services", slug="digital",
    )  # fmt: skip


FINDING = (
    "циф", "ЦИФРОВАЯ", "цифровая тр", "цифровой тран", "услуги трансф", "мемлекеттик кызм", "мемлекеттік қы",
    "memlekettik qyz", "memleket", "digi", "digital serv", "service transf", "wbahj", "lbubnfk", "вшпшефд",
    "цифpовая", "  циф", "«циф", "трансформ", "transformatio",
)  # fmt: skip
MISSING = ("", " ", "ц", "нет такого", "цифровая абв", "и", "—", "🎉", "%", "_", "цифр*ц", "'; --")


@pytest.mark.usefixtures("digital")
def test_a_record_is_suggested_by_its_title_in_any_language_form_and_keyboard(client: Client) -> None:
    found = {text: records(client, text) for text in FINDING}

    assert [text for text, one in found.items() if one != ["Цифровая трансформация услуг"]] == []


@pytest.mark.usefixtures("digital")
def test_nothing_is_suggested_for_what_no_title_has(client: Client) -> None:
    for text in MISSING:
        answer = asked(client, text)

        assert answer["suggestions"] == [] or text == "цифр*ц", text
        assert answer["completions"] == [], text


def test_suggestions_are_in_the_language_of_the_page_and_say_where_the_words_stand(
    client: Client, digital: None
) -> None:
    (one,) = asked(client, "digital tr", "kk")["suggestions"]

    assert one == {
        "title": "Мемлекеттік қызметті цифрландыру",
        "lang": "",
        "kind": "Тәжірибе",
        "url": "/kk/practices/digital/",
        "also": "Digital transformation of services",
        "also_lang": "en",
    }


def test_a_title_of_another_language_names_it(client: Client) -> None:
    practice(country(), "Только по-русски", languages=("ru",), slug="russian")

    (one,) = asked(client, "только", "en")["suggestions"]

    assert (one["title"], one["lang"]) == ("Только по-русски", "ru")


def test_themes_countries_experts_and_terms_are_suggested_and_lead_to_their_pages(client: Client) -> None:
    land = country("EE", "Эстония", slug="estonia")
    expert("Эрика Эстер", of=land, slug="ester")
    term("ethics", kk="этика", ru="этика службы", en="ethics")

    assert {one["url"] for one in asked(client, "эст")["suggestions"]} == {
        "/ru/countries/estonia/",
        "/ru/experts/ester/",
    }
    assert "/ru/glossary/ethics/" in {one["url"] for one in asked(client, "этика")["suggestions"]}
    themes = asked(client, "лидерств")["suggestions"]
    assert [(one["kind"], one["url"]) for one in themes] == [("Тема", "/ru/practices/?theme=leadership")]


def test_a_kind_can_be_asked_for(client: Client, digital: None) -> None:
    term("digitalisation", ru="цифровизация")

    assert records(client, "циф", kind="practice") == ["Цифровая трансформация услуг"]
    assert titles(client, "циф", kind="term") == ["цифровизация"]
    assert len(records(client, "циф", kind="nonsense")) == 2


def test_what_leaves_the_public_is_suggested_no_more(client: Client) -> None:
    record = practice(country(), "Секретный опыт")
    hidden = practice(country("UZ"), "Секретный черновик", published=False)
    assert titles(client, "секр") == ["Секретный опыт"]

    PracticeWorkflow(record, superuser()).archive("Withdrawn")

    assert asked(client, "секр")["suggestions"] == asked(client, "секр")["completions"] == []
    assert not TitlePlace.objects.filter(number=number_of(("ru", "секретный"))).exists()
    assert hidden.title_ru == "Секретный черновик"


def test_an_expert_whose_consent_has_run_out_is_not_suggested(client: Client) -> None:
    person = expert("Жанна Единственная", of=country())
    assert titles(client, "единств") == ["Жанна Единственная"]

    Entry.objects.filter(kind="expert", object_id=person.pk).update(visible_until=localdate() - timedelta(days=1))
    assert asked(client, "единств") == {**asked(client, "единств"), "suggestions": [], "completions": []}

    Entry.objects.filter(kind="expert", object_id=person.pk).update(visible_until=None)
    ExpertWorkflow(person, superuser()).archive("Wanted it")
    assert titles(client, "единств") == []


def test_names_of_people_are_never_completed(client: Client) -> None:
    expert("Жанна Единственная", of=country())

    assert asked(client, "единств")["completions"] == []


def test_words_are_completed_in_the_language_of_the_page(client: Client, digital: None) -> None:
    assert asked(client, "цифровая тр")["completions"] == ["цифровая трансформация"]
    assert asked(client, "digital tr", "en")["completions"] == ["digital transformation"]
    assert asked(client, "digital tr", "ru")["completions"] == []


def test_the_best_come_first_and_none_twice(client: Client) -> None:
    land = country()
    records = [practice(land, f"Оценка персонала {number}") for number in range(12)]
    again = practice(country("UZ"), "Оценка персонала 3")
    practice(land, "Иная оценка")
    Entry.objects.filter(object_id=records[7].pk).update(adoptions=5)
    entries = list(Entry.objects.filter(kind="practice"))
    places.write(entries)

    found = titles(client, "оценка перс")

    assert found[0] == "Оценка персонала 7"
    assert len(found) == len(set(found)) == 8
    assert again.title_ru in {entry.title_ru for entry in entries}


def test_no_kind_fills_the_list_while_another_has_something(client: Client) -> None:
    for number in range(9):
        term(f"term-{number}", ru=f"оценка {number}")
        practice(country(f"Q{number}"), f"Оценка персонала {number}")

    kinds = [one["kind"] for one in asked(client, "оценка")["suggestions"]]

    assert len(kinds) == 8
    assert kinds.count("Практика") >= 3
    assert kinds.count("Термин глоссария") >= 3


def test_changed_titles_change_the_suggestions(client: Client) -> None:
    record = practice(country(), "Прежнее название")
    record.title_ru = "Новое имя"
    record.save()
    catalogue.write(record)

    assert titles(client, "прежн") == ["Новое имя"]  # its other languages still have the word
    assert titles(client, "новое") == ["Новое имя"]


def test_the_comparison_of_the_catalogue_sees_lost_and_strange_places() -> None:
    record = practice(country(), "Полный порядок")
    entry = Entry.objects.get(kind="practice", object_id=record.pk)
    assert not list(catalogue.differences())

    TitlePlace.objects.filter(entry=entry, number=number_of(("ru", "порядок"))).delete()
    assert any("suggestions" in line for line in catalogue.differences())
    places.write([entry])
    TitleWord.objects.filter(word="порядок").delete()
    assert any("suggestions" in line for line in catalogue.differences())


def test_counting_leaves_one_row_of_a_word_and_forgets_unused_ones_at_the_second_time() -> None:
    record = practice(country(), "Единый реестр")
    TitleWord.objects.bulk_create(
        [TitleWord(number=number_of(("ru", "реестр")), word="реестр", language="ru", skeleton="реестр", keys=[])]
    )
    places.refresh()
    assert TitleWord.objects.filter(word="реестр", language="ru").count() == 1

    catalogue.remove(record)
    places.refresh()
    assert TitleWord.objects.get(word="реестр", language="ru").entries == 0
    places.refresh()
    assert not TitleWord.objects.filter(word="реестр").exists()


def test_a_word_that_comes_back_before_it_is_forgotten_is_counted_again(client: Client) -> None:
    record = practice(country(), "Единый реестр")
    catalogue.remove(record)
    places.refresh()
    catalogue.write(record)
    places.refresh()

    assert titles(client, "реест") == ["Единый реестр"]
    assert TitleWord.objects.get(word="реестр", language="ru").entries == 1


def test_two_questions_and_the_themes_whatever_is_typed(
    client: Client, digital: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked(client, "цифровая тр")
    for text in ("циф", "цифровая трансформация усл"):
        with django_assert_num_queries(3):
            asked(client, text)


def test_words_that_all_titles_have_are_walked_by_an_index_alone(digital: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT entry_id, quality FROM publishing_titleplace WHERE number = 1"
            " ORDER BY quality DESC, entry_id LIMIT 12"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "title_place_best" in plan
    assert "Sort" not in plan


def test_browsers_and_proxies_may_keep_an_answer_for_a_short_while(client: Client, digital: None) -> None:
    first = client.get("/ru/search/suggest/", {"q": "циф"})
    again = client.get("/ru/search/suggest/", {"q": "циф"}, headers={"If-None-Match": first["ETag"]})

    assert "public" in first["Cache-Control"]
    assert "max-age=60" in first["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


def test_preferences_of_a_reader_do_not_change_what_caches_keep(client: Client) -> None:
    practice(country(), languages=("ru", "kk"), title_ru="Опыт службы", title_kk="Опыт туралы")
    plain = asked(client, "опыт", "en")
    client.post("/en/preferences/", {"fallback": "kk", "languages": "kk"})

    assert asked(client, "опыт", "en") == plain


def test_who_asks_without_end_is_told_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.views.suggest.PER_MINUTE", 3)
    statuses = [client.get("/ru/search/suggest/", {"q": "циф"}).status_code for _number in range(5)]

    assert statuses.count(429) >= 1
    assert client.post("/ru/search/suggest/", {"q": "циф"}).status_code == 405


@pytest.mark.parametrize(
    "text",
    ["ц" * 10_000, "циф " * 30, "\ud800циф".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "ци\u202eф", "((((", "a" * 100, "1 2 3 4 5 6 7 8 9"],
)  # fmt: skip
def test_hostile_texts_get_an_answer(client: Client, digital: None, text: str) -> None:
    assert asked(client, text)["query"] == text[:100]


def test_a_typed_text_is_read_word_by_word() -> None:
    assert (typed("Отбор кад").whole, typed("Отбор кад").last) == (("отбор",), "кад")
    assert typed("ministry of ").last == "ministry"
    assert typed("ministry of").last == "of"
    assert typed("a").is_empty
    assert typed("цифровая т").head == "цифровая "
    assert typed("x" * 101).is_empty
