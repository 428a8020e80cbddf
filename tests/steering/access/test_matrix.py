"""Everything of the Committee × everybody × every exit: who may read a word reads it, and nobody else ever does."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from publishing.models import Letter
from steering.models import (
    Action,
    AgendaItem,
    Contribution,
    Decision,
    Meeting,
    Paper,
    PaperVersion,
    PeriodicSnapshot,
    RecordEntry,
    Report,
    ReviewRound,
)

from . import world as the_world
from .spider import WORD, crawl, words_in
from .world import COMMITTEE, PUBLIC, World

pytestmark = pytest.mark.django_db
OUTSIDE = (
    "/en/", "/ru/", "/en/search/feed/", "/sitemap.xml", "/en/about/", "/en/site-map/", "/en/practices/feed/", "/en/desk/",
    "/en/countries/", "/en/accounts/",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The world, made once for all readers and taken back at the end."""
    from django.db import transaction  # noqa: PLC0415 - only the fixture opens a transaction of its own

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        transaction.set_autocommit(False)
        try:
            yield the_world.build()
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)


def addresses() -> list[str]:
    """Every page and file of every thing, whether anybody is led there or not."""
    with translation.override("en"):
        return list(_addresses())


def _addresses() -> list[str]:
    names = ("", "desk/", "register/", "meetings/", "decisions/", "actions/", "reports/", "contributions/", "check/")
    found = [f"/en/committee/{name}" for name in names]
    found += [reverse("committee:decisions_csv"), reverse("committee:decisions_json"), reverse("committee:calendar")]
    found += [f"/en/committee/contributions/ledger.{kind}" for kind in ("csv", "json", "xlsx")]
    for meeting in Meeting.objects.all():
        found += [reverse(f"committee:{name}", args=[meeting.number]) for name in ("meeting", "meeting_file", "papers")]
        found += [
            reverse(f"committee:{name}", args=[meeting.number]) for name in ("minutes", "minutes_pdf", "attendance")
        ]
        pack = reverse("committee:pack", args=[meeting.number])
        found += [f"{pack}?{query}" for query in ("language=en&form=pdf", "language=en&form=zip")]
    rows = (
        AgendaItem.objects.select_related("meeting"),
        Decision.objects.all(),
        Action.objects.all(),
        Paper.objects.all(),
    )
    found += [row.get_absolute_url() for rows_of in rows for row in rows_of]
    found += [reverse("committee:decision_pdf", args=[decision.pk]) for decision in Decision.objects.all()]
    for item in AgendaItem.objects.select_related("meeting"):
        found.append(reverse("committee:minutes_extract", args=[item.meeting.number, item.number]))
    found += [
        reverse("committee:paper_file", args=[version.paper_id, version.language, version.number])
        for version in PaperVersion.objects.all()
    ]
    for report in Report.objects.all():
        found += [reverse(f"committee:{name}", args=[report.pk]) for name in ("report", "report_pdf", "report_changes")]
    for one in ReviewRound.objects.all():
        keys = [one.report_id, one.number]
        names = ("report_round", "report_matrix", "report_matrix_docx", "report_matrix_xlsx")
        found += [reverse(f"committee:{name}", args=keys) for name in names]
        for place in one.batches.all():
            found.append(reverse("committee:report_batch", args=[*keys, place.seat_id]))
    found += [one.get_absolute_url() for one in (*Contribution.objects.all(), *PeriodicSnapshot.objects.all())]
    found += [reverse("committee:snapshot_pdf", args=[one.pk]) for one in PeriodicSnapshot.objects.all()]
    return [*found, *(entry.get_absolute_url() for entry in RecordEntry.objects.all())]


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_everybody_reads_exactly_what_is_theirs(name: str, world: World) -> None:
    client = Client()
    person = world.people[name]
    if person is not None:
        client.force_login(person)
    wanted = {word for word, readers in world.readers.items() if name in readers}

    seen, statuses = crawl(client, addresses())

    assert seen & world.readers.keys() == wanted
    assert {address: status for address, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("name", ["anonymous", "registered", "editor", "other"])
def test_what_lies_outside_of_the_committee_tells_no_more(name: str, world: World) -> None:
    call_command("rebuild_catalogue")
    client = Client()
    person = world.people[name]
    if person is not None:
        client.force_login(person)
    wanted = {word for word, readers in world.readers.items() if name in readers}
    seen: set[str] = set()

    for address in OUTSIDE:
        seen |= words_in(client.get(address))
    for word in world.readers:
        # by a word beside the one that is looked for: the page repeats what was typed
        seen |= words_in(client.get("/en/search/", {"q": f"Zq{word}"}))
        seen |= words_in(client.get("/en/committee/decisions/", {"q": f"Zq{word}"}))
    seen |= words_in(client.get("/en/search/suggest/", {"q": "Zq"}))

    assert (seen & world.readers.keys()) - wanted == set()


@pytest.mark.parametrize("name", sorted(COMMITTEE))
def test_a_private_calendar_tells_what_its_owner_may_read(name: str, world: World) -> None:
    person = world.people[name]
    client = Client()
    client.force_login(person)
    page = client.post("/en/committee/calendar/make/", follow=True).content.decode()
    feed = re.search(r"/en/committee/calendar/[^\"<\s]+\.ics", page)
    assert feed is not None

    words = words_in(Client().get(feed.group(0)))

    assert words & world.readers.keys() <= {word for word, readers in world.readers.items() if name in readers}
    assert "meetcommittee" in words


def test_letters_go_to_who_may_read_them(world: World) -> None:
    names = {person.email: name for name, person in world.people.items() if person is not None}
    letters = list(Letter.objects.all())

    assert letters
    for letter in letters:
        for word in world.readers.keys() & set(WORD.findall(f"{letter.subject} {letter.text}")):
            assert names[letter.address] in world.readers[word], letter.subject


@pytest.mark.parametrize("name", sorted(PUBLIC - {"office"}))
def test_the_administration_keeps_the_committee_to_the_secretariat(name: str, world: World) -> None:
    client = Client()
    person = world.people[name]
    if person is not None:
        client.force_login(person)

    for model in admin.site._registry:
        if model._meta.app_label == "steering":
            address = reverse(f"admin:steering_{model._meta.model_name}_changelist")
            assert client.get(address).status_code in {302, 403, 404}, address


def test_the_world_has_something_of_every_kind(world: World) -> None:
    assert len(world.readers) >= 40
