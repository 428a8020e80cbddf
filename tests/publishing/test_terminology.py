"""Defined terms in running texts, and translations that render them otherwise."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.glossary import terminology
from publishing.glossary.terminology import renderings, terms_in
from publishing.models import Term
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


def found(text: str, language: str) -> list[tuple[str, str]]:
    """The terms' slugs with the words that stand for them."""
    occurrences = terms_in(text, language)
    assert all(text[hit.start : hit.end] == hit.found for hit in occurrences)
    return [(hit.term.slug, hit.found) for hit in occurrences]


@pytest.fixture
def committee() -> Term:
    return term("committee", "Басқарушы комитет", "Управляющий комитет", "Steering Committee")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Решения Управляющего комитета публикуются.", "ru", "Управляющего комитета"),
        ("Бұл Басқарушы комитеттің шешімі.", "kk", "Басқарушы комитеттің"),
        ("Decisions of the Steering Committee’s meeting", "en", "Steering Committee’s"),
        ("УПРАВЛЯЮЩЕМУ КОМИТЕТУ", "ru", "УПРАВЛЯЮЩЕМУ КОМИТЕТУ"),
        ("Управляющего\nкомитета", "ru", "Управляющего\nкомитета"),
        ("Управляющего\u00a0комитета", "ru", "Управляющего\u00a0комитета"),
    ],
)
def test_inflected_terms_of_several_words_are_found(committee: Term, text: str, language: str, words: str) -> None:
    assert found(text, language) == [("committee", words)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Так решил управляющий. Комитет не возражал.", "ru"),
        ("Новый управляющий\n\nКомитет", "ru"),
        ("Steering, Committee", "en"),
        ("steering committed people", "en"),
        ("", "ru"),
        ("Управляющий комитет", "xx"),
    ],
)
def test_words_that_only_stand_near_each_other_are_no_term(committee: Term, text: str, language: str) -> None:
    assert found(text, language) == []


def test_the_longest_term_wins_and_none_overlap(committee: Term) -> None:
    term("chair", ru="Председатель Управляющего комитета")

    assert found("Председателя Управляющего комитета избирает Управляющий комитет.", "ru") == [
        ("chair", "Председателя Управляющего комитета"),
        ("committee", "Управляющий комитет"),
    ]


def test_english_stems_do_not_make_another_word_of_a_term() -> None:
    term("integrity", en="integrity")
    term("body", en="state body")

    assert found("An integrated system of state bodies; the body’s integrity.", "en") == [
        ("body", "state bodies"),
        ("integrity", "integrity"),
    ]


def test_a_name_with_a_remark_is_found_by_its_other_forms_alone() -> None:
    term("service", en="public service (delivered)", variants_en="service delivered\n\n  public service product ")

    assert found("The public service and each service delivered.", "en") == [("service", "service delivered")]
    assert found("public service products", "en") == [("service", "public service products")]


def test_a_capital_letter_of_a_name_is_one_in_the_text_and_quotes_stay_whole() -> None:
    term("corps", "«А» корпусы", "корпус «А»", "Corps A")

    assert found("The corps a minister leads; Corps A.", "en") == [("corps", "Corps A")]
    assert found("служащие корпуса «А» и другие", "ru") == [("corps", "корпуса «А»")]
    assert found("бұл «А» корпусына кіреді", "kk") == [("corps", "«А» корпусына")]


def test_terms_that_are_not_for_texts_are_left_alone() -> None:
    term("search", ru="поиск", is_in_texts=False)

    assert found("поиск", "ru") == []


def test_hostile_texts_do_not_break_the_search(committee: Term) -> None:
    for text in (
        "\x00",
        "\ud800 Управляющего комитета",
        "💥" * 1000,
        "-" * 100_000,
        "Управляющий " * 50_000,
        "«" * 5000,
    ):
        terms_in(text, "ru")
        renderings(text, "ru", text, "kk")


def test_a_translation_that_renders_a_term_otherwise_is_told(committee: Term) -> None:
    (mismatch,) = renderings("Решает Управляющий комитет.", "ru", "Мұны жетекші комитет шешеді.", "kk")

    assert (mismatch.term, mismatch.found, mismatch.expected) == (
        committee,
        "Управляющий комитет",
        ("Басқарушы комитет",),
    )


def test_any_allowed_form_will_do_and_a_longer_term_holds_a_shorter_one(committee: Term) -> None:
    term("chair", "Басқарушы комитеттің төрағасы", "Председатель Управляющего комитета")
    term("transparency", "айқындық", "прозрачность", variants_kk="ашықтық")

    assert renderings("Прозрачность", "ru", "Ашықтыққа қол жеткізу", "kk") == []
    source = "Управляющий комитет и Председатель Управляющего комитета"
    assert renderings(source, "ru", "Басқарушы комитет төрағасы", "kk") == []
    told = renderings(source, "ru", "Комитет", "kk")
    assert [mismatch.term.slug for mismatch in told] == ["committee", "chair"]


def test_of_terms_with_one_name_any_rendering_will_do() -> None:
    term("account", "есептік жазба", "учётная запись", "account")
    term("report", "есеп", "отчёт", "account")

    assert renderings("the account", "en", "есеп", "kk") == []
    assert renderings("the account", "en", "есептік жазба", "kk") == []
    assert len(renderings("the account", "en", "нобай", "kk")) == 1


def test_what_cannot_be_compared_is_not_told(committee: Term) -> None:
    term("only-here", ru="лидерство")

    assert renderings("Лидерство", "ru", "басқа", "kk") == []
    assert renderings("Управляющий комитет", "ru", "  ", "kk") == []
    assert renderings("Управляющий комитет", "ru", "другое", "ru") == []
    assert renderings("Управляющий комитет", "xx", "другое", "ru") == []


def test_a_changed_glossary_is_used_and_an_unchanged_one_asks_nothing(committee: Term) -> None:
    assert found("Управляющий комитет", "ru")
    with CaptureQueriesContext(connection) as queries:
        found("Управляющий комитет", "ru")
    assert len(queries) == 0

    committee.name_ru = "Наблюдательный совет"
    committee.save()
    terminology.refresh()
    with CaptureQueriesContext(connection) as queries:
        assert found("Управляющий комитет, наблюдательному совету", "ru") == [("committee", "наблюдательному совету")]
    assert len(queries) == 2

    committee.delete()
    terminology.refresh()
    assert found("Наблюдательный совет", "ru") == []


def test_a_long_text_takes_less_than_ten_milliseconds() -> None:
    for number in range(150):
        term(f"term-{number}", f"мемлекеттік ұғым{number}", f"государственный термин{number}", f"state term{number}")
    text = "Мемлекеттік қызметшілер өңірлердегі тәжірибені зерттеп, ортақ қорытынды жасады. " * 220
    terms_in(text, "kk")

    spent = []
    for _attempt in range(5):
        start = time.process_time()
        terms_in(text, "kk")
        spent.append(time.process_time() - start)
    assert len(text) > 17_000
    assert min(spent) < 0.01
