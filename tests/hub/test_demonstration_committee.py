"""The invented year of the Committee: what is there, that it is marked and sealed, and what its pages cost."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub import demonstration, demonstration_committee_year
from members.models import User
from publishing.models import Letter
from steering.decisions.enums import DecisionState, Outcome, Way
from steering.models import (
    Action,
    AgendaItem,
    Contribution,
    Decision,
    Meeting,
    Minutes,
    Paper,
    RecordEntry,
    Report,
    SectionComment,
)
from tests.factories.members import country
from tests.steering.access.spider import LINK

COUNTRIES = ("KZ", "KG", "UZ", "AZ", "GE", "EE", "KR", "MN", "LT", "AM", "TR", "TJ")
MOST_QUERIES = 12

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration as it is loaded, made once and taken back at the end."""
    with django_db_blocker.unblock():
        transaction.set_autocommit(False)
        try:
            for iso2 in COUNTRIES:
                country(iso2, published=False)
            demonstration.load()
            yield
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)


@pytest.mark.usefixtures("year")
def test_meetings_stand_in_three_states() -> None:
    states = dict(Meeting.objects.order_by("number").values_list("number", "state"))

    assert states == {1: "adopted", 2: "convened", 3: "planned"}
    assert Minutes.objects.get().released_at is not None
    assert Paper.objects.filter(meeting__number=1).count() == 3


@pytest.mark.usefixtures("year")
def test_decisions_are_of_every_way_and_outcome() -> None:
    found = list(Decision.objects.filter(is_demonstration=True))

    assert len(found) >= 12
    assert {one.way for one in found} >= {Way.AT_MEETING, Way.WRITTEN, Way.SILENCE}
    assert {one.outcome for one in found} >= {Outcome.ADOPTED, Outcome.REJECTED}
    assert {one.state for one in found} == set(DecisionState)
    assert [one.way for one in found if one.state == DecisionState.OPEN] == [Way.SILENCE]
    assert any(one.extended_at for one in found)
    assert {action.state for action in Action.objects.all()} == {"open", "done", "dropped"}
    assert Action.objects.overdue().count() == 1


@pytest.mark.usefixtures("year")
def test_ten_countries_comment_in_three_languages() -> None:
    report = Report.objects.get(state="in_review")
    comments = SectionComment.objects.filter(batch__round__report=report, released_at__isnull=False)

    assert comments.values("batch__seat").distinct().count() == 10
    assert set(comments.values_list("language", flat=True)) == {"kk", "ru", "en"}
    assert 0 < comments.filter(response__isnull=False).count() < comments.count()


@pytest.mark.usefixtures("year")
def test_everything_is_marked_and_the_record_is_sound() -> None:
    out = StringIO()
    call_command("verify_record", stdout=out, no_color=True)

    assert "as it was sealed" in out.getvalue()
    assert RecordEntry.objects.count() == 11
    for model in (Meeting, Decision, Action, Report, Contribution, Paper):
        assert not model._default_manager.filter(is_demonstration=False).exists(), model


@pytest.mark.usefixtures("year")
def test_nobody_gets_letters_of_an_invented_past_and_nothing_is_played_twice() -> None:
    before = Decision.objects.count()

    assert not any(is_new for _name, is_new in demonstration_committee_year.load())
    assert Decision.objects.count() == before
    assert not Letter.objects.filter(kind__startswith="decision").exists()
    assert not Letter.objects.filter(kind__startswith="meeting").exists()


def test_nothing_is_played_where_countries_are_missing() -> None:
    assert list(demonstration_committee_year.load()) == []
    assert not Meeting.objects.exists()


def pages() -> list[str]:
    """Every page of the Committee that has an address of its own."""
    names = ("", "desk/", "register/", "rules/", "meetings/", "decisions/", "actions/", "reports/", "contributions/")
    found = [f"/en/committee/{name}" for name in (*names, "check/", "periodic/", "calendar/", "links/")]
    things: list[Any] = [
        *Meeting.objects.all(), *AgendaItem.objects.select_related("meeting"), *Decision.objects.all(),
        *Action.objects.all(), *Report.objects.all(), *Paper.objects.all(), *Contribution.objects.all(),
        *RecordEntry.objects.all(),
    ]  # fmt: skip
    found += [thing.get_absolute_url().replace("/ru/", "/en/") for thing in things]
    return [*found, "/en/committee/meetings/1/papers/", "/en/committee/meetings/1/minutes/"]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("email", ["", "committee@hub.example", "secretariat@hub.example"])
def test_no_page_costs_more_than_its_budget(email: str) -> None:
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    waiting, costs = pages(), dict[str, int]()
    for address in waiting:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code in {200, 302, 403, 404}, address
        costs[address] = sum("SAVEPOINT" not in query["sql"] for query in queries)
        if answer.status_code == 200:
            linked = {link for link in LINK.findall(answer.content.decode()) if "/rounds/" in link and "." not in link}
            waiting += sorted(linked - costs.keys() - set(waiting))

    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}
