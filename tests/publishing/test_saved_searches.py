"""Saved searches: everything that was chosen is kept, in one form, and letters tell of what matches all of it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Country, User
from publishing.following import digests, gathering
from publishing.following.searches import search_of
from publishing.following.targets import target_of
from publishing.models import Followed, Letter, Rhythm, Subscription, Tag
from tests.factories.members import account, country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Country:
    """A public country, whose own publication is told of already."""
    land = country("KG")
    gathering.gather()
    return land


def saved(user: User, value: str, place: str = "practices") -> Subscription:
    """A saved search, as the form saves it."""
    client = Client()
    client.force_login(user)
    data = {"what": "search", "value": value, "place": place, "rhythm": Rhythm.AT_ONCE}
    assert client.post(reverse("following:follow"), data).status_code == 302
    return Subscription.objects.get(user=user)


def told(user: User) -> str:
    digests.tell_now()
    return "\n".join(Letter.objects.filter(kind="news", recipient=user).values_list("text", flat=True))


def test_letters_tell_of_what_matches_the_words_and_every_choice(land: Country) -> None:
    person = account(preferred_language="en")
    saved(person, "q=selection&country=KG&theme=leadership&theme=ethics-integrity")

    practice(land, "Selection of leaders")
    practice(land, "Selection of auditors", themes=("ethics-integrity",))
    practice(land, "Selection of software", themes=("e-government",))
    practice(land, "Training of leaders")
    practice(country("UZ"), "Selection of judges")

    text = told(person)
    assert "Selection of leaders" in text
    assert "Selection of auditors" in text
    for other in ("Selection of software", "Training of leaders", "Selection of judges"):
        assert other not in text
    assert "Country: Country KG" in text


@pytest.mark.parametrize(
    ("choice", "matching", "other"),
    [
        ("country=KG", {}, None),
        ("evidence=agency_data", {}, {"evidence": "self_reported"}),
        ("level=national", {}, {"level": "local"}),
        ("stage=scaled", {}, {"stage": "pilot"}),
        ("decade=2010", {"start_year": 2013}, {"start_year": 2009}),
        ("language=kk", {}, {"languages": ("ru",)}),
        ("tag=queues", {"tags": ("queues",)}, {"tags": ("other",)}),
    ],
)
def test_each_facet_of_the_list_counts_without_words_too(
    land: Country, choice: str, matching: dict[str, Any], other: dict[str, Any] | None
) -> None:
    practice(land, "Known before", tags=("queues",))
    gathering.gather()
    person = account(preferred_language="ru")
    assert saved(person, choice).query == choice

    practice(land, **{"title_ru": "Подходящий опыт", **matching})
    practice(land if other is not None else country("UZ"), **{"title_ru": "Посторонний опыт", **(other or {})})

    text = told(person)
    assert "Подходящий опыт" in text
    assert "Посторонний опыт" not in text


def test_a_search_of_the_site_keeps_its_kind(land: Country) -> None:
    person = account(preferred_language="en")
    assert saved(person, "q=digital&kind=reform", "site").query == "kind=reform"

    practice(land, "Digital services")

    assert told(person) == ""


def test_the_same_search_is_one_row_in_whatever_order_it_was_chosen(land: Country) -> None:
    practice(land)
    person = account()
    saved(person, "q=digital&theme=leadership&country=KG")
    again = saved(
        person, "country=KG&theme=leadership&theme=leadership&q=+digital+&page=7&sort=title&evil=1&theme=nonsense"
    )

    assert (again.words, again.query, again.place) == ("digital", "country=KG&theme=leadership", "practices")


def test_the_page_of_what_i_follow_names_it_and_leads_to_page_and_feed(client: Client, land: Country) -> None:
    practice(land)
    person = account(preferred_language="en")
    saved(person, "q=digital&country=KG")
    client.force_login(person)

    html = client.get("/en/following/").content.decode()

    assert "search “digital” (Country: Country KG)" in html
    assert 'href="/en/practices/?q=digital&amp;country=KG"' in html
    assert 'href="/en/practices/feed/?q=digital&amp;country=KG"' in html
    assert client.get("/en/practices/feed/?q=digital&country=KG").status_code == 200


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("practices", ""), ("practices", "theme=nonsense"), ("practices", "q=!!!"), ("site", "kind=practice"), ("site", ""),
        ("nowhere", "q=x"), ("practices", "q=" + "w" * 401), ("practices", "&".join(f"x{n}=1" for n in range(6000))),
        ("practices", "q=a%00b"),
    ],
)  # fmt: skip
def test_what_is_no_search_is_refused(client: Client, place: str, value: str) -> None:
    client.force_login(account())

    answer = client.post(reverse("following:follow"), {"what": "search", "value": value, "place": place})

    assert answer.status_code == 400
    assert not Subscription.objects.exists()


def test_more_choices_than_can_be_kept_are_refused_in_words() -> None:
    Tag.objects.bulk_create([Tag(slug=f"long-tag-{number:088}", name=f"x{number}") for number in range(10)])
    tags = [f"long-tag-{number:088}" for number in range(10)]
    with pytest.raises(ValidationError):
        search_of("practices", "&".join(f"tag={tag}" for tag in tags))


def test_a_search_saved_by_its_words_alone_still_works(land: Country) -> None:
    columns = target_of(Followed.SEARCH, "  queue   tickets ", "en")

    assert (columns["words"], columns["place"], columns["query"]) == ("queue tickets", "", "")


def test_naming_many_searches_costs_no_more_than_naming_one(client: Client, land: Country) -> None:
    practice(land)
    person = account()
    client.force_login(person)
    saved(person, "q=one&country=KG")
    counted = []
    for words in ("two", "three", "four"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/en/following/")
        counted.append(len(queries))
        client.post(
            reverse("following:follow"), {"what": "search", "value": f"q={words}&country=KG", "place": "practices"}
        )

    assert len(set(counted)) == 1
