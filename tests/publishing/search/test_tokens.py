"""Words of a text: what counts as one, and how it is written down."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.search.tokens import LONGEST_WORD, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Қазақстан Республикасының Үкіметі", ["қазақстан", "республикасының", "үкіметі"]),
        ("Ещё о́тпуск, Ёлка", ["еще", "отпуск", "елка"]),
        ("cеминар Сeнат Мемлекeттiк", ["семинар", "сенат", "мемлекеттік"]),
        ("Әлем əлем", ["әлем", "әлем"]),
        ("Еurope", ["europe"]),
        ("мемле\u00adкет \u200bқыз\u200dмет", ["мемлекет", "қызмет"]),
        ("й и\u0306 е\u0308", ["й", "й", "е"]),
        ("people’s об'єкт 'quoted'", ["people's", "об'єкт", "quoted"]),
        ("2013–2015 жж., 15.03.2013", ["2013", "2015", "жж", "15", "03", "2013"]),
        ("1\u00a0234\u00a0567,5 теңге; 15 200", ["1234567.5", "теңге", "15200"]),
        ("3,5 % және 3.5", ["3.5", "және", "3.5"]),
        ("2013,2014", ["2013", "2014"]),
        ("2013ж. №169-V ISO9001", ["2013", "ж", "169", "v", "iso9001"]),
        ("İstanbul I ı", ["istanbul", "i", "ı"]),
        ("ﬁle ＡＢＣ", ["file", "abc"]),
        ("a\0b \ud800 😀 ---", ["a", "b"]),
        ("", []),
    ],
)
def test_words_are_normalised(text, expected):
    assert words(text) == expected


def test_hyphenated_compound_gives_parts_and_the_whole_on_the_first():
    found = list(tokens("құны e-Government 2.0"))

    assert [(token.word, token.joined) for token in found] == [
        ("құны", ""),
        ("e", "egovernment"),
        ("government", ""),
        ("2.0", ""),
    ]


def test_absurdly_long_word_is_cut():
    assert words("x" * 1_000_000) == ["x" * LONGEST_WORD]


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_places_point_at_the_words_from_left_to_right(text):
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.word
        assert len(token.word) <= LONGEST_WORD
        end = token.end


@pytest.mark.parametrize("separator", ["-", "'", "\u0301", "\u00ad", "1 ", "1.", "1,"])
def test_hostile_repetition_takes_linear_time(separator):
    started = time.process_time()
    words(("а" + separator) * 50_000)
    words(separator * 50_000)

    assert time.process_time() - started < 5
