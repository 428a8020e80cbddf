"""The invented year of the Committee: what is there, that it is marked and sealed, and what its pages cost."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub import demonstration, demonstration_committee_cast, demonstration_committee_year
from members.models import User
from publishing.models import Letter
from steering.decisions.enums import DecisionState, Outcome, Way
from steering.models import (
    Action,
    AgendaItem,
    Contribution,
    Decision,
    Mandate,
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
MOST_OF_A_KIND = 4
"""So many pages of one kind are asked for: their number grows with the data, and takes minutes."""

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


@pytest.mark.usefixtures("year")
def test_nothing_is_played_where_somebody_is_missing() -> None:
    assert demonstration_committee_cast.cast() is not None

    Mandate.objects.filter(seat__country__iso2="TR").update(user=None)

    assert demonstration_committee_cast.cast() is None
    assert list(demonstration_committee_year.load()) == []


CLOSED = "(SELECT id FROM steering_decision WHERE state = 'closed' AND is_demonstration ORDER BY id LIMIT 1)"
MEETING = "(SELECT id FROM steering_meeting WHERE state = 'adopted')"
MINUTES = "(SELECT id FROM steering_minutes WHERE adopted_at IS NOT NULL)"
VERSION = "(SELECT id FROM steering_reportversion WHERE released_at IS NOT NULL)"
ROUND = "(SELECT id FROM steering_reviewround WHERE closed_at IS NOT NULL)"
BATCHES = f"(SELECT id FROM steering_countrycomments WHERE round_id = {ROUND})"
FORGERIES = (
    f"UPDATE steering_decision SET title_kk = 'x' WHERE id = {CLOSED}",
    f"UPDATE steering_decision SET state = 'open', outcome = '' WHERE id = {CLOSED}",
    f"DELETE FROM steering_decision WHERE id = {CLOSED}",
    f"UPDATE steering_decisionsection SET text_ru = 'x' WHERE decision_id = {CLOSED}",
    f"UPDATE steering_position SET choice = 'object' WHERE decision_id = {CLOSED}",
    f"DELETE FROM steering_position WHERE decision_id = {CLOSED}",
    f"UPDATE steering_position SET decision_id = {CLOSED} WHERE decision_id IN (SELECT id FROM steering_decision WHERE state = 'open')",
    "UPDATE steering_positionchange SET choice = 'object'",
    f"UPDATE steering_meeting SET title_en = 'x' WHERE id = {MEETING}",
    f"UPDATE steering_agendaitem SET title_en = 'x' WHERE meeting_id = {MEETING}",
    f"UPDATE steering_attendance SET state = 'left', left_at = now() WHERE meeting_id = {MEETING}",
    f"UPDATE steering_minutes SET adopted_at = now() WHERE id = {MINUTES}",
    f"UPDATE steering_minutesentry SET discussion_kk = 'x' WHERE minutes_id = {MINUTES}",
    "UPDATE steering_correction SET answer = 'refused', reason = 'x'",
    "UPDATE steering_report SET title_en = 'x' WHERE state = 'released'",
    f"UPDATE steering_reportsection SET text_en = 'x' WHERE version_id = {VERSION}",
    f"UPDATE steering_verdict SET choice = 'return', text = 'x', language = 'en' WHERE round_id = {ROUND}",
    f"UPDATE steering_sectioncomment SET text = 'x' WHERE batch_id IN {BATCHES}",
    f"UPDATE steering_response SET answer = 'noted' WHERE comment_id IN (SELECT id FROM steering_sectioncomment WHERE batch_id IN {BATCHES})",
)


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("statement", FORGERIES, ids=range(len(FORGERIES)))
def test_what_is_final_can_not_be_changed_in_sql(statement: str) -> None:
    with pytest.raises(IntegrityError, match=r"sealed|only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("table", "statement", "said"),
    [
        ("steering_decision", f"UPDATE steering_decision SET title_kk = 'Бөтен' WHERE id = {CLOSED}", "title.kk: sealed"),
        ("steering_position", f"UPDATE steering_position SET choice = 'object', text = 'No', language = 'en' WHERE choice <> '' AND decision_id = {CLOSED}", "positions["),
        ("steering_minutesentry", f"UPDATE steering_minutesentry SET discussion_ru = 'Иное' WHERE minutes_id = {MINUTES}", "steering.minutes"),
        ("steering_verdict", f"UPDATE steering_verdict SET choice = 'endorse' WHERE round_id = {ROUND} AND choice <> 'endorse'", "verdicts.sha256"),
    ],
    ids=["decision", "positions", "minutes", "verdicts"],
)  # fmt: skip
def test_whoever_silences_the_triggers_is_found_out(table: str, statement: str, said: str) -> None:
    out = StringIO()
    point = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement)
        with pytest.raises(CommandError, match="touched"):
            call_command("verify_record", stdout=out, no_color=True)
    finally:
        transaction.savepoint_rollback(point)

    assert said in out.getvalue()


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
    waiting, costs, met = pages(), dict[str, int](), Counter[str]()
    for address in waiting:
        shape = re.sub(r"\d+", "0", urlsplit(address).path)
        met[shape] += 1
        if met[shape] > MOST_OF_A_KIND:
            continue
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code in {200, 302, 403, 404}, address
        costs[address] = sum("SAVEPOINT" not in query["sql"] for query in queries)
        if answer.status_code == 200:
            linked = {
                link
                for link in LINK.findall(answer.content.decode())
                if "/rounds/" in link and not {".", "?"} & set(link)
            }
            waiting += sorted(linked - costs.keys() - set(waiting))

    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}
