"""The directory of experts: who sees whom, through which door, and that no address is ever printed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from django.utils.timezone import localdate

from members.enums import Role, Visibility
from members.models import Country, Expert
from publishing.models import Entry, Theme
from tests.factories import members

pytestmark = pytest.mark.django_db

READERS = ("anonymous", *Role.values)
CHOSEN = {"committee", "secretariat"}
SEES = {Visibility.PUBLIC: {*READERS}, Visibility.REGISTERED: {*Role.values}, Visibility.COMMITTEE: CHOSEN}


def client_of(reader: str) -> Client:
    """A browser of somebody of this kind."""
    client = Client()
    if reader != "anonymous":
        person = members.account()
        person.groups.add(Group.objects.get(name=reader))
        client.force_login(person)
    return client


def doors(client: Client, expert: Expert) -> dict[str, bool]:
    """Through which pages the person can see the expert."""
    name, experts = expert.name_en, client.get("/en/experts/").content.decode()
    return {
        "page": client.get(f"/en/experts/{expert.slug}/").status_code == 200,
        "list": name in experts,
        "country": name in client.get(f"/en/countries/{expert.country.slug}/").content.decode(),
        "number": "1 expert<" in experts,
        "filter": f'value="{expert.country.iso2}"' in experts,
    }


@pytest.mark.parametrize("level", list(SEES))
def test_profile_is_seen_by_those_whom_the_expert_chose(level: Visibility) -> None:
    expert = members.expert("Saule Example", of=members.country(), visibility=level)

    for reader in READERS:
        seen = doors(client_of(reader), expert)

        assert seen == dict.fromkeys(seen, reader in SEES[level]), reader


@pytest.mark.parametrize("level", list(SEES))
def test_profile_fades_when_the_consent_has_run_out(level: Visibility) -> None:
    expert = members.expert(
        "Saule Example", of=members.country(), visibility=level, consent_until=localdate() - timedelta(days=1)
    )

    for reader in (reader for reader in READERS if reader != Role.SECRETARIAT):
        seen = doors(client_of(reader), expert)

        assert seen == dict.fromkeys(seen, False), reader


def test_consent_is_valid_on_its_last_day(client: Client) -> None:
    expert = members.expert(of=members.country(), consent_until=localdate())

    assert client.get(f"/en/experts/{expert.slug}/").status_code == 200


def test_draft_is_seen_by_nobody_but_its_person_and_the_secretariat() -> None:
    expert = members.expert("Saule Example", of=members.country(), published=False)

    for reader in (reader for reader in READERS if reader != Role.SECRETARIAT):
        seen = doors(client_of(reader), expert)

        assert seen == dict.fromkeys(seen, False), reader


def test_experts_always_see_their_own_profile(client: Client) -> None:
    person = members.account()
    expert = members.expert(
        of=members.country(),
        user=person,
        visibility=Visibility.COMMITTEE,
        consent_until=localdate() - timedelta(days=1),
    )
    client.force_login(person)

    response = client.get(f"/en/experts/{expert.slug}/")

    assert response.status_code == 200
    assert "This is your own profile" in response.content.decode()


def test_catalogue_holds_none_but_public_profiles() -> None:
    country = members.country()
    for level in Visibility:
        members.expert(f"Expert {level}", of=country, visibility=level)

    entries = Entry.objects.visible_to(AnonymousUser()).filter(kind="expert")

    assert [entry.title_en for entry in entries] == ["Expert public"]


def test_no_address_of_an_expert_is_printed_for_anybody() -> None:
    country = members.country()
    expert = members.expert(of=country, email="saule@secret.example", user=members.account("own@secret.example"))
    addresses = ("/en/experts/", f"/en/experts/{expert.slug}/", f"/en/countries/{country.slug}/")

    for reader in READERS:
        client = client_of(reader)
        for address in addresses:
            page = client.get(address).content.decode()
            assert expert.name_en in page
            assert "secret.example" not in page
            assert not re.search(r"[\w.]+@[\w.]+", page)


def test_profile_tells_consent_languages_and_how_to_ask(client: Client) -> None:
    expert = members.expert(of=members.country(), languages=["kk", "az", "xx"])

    page = client.get(f"/ru/experts/{expert.slug}/").content.decode()

    given = localdate() - timedelta(days=10)
    assert f'<time datetime="{given:%Y-%m-%d}">' in page
    assert "<dd>Xx, азербайджанский, казахский</dd>" in page
    assert 'href="/ru/about/contacts/"' in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_invented_people_are_marked_on_every_page_that_shows_them(client: Client, language: str) -> None:
    mark = {"kk": "Көрсетілім:", "ru": "Демонстрация:", "en": "Demonstration:"}[language]
    country = members.country()
    expert = members.expert(of=country, is_demonstration=True)

    for address in ("experts/", f"experts/{expert.slug}/", f"countries/{country.slug}/"):
        page = client.get(f"/{language}/{address}").content.decode()
        assert 'class="demonstration"' in page
        assert mark in page
        assert '<span class="badge badge--warn">' in page


def test_real_people_bear_no_mark(client: Client) -> None:
    country = members.country()
    expert = members.expert(of=country)

    for address in ("experts/", f"experts/{expert.slug}/", f"countries/{country.slug}/"):
        assert "emonstration" not in client.get(f"/en/{address}").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_five_queries_whatever_its_length(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for iso2 in ["KZ", "KG", "AZ"][:rows]:
        members.expert(of=members.country(iso2)).themes.add(*Theme.objects.all()[:3])
    client.get("/ru/experts/")

    with django_assert_num_queries(5):
        client.get("/ru/experts/?language=kk&theme=e-government&theme=merit-recruitment&country=KZ")


@pytest.mark.parametrize("rows", [1, 3])
def test_profile_costs_three_queries_whatever_it_holds(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    expert = members.expert(of=members.country())
    expert.themes.add(*Theme.objects.all()[:rows])
    client.get(f"/ru/experts/{expert.slug}/")

    with django_assert_num_queries(3):
        client.get(f"/ru/experts/{expert.slug}/")


def directory() -> tuple[Country, Country]:
    """Three experts of two countries, with themes and languages."""
    kz, kg = members.country("KZ", "Qazaqstan"), members.country("KG", "Qyrghyzstan")
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    members.expert("Aigul", of=kz, languages=["kk", "ru"]).themes.add(themes["e-government"], themes["leadership"])
    members.expert("Bolat", of=kz, languages=["kk"]).themes.add(themes["leadership"])
    members.expert("Chynara", of=kg, languages=["ky", "ru"]).themes.add(themes["e-government"])
    return kz, kg


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Aigul", "Bolat", "Chynara"]),
        ("theme=e-government", ["Aigul", "Chynara"]),
        ("theme=e-government&theme=leadership", ["Aigul", "Bolat", "Chynara"]),
        ("language=ky&language=kk", ["Aigul", "Bolat", "Chynara"]),
        ("language=ru&country=KZ", ["Aigul"]),
        ("theme=leadership&country=KG", []),
        ("theme=nonsense", ["Aigul", "Bolat", "Chynara"]),
        ("country=kz", ["Aigul", "Bolat", "Chynara"]),
    ],
)
def test_values_of_a_filter_widen_and_filters_narrow(client: Client, query: str, names: list[str]) -> None:
    directory()

    page = client.get(f"/en/experts/?{query}").content.decode()

    assert re.findall(r'class="card__link"[^>]*>(\w+)<', page) == names


def test_numbers_say_what_each_choice_would_show(client: Client) -> None:
    directory()

    page = client.get("/en/experts/?country=KZ").content.decode()

    options = re.findall(r'name="(\w+)" value="([\w-]+)"(?: checked)?> <span>[^<]+</span><span class="n">(\d+)<', page)
    assert options == [
        ("theme", "leadership", "2"),
        ("theme", "e-government", "1"),
        ("language", "kk", "2"),
        ("language", "ru", "1"),
        ("country", "KZ", "2"),
        ("country", "KG", "1"),
    ]


def test_unknown_values_are_told_back_escaped(client: Client) -> None:
    directory()

    page = client.get("/en/experts/", {"theme": "<script>x", "page": "abc"}).content.decode()

    assert "it was ignored" in page
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=1e9",
        "language=%FF",
        "country=" + "K" * 5000,
        "theme=&theme=&language=",
        "sort=name",
    ],
)
def test_bad_parameters_never_break_the_list(client: Client, query: str) -> None:
    directory()

    assert client.get(f"/kk/experts/?{query}").status_code == 200


def test_pages_of_the_list_keep_the_filters(client: Client) -> None:
    country = members.country()
    for _number in range(25):
        members.expert(of=country)

    first = client.get("/en/experts/?country=KZ").content.decode()
    second = client.get("/en/experts/?country=KZ&page=2").content.decode()
    beyond = client.get("/en/experts/?country=KZ&page=7").content.decode()

    assert (first.count('class="card"'), second.count('class="card"')) == (24, 1)
    assert "/en/experts/?country=KZ&amp;page=2" in first
    assert beyond.count('class="card"') == 1
    assert "There are not so many pages" in beyond


def test_experts_follow_the_kazakh_alphabet(client: Client) -> None:
    country = members.country()
    for name in ("Қайрат", "Әсел", "Бота", "Айгүл", "Камила"):
        members.expert(name, of=country)

    page = client.get("/kk/experts/").content.decode()

    assert re.findall(r'class="card__link"[^>]*>([^<]+)<', page) == ["Айгүл", "Әсел", "Бота", "Камила", "Қайрат"]


def test_texts_of_a_profile_are_escaped_or_sanitised(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    expert = members.expert(
        evil,
        of=members.country(),
        position_en=evil,
        biography_en=f"<p>Fine</p>{evil}",
        offers_en=f'<p onclick="x">Offer</p>{evil}',
    )

    for address in (f"/en/experts/{expert.slug}/", "/en/experts/", "/en/countries/country-kz/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "onclick" not in page
        assert "&lt;script&gt;" in page
