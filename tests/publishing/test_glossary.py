"""The public glossary: its pages, its files, its desk."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members.enums import Role
from publishing import catalogue
from publishing.glossary import terminology
from publishing.glossary.terminology import terms_in
from publishing.models import Entry, Source, Term
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, staff
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def servant() -> Term:
    made = term(
        "civil-servant",
        "мемлекеттік қызметші",
        "государственный служащий",
        "civil servant",
        variants_ru="госслужащий",
        definition_en="A person who holds a post.",
        definition_ru="Лицо, занимающее должность.",
    )
    Source.objects.create(record=made, key="law", title="The law & its remarks", url="https://example.org/law?a=1&b=2")
    return made


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def names(client: Client, path: str) -> list[str]:
    """The addresses of the listed terms, in their order."""
    found = client.get(path).context["glossary"]
    return [row.term.slug for letter in found.letters for row in letter.terms]


@pytest.mark.parametrize("query", ["мемлекеттік қызметшілердің", "государственным служащим", "servants", "госслужащих"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_term_is_found_in_any_language_and_form(client: Client, servant: Term, query: str, language: str) -> None:
    term("agenda", "күн тәртібі", "повестка дня", "agenda")

    assert names(client, f"/{language}/glossary/?q={query}") == ["civil-servant"]


def test_names_are_found_before_definitions(client: Client) -> None:
    term("ethics", en="ethics", definition_en="Mentor, mentor and mentor: a mentor says what is right to a mentor.")
    term("mentor", en="mentor")

    assert names(client, "/en/glossary/?q=mentors") == ["mentor", "ethics"]


def test_terms_stand_by_the_letters_of_the_readers_language(client: Client, servant: Term) -> None:
    term("corps-a", "«А» корпусы", "корпус «А»", "Corps A")
    term("committee", "Әкімшілік", "Яркость", "Zeal")
    term("nothing-in-russian", "ұлт", "", "nation")

    letters = {
        language: [
            (letter.letter, [row.term.slug for row in letter.terms])
            for letter in client.get(f"/{language}/glossary/").context["glossary"].letters
        ]
        for language in ("kk", "ru", "en")
    }

    assert letters["kk"] == [
        ("А", ["corps-a"]),
        ("Ә", ["committee"]),
        ("М", ["civil-servant"]),
        ("Ұ", ["nothing-in-russian"]),
    ]
    assert [letter for letter, _slugs in letters["ru"]] == ["Г", "К", "Ұ", "Я"]
    assert letters["en"] == [("C", ["civil-servant", "corps-a"]), ("N", ["nothing-in-russian"]), ("Z", ["committee"])]


def test_the_list_shows_all_languages_and_what_stands_in_carries_its_language(client: Client, servant: Term) -> None:
    term("only-kazakh", "нобай")

    html = page(client, "/en/glossary/")

    assert '<span lang="kk">мемлекеттік қызметші</span>' in html
    assert '<span lang="ru">государственный служащий</span>' in html
    assert '<span lang="kk">нобай</span>' in html
    assert 'id="civil-servant"' in html


def test_the_fields_of_knowledge_are_a_filter(client: Client, servant: Term) -> None:
    term("ethics", en="ethics", domain="ethics")

    assert names(client, "/en/glossary/?domain=ethics") == ["ethics"]
    assert "There is no field “nonsense”" in page(client, "/en/glossary/?domain=nonsense")
    assert len(names(client, "/en/glossary/?domain=nonsense")) == 2


@pytest.mark.parametrize("query", ["%ff%fe", "x" * 5000, "<script>alert(1)</script>", "&", "-a", "«»", "💥"])
def test_odd_queries_are_answered(client: Client, servant: Term, query: str) -> None:
    html = page(client, f"/en/glossary/?q={query}")

    assert "<script>alert" not in html


def test_a_term_has_a_page_of_its_own(client: Client, servant: Term) -> None:
    html = page(client, "/ru/glossary/civil-servant/")

    assert "A person who holds a post." in html
    assert "госслужащий" in html
    assert "https://example.org/law?a=1&amp;b=2" in html
    assert client.get("/ru/glossary/no-such-term/").status_code == 404


def test_terms_are_found_by_the_search_of_the_site(client: Client, servant: Term) -> None:
    html = page(client, "/ru/search/?q=госслужащих")

    assert "/ru/glossary/civil-servant/" in html
    assert "/en/glossary/civil-servant/" in client.get("/sitemap.xml").content.decode()
    assert list(catalogue.differences()) == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 2), ("?q=term", 6), ("glossary.csv", 2), ("glossary-2019.tbx", 2)])
def test_the_glossary_costs_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, path: str, queries: int
) -> None:
    for number in range(rows):
        made = term(f"term-{number}", en=f"term {number}")
        Source.objects.create(record=made, key="s", title="A source")
    page(client, f"/en/glossary/{path}")

    with django_assert_num_queries(queries):
        page(client, f"/en/glossary/{path}")


def test_the_table_holds_every_language_and_no_formula(client: Client, servant: Term) -> None:
    term("formula", "=1+1", "@SUM(A1)", "-cmd|calc", variants_en="+one\n=two")

    content = client.get("/ru/glossary/glossary.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))

    assert len({len(row) for row in rows}) == 1
    by_slug = {row[0]: row for row in rows[1:]}
    assert by_slug["civil-servant"][2:5] == ["мемлекеттік қызметші", "государственный служащий", "civil servant"]
    assert "The law & its remarks https://example.org/law?a=1&b=2" in by_slug["civil-servant"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_tbx_of_the_present_standard(client: Client, servant: Term) -> None:
    term("odd", en="a < b & \u0001c", variants_en='"d"')

    response = client.get("/en/glossary/glossary-2019.tbx")
    root = ET.fromstring(response.content)

    space = {"t": "urn:iso:std:iso:30042:ed-2"}
    assert (root.tag, root.attrib["type"], root.attrib["style"]) == (
        "{urn:iso:std:iso:30042:ed-2}tbx",
        "TBX-Basic",
        "dca",
    )
    entries = root.findall(".//t:conceptEntry", space)
    assert [entry.attrib["id"] for entry in entries] == ["term-civil-servant", "term-odd"]
    russian = next(s for s in entries[0].findall("t:langSec", space) if s.attrib.values() and "ru" in s.attrib.values())
    terms = [
        (part.findtext("t:term", "", space), part.findtext("t:termNote", "", space))
        for part in russian.findall("t:termSec", space)
    ]
    assert terms == [
        ("государственный служащий", "preferredTerm-admn-sts"),
        ("госслужащий", "admittedTerm-admn-sts"),
    ]
    assert russian.findtext("t:descrip", "", space) == "Лицо, занимающее должность."
    assert [e.text for e in entries[1].iter("{urn:iso:std:iso:30042:ed-2}term")] == ["a < b & c", '"d"']
    assert "attachment" in response.headers["Content-Disposition"]


def test_tbx_for_older_tools_is_read_by_one(client: Client, servant: Term) -> None:
    tbx = pytest.importorskip("translate.storage.tbx")

    content = client.get("/en/glossary/glossary-2008.tbx").content
    store = tbx.tbxfile.parsestring(content, sourcelanguage="en", targetlanguage="kk")

    assert [(unit.source, unit.target) for unit in store.units] == [("civil servant", "мемлекеттік қызметші")]
    assert client.get("/en/glossary/glossary-1999.tbx").status_code == 404


def test_an_editor_adds_a_term_and_texts_know_it(django_capture_on_commit_callbacks: object) -> None:
    editor = desk(staff(Role.EDITOR))
    data = fields_of(editor.get("/ru/admin/publishing/term/add/"), form_id="term_form")
    data |= {"name_ru": "нацпроект", "name_en": "national project", "domain": "hub"}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        response = editor.post("/ru/admin/publishing/term/add/", data)

    assert response.status_code == 302
    made = Term.objects.get()
    assert made.slug == "national-project"
    assert Entry.objects.get(kind="term").title_ru == "нацпроект"
    assert [hit.term for hit in terms_in("Без нацпроектов", "ru")] == [made]


def test_a_term_without_a_name_is_refused_and_nothing_typed_is_lost() -> None:
    editor = desk(staff(Role.EDITOR))
    data = fields_of(editor.get("/ru/admin/publishing/term/add/"), form_id="term_form")

    response = editor.post("/ru/admin/publishing/term/add/", data | {"definition_ru": "Только определение"})

    assert response.status_code == 200
    assert "Только определение" in response.content.decode()
    assert not Term.objects.exists()


def test_who_may_change_the_glossary(servant: Term) -> None:
    address = f"/ru/admin/publishing/term/{servant.pk}/"

    assert desk(staff(Role.TRANSLATOR)).get("/ru/admin/publishing/term/add/").status_code == 403
    assert desk(staff(Role.EDITOR)).get(f"{address}delete/").status_code == 403
    secretariat = desk(staff(Role.SECRETARIAT))
    assert secretariat.post(f"{address}delete/", {"post": "yes"}).status_code == 302
    assert not Entry.objects.filter(kind="term").exists()
    terminology.refresh()
    assert terms_in("civil servant", "en") == []
