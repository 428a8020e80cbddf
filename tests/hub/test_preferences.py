"""Reader preferences: kept over pages, languages and sign-in; wrong values do no harm."""

import pytest
from django.core import signing
from django.test import Client

from publishing.reader import COOKIE, SALT
from tests.factories.hub import superuser

pytestmark = pytest.mark.django_db
ORDINARY = {"size": "100", "spacing": "normal", "scheme": "ordinary", "first": "ru", "second": "en"}


def opening_tag(client: Client, path: str = "/kk/about/contacts/") -> str:
    html = client.get(path).content.decode()
    start = html.index("<html")
    return html[start : html.index(">", start) + 1]


def test_an_ordinary_page_says_so(client: Client) -> None:
    assert opening_tag(client) == '<html lang="kk" data-size="100" data-spacing="normal" data-scheme="ordinary">'


def test_low_vision_button_is_kept_over_pages_and_languages(client: Client) -> None:
    response = client.post("/kk/preferences/low-vision/", {"low_vision": "on", "next": "/kk/about/contacts/?a=1"})

    assert response["Location"] == "/kk/about/contacts/?a=1"
    assert (
        opening_tag(client, "/ru/search/")
        == '<html lang="ru" data-size="150" data-spacing="wide" data-scheme="black-on-white" data-panel="on">'
    )


def test_ordinary_version_brings_everything_back_but_the_languages(client: Client) -> None:
    client.post(
        "/kk/preferences/", {**ORDINARY, "first": "en", "second": "ru", "scheme": "yellow-on-blue", "serif": "on"}
    )
    client.post("/kk/preferences/low-vision/", {"low_vision": "off"})

    assert opening_tag(client) == '<html lang="kk" data-size="100" data-spacing="normal" data-scheme="ordinary">'
    assert signing.loads(client.cookies[COOKIE].value, salt=SALT)["fallback"] == ["en", "ru", "kk"]


@pytest.mark.parametrize(
    ("name", "value", "attribute"),
    [
        ("size", "200", 'data-size="200"'),
        ("spacing", "wider", 'data-spacing="wider"'),
        ("scheme", "white-on-black", 'data-scheme="white-on-black"'),
        ("images_off", "on", 'data-images-off="on"'),
        ("serif", "on", 'data-serif="on"'),
        ("reading", "on", 'data-reading="on"'),
    ],
)
def test_each_choice_reaches_the_page(client: Client, name: str, value: str, attribute: str) -> None:
    client.post("/ru/preferences/", {**ORDINARY, "first": "kk", name: value, "next": "/ru/"})

    assert attribute in opening_tag(client)


def test_the_panel_by_a_link_leads_to_all_preferences_and_changes_nothing(client: Client) -> None:
    response = client.get("/kk/preferences/low-vision/?low_vision=on&next=//evil.example")

    assert (response.status_code, response["Location"]) == (302, "/kk/preferences/")
    assert COOKIE not in response.cookies


def test_reading_mode_has_a_way_out(client: Client) -> None:
    client.post("/ru/preferences/low-vision/", {"reading": "on"})
    assert 'name="reading" value="off"' in client.get("/ru/").content.decode()

    client.post("/ru/preferences/low-vision/", {"reading": "off"})

    assert "data-reading" not in opening_tag(client)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "", "home", "\ufffd", "\x00"],
)
def test_never_leads_away_from_the_site(client: Client, target: str) -> None:
    assert client.post("/en/preferences/low-vision/", {"low_vision": "on", "next": target})["Location"] == "/en/"


def test_wrong_values_are_named_by_the_field_and_change_nothing(client: Client) -> None:
    response = client.post("/ru/preferences/", {**ORDINARY, "first": "en", "second": "en", "size": "9999"})

    html = response.content.decode()
    assert response.status_code == 200
    assert "Выберите два разных языка." in html
    assert 'id="id_size_error"' in html
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "e30:1:abc",
        signing.dumps({"scheme": "hot-pink", "size": 7, "fallback": "kk", "serif": "yes"}, salt=SALT),
        signing.dumps(["list"], salt=SALT),
    ],
    ids=["rubbish", "foreign signature", "unknown values", "no table"],
)
def test_a_forged_or_foreign_cookie_is_the_ordinary_view(client: Client, forged: str) -> None:
    client.cookies[COOKIE] = forged

    assert opening_tag(client) == '<html lang="kk" data-size="100" data-spacing="normal" data-scheme="ordinary">'


def test_profile_keeps_the_choice_on_another_device(client: Client) -> None:
    client.force_login(superuser())
    client.post("/ru/preferences/low-vision/", {"scheme": "white-on-black"})
    elsewhere = Client()
    elsewhere.force_login(superuser())

    assert 'data-scheme="white-on-black"' in opening_tag(elsewhere)
