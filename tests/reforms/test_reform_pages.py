"""Pages of the reforms: filters with numbers, the time line, acts, practices both ways, cost, escaping."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client

from members.enums import Role
from members.models import Country
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.links import linked_to
from publishing.models import Entry
from reforms.enums import ReformStage
from reforms.models import Reform
from reforms.workflow import ReformWorkflow
from tests.factories import members, reforms
from tests.factories.hub import superuser

pytestmark = pytest.mark.django_db
EVIL = '<script>alert("x")</script>'


def practice(country: Country, slug: str, title: str, *, published: bool = True) -> Practice:
    """A practice with nothing but its titles."""
    record = Practice.objects.create(
        country=country, slug=slug, title_kk=f"{title} kk", title_ru=f"{title} ru", title_en=f"{title} en"
    )
    return PracticeWorkflow(record, superuser()).publish_unreviewed("Known elsewhere") if published else record


def full_reform(country: Country, parts: int = 1) -> Reform:
    """A reform with some of everything."""
    reform = reforms.reform(of=country, themes=("merit-recruitment", "leadership", "e-government")[:parts])
    for number in range(parts):
        source = reforms.source(reform)
        reforms.milestone(reform, 2018 + number, source=source)
        reforms.legal_act(reform)
        reform.practices.add(practice(country, f"p{reform.pk}-{number}", f"Practice {number}"))
    return reform


def tracker() -> None:
    """Four reforms of two countries."""
    kz, kg = members.country("KZ", "Қазақстан"), members.country("KG", "Қырғызстан")
    reforms.reform("Бірінші", of=kg, themes=("e-government",), stage=ReformStage.ADOPTED, start_year=2019)
    reforms.reform("Екінші", of=kz, themes=("e-government", "leadership"), start_year=2010)
    reforms.reform("Үшінші", of=kz, themes=("leadership",), stage=ReformStage.EVALUATED, start_year=2015)
    reforms.reform("Жоба", of=kz, themes=("leadership",), published=False)


def titles(page: str) -> list[str]:
    """The titles of the cards in their order."""
    return [re.sub(r"<[^>]+>", "", title) for title in re.findall(r'class="card__link"[^>]*>(.*?)</a>', page)]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_three_queries_whatever_its_length(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    country = members.country()
    for _number in range(rows):
        reforms.reform(of=country, themes=("e-government", "leadership"))
    client.get("/ru/reforms/")

    with django_assert_num_queries(3):
        client.get("/ru/reforms/?country=KZ&theme=leadership&sort=newest")


@pytest.mark.parametrize("parts", [1, 3])
def test_page_costs_eight_queries_whatever_it_holds(client: Client, django_assert_num_queries: Any, parts: int) -> None:
    reform = full_reform(members.country(), parts)
    client.get(f"/ru/reforms/{reform.slug}/")

    with django_assert_num_queries(8):
        page = client.get(f"/ru/reforms/{reform.slug}/").content.decode()

    assert page.count("<time datetime=") == parts


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Үшінші", "Екінші", "Бірінші"]),
        ("country=KG", ["Бірінші"]),
        ("country=KG&country=KZ&theme=leadership", ["Үшінші", "Екінші"]),
        ("theme=e-government&stage=adopted", ["Бірінші"]),
        ("stage=announced", []),
        ("sort=start", ["Бірінші", "Үшінші", "Екінші"]),
        ("sort=title", ["Бірінші", "Екінші", "Үшінші"]),
        ("country=ZZ", ["Үшінші", "Екінші", "Бірінші"]),
        ("q=Екінші", ["Екінші"]),
    ],
)
def test_list_follows_the_address(client: Client, query: str, expected: list[str]) -> None:
    tracker()

    page = client.get(f"/kk/reforms/?{query}").content.decode()

    assert titles(page) == expected


def test_numbers_say_what_each_choice_would_show(client: Client) -> None:
    tracker()

    page = client.get("/kk/reforms/?country=KZ").content.decode()

    options = re.findall(r'name="(\w+)" value="([\w-]+)"(?: checked)?> <span>[^<]+</span><span class="n">(\d+)<', page)
    assert sorted(options) == [
        ("country", "KG", "1"),
        ("country", "KZ", "2"),
        ("stage", "evaluated", "1"),
        ("stage", "implementing", "1"),
        ("theme", "e-government", "1"),
        ("theme", "leadership", "2"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=999999999999999999999",
        "page=x",
        "sort=",
        "sort=--",
        "country=%FF%FE",
        "stage=" + "a" * 4000,
        "theme=&theme=",
        "q=" + "x" * 3000,
        "q=%22%27%28%21%26",
    ],
)
def test_bad_parameters_never_break_the_list(client: Client, query: str) -> None:
    tracker()

    assert client.get(f"/en/reforms/?{query}").status_code == 200


def test_unknown_values_are_told_back_escaped(client: Client) -> None:
    tracker()

    page = client.get("/en/reforms/", {"stage": "<script>x"}).content.decode()

    assert "it was ignored" in page
    assert "<script>x" not in page


@pytest.mark.parametrize(
    ("language", "month", "year"),
    [("kk", "2018 жылғы наурыз", "2015"), ("ru", "Март 2018 г.", "2015"), ("en", "March 2018", "2015")],
)
def test_milestones_stand_in_time_with_months_in_words(client: Client, language: str, month: str, year: str) -> None:
    reform = reforms.reform(of=members.country())
    source = reforms.source(reform)
    reforms.milestone(reform, 2018, 3, source=source)
    reforms.milestone(reform, 2015)

    page = client.get(f"/{language}/reforms/{reform.slug}/").content.decode()

    assert re.findall(r'<time datetime="(\d{4}(?:-\d\d)?)">([^<]+)</time>', page) == [
        ("2015", year),
        ("2018-03", month),
    ]
    assert page.count('href="#source-1"') == 1


def test_what_happened_within_a_year_stands_after_its_months(client: Client) -> None:
    reform = reforms.reform(of=members.country())
    reforms.milestone(reform, 2019)
    reforms.milestone(reform, 2019, 1)
    reforms.milestone(reform, 2020)

    page = client.get(f"/en/reforms/{reform.slug}/").content.decode()

    assert re.findall(r'<time datetime="(\d{4}(?:-\d\d)?)">', page) == ["2019-01", "2019", "2020"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_practices_and_reforms_lead_to_each_other(client: Client, language: str) -> None:
    country = members.country()
    reform = reforms.reform("Linked reform", of=country)
    shown, hidden = practice(country, "shown", "Shown"), practice(country, "hidden", "Hidden", published=False)
    reform.practices.add(shown, hidden)

    page = client.get(f"/{language}/reforms/{reform.slug}/").content.decode()

    assert f'<a href="/{language}/practices/shown/">Shown {language}</a>' in page
    assert "Hidden" not in page
    assert [entry.title_en for entry in linked_to(shown, Entry.objects.all())] == ["Linked reform"]


def test_practice_finds_no_draft_reform() -> None:
    country = members.country()
    draft, shown = reforms.reform(of=country, published=False), practice(country, "shown", "Shown")
    draft.practices.add(shown)

    assert list(linked_to(shown, Entry.objects.all())) == []


def test_legal_acts_link_to_their_text_and_only_to_the_web(client: Client) -> None:
    reform = reforms.reform(of=members.country())
    reforms.legal_act(reform, title_en="Good act", url="https://adilet.zan.kz/rus/docs/Z1500000416")
    reforms.legal_act(reform, title_en="Bad act", url="javascript:alert(1)")

    page = client.get(f"/en/reforms/{reform.slug}/").content.decode()

    assert '<a href="https://adilet.zan.kz/rus/docs/Z1500000416" rel="external noopener">Good act</a>' in page
    assert "Bad act" in page
    assert "javascript:" not in page


def test_texts_are_escaped_or_sanitised(client: Client) -> None:
    reform = reforms.reform(
        EVIL,
        of=members.country("KZ", EVIL),
        summary_en=EVIL,
        background_en=f"<p>Fine</p>{EVIL}",
        course_en='<p onclick="x">Course</p>',
    )
    reforms.milestone(reform, text_en=EVIL, source=reforms.source(reform, title=EVIL, publisher=EVIL))
    reforms.legal_act(reform, title_en=EVIL)

    for address in ("/en/reforms/", f"/en/reforms/{reform.slug}/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "onclick" not in page
        assert "&lt;script&gt;" in page


def test_draft_is_seen_by_its_focal_point_and_nobody_else(client: Client) -> None:
    country, other = members.country("KZ"), members.country("KG")
    draft = reforms.reform(of=country, published=False)
    address = f"/en/reforms/{draft.slug}/"
    role = Group.objects.get(name=Role.FOCAL_POINT)
    own, foreign = members.account(country=country), members.account(country=other)
    own.groups.add(role)
    foreign.groups.add(role)

    assert client.get(address).status_code == 404
    client.force_login(foreign)
    assert client.get(address).status_code == 404
    client.force_login(own)
    page = client.get(address)
    assert page.status_code == 200
    assert '<span class="badge badge--plain">Draft</span>' in page.content.decode()


def test_archived_reform_leaves_every_page(client: Client) -> None:
    country = members.country()
    reform = reforms.reform("Fading reform", of=country)
    pages = ("/en/reforms/", "/en/countries/country-kz/")
    assert all("Fading reform" in client.get(address).content.decode() for address in pages)

    ReformWorkflow(reform, superuser()).archive("a test")

    assert not any("Fading reform" in client.get(address).content.decode() for address in pages)
    assert client.get(f"/en/reforms/{reform.slug}/").status_code == 410


def test_page_can_be_read_as_it_stood_on_a_day(client: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        reform = reforms.reform(of=members.country(), themes=("leadership",), course_ru="<p>Как было.</p>")
        reforms.milestone(reform, 2015, text_ru="Первый шаг")
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False):
        reform.course_ru = "<p>Как стало.</p>"
        reform.save()
        reforms.milestone(reform, 2016, text_ru="Второй шаг")

    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False):
        then = client.get(f"/ru/reforms/{reform.slug}/?as_of=2026-04-01").content.decode()
        now = client.get(f"/ru/reforms/{reform.slug}/").content.decode()

    assert [text in then for text in ("Как было.", "Первый шаг", "Как стало.", "Второй шаг")] == [
        True,
        True,
        False,
        False,
    ]
    assert [text in now for text in ("Как было.", "Первый шаг", "Как стало.", "Второй шаг")] == [
        False,
        True,
        True,
        True,
    ]


def test_former_address_redirects(client: Client) -> None:
    reform = reforms.reform(of=members.country())
    reform.former_slugs.create(slug="old-name")

    response = client.get("/kk/reforms/old-name/")

    assert (response.status_code, response.headers["Location"]) == (301, f"/kk/reforms/{reform.slug}/")
