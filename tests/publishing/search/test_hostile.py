"""Queries meant to hurt: the cost is bounded, the reading sensible, and the page can say what became of them."""

import random
import time

import pytest

from publishing.search.query import LONGEST_TEXT, MOST_WORDS, parse, rewrites
from publishing.search.vocabulary import WordList

VOCABULARY = WordList(["мемлекеттік қызмет сапасы", "қазақстанның ауылдары", "civil service", "налоги"])

ENDLESS = {
    "one letter": "a" * 10_000,
    "Cyrillic": "абв" * 3_400,
    "words": " ".join(f"сөз{number}" for number in range(2_500)),
    "hyphens": "a-" * 5_000,
    "minus signs": "-" * 10_000,
    "lone minus signs": "- " * 5_000,
    "operators": "OR | AND - ИЛИ " * 700,
    "quotes": '"a «b „c “d ' * 900,
    "nested quotes": '«"«"„“' * 1_700 + "налог",
    "NUL": "\0" * 5_000,
    "NUL between": "қыз\0мет " * 1_300,
    "right to left": "\u202eمرحبا بالعالم שלום " * 500,
    "emoji": "😀👩‍👩‍👧‍👦 " * 1_200,
    "combining": "e" + "\u0301" * 9_999,
    "apostrophes": "a'" * 5_000,
    "digits": "1 " * 5_000,
    "decimals": "1,1," * 2_500,
    "surrogates": "\ud800" * 10_000,
    "blanks": " \t\u00a0" * 3_400,
    "excluded": "-налог " * 1_500,
    "function words": "и в на " * 1_500,
}


@pytest.mark.parametrize("typed", ENDLESS.values(), ids=ENDLESS.keys())
def test_endless_query_is_bounded_and_says_that_it_was_cut(typed):
    query = parse(typed, vocabulary=VOCABULARY)

    assert len(query.text) <= LONGEST_TEXT
    assert sum(len(term.sequence) for term in query.terms) <= MOST_WORDS
    assert len(query.tsquery) < 20_000
    assert query.is_cut or query.is_empty
    assert all(attempt.query.tsquery for attempt in rewrites(query, VOCABULARY))


@pytest.mark.parametrize("typed", ENDLESS.values(), ids=ENDLESS.keys())
def test_endless_query_costs_little(typed):
    parse(typed, vocabulary=VOCABULARY)

    assert min(_seconds(typed) for _ in range(3)) < 0.02


def test_unknown_words_cost_little_the_first_time():
    """The dearest honest query: as many different words as are read, none of them known or seen before."""
    letters = random.Random(2013)
    parse("слово сөз word", vocabulary=VOCABULARY)

    def unknown():
        return "".join(letters.choice("бвгдзклмнпрст") + letters.choice("аоеиу") for _ in range(5))

    assert min(_seconds(" ".join(unknown() for _ in range(40))) for _ in range(5)) < 0.06


def test_word_said_twice_is_looked_for_once():
    assert len(parse("налог налог НАЛОГ налог").terms) == 1
    assert len(parse('налог "налог"').terms) == 2
    assert parse("tax OR tax OR tax").tsquery == parse("tax").tsquery


def test_compound_of_hundreds_of_parts_is_read_as_far_as_there_is_room():
    query = parse("ab-" * 100)

    assert query.is_cut
    assert [len(term.sequence) for term in query.terms] == [MOST_WORDS]


def test_excluded_words_alone_never_become_everything():
    for typed in ("-налог", "-налог -сбор", '-"налоги и сборы"', "-a OR -b", "-a | -b", "-налог и в"):
        query = parse(typed)
        assert query.tsquery == "" or not query.is_only_excluded
        assert query.is_only_excluded or query.terms[-1].typed in {"и", "в"}


def test_function_words_alone_say_so():
    assert parse("и в на").is_only_function_words
    assert not parse("налог и сбор").is_only_function_words
    assert not parse("-налог").is_only_function_words


def _seconds(typed):
    started = time.process_time()
    parse(typed, vocabulary=VOCABULARY)
    return time.process_time() - started
