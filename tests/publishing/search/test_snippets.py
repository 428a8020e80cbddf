"""Hits are marked where they stand, and nothing a text holds gets out as HTML."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.search.query import parse
from publishing.search.snippets import has_hit, highlight, segments, snippet
from publishing.search.vocabulary import WordList


@pytest.mark.parametrize(
    ("text", "language", "typed", "expected"),
    [
        ("Ауылдағы қызметтер", "kk", "қызмет", "Ауылдағы <mark>қызметтер</mark>"),
        ("Қазақстанның ауылдары", "kk", "казакстан", "<mark>Қазақстанның</mark> ауылдары"),
        ("Учёт налогов", "ru", "учет", "<mark>Учёт</mark> налогов"),
        ("Civil service, civil law", "en", '"civil service"', "<mark>Civil service</mark>, civil law"),
        ("An e-Government approach", "en", "egovernment", "An <mark>e-Government</mark> approach"),
        ("An e-Government approach", "en", "e-government", "An <mark>e-Government</mark> approach"),
        ("An eGovernment approach", "en", "e-government", "An <mark>eGovernment</mark> approach"),
        ("Налоги и сборы", "ru", "сборы -налоги", "Налоги и <mark>сборы</mark>"),
        (
            "a < b & <script>реформа</script>",
            "ru",
            "реформы",
            "a &lt; b &amp; &lt;script&gt;<mark>реформа</mark>&lt;/script&gt;",
        ),
        ("Ничего", "ru", "", "Ничего"),
        ("", "ru", "реформа", ""),
    ],
)
def test_hits_are_marked_and_text_escaped(text, language, typed, expected):
    vocabulary = WordList([text])
    assert highlight(text, language, parse(typed, vocabulary=vocabulary)) == expected


def test_snippet_is_cut_about_the_hits_between_words():
    text = "начало " * 100 + "здесь государственные служащие учатся " + "конец " * 100

    cut = snippet(text, "ru", parse("служащий"), length=80)

    assert "государственные <mark>служащие</mark> учатся" in cut
    assert cut.startswith("… ")
    assert cut.endswith("конец …")
    assert len(cut) < 80 + len("<mark></mark>") + 10


def test_snippet_prefers_the_place_with_most_terms():
    text = "реформа " + "слово " * 100 + "реформа налогов " + "слово " * 100

    assert "<mark>реформа</mark> <mark>налогов</mark>" in snippet(text, "ru", parse("реформа налог"), length=100)


def test_snippet_without_hits_is_the_beginning():
    cut = snippet("слово " * 100, "ru", parse("реформа"), length=60)

    assert cut.startswith("слово слово")
    assert cut.endswith("слово …")
    assert not has_hit("слово", "ru", parse("реформа"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=20), st.integers(min_value=1, max_value=80))
def test_segments_are_the_whole_text_and_snippets_never_fail(text, typed, length):
    query = parse(typed)

    assert "".join(part.text for part in segments(text, "kk", query)) == text
    snippet(text, "kk", query, length=length)


def test_snippet_of_a_very_long_text_is_quick():
    text = "мемлекеттік қызмет көрсету сапасы " * 20_000
    query = parse('қызмет сапа "мемлекеттік қызмет" портал')
    snippet(text[:1000], "kk", query)

    started = time.process_time()
    snippet(text, "kk", query)

    assert time.process_time() - started < 3
