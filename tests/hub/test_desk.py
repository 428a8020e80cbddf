"""My desk: what waits for me, what is mine, what I follow; nothing of others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from members.enums import Role
from members.models import Country, User
from practices.models import Practice
from publishing import desk
from publishing.enums import LanguageState, State
from publishing.following import gathering
from publishing.models import Followed, LanguageVersion, Rhythm, Subscription
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def text_of(client: Client, language: str = "en") -> str:
    """The desk as the signed-in person gets it."""
    answer = client.get(f"/{language}/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def land() -> Country:
    """A public country."""
    return country("KG")


def test_what_came_back_and_what_is_on_its_way_stand_apart(client: Client, land: Country) -> None:
    client.force_login(me := account())
    practice(land, "Came back", published=False, owner=me, state=State.CHANGES_REQUESTED)
    practice(land, "Half written", published=False, owner=me)
    practice(land, "Of somebody else", published=False, owner=account())
    practice(land, "Long public", owner=me)

    answer = client.get("/en/desk/")

    waiting = {part.name: [str(row.title) for row in part.rows] for part in answer.context["waiting"]}
    mine = {part.name: [str(row.title) for row in part.rows] for part in answer.context["mine"]}
    assert waiting == {"changes": ["Came back"]}
    assert mine == {"mine": ["Half written"]}
    assert "Of somebody else" not in answer.content.decode()


def test_a_translator_sees_what_was_assigned_and_when_it_is_due(client: Client, land: Country) -> None:
    me: Any = person(Role.TRANSLATOR)
    client.force_login(me)
    record = practice(land, "To translate", languages=("en",))
    LanguageVersion.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Practice),
        object_id=record.pk,
        language="kk",
        defaults={"state": LanguageState.DRAFT, "assignee": me, "promised_for": localdate() - timedelta(days=2)},
    )

    html = text_of(client)

    assert "To translate" in html
    assert f"/en/translate/practice/{record.pk}/kk/" in html
    assert "desk__late" in html


def test_a_focal_point_is_asked_to_endorse_what_others_of_the_country_submit(client: Client, land: Country) -> None:
    me: Any = person(Role.FOCAL_POINT, land)
    client.force_login(me)
    practice(land, "Of my country", published=False, owner=account(), state=State.SUBMITTED)
    practice(land, "My own", published=False, owner=me, state=State.SUBMITTED)
    practice(country("KZ"), "Of another", published=False, owner=account(), state=State.SUBMITTED)

    answer = client.get("/en/desk/")

    rows = {part.name: [str(row.title) for row in part.rows] for part in answer.context["waiting"]}
    assert rows["endorsements"] == ["Of my country"]
    assert "Of another" not in answer.content.decode()


def test_news_since_the_last_visit_are_marked(client: Client, land: Country) -> None:
    me = account()
    with time_machine.travel(timezone.now() - timedelta(days=5)) as clock:
        Subscription.objects.create(user=me, what=Followed.COUNTRY, country="KG", rhythm=Rhythm.DESK)
        practice(land, "Older news")
        gathering.gather()
        client.force_login(me)
        text_of(client)
        clock.shift(timedelta(days=2))
        practice(land, "Fresh news")
        gathering.gather()
        rows = {str(row.title): row.is_new for row in client.get("/en/desk/").context["news"]}
        again = {str(row.title): row.is_new for row in client.get("/en/desk/").context["news"]}

    assert (rows["Fresh news"], rows["Older news"]) == (True, False)
    assert again == rows  # reading on is the same visit


@pytest.fixture
def flood() -> Iterator[None]:
    """A part that has more than the desk shows."""
    known = dict(desk._sources)
    desk.register("flood", "Flood", lambda _user: [desk.DeskRow("Do", f"Row {n}", "/en/") for n in range(80)])
    yield
    desk._sources.clear()
    desk._sources.update(known)


@pytest.mark.usefixtures("flood")
def test_a_long_part_says_that_it_goes_on(client: Client) -> None:
    client.force_login(account())

    html = text_of(client)

    assert html.count("Row ") == desk.ROWS
    assert "Only the first 50 are shown." in html


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_the_desk_costs_the_same_few_queries_for_each_role(client: Client, land: Country, role: str) -> None:
    me: Any = person(role, land)
    client.force_login(me)
    Subscription.objects.create(user=me, what=Followed.COUNTRY, country="KG")
    text_of(client)
    counts = []
    for number in (1, 2):
        for _more in range(number):
            practice(land, published=False, owner=me)
            practice(land, published=False, owner=me, state=State.CHANGES_REQUESTED)
            practice(land, check_due=localdate() - timedelta(days=1))
        gathering.gather()
        with CaptureQueriesContext(connection) as captured:
            text_of(client)
        counts.append(len(captured))

    assert counts[0] == counts[1], [query["sql"][:120] for query in captured]
    assert counts[0] <= MOST_QUERIES, [query["sql"][:160] for query in captured]


def test_hostile_titles_do_nothing(client: Client, land: Country) -> None:
    client.force_login(me := account())
    practice(land, "<script>alert(1)</script>", published=False, owner=me)

    assert "<script>alert(1)" not in text_of(client)


def test_an_account_is_needed(client: Client) -> None:
    assert client.get("/en/desk/").status_code == 302
    assert User.objects.count() == 0
