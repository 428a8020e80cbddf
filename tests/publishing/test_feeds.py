"""Feeds: valid Atom of what is public, in the language of the address, told apart when something changed."""

import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing import catalogue
from publishing.caching import epoch
from publishing.models import Entry
from tests.epochs import settle
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parsed(client: Client, address: str, query: dict[str, Any] | None = None) -> Any:
    """The feed as a feed reader has it; what it complains of fails the test."""
    response = client.get(address, query or {})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert (found.bozo, found.version) == (False, "atom10")
    return found


def tree(client: Client, address: str, query: dict[str, Any] | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address, query or {}).content)


def test_the_library_as_a_feed(client: Client) -> None:
    practice(country(), title_ru="Отбор по заслугам", summary_ru="Кратко об отборе", slug="merit")

    feed = parsed(client, "/ru/practices/feed/", {"theme": "leadership"})

    assert feed.feed.language == "ru"
    assert feed.feed.title.startswith("Библиотека практик: ")
    assert feed.feed.author == "Региональный хаб в сфере государственной службы"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {
        "self": "http://testserver/ru/practices/feed/?theme=leadership",
        "alternate": "http://testserver/ru/practices/?theme=leadership",
    }
    (entry,) = feed.entries
    assert (entry.title, entry.summary) == ("Отбор по заслугам", "Кратко об отборе")
    assert entry.link == "http://testserver/ru/practices/merit/"
    assert [tag.term for tag in entry.tags] == ["leadership"]
    assert entry.id.startswith("tag:testserver,2013:practice/")
    assert entry.published_parsed
    assert entry.updated_parsed


def test_every_feed_has_what_atom_demands(client: Client) -> None:
    practice(country())
    for address in ("/kk/practices/feed/", "/en/search/feed/?q=practice", "/ru/search/feed/?q=нетничего"):
        root = tree(client, address)
        for name in ("id", "title", "updated", "author"):
            assert len(root.findall(f"{ATOM}{name}")) == 1
        for entry in root.findall(f"{ATOM}entry"):
            for name in ("id", "title", "updated"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1


def test_a_feed_is_narrowed_like_its_list(client: Client) -> None:
    land, other = country("KG"), country("UZ")
    practice(land, "Отбор руководителей")
    practice(other, "Отбор судей")
    practice(land, "Что-то иное", themes=("ethics-integrity",))

    def titles(**query: Any) -> list[str]:
        return [entry.title for entry in parsed(client, "/ru/practices/feed/", query).entries]

    assert set(titles(q="отбор")) == {"Отбор руководителей", "Отбор судей"}
    assert titles(q="отбор", country="KG") == ["Отбор руководителей"]
    assert titles(theme="ethics-integrity") == ["Что-то иное"]
    assert len(titles(theme="nonsense", page="7")) == 3
    assert titles(q="!!!") == []


def test_the_search_as_a_feed(client: Client) -> None:
    land = country("EE", "Эстония")
    practice(land, "Отбор в Эстонии")

    kinds = {
        entry.id.split(":")[2].split("/")[0] for entry in parsed(client, "/ru/search/feed/", {"q": "эстония"}).entries
    }
    only = parsed(client, "/ru/search/feed/", {"q": "эстония", "kind": "practice"})

    assert kinds == {"country", "practice"}
    assert [entry.title for entry in only.entries] == ["Отбор в Эстонии"]


def test_the_newest_thirty_come_first(client: Client) -> None:
    land = country()
    records = [practice(land, f"Опыт {number}") for number in range(32)]
    for age, record in enumerate(records):
        Practice.objects.filter(pk=record.pk).update(published_at=timezone.now() - timedelta(days=age))
        catalogue.write(record)

    found = [entry.title for entry in parsed(client, "/ru/practices/feed/").entries]

    assert found == [f"Опыт {number}" for number in range(30)]


def test_only_what_is_public_is_in_a_feed(client: Client) -> None:
    gone, draft = practice(country(), "Отозванный опыт"), practice(country("UZ"), "Черновик опыта", published=False)
    assert len(parsed(client, "/ru/search/feed/", {"q": "опыт"}).entries) == 1

    PracticeWorkflow(gone, superuser()).archive("Withdrawn")

    client.force_login(superuser())
    assert parsed(client, "/ru/search/feed/", {"q": "опыт"}).entries == []
    assert parsed(client, "/ru/practices/feed/").entries == []
    assert draft.pk


def test_a_text_in_another_language_says_so(client: Client) -> None:
    practice(country(), languages=("ru",), title_ru="Только по-русски")

    entry = tree(client, "/en/practices/feed/").find(f"{ATOM}entry")

    assert entry is not None
    title, summary = entry.find(f"{ATOM}title"), entry.find(f"{ATOM}summary")
    assert title is not None
    assert summary is not None
    assert (title.get(LANG), summary.get(LANG)) == ("ru", "ru")


def test_the_name_of_an_entry_outlives_its_address(client: Client) -> None:
    record = practice(country(), slug="before")
    before = parsed(client, "/ru/practices/feed/").entries[0].id
    Practice.objects.filter(pk=record.pk).update(slug="after")
    catalogue.write(record)

    after = parsed(client, "/en/practices/feed/").entries[0]

    assert (after.id, after.link) == (before, "http://testserver/en/practices/after/")


def test_characters_that_xml_cannot_hold_are_left_out(client: Client) -> None:
    record = practice(country(), "Опыт")
    Entry.objects.filter(content_type=ContentType.objects.get_for_model(Practice), object_id=record.pk).update(
        title_ru="Отбор\x01 \x1b[31m& <b>\ufffe", summary_ru="\x0cКратко"
    )

    entry = parsed(client, "/ru/practices/feed/", {"theme": "leadership"}).entries[0]

    assert entry.title == "Отбор [31m& <b>"
    assert entry.summary == "Кратко"
    for words in ("\x01\x02 опыт", "<script>&\"'", "\u202eопыт", "опыт " * 500):
        assert parsed(client, "/ru/search/feed/", {"q": words}).feed.title


def test_a_reader_who_has_it_is_told_so(client: Client) -> None:
    record = practice(country(), "Опыт")
    first = client.get("/ru/practices/feed/")
    by_tag = {"If-None-Match": first["ETag"]}

    assert client.get("/ru/practices/feed/", headers=by_tag).status_code == 304
    assert client.get("/ru/practices/feed/", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    PracticeWorkflow(record, superuser()).archive("Withdrawn")
    assert client.get("/ru/practices/feed/", headers=by_tag).status_code == 200


def test_a_feed_out_of_the_page_cache_knows_who_has_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    record = practice(country(), "Опыт")
    monkeypatch.setattr(epoch, "in_transaction", lambda: False)
    settle()
    client.get("/ru/practices/feed/")
    kept = client.get("/ru/practices/feed/")
    assert kept["ETag"].startswith("W/")  # the cache's own

    for headers, status in (
        ({"If-None-Match": kept["ETag"]}, 304),
        ({"If-Modified-Since": kept["Last-Modified"]}, 304),
        ({"If-Modified-Since": "Tue, 01 Jan 2013 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "nonsense"}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": kept["Last-Modified"]}, 200),
    ):
        assert client.get("/ru/practices/feed/", headers=headers).status_code == status

    PracticeWorkflow(record, superuser()).archive("Withdrawn")
    settle()
    assert "Опыт" not in client.get("/ru/practices/feed/").content.decode()


def test_an_empty_feed_stands_still(client: Client) -> None:
    assert client.get("/ru/practices/feed/").content == client.get("/ru/practices/feed/").content


def test_pages_lead_to_their_feeds(client: Client) -> None:
    practice(country(), "Отбор и <b>")

    for page, feed in (
        ("/ru/practices/?theme=leadership", "/ru/practices/feed/?theme=leadership"),
        ("/ru/search/?q=отбор&kind=practice", "/ru/search/feed/?q=%D0%BE%D1%82%D0%B1%D0%BE%D1%80&amp;kind=practice"),
    ):
        html = client.get(page).content.decode()
        assert 'rel="alternate" type="application/atom+xml"' in html
        assert f'href="{feed}"' in html


@pytest.mark.parametrize("records", [1, 3])
def test_a_feed_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, records: int
) -> None:
    for number in range(records):
        practice(country(f"K{number}"), f"Опыт {number}")
    client.get("/ru/practices/feed/")
    with django_assert_max_num_queries(6):
        client.get("/ru/practices/feed/", {"q": "опыт"})
    assert client.post("/ru/practices/feed/").status_code == 405
