"""Other words for what was typed: the glossary, themes, synonyms kept by editors."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from publishing.finding.expansions import MOST_ADDED, MOST_FOR_WORDS, added, expanded
from publishing.models import SynonymGroup, Theme
from publishing.models.synonyms import expressions_of
from publishing.search.query import parse
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


def group(slug: str, kk: str = "", ru: str = "", en: str = "", **fields: object) -> SynonymGroup:
    return SynonymGroup.objects.create(slug=slug, expressions_kk=kk, expressions_ru=ru, expressions_en=en, **fields)


def others(text: str) -> dict[str, set[str]]:
    """What is added to a query, by the words as typed."""
    return {one.typed: {words for words, _language in one.alternatives} for one in added(expanded(parse(text)))}


@pytest.fixture
def open_data() -> None:
    term("open-data", kk="ашық деректер", ru="открытые данные", en="open data")


@pytest.mark.parametrize(
    ("typed", "words", "expected"),
    [
        ("открытых данных", "открытых данных", {"ашық деректер", "open data"}),
        ("Open Data portal", "Open Data", {"ашық деректер", "открытые данные"}),
        ("ашық деректерге", "ашық деректерге", {"открытые данные", "open data"}),
    ],
)
@pytest.mark.usefixtures("open_data")
def test_terms_are_known_in_any_language_and_form(typed: str, words: str, expected: set[str]) -> None:
    assert others(typed) == {words: expected}


@pytest.mark.usefixtures("open_data")
@pytest.mark.parametrize(
    "typed", ['"открытые данные"', "-открытые -данные", "данные", "открытые OR данные", "и для", ""]
)
def test_nothing_is_added(typed: str) -> None:
    assert others(typed) == {}


def test_longest_expression_is_taken() -> None:
    group("service", en="service, help")
    group("centre", en="service centre, PSC")

    assert others("service centres") == {"service centres": {"PSC"}}


@pytest.mark.parametrize("typed", ["ЦОН", "PSC", "центры обслуживания населения"])
def test_abbreviation_and_what_it_is_short_for_are_the_same(typed: str) -> None:
    group("psc", kk="ХҚКО", ru="ЦОН, МФЦ, центр обслуживания населения", en="PSC, public service centre")
    all_same = {"ЦОН", "центр обслуживания населения", "PSC", "public service centre"}

    alternatives = expanded(parse(typed)).terms[0].alternatives
    same = {one.text for one in alternatives if one.reason.startswith("abbreviation/")}

    assert same < all_same
    assert len(same) == 3
    assert {one.text for one in alternatives} - same == {"ХҚКО", "МФЦ"}


def test_looser_word_for_the_same_does_not_make_an_abbreviation() -> None:
    group("psc", ru="ЦОН, МФЦ, центр обслуживания населения")

    assert all(one.reason == "synonym/ru" for one in expanded(parse("МФЦ")).terms[0].alternatives)


def test_function_words_inside_do_not_matter() -> None:
    group("declaration", ru="декларация о доходах, отчёт о доходах")

    assert others("декларации о доходах") == {"декларации доходах": {"отчёт о доходах"}}


def test_what_holds_a_shorter_expression_is_left_out() -> None:
    group("queue", en="queue, line, electronic queue")

    assert others("line") == {"line": {"queue"}}


def test_initials_are_not_mistaken_for_function_words() -> None:
    term("corps-a", ru="корпус «А»", en="Corps A")

    assert others("peace corps") == {}


def test_group_that_is_off_and_words_of_the_site_change_nothing() -> None:
    group("off", en="tape, ribbon", is_on=False)
    term("home", ru="главная", en="home", domain="ui")

    assert others("tape home") == {}


def test_themes_expand() -> None:
    Theme.objects.create(slug="green", name_kk="жасыл қызмет", name_ru="зелёная служба", name_en="green service")

    assert others("зелёной службой") == {"зелёной службой": {"жасыл қызмет", "green service"}}


def test_synonyms_are_looked_for_in_their_own_language() -> None:
    group("bribe", kk="пара", en="bribe")

    keys = {key for term in expanded(parse("bribe")).terms for one in term.alternatives for key in one.sequence[0]}

    assert "пара" in keys
    assert not any(key.startswith("r/") for key in keys)


def test_number_of_alternatives_is_bounded() -> None:
    words = [f"word{letter}" for letter in "abcdefghijklmno"]
    for number in range(12):
        group(f"many-{number}", en=f"typed{number}, " + ", ".join(f"{word}{number}" for word in words[:14]))

    found = expanded(parse(" ".join(f"typed{number}" for number in range(12))))

    assert max(len(term.alternatives) for term in found.terms) == MOST_FOR_WORDS
    assert sum(len(term.alternatives) for term in found.terms) == MOST_ADDED


def test_a_change_is_known_to_the_next_query() -> None:
    one = group("lamp", en="lantern, lamp")
    assert others("lamp") == {"lamp": {"lantern"}}

    one.expressions_en = "lantern, lamp, torch"
    one.save()

    assert others("lamp") == {"lamp": {"lantern", "torch"}}


def test_one_query_to_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        expanded(parse("открытые данные"))
    with django_assert_num_queries(0):
        expanded(parse('"only a phrase"'))


def test_expressions_stand_on_lines_and_between_commas() -> None:
    assert expressions_of(" ЦОН,  центр   обслуживания\nМФЦ;;\r\nцон ") == ["ЦОН", "центр обслуживания", "МФЦ"]


@pytest.mark.parametrize(
    ("expressions", "message"),
    [
        ({"en": "alone"}, "at least two"),
        ({"en": "a, the, lamp"}, "says too little"),
        ({"ru": "лампа, !!!"}, "no letter or digit"),
        ({"kk": "бір екі үш төрт бес алты жеті, шам"}, "too long"),
        ({"en": ", ".join(f"word{number}" for number in range(16))}, "At most 15"),
    ],
)
def test_a_bad_group_says_what_is_wrong(expressions: dict[str, str], message: str) -> None:
    made = SynonymGroup(slug="x", **{f"expressions_{code}": text for code, text in expressions.items()})

    with translation.override("en"), pytest.raises(ValidationError, match=message):
        made.full_clean()
