"""What a person types is understood, and PostgreSQL always accepts what becomes of it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.search.query import MOST_ALTERNATIVES, MOST_WORDS, parse, rewrites
from publishing.search.snippets import highlight
from publishing.search.vector import tsvector_literal
from publishing.search.vocabulary import WordList

RECORDS = {
    "service": [
        ("A", "kk", "Мемлекеттік қызметшілердің біліктілігін арттыру"),
        ("A", "ru", "Повышение квалификации государственных служащих"),
        ("A", "en", "Training of civil servants: an e-Government approach"),
    ],
    "tax": [
        ("A", "ru", "Налоговая реформа 2013 года"),
        ("B", "ru", "Учёт налогов и сборов в Казахстане, 1 250 млн тенге"),
    ],
    "village": [("A", "kk", "Ауылдағы цифрлық қызметтер"), ("B", "kk", "Қазақстанның ауылдары үшін жаңа портал")],
    "index": [("A", "en", "The civil index"), ("C", "en", "Civil and, later, service")],
}


def matches(query, literal):
    with connection.cursor() as cursor:
        cursor.execute("select %s::tsvector @@ %s::tsquery", [literal, query.tsquery])
        return cursor.fetchone()[0]


VOCABULARY = WordList(text for fields in RECORDS.values() for _, _, text in fields)


def found(text):
    query = parse(text, vocabulary=VOCABULARY)
    return {name for name, fields in RECORDS.items() if matches(query, tsvector_literal(fields))}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("қызмет", {"village"}),
        ("ауыл порталы", {"village"}),
        ("государственный служащий", {"service"}),
        ("ГОСУДАРСТВЕННЫЕ служащие", {"service"}),
        ("учет налога", {"tax"}),
        ("civil servant", {"service"}),
        ("civil", {"service", "index"}),
        ('"civil servants"', {"service"}),
        ("«государственных служащих»", {"service"}),
        ('"civil servant"', set()),
        ('"civil service"', set()),
        ("civil -index", {"service"}),
        ("civil -индекс", {"service", "index"}),
        ('civil -"civil index"', {"service"}),
        ("налог OR servant", {"tax", "service"}),
        ("налог | ауыл", {"tax", "village"}),
        ("налог НЕМЕСЕ ауыл", {"tax", "village"}),
        ("2013", {"tax"}),
        ("2013 год", {"tax"}),
        ("1250", {"tax"}),
        ("1 250", {"tax"}),
        ("e-government", {"service"}),
        ("egovernment", {"service"}),
        ("e government", {"service"}),
        ("the training of the servants", {"service"}),
        ("для служащих", {"service"}),
        ("казакстан", {"village"}),
        ("qazaqstan", {"village"}),
        ("kazakstan auyl", {"village"}),
        ("cлужaщих", {"service"}),
        ("квалификация біліктілік", {"service"}),
        ("небывальщина", set()),
        ("-civil", set()),
        ("-civil -налоги", set()),
        ("civil OR -налоги", {"service", "index"}),
        ("-налоги OR civil", {"service", "index"}),
    ],
)
def test_query_finds(typed, names):
    assert found(typed) == names


@pytest.mark.django_db
def test_phrase_does_not_run_from_one_field_into_the_next():
    literal = tsvector_literal([("A", "en", "civil"), ("B", "en", "service")])

    assert not matches(parse('"civil service"'), literal)
    assert matches(parse("civil service"), literal)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "reason", "shown", "name"),
    [
        ("yfkjub", "layout", "налоги", "tax"),
        ("fesk", "layout", "ауыл", "village"),
        ("0spvtn", "layout", "қызмет", "village"),
        ("ыукмфте", "layout", "servant", "service"),
        ("0ызмет", "repaired", "қызмет", "village"),
    ],
)
def test_another_reading_is_offered(typed, reason, shown, name):
    assert name not in found(typed)

    offered = {attempt.query.text: attempt for attempt in rewrites(parse(typed), VOCABULARY)}

    assert offered[shown].reason == reason
    assert matches(offered[shown].query, tsvector_literal(RECORDS[name]))


@pytest.mark.django_db
def test_russian_word_of_the_records_is_taken_for_kazakh_only_as_another_reading():
    literal = tsvector_literal([("A", "kk", "жаңа түр")])

    vocabulary = WordList(["жаңа түр", "тур по стране"])

    assert matches(parse("тур", vocabulary=WordList(["жаңа түр"])), literal)
    assert matches(parse("тур", languages=("kk",), vocabulary=vocabulary), literal)
    assert not matches(parse("тур", vocabulary=vocabulary), literal)
    attempt = next(iter(rewrites(parse("тур", vocabulary=vocabulary), vocabulary)))
    assert attempt.reason == "folded"
    assert matches(attempt.query, literal)


def test_query_says_what_was_looked_for():
    query = parse("служащих для -налоги")

    assert query.ignored == ("для",)
    first, second = query.terms
    assert (first.typed, first.is_excluded, first.is_folded) == ("служащих", False, False)
    assert ("ru", "служащий") in first.forms
    assert (second.typed, second.is_excluded) == ("налоги", True)
    vocabulary = WordList(["қызметкерлерге"])
    assert parse("кызметкер", vocabulary=vocabulary).is_folded
    assert parse("кызметкер", vocabulary=vocabulary).terms[0].spelt == ("қызметкерлерге",)
    assert not parse("кызметкер").is_folded
    assert not parse('"кызметкер"', vocabulary=vocabulary).is_folded


def test_function_words_alone_are_looked_for():
    assert not parse("бар").is_empty
    assert parse("the").ignored == ()


def test_languages_restrict_the_analysers():
    assert {language for language, _ in parse("реформа", languages=("ru",)).terms[0].forms} == {"ru"}
    assert {language for language, _ in parse("реформа", languages=("xx",)).terms[0].forms} == {"kk", "ru"}


@pytest.mark.parametrize("typed", ["", " ", "\0", '"', '""', "-", "|", "OR", "- -", "«»", "!&|()<->:*", "\ud800", "…"])
def test_nothing_to_look_for_is_an_empty_query(typed):
    query = parse(typed)

    assert query.is_empty
    assert query.tsquery == ""
    assert list(rewrites(query)) == []


def test_query_of_excluded_words_alone_says_so():
    query = parse('-civil -"налоги и сборы"')

    assert query.is_only_excluded
    assert not query.is_empty
    assert (query.tsquery, query.title_tsquery) == ("", "")
    assert not parse("civil -налоги").is_only_excluded


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ауыл", {"village"}),
        ("портал", set()),
        ("ауыл портал", set()),
        ("kazakstan", set()),
        ('"civil servants"', {"service"}),
        ("civil -index", {"service"}),
        ("egovernment", {"service"}),
        ("e-government", {"service"}),
        ("auyl", {"village"}),
    ],
)
def test_title_query_finds_titles_alone(typed, names):
    query = parse(typed, vocabulary=VOCABULARY)

    with connection.cursor() as cursor:
        literals = {name: tsvector_literal(fields) for name, fields in RECORDS.items()}
        hits = set()
        for name, literal in literals.items():
            cursor.execute("select %s::tsvector @@ %s::tsquery", [literal, query.title_tsquery])
            hits |= {name} if cursor.fetchone()[0] else set()
    assert hits == names


@pytest.mark.django_db
def test_alternatives_are_found_and_marked():
    query = parse("подати село")
    assert not matches(query, tsvector_literal(RECORDS["tax"]))

    expanded = query.expanded_with({(0,): ["налоги", "подать"], (1,): ["ауылдар"]})

    assert matches(expanded, tsvector_literal([("A", "ru", "налог на ауыл"), ("A", "kk", "ауыл")]))
    assert expanded.is_expanded
    assert [alternative.text for alternative in expanded.terms[0].alternatives] == ["налоги", "подать"]
    assert expanded.tsquery_of(is_expanded=False) == query.tsquery
    assert "<mark>Налогов</mark>" in highlight("Налоговая: Налогов", "ru", expanded)


@pytest.mark.django_db
def test_alternative_of_several_terms_stands_for_all_of_them():
    query = parse("государственный служащий реформа").expanded_with({(0, 1): ["civil servant"]}, reason="term")

    assert matches(query, tsvector_literal([("A", "en", "Civil servants"), ("A", "ru", "реформа")]))
    assert not matches(query, tsvector_literal([("A", "en", "servants, civil"), ("A", "ru", "реформа")]))
    assert not matches(query, tsvector_literal([("A", "en", "Civil servants")]))
    assert query.terms[0].alternatives[0].reason == "term"


def test_excluded_terms_unknown_numbers_and_empty_alternatives_are_passed_over():
    query = parse("налог -сбор")

    assert query.expanded_with({(1,): ["подать"], (7,): ["tax"], (0,): ["…", ""]}) == query
    many = query.expanded_with({(0,): [f"word{number}" for number in range(50)]})
    assert len(many.terms[0].alternatives) == MOST_ALTERNATIVES
    assert many.expanded_with({(0,): ["word1"]}) == many


def test_endless_query_is_cut_and_says_so():
    assert parse("word " * 5_000).is_cut
    query = parse(" ".join(f"w{n}" for n in range(60)))
    assert query.is_cut
    assert len(query.terms) == MOST_WORDS
    assert not parse("мемлекеттік қызмет").is_cut


HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from("\"'«»“”„-−|!&()<>:*\\%\0 \t.,0129oOrRИЛқәa-z_é\u0301"), st.characters()),
    max_size=120,
)


@pytest.mark.django_db
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(HOSTILE)
def test_postgresql_accepts_whatever_is_typed(typed):
    query = parse(typed, vocabulary=VOCABULARY)
    attempts = [query, *(attempt.query for attempt in rewrites(query, VOCABULARY))]
    with connection.cursor() as cursor:
        for attempt in attempts:
            for tsquery in (attempt.tsquery, attempt.title_tsquery):
                cursor.execute("select numnode(%s::tsquery), ''::tsvector @@ %s::tsquery", [tsquery] * 2)
                assert (cursor.fetchone()[0] > 0) is not (attempt.is_empty or attempt.is_only_excluded)
