"""Citations: in words, as BibTeX and as RIS."""

import re
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from practices.citation import citation_of, latex
from publishing.languages import Text
from tests.factories.members import country
from tests.factories.practices import practice


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "langid"), [("kk", "kazakh"), ("ru", "russian"), ("en", "english")])
def test_bibtex_is_in_the_language_of_the_page(client: Client, language: str, langid: str) -> None:
    practice(country("KZ"), slug="cited")

    response = client.get(f"/{language}/practices/cited/citation.bib")
    text = response.content.decode()

    assert response.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="cited.bib"'
    assert text.startswith("@online{cited,\n  author = {{")
    assert f"langid = {{{langid}}}" in text
    assert f"url = {{http://testserver/{language}/practices/cited/}}" in text


@pytest.mark.django_db
def test_ris_has_its_lines_in_order_and_ends(client: Client) -> None:
    practice(country("KZ"), "Залы услуг", slug="cited")

    response = client.get("/ru/practices/cited/citation.ris")
    lines = response.content.decode().split("\r\n")

    assert response.headers["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert lines[0] == "TY  - ELEC"
    assert "TI  - Залы услуг" in lines
    assert "AU  - Агентство" in lines
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


@pytest.mark.django_db
def test_no_other_format_is_offered(client: Client) -> None:
    practice(country("KZ"), slug="cited")

    assert client.get("/en/practices/cited/citation.exe").status_code == 404


@pytest.mark.django_db
def test_the_page_prints_the_citation(client: Client) -> None:
    practice(country("KZ"), "Halls {of} services", slug="cited")

    page = client.get("/en/practices/cited/").content.decode()

    assert "Agency. Halls {of} services. Regional Hub of Civil Service" in page
    assert "http://testserver/en/practices/cited/" in page
    assert r"Halls {\textbraceleft}of{\textbraceright} services" in page


def test_latex_escapes_what_it_must_and_keeps_letters() -> None:
    assert latex(r"50% & {a} \ #1 $ _ ~ ^ Ә") == (
        r"50\% \& {\textbraceleft}a{\textbraceright} {\textbackslash} \#1 \$ \_ {\textasciitilde} {\textasciicircum} Ә"
    )


@given(st.text())
def test_bibtex_keeps_its_braces_balanced_and_ris_its_lines(text: str) -> None:
    citation = citation_of("key", text, Text(text, "ru", "ru"), date(2026, 1, 1), "https://hub.example/x/")

    depth = 0
    for letter in citation.bibtex():
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    lines = citation.ris().split("\r\n")
    assert sum(line.startswith("TI  - ") for line in lines) <= 1
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
