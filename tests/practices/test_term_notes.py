"""Terms in the texts of a page lead to notes at its end, without script."""

import re
import time
from html.parser import HTMLParser

import pytest
from django.test import Client

from publishing.glossary.notes import MOST, TermNotes
from publishing.languages import Text
from tests.factories import reforms
from tests.factories.members import country
from tests.factories.practices import practice
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def glossary() -> None:
    term(
        "civil-servant",
        "мемлекеттік қызметші",
        "государственный служащий",
        "civil servant",
        definition_en="Who holds a post.",
    )
    term("conflict", "мүдделер қақтығысы", "конфликт интересов", "conflict of interest")


def marked(html: str, language: str = "en") -> str:
    return str(TermNotes().mark(Text(html, language, language)))


def test_the_first_occurrence_alone_is_marked() -> None:
    html = marked("<p>Civil servants and a civil servant.</p>")

    assert html == (
        '<p><a class="term" id="term-civil-servant" href="#note-civil-servant" role="doc-noteref">Civil servants</a>'
        " and a civil servant.</p>"
    )


def test_later_texts_of_a_page_do_not_mark_a_term_again() -> None:
    notes = TermNotes()

    first = notes.mark(Text("<p>A civil servant.</p>", "en", "en"))
    second = notes.mark(Text("<p>Государственным служащим запрещён конфликт интересов.</p>", "ru", "en"))

    assert "#note-civil-servant" in first
    assert "#note-civil-servant" not in second
    assert "#note-conflict" in second
    assert second.startswith('<div lang="ru">')
    assert [one.slug for one in notes.terms.values()] == ["civil-servant", "conflict"]


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="https://example.org/?a>b">civil servants</a></p>',
        "<h2>Civil servants</h2>",
        "<h3>A <em>civil servant</em></h3>",
        "<table><thead><tr><th>civil servant</th></tr></thead></table>",
        '<p><a href="/civil-servant" title="civil servant">x</a></p>',
        "<p>civil</p><p>servant</p>",
        "",
    ],
)
def test_links_headings_and_attributes_are_left_as_they_are(html: str) -> None:
    assert marked(html) == html


def test_what_is_escaped_stays_escaped() -> None:
    html = marked("<p>&lt;script&gt; &amp; civil&nbsp;servants &lt;b&gt;</p><p>1 &lt; 2</p>")

    assert "<script" not in html
    assert html.startswith("<p>&lt;script&gt; &amp; <a ")
    assert html.endswith(" &lt;b&gt;</p><p>1 &lt; 2</p>")


def test_there_are_not_more_notes_than_a_reader_can_use() -> None:
    for number in range(MOST + 10):
        term(f"word-{number}", en=f"wordnumber{number}")

    notes = TermNotes()
    notes.mark(Text("<p>" + " ".join(f"wordnumber{number}" for number in range(MOST + 10)) + "</p>", "en", "en"))

    assert len(notes.terms) == MOST


def test_every_mark_has_its_note_and_every_note_its_mark(client: Client) -> None:
    practice(
        country("KZ"),
        slug="marked",
        problem_en="<p>Civil servants had a conflict of interest.</p>",
        solution_en="<p>A civil servant declares it.</p>",
    )

    html = client.get("/en/practices/marked/").content.decode()

    assert sorted(re.findall(r'href="#note-([a-z-]+)"', html)) == sorted(re.findall(r'<div id="note-([a-z-]+)"', html))
    assert re.findall(r'class="term" id="term-([a-z-]+)"', html) == ["civil-servant", "conflict"]
    assert sorted(re.findall(r'href="#term-([a-z-]+)"', html)) == ["civil-servant", "conflict"]
    assert "Who holds a post." in html
    assert '<span lang="kk">мүдделер қақтығысы</span>' in html
    ids = Ids()
    ids.feed(html)
    assert len(ids.found) == len(set(ids.found))


def test_reforms_and_inflected_kazakh(client: Client) -> None:
    reforms.reform(of=country("KZ"), slug="the-reform", background_kk="<p>Мемлекеттік қызметшілердің саны.</p>")

    html = client.get("/kk/reforms/the-reform/").content.decode()

    assert 'role="doc-noteref">Мемлекеттік қызметшілердің</a>' in html
    assert 'id="note-civil-servant"' in html


def test_a_page_without_terms_has_no_list_of_them(client: Client) -> None:
    practice(country("KZ"), slug="plain")

    assert "term-notes" not in client.get("/en/practices/plain/").content.decode()


def test_marking_a_long_text_takes_less_than_ten_milliseconds() -> None:
    html = "<p>Әр өңірдің тәжірибесі жинақталып, қорытынды жасалды. Мұны бәрі біледі.</p>\n" * 250
    marked(html, "kk")

    spent = []
    for _attempt in range(5):
        start = time.process_time()
        marked(html, "kk")
        spent.append(time.process_time() - start)
    assert len(html) > 18_000
    assert min(spent) < 0.01


class Ids(HTMLParser):
    """All ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "id" and value]
