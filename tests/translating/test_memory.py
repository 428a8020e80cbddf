"""Blocks of rich text, and what the translation memory learns and offers."""

from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from practices.models import Practice
from publishing.models import Segment
from publishing.richtext.html import sanitise, to_plain
from publishing.translating import memory
from publishing.translating.blocks import codes, plain, split, written
from publishing.translating.units import units_of
from tests.factories.members import country, expert
from tests.factories.practices import practice
from tests.factories.translating import version_of


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Один. <strong>Два</strong></p><p>Три</p>", ["Один. Два", "Три"]),
        ("<ul><li>а<ul><li>б</li></ul></li></ul>", ["а", "б"]),
        ("голый текст", ["голый текст"]),
        ("<p></p><p> </p>", []),
        ("", []),
        ("<blockquote><p>а<br>б</p></blockquote>", ["а б"]),
        ("<strong><p>а</p><p>б</p></strong>", ["а", "б"]),
    ],
)
def test_rich_text_falls_into_blocks(html, words):
    assert [plain(block) for block in split(html).blocks] == words


@pytest.mark.parametrize(
    "html",
    [
        '<p>Один <a href="https://e.org/?a=1&amp;b=2" rel="noopener noreferrer">два <em>три</em></a></p>',
        '<table><tbody><tr><td colspan="2">а</td></tr></tbody></table>',
        "<p>&lt;не элемент&gt; &amp; знак</p>\n<h2>б</h2>",
    ],
)
def test_the_same_blocks_in_the_same_skeleton_are_the_same_text(html):
    parts = split(html)

    assert parts.html(parts.blocks) == html


@given(st.text(alphabet="<>/pastrongemulibr &;=\"'aБ\n", max_size=120))
def test_any_text_comes_back_as_it_was_sanitised(text):
    parts = split(text)
    again = parts.html(parts.blocks)

    assert to_plain(again).split() == to_plain(sanitise(text)).split()
    assert split(again).html(split(again).blocks) == again


def test_codes_are_numbered_as_they_open():
    block = split("<p>а <strong>б <em>в</em></strong><br>г</p>").blocks[0]

    assert [(code.number, code.tag) for code in codes(block)] == [(1, "strong"), (2, "em"), (3, "br")]
    assert written(block) == "а <strong>б <em>в</em></strong><br>г"


@pytest.mark.django_db
def test_sentences_are_paired_where_there_are_as_many():
    record = practice(
        country(),
        problem_ru="<p>Очередь была длинной. Люди ждали.</p><p>Потом открыли центр.</p>",
        problem_kk="<p>Кезек ұзақ болды. Адамдар күтті.</p><p>Кейін орталық ашылды.</p>",
        solution_ru="<p>Первый абзац.</p><p>Второй абзац.</p>",
        solution_kk="<p>Бір ғана абзац.</p>",
    )

    pairs = memory.pairs_of(units_of(record), "ru", "kk")

    assert ("Очередь была длинной.", "Кезек ұзақ болды.") in pairs
    assert ("Потом открыли центр.", "Кейін орталық ашылды.") in pairs
    assert not [pair for pair in pairs if "абзац" in pair[0]]


@pytest.mark.django_db
def test_the_memory_is_made_anew_from_approved_and_current_texts():
    fields = {
        "original_language": "ru",
        "summary_ru": "Запись к врачу стала проще.",
        "summary_kk": "Дәрігерге жазылу оңайлады.",
    }
    good, outdated, draft = (practice(country(code), **fields) for code in ("KZ", "UZ", "KG"))
    version_of(good, "kk", state="approved")
    version_of(outdated, "kk", state="approved")
    Practice.objects.filter(pk=outdated.pk).update(text_version=2, significant_version=2)
    version_of(draft, "kk", state="draft")
    Segment.objects.create(record=draft, source_language="ru", target_language="kk", source="старое", target="ескі")

    call_command("rebuild_memory", stdout=StringIO())

    assert set(Segment.objects.filter(source=fields["summary_ru"]).values_list("object_id", flat=True)) == {good.pk}
    assert not Segment.objects.filter(source="старое").exists()


@pytest.mark.django_db
def test_texts_about_a_person_are_not_remembered():
    person = expert(of=country(), biography_kk="<p>Жұмыс істейді.</p>")

    assert memory.learn(person, "kk") == 0


@pytest.mark.django_db
def test_suggestions_cost_two_queries_for_any_number_of_sentences(django_assert_num_queries):
    record = practice(country())
    for number in range(5):
        Segment.objects.create(
            record=record,
            source_language="ru",
            target_language="kk",
            source=f"Это предложение номер {number}.",
            target="Бұл сөйлем.",
        )

    with django_assert_num_queries(4):  # two, and the savepoint around them
        found = memory.suggestions({"a": ["Это предложение номер 3."] * 40, "b": ["Совсем другое."]}, "ru", "kk")

    assert found["a"][0].percent == 100
    assert "b" not in found
