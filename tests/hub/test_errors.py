"""Error pages: in the reader's language, with a way on, never a 500 for what a reader can type."""

import io
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from hub.views import errors
from publishing.middleware import refuse_what_cannot_be_read
from publishing.reader import preferences_of
from tests.factories.hub import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "words"), [("kk", "Мұндай бет жоқ"), ("ru", "Такой страницы нет"), ("en", "There is no such page")]
)
def test_missing_page_speaks_the_readers_language(client: Client, code: str, words: str) -> None:
    response = client.get(f"/{code}/no/such/page/")

    html = response.content.decode()
    assert response.status_code == 404
    assert f"<h1>{words}</h1>" in html
    assert f'<html lang="{code}"' in html
    assert f'action="/{code}/search/"' in html


def test_hidden_and_missing_page_have_the_same_words(client: Client) -> None:
    page("hidden-page", published=False, title_en="Top secret")

    hidden, missing = (client.get(f"/en/about/{slug}/") for slug in ("hidden-page", "missingpage"))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    same = re.compile(r"hidden-page|missingpage")
    assert same.sub("", hidden.content.decode()) == same.sub("", missing.content.decode())


@pytest.mark.parametrize("path", ["/ru/search/?q=%00", "/ru/practices/%00/", "/kk/practices/?theme=%00", "/en/%00"])
def test_nul_characters_are_a_bad_request(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


def test_too_many_parameters_are_a_bad_request(client: Client) -> None:
    response = client.get("/kk/practices/?" + "&".join(["theme=a"] * 5001))

    assert response.status_code == 400
    assert '<html lang="kk"' in response.content.decode()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/ru/", {}),
        ("/ru", {}),
        ("/kz/practices/", {}),
        ("/ru/no/such/page/", {}),
        ("/ru/search/?q=%00", {}),
        ("/ru/", {"host": "elsewhere.example"}),
    ],
)
def test_every_answer_carries_the_protecting_headers(client: Client, path: str, headers: dict[str, str]) -> None:
    response = client.get(path, headers=headers)

    for name, value in [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]:
        assert response.headers[name] == value
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_too_large_a_body_is_413_before_it_is_read(client: Client, settings: object) -> None:
    response = client.post("/kk/about/contacts/", {"message": "x"}, CONTENT_LENGTH=str(10**12))

    assert response.status_code == 413
    assert "Көлемі тым үлкен" in response.content.decode()


def test_a_missing_token_is_explained(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/ru/about/contacts/", {"message": "x"})

    assert response.status_code == 403
    assert "Срок действия формы истёк" in response.content.decode()


def test_server_error_stands_without_database_and_names_a_reference(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/kk/practices/"))

    html = response.content.decode()
    assert response.status_code == 500
    assert re.search(r'<b class="num">[0-9a-f]{8}</b>', html)
    assert "Біздің тарапта қате болды" in html


HOSTILE = [
    "'",
    '"><script>alert(1)</script>',
    "%",
    "\\",
    "\u202e",
    "😀" * 50,
    "a" * 5000,
    "-",
    "OR",
    '"',
    "(((",
    "&|!:*",
    "ы" * 300,
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
]


@pytest.mark.parametrize("path", ["search", "practices", "reforms", "experts", "countries"])
@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_typed_into_an_address_breaks_a_page(client: Client, path: str, value: str) -> None:
    for name in ("q", "page", "theme", "country", "sort", "kind", "decade", "language", "as_of"):
        response = client.get(f"/kk/{path}/", {name: value})

        assert response.status_code in {200, 404}, name
        assert "<script>alert(1)" not in response.content.decode()


def test_bytes_that_are_no_text_break_nothing(client: Client) -> None:
    assert client.get("/ru/search/?q=%ff%fe%80").status_code in {200, 400}
    assert client.get("/ru/about/%ff%fe/").status_code == 404


def test_too_large_a_body_runs_out_so_that_a_browser_shows_the_answer(rf: RequestFactory, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    body = io.BytesIO(b"x" * 700_000)
    request = rf.generic("POST", "/ru/", b"", CONTENT_TYPE="multipart/form-data", CONTENT_LENGTH="700000")
    request.META["wsgi.input"] = body
    request.reader = preferences_of(request)  # type: ignore[attr-defined]

    response = refuse_what_cannot_be_read(lambda _request: HttpResponse())(request)

    assert response.status_code == 413
    assert body.read() == b""
