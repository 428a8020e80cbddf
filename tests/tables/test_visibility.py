"""Visibility: the same hidden record looked for through every exit; a public twin shows that the exit works."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import localdate

from hub.models import Page
from hub.workflow import PageWorkflow
from members.enums import Visibility
from members.models import Country
from members.workflow import CountryWorkflow, ExpertWorkflow
from practices.workflow import PracticeWorkflow
from publishing.enums import Access
from publishing.models import Document, DocumentFile
from reforms.workflow import ReformWorkflow
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert
from tests.factories.practices import practice
from tests.factories.reforms import reform
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

HIDDEN, SHOWN = "Xhiddenrecord", "Xshownrecord"
EXITS = {
    "home": "/en/",
    "practices": "/en/practices/",
    "practices found": "/en/practices/?q={word}",
    "reforms": "/en/reforms/",
    "experts": "/en/experts/",
    "countries": "/en/countries/",
    "country": "/en/countries/the-country/",
    "reform": "/en/reforms/the-reform/",
    "practice": "/en/practices/the-practice/",
    "about": "/en/about/",
    "about page": "/en/about/the-page/",
    "site map": "/en/site-map/",
    "search": "/en/search/?q={word}",
    "sitemap": "/sitemap.xml",
}


def practice_of(land: Country, title: str, *, published: bool) -> tuple[Any, list[str]]:
    record = practice(land, title, slug=title.lower(), published=published)
    address = f"/en/practices/{record.slug}/"
    return record, [
        address,
        f"{address}practice.pdf",
        f"{address}citation.bib",
        f"{address}citation.ris",
        f"{address}?as_of=2026-01-01",
    ]


def reform_of(land: Country, title: str, *, published: bool) -> tuple[Any, list[str]]:
    record = reform(title, of=land, slug=title.lower(), published=published)
    return record, [f"/en/reforms/{record.slug}/"]


def expert_of(land: Country, title: str, *, published: bool) -> tuple[Any, list[str]]:
    record = expert(title, of=land, slug=title.lower(), published=published)
    return record, [f"/en/experts/{record.slug}/"]


def country_of(land: Country, title: str, *, published: bool) -> tuple[Any, list[str]]:
    record = country("UZ" if published else "TJ", title, slug=title.lower(), published=published)
    return record, [f"/en/countries/{record.slug}/"]


def page_of(land: Country, title: str, *, published: bool) -> tuple[Any, list[str]]:
    record = page(title.lower(), title_en=title, published=published)
    return record, [f"/en/about/{record.slug}/"]


Maker = Callable[..., tuple[Any, list[str]]]
MAKERS: dict[str, Maker] = {
    "practice": practice_of,
    "reform": reform_of,
    "expert": expert_of,
    "country": country_of,
    "page": page_of,
}
WORKFLOWS: dict[str, Any] = {
    "practice": PracticeWorkflow, "reform": ReformWorkflow, "expert": ExpertWorkflow, "country": CountryWorkflow, "page": PageWorkflow,
}  # fmt: skip


@pytest.fixture
def land() -> Country:
    """A country with one public record of each kind, whose pages are exits."""
    made = country("KG", "Kyrgyzstan", slug="the-country")
    known = practice(made, "The practice", slug="the-practice")
    reform("The reform", of=made, slug="the-reform").practices.add(known)
    page("the-page")
    return made


def seen_through(client: Client, word: str) -> set[str]:
    """The exits whose answer names the word, other than as what was searched for."""
    found = set()
    for name, address in EXITS.items():
        html = client.get(address.format(word=word)).content.decode()
        if f"/{word.lower()}/" in html:
            found.add(name)
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_a_draft_leaves_through_no_exit_and_its_public_twin_does(land: Country, kind: str) -> None:
    _draft, closed = MAKERS[kind](land, HIDDEN, published=False)
    _public, opened = MAKERS[kind](land, SHOWN, published=True)
    client = Client()

    assert seen_through(client, HIDDEN) == set()
    assert {address: client.get(address).status_code for address in closed} == dict.fromkeys(closed, 404)
    assert seen_through(client, SHOWN) >= {"search", "sitemap"}
    assert {client.get(address).status_code for address in opened} == {200}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_withdrawn_record_is_gone_from_every_exit_at_once(land: Country, kind: str) -> None:
    record, addresses = MAKERS[kind](land, SHOWN, published=True)
    client = Client()
    assert seen_through(client, SHOWN) >= {"search", "sitemap"}

    WORKFLOWS[kind](record, superuser()).archive("Withdrawn")

    gone = 404 if kind == "expert" else 410  # of a person, not even that there was a page
    assert seen_through(client, SHOWN) == set()
    assert {client.get(address).status_code for address in addresses} == {gone}


LEVELS = {
    Visibility.PUBLIC: set(ROLES),
    Visibility.REGISTERED: set(ROLES) - {"anonymous"},
    Visibility.COMMITTEE: {"committee", "secretariat"},
}


@pytest.mark.parametrize("level", LEVELS)
def test_an_expert_is_seen_by_the_level_they_chose(land: Country, level: Visibility) -> None:
    record = expert(HIDDEN, of=land, slug=HIDDEN.lower(), visibility=level)
    seen = set()

    for role in ROLES:
        client = Client()
        if user := person(role):
            client.force_login(user)
        answers = [
            client.get(f"/en/experts/{record.slug}/").status_code == 200,
            f"/{HIDDEN.lower()}/" in client.get("/en/experts/").content.decode(),
        ]
        assert len(set(answers)) == 1, role
        if answers[0]:
            seen.add(role)

    assert seen == LEVELS[level]


def test_an_expert_whose_consent_ran_out_is_gone_without_anybody_doing_anything(land: Country) -> None:
    record = expert(SHOWN, of=land, slug=SHOWN.lower(), consent_until=localdate())
    client = Client()
    assert seen_through(client, SHOWN) >= {"search", "sitemap"}

    with time_machine.travel(localdate() + timedelta(days=2), tick=False):
        assert seen_through(client, SHOWN) == set()
        assert client.get(f"/en/experts/{record.slug}/").status_code == 404


ACCESS = {
    Access.PUBLIC: set(ROLES),
    Access.MEMBERS: set(ROLES) - {"anonymous"},
    Access.COMMITTEE: {"committee", "secretariat"},
}


@pytest.mark.parametrize("level", ACCESS)
@pytest.mark.parametrize("published", [True, False])
def test_a_document_opens_by_its_level_and_with_its_record(level: Access, published: bool) -> None:
    record = page("the-page", published=published)
    paper = Document.objects.create(
        content_type=ContentType.objects.get_for_model(Page),
        object_id=record.pk,
        slug="the-paper",
        title_en="The paper",
        access=level,
    )
    content = ContentFile(b"%PDF-1.7", "paper.pdf")
    DocumentFile.objects.create(
        document=paper,
        language="en",
        file=content,
        name="paper.pdf",
        media_type="application/pdf",
        size=8,
        checksum="0" * 64,
    )
    opened = {"page": set(), "file": set()}

    for role in ROLES:
        client = Client()
        if user := person(role):
            client.force_login(user)
        for name, address in (("page", "/en/documents/the-paper/"), ("file", "/en/documents/the-paper/en/")):
            response = client.get(address)
            if response.status_code == 200:
                opened[name].add(role)
                b"".join(response) if response.streaming else None

    editors = {"translator", "editor", "secretariat"}
    expected = ACCESS[level] if published else ACCESS[level] & editors
    assert opened == {"page": expected, "file": expected}
