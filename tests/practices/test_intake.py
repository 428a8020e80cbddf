"""Practices out of files: the template comes back, nothing is stored before it was seen, nothing twice."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook

from members.enums import Role
from members.models import Country, User
from practices.intake.parts import PARTS
from practices.intake.template import build
from practices.models import Practice
from publishing.documents import uploads
from publishing.enums import State
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db

TEXTS = {
    "ru": {
        "title": "Единое окно в районных центрах", "summary": "Люди получают услуги в одном месте.", "country": "Страна AZ",
        "institution": "Агентство услуг", "problem": "Очереди стояли часами.", "lessons": "Начинать с обучения.",
    },
    "kk": {
        "title": "Аудан орталықтарындағы бір терезе", "summary": "Адамдар қызметті бір жерден алады.", "country": "AZ",
        "institution": "Қызметтер агенттігі", "problem": "Кезекте сағаттап тұратын.", "lessons": "Оқытудан бастау керек.",
    },
    "en": {
        "title": "One window in district centres", "summary": "People get services in one place.", "country": "az",
        "institution": "Agency of Services", "problem": "People queued for hours.", "lessons": "Begin with training.",
    },
}  # fmt: skip
NAMES = {"country": {"ru": "Страна AZ"}}


def signed(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def azerbaijan() -> Country:
    return country("AZ")


@pytest.fixture
def author(azerbaijan: Country) -> User:
    return account("author@example.org")


@pytest.fixture
def focal(azerbaijan: Country) -> User:
    user = person(Role.FOCAL_POINT, azerbaijan)
    assert user is not None
    return user


def filled(code: str, *, drop: tuple[str, ...] = (), **more: str) -> Any:
    """The template in the language, filled in as a person would."""
    document = Document(io.BytesIO(build(code)))
    headings = {p.text: p for p in document.paragraphs if p.style.name == "Heading 1"}
    names = list(headings)
    assert len(names) == len(PARTS)
    texts = {**TEXTS[code], "themes": "ethics-integrity", "start_year": "2016", **more}
    for part, name in zip(PARTS, names, strict=True):
        if part.key in texts and part.key not in drop:
            _after(headings[name], texts[part.key])
    results, sources = document.tables
    for cell, text in zip(results.rows[1].cells, ("Минуты", "65,5", "8", "мин", "2017", "1"), strict=True):
        cell.text = text
    for cell, text in zip(sources.rows[1].cells, ("Отчёт", "ООН", "2018", "https://example.org/r"), strict=True):
        cell.text = text
    return document


def _after(heading: Any, text: str) -> Any:
    """A paragraph behind the hint that follows the heading."""
    hint = heading._p.getnext()
    paragraph = heading.insert_paragraph_before(text, style="Normal")
    hint.addnext(paragraph._p)
    return paragraph


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def send(client: Client, content: bytes, name: str = "practice.docx", language: str = "") -> Any:
    data = {"document": SimpleUploadedFile(name, content), "language": language}
    return client.post("/en/contribute/import/document/", data)


def lines(response: Any) -> dict[str, Any]:
    return {line.key: line for line in response.context["plan"].lines}


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_the_template_comes_back_in_each_language(author: User, code: str) -> None:
    client = signed(author)
    content = b"".join(client.get(f"/ru/contribute/template.docx?language={code}"))
    assert uploads.inspect(SimpleUploadedFile("t.docx", content)).media_type.endswith("wordprocessingml.document")

    response = send(client, saved(filled(code)))

    found = lines(response)
    assert response.status_code == 200
    assert Practice.objects.count() == 0, "a dry run stores nothing"
    assert response.context["plan"].language == code
    assert response.context["plan"].left_out == []
    assert {key: line.notes for key, line in found.items() if line.notes} == {}
    answer = client.post("/en/contribute/import/document/confirm/", {"token": response.context["token"]})
    draft = Practice.objects.get()
    assert answer.url == f"/en/contribute/{draft.pk}/snapshot/"
    assert (draft.state, draft.owner, draft.original_language, draft.country.iso2) == (State.DRAFT, author, code, "AZ")
    assert getattr(draft, f"title_{code}") == TEXTS[code]["title"]
    assert getattr(draft, f"problem_{code}") == f"<p>{TEXTS[code]['problem']}</p>"
    assert getattr(draft, f"lessons_{code}") == f"<p>{TEXTS[code]['lessons']}</p>"
    assert getattr(draft, f"solution_{code}") == ""
    assert draft.start_year == 2016
    assert [row.theme.slug for row in draft.theme_rows.all()] == ["ethics-integrity"]
    figure, source = draft.results.get(), draft.sources.get()
    assert (getattr(figure, f"indicator_{code}"), figure.before, figure.after, figure.year) == (
        "Минуты", Decimal("65.5"), 8, 2017,
    )  # fmt: skip
    assert (source.title, source.publisher, source.year, source.url) == ("Отчёт", "ООН", 2018, "https://example.org/r")
    assert figure.source == source
    assert draft.versions()[code].state != "missing"


def test_pressing_twice_makes_one_draft(author: User) -> None:
    client = signed(author)
    token = send(client, saved(filled("ru"))).context["token"]

    first = client.post("/en/contribute/import/document/confirm/", {"token": token})
    second = client.post("/en/contribute/import/document/confirm/", {"token": token})

    assert Practice.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == f"/en/contribute/{Practice.objects.get().pk}/check/"


def test_rich_text_is_kept(author: User) -> None:
    document = filled("en", drop=("solution",))
    heading = next(p for p in document.paragraphs if p.text == "Solution")
    last = heading._p.getnext()
    for text, style in (
        ("How", "Heading 2"), ("Details", "Heading 3"), ("one", "List Bullet"), ("inner", "List Bullet 2"), ("first", "List Number"),
    ):  # fmt: skip
        paragraph = heading.insert_paragraph_before(text, style=style)
        last.addnext(paragraph._p)
        last = paragraph._p
    words = heading.insert_paragraph_before("", style="Normal")
    words.add_run("bold").bold = True
    words.add_run(" and ")
    words.add_run("italic <b>").italic = True
    link = words._p.makeelement(
        qn("w:hyperlink"), {qn("r:id"): document.part.relate_to("https://example.org/?a=1&b=2", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True)}
    )  # fmt: skip
    run = words.add_run(" link")._r
    link.append(run)
    words._p.append(link)
    last.addnext(words._p)
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{number}"
    words._p.addnext(table._tbl)

    response = send(signed(author), saved(document))

    html = response.context["plan"].texts["solution"].replace(' rel="noopener noreferrer"', "")
    assert "<h2>How</h2><h3>Details</h3><ul><li>one" in html
    assert "<ol><li>first</li></ol>" in html
    assert "<p><strong>bold</strong> and <em>italic &lt;b&gt;</em>" in html
    assert '<a href="https://example.org/?a=1&amp;b=2"> link</a>' in html
    assert (
        "<table><thead><tr><th>c0</th><th>c1</th></tr></thead><tbody><tr><td>c2</td><td>c3</td></tr></tbody></table>"
        in html
    )


def test_what_is_not_understood_is_told(author: User) -> None:
    document = filled("ru", themes="Этика; Рыбалка", start_year="давно", country="Атлантида", title="ж" * 300)
    document.tables[0].rows[2].cells[0].text = "Цена"
    document.tables[0].rows[2].cells[1].text = "много"
    document.tables[0].rows[2].cells[5].text = "9"
    document.tables[1].rows[2].cells[3].text = "javascript:alert(1)"
    document.add_heading("Наши планы", level=1)
    document.add_paragraph("Построить мост")

    response = send(signed(author), saved(document))

    found = lines(response)
    assert "Рыбалка" in str(found["themes"].notes)
    assert "давно" in str(found["start_year"].notes)
    assert found["country"].verdict == "stop"
    assert "300" in str(found["title"].notes)
    assert len(response.context["plan"].texts["title"]) <= 200
    assert "много" in str(found["results"].notes)
    assert "9" in str(found["results"].notes)
    assert "javascript" in str(found["sources"].notes)
    assert all("javascript" not in source.get("url", "") for source in response.context["plan"].sources)
    assert response.context["plan"].left_out == [("Наши планы", "Построить мост")]
    assert response.context["token"] == ""
    assert "Построить мост" in response.content.decode()


def test_a_renamed_heading_is_known_by_its_bookmark(author: User) -> None:
    document = filled("ru")
    heading = next(p for p in document.paragraphs if p.text == "Проблема")
    heading.runs[0].text = "Что было плохо"

    response = send(signed(author), saved(document))

    assert response.context["plan"].texts["problem"] == f"<p>{TEXTS['ru']['problem']}</p>"


def test_another_document_says_so(author: User) -> None:
    document = Document()
    document.add_paragraph("Просто письмо")

    response = send(signed(author), saved(document))

    assert "No heading of the template" in response.content.decode()
    assert response.context["token"] == ""


def test_a_focal_point_submits_for_the_own_country_alone(focal: User) -> None:
    country("UZ")
    client = signed(focal)

    assert lines(send(client, saved(filled("en", country="UZ"))))["country"].verdict == "stop"
    response = send(client, saved(filled("en", drop=("country",))))

    client.post("/en/contribute/import/document/confirm/", {"token": response.context["token"]})
    draft = Practice.objects.get()
    assert (draft.country.iso2, draft.submitted_for) == ("AZ", "country")


def test_a_draft_of_the_same_is_named(author: User, azerbaijan: Country) -> None:
    practice(
        azerbaijan, slug="known", title_en="One window in the centres of districts", summary_en="People get all services in one place."
    )  # fmt: skip

    response = send(signed(author), saved(filled("en")))

    assert [one.slug for one in response.context["alike"]] == ["known"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b" " * (60 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", bomb()),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", b""),
        ("a.docx", b"<html></html>"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        ("a.pdf", b"%PDF-1.4"),
        ("../\x00a.docx", b"x"),
    ],
)
def test_a_hostile_file_is_refused_by_the_field(author: User, name: str, content: bytes) -> None:
    response = send(signed(author), content, name)

    assert response.status_code == 200
    assert response.context["document_form"].errors["document"]


def test_a_docx_of_odd_parts_is_refused_by_the_field(author: User) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")

    response = send(signed(author), out.getvalue())

    assert response.context["document_form"].errors["document"]


def test_a_token_is_its_owners(author: User) -> None:
    token = send(signed(author), saved(filled("ru"))).context["token"]

    for forged in (token, "", "x", token[:-1]):
        answer = signed(account(f"thief{len(forged)}@example.org")).post(
            "/en/contribute/import/document/confirm/", {"token": forged}
        )
        assert answer.url == "/en/contribute/import/"
    assert not Practice.objects.exists()


def test_files_are_counted(author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(uploads, "PER_HOUR", 1)
    client, content = signed(author), saved(filled("ru"))

    assert send(client, content).context["token"]
    assert send(client, content).context["document_form"].errors["document"]


# Tables


def table(rows: list[dict[str, Any]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send_table(client: Client, rows: list[dict[str, Any]]) -> Any:
    data = {"table_file": SimpleUploadedFile("t.xlsx", table(rows))}
    return client.post("/en/contribute/import/table/", data)


def test_a_table_makes_drafts_of_the_importer_once(focal: User) -> None:
    client = signed(focal)
    rows = [
        {
            "slug": "",
            "country": "AZ",
            "original_language": "ru",
            "title_ru": f"Практика {number}",
            "themes": "leadership",
        }
        for number in range(3)
    ]

    response = send_table(client, rows)
    assert (response.context["problems"], len(response.context["planned"])) == ([], 3)
    assert not Practice.objects.exists()
    for _press in range(2):
        assert (
            client.post("/en/contribute/import/table/confirm/", {"token": response.context["token"]}).status_code == 302
        )

    drafts = Practice.objects.all()
    assert {(draft.state, draft.owner, draft.submitted_for) for draft in drafts} == {(State.DRAFT, focal, "country")}
    assert len(drafts) == 3


def test_a_table_brings_no_practice_of_another_country(focal: User) -> None:
    country("UZ")

    response = send_table(signed(focal), [{"slug": "", "country": "UZ", "title_ru": "Чужая"}])

    assert [(problem.row, problem.column) for problem in response.context["problems"]] == [(2, "country")]
    assert response.context["token"] == ""


def test_a_table_changes_only_what_is_still_theirs(focal: User, azerbaijan: Country) -> None:
    practice(azerbaijan, slug="public")
    practice(azerbaijan, slug="draft", published=False)
    practice(country("UZ"), slug="foreign", published=False)
    client = signed(focal)

    response = send_table(
        client, [{"slug": slug, "country": "AZ", "title_ru": "Новое"} for slug in ("public", "draft", "foreign")]
    )

    assert {problem.row for problem in response.context["problems"]} == {2, 4}
    response = send_table(
        client, [{"slug": "draft", "country": "AZ", "title_ru": "Новое", "evidence": "independent_evaluation"}]
    )
    client.post("/en/contribute/import/table/confirm/", {"token": response.context["token"]})
    draft = Practice.objects.get(slug="draft")
    assert (draft.title_ru, draft.evidence, draft.edition) == ("Новое", "agency_data", 2)
    assert response.context["ignored"] == ["evidence"]


def test_formulas_are_refused_by_their_cells(focal: User) -> None:
    response = send_table(signed(focal), [{"slug": "", "country": "AZ", "title_ru": "=1+1"}])

    assert "C2" in str(response.context["table_form"].errors["table_file"])


def test_others_bring_no_table(author: User) -> None:
    client = signed(author)

    assert send_table(client, [{"slug": ""}]).status_code == 403
    assert client.get("/en/contribute/import/practices.xlsx").status_code == 403
    assert "table_file" not in client.get("/en/contribute/import/").content.decode()


def test_the_empty_table_is_read_back(focal: User) -> None:
    content = b"".join(signed(focal).get("/en/contribute/import/practices.xlsx"))

    response = signed(focal).post("/en/contribute/import/table/", {"table_file": SimpleUploadedFile("t.xlsx", content)})

    assert response.status_code == 200
    assert response.context["token"] == ""
