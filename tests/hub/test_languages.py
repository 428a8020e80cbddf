"""Addresses and languages: the way in, the switch, the alternates."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.hub import page

pytestmark = pytest.mark.django_db


def language_links(html: str) -> dict[str, str]:
    return dict(re.findall(r'<a lang="(\w\w)" hreflang="\w\w" href="([^"]+)"', html))


@pytest.mark.parametrize(
    ("headers", "cookie", "expected"),
    [
        ({}, "", "/ru/"),
        ({"accept-language": "kk-KZ,kk;q=0.9,en;q=0.5"}, "", "/kk/"),
        ({"accept-language": "en-GB,en;q=0.8"}, "", "/en/"),
        ({"accept-language": "de-DE,de;q=0.9"}, "", "/ru/"),
        ({"accept-language": "en-GB"}, "kk", "/kk/"),
        ({"accept-language": ";;;q=x,\x7f"}, "zz", "/ru/"),
    ],
)
def test_root_goes_by_cookie_then_browser_then_russian(
    client: Client, headers: dict[str, str], cookie: str, expected: str
) -> None:
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/", headers=headers)

    assert (response.status_code, response["Location"]) == (302, expected)
    assert {"Cookie", "Accept-Language"} <= set(re.split(r",\s*", response["Vary"]))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/kz", "/kk/"),
        ("/kz/", "/kk/"),
        ("/kz/practices/?theme=leadership&page=2", "/kk/practices/?theme=leadership&page=2"),
    ],
)
def test_kz_redirects_permanently_to_kk(client: Client, typed: str, expected: str) -> None:
    response = client.get(typed)

    assert (response.status_code, response["Location"]) == (301, expected)


def test_switch_keeps_page_filters_and_page_number(client: Client) -> None:
    html = client.get("/ru/practices/?theme=leadership&theme=pay-grading&page=1&q=а%26б").content.decode()

    links = language_links(html)
    assert links.keys() == {"kk", "ru", "en"}
    for code, link in links.items():
        assert link == f"/{code}/practices/?theme=leadership&amp;theme=pay-grading&amp;page=1&amp;q=%D0%B0%26%D0%B1"


def test_switch_is_right_on_an_error_page_and_leads_somewhere(client: Client) -> None:
    page("accessibility")
    response = client.get("/kk/about/no-such-page/")

    assert response.status_code == 404
    assert language_links(response.content.decode()) == {
        code: f"/{code}/about/no-such-page/" for code in ("kk", "ru", "en")
    }


def test_switch_on_a_refused_form_leads_to_the_form(client: Client) -> None:
    response = client.post("/en/about/contacts/", {"message": ""})

    links = language_links(response.content.decode())
    assert links == {code: f"/{code}/about/contacts/" for code in ("kk", "ru", "en")}
    assert client.get(links["kk"]).status_code == 200


def test_alternates_name_each_language_and_the_canonical_address_has_no_query(client: Client) -> None:
    html = client.get("/kk/?utm=1").content.decode()

    assert re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', html) == [
        ("kk", "http://testserver/kk/"),
        ("ru", "http://testserver/ru/"),
        ("en", "http://testserver/en/"),
        ("x-default", "http://testserver/ru/"),
    ]
    assert '<link rel="canonical" href="http://testserver/kk/">' in html


def test_language_of_the_address_is_remembered(client: Client) -> None:
    client.get("/kk/")

    assert client.get("/")["Location"] == "/kk/"


def test_a_missing_text_is_shown_in_the_readers_next_language_with_one_notice(client: Client) -> None:
    page(languages=("ru",))

    html = client.get("/kk/about/rationale/").content.decode()

    assert '<h1><span lang="ru">Зачем нужен хаб</span></h1>' in html
    assert '<div lang="ru"><p>Текст.</p></div>' in html
    assert html.count("language-notice") == 1
    assert "Бұл тілде (Қазақша) мәтін әзірге жоқ" in html


def test_reader_decides_which_language_stands_in(client: Client) -> None:
    page(languages=("ru", "en"))
    client.post(
        "/kk/preferences/", {"size": "100", "spacing": "normal", "scheme": "ordinary", "first": "en", "second": "ru"}
    )

    assert '<span lang="en">Why a hub</span>' in client.get("/kk/about/rationale/").content.decode()


def test_a_text_in_the_readers_language_has_no_notice(client: Client) -> None:
    page()

    assert 'class="notice"' not in client.get("/kk/about/rationale/").content.decode()
