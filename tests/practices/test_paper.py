"""The practice on paper."""

import time
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.factories.members import country
from tests.factories.practices import award, language_state, practice, result, source

pytestmark = pytest.mark.django_db
LETTERS = "Ә ә Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і Ё ё"


def pdf(client: Client, address: str) -> PdfReader:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def xmp(reader: PdfReader) -> str:
    return reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]


def test_paper_is_tagged_in_its_language_and_claims_ua_1(client: Client) -> None:
    practice(country("KZ"), "Халыққа қызмет", slug="paper")

    reader = pdf(client, "/kk/practices/paper/practice.pdf")

    root = reader.trailer["/Root"]
    assert root["/Lang"] == "kk"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert "pdfuaid:part" in xmp(reader)
    assert reader.metadata is not None
    assert reader.metadata.title == "Халыққа қызмет"
    assert reader.metadata.author == "Агенттік"


def test_every_letter_and_part_reaches_the_paper(client: Client) -> None:
    record = practice(country("AZ"), f"Тақырып {LETTERS}", slug="paper")
    first = source(
        record,
        "s1",
        title="Winners list",
        publisher="",
        year=2015,
        is_year_approximate=True,
        url="https://un.example/w",
    )
    result(record, "Waiting minutes", before="65.5", after=40000, source=first, is_self_reported=True)
    award(record, "Service Award", source=first)

    text = text_of(pdf(client, "/kk/practices/paper/practice.pdf"))

    for piece in (
        LETTERS, "Мәселе мәтіні", "Шешім мәтіні", "Нәтиже мәтіні", "Сабақ", "Шарт мәтіні", "Waiting minutes", "65,5", "40\xa0000", "2017",
        "мекеменің өз дерегі бойынша", "Winners list", "шамамен", "https://un.example/w", "Service Award", "AZ елі",
        "http://testserver/kk/practices/paper/",
    ):  # fmt: skip
        assert " ".join(piece.split()) in text, piece


def test_the_state_of_the_language_stands_on_the_paper(client: Client) -> None:
    record = practice(country("KZ"), slug="paper", languages=("ru",))
    language_state(record, "kk", "missing")

    text = text_of(pdf(client, "/kk/practices/paper/practice.pdf"))

    assert "Бұл тілде (Қазақша) мәтін әзірге жоқ; басқа тілдегі мәтін көрсетілді: Русский." in text
    assert "Текст задачи" in text


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        '"); #read("/etc/passwd")',
        "*a _b `c $d$ @e <f> //g \\",
        "한국 ქართული 😀 عربي",
        "\x07\x1b",
        "= #",
        "]]][[[",
    ],
)
def test_no_text_becomes_typst_or_breaks_the_paper(client: Client, text: str) -> None:
    record = practice(country("KZ"), text, slug="paper", problem_en=f"<p>{text}</p>")
    source(record, title=text, url="https://example.org/#%22")

    read = text_of(pdf(client, "/en/practices/paper/practice.pdf"))

    if text.isascii() and text.isprintable():
        assert text.split()[0] in read


def test_rich_text_of_every_kind_is_set(client: Client) -> None:
    rich = (
        "<h2>Heading</h2><h3>Sub</h3><p>One <strong>two</strong> <em>three</em><br>four <a href='https://example.org/a'>five</a></p>"
        "<ol><li>six<ul><li>seven</li></ul></li></ol><blockquote><p>eight</p></blockquote>"
        "<table><thead><tr><th>nine</th><th>ten</th></tr></thead><tbody><tr><td colspan='2'>eleven</td></tr></tbody></table>twelve"
    )
    practice(country("KZ"), slug="paper", solution_en=rich)

    reader = pdf(client, "/en/practices/paper/practice.pdf")
    read = text_of(reader)

    for word in (
        "Heading",
        "Sub",
        "One two three",
        "four five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ):
        assert word in read, word
    assert "pdfuaid:part" in xmp(reader)


def test_the_same_paper_is_not_sent_twice(client: Client) -> None:
    record = practice(country("KZ"), slug="paper")
    first = client.get("/en/practices/paper/practice.pdf")

    again = client.get("/en/practices/paper/practice.pdf", headers={"If-None-Match": first.headers["ETag"]})
    result(record)
    changed = client.get("/en/practices/paper/practice.pdf", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert changed.status_code == 200
    assert client.get("/en/practices/paper/practice.pdf").content == changed.content


def test_paper_is_quick(client: Client) -> None:
    practice(country("KZ"), slug="paper")
    client.get("/en/practices/paper/practice.pdf")
    started = time.process_time()

    client.get("/kk/practices/paper/practice.pdf")

    assert time.process_time() - started < 1.0
