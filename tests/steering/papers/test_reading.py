"""Who sees which paper, what the pages say of it, and what a page costs."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import User
from publishing.workflow import WorkflowError
from steering.access import Access
from steering.decisions.workflow import DecisionWorkflow
from steering.desk import news
from steering.meetings.enums import MeetingState
from steering.models import Meeting, Paper, PaperReceipt
from steering.papers.workflow import PaperWorkflow
from tests.factories import steering_papers as made
from tests.factories.steering_decisions import draft

from .conftest import client_of, fetched

pytestmark = pytest.mark.django_db
PEOPLE = ("anonymous", "registered", "other", "observer", "delegate", "secretariat")
OPEN_TO = {
    Access.PUBLIC: set(PEOPLE),
    Access.REGISTERED: set(PEOPLE) - {"anonymous"},
    Access.COMMITTEE: {"other", "observer", "delegate", "secretariat"},
    Access.SEAT: {"delegate", "secretariat"},
}
MOST_QUERIES = 12


def who(cast: made.Cast, name: str) -> User | None:
    return getattr(cast, name, None)


def in_time() -> Any:
    return time_machine.travel(datetime(2027, 5, 3, 6, tzinfo=UTC), tick=False)


def too_late() -> Any:
    return time_machine.travel(datetime(2027, 6, 14, 6, tzinfo=UTC), tick=False)


@pytest.mark.parametrize("access", list(OPEN_TO))
def test_a_paper_leaves_to_those_for_whom_it_is_alone(access: str, cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=access, seats=[cast.seat], titles={"en": "Xhidden"})
    version = paper.versions.get()
    addresses = [paper.get_absolute_url(), version.get_absolute_url()]
    addresses = [address.replace("/ru/", "/en/", 1) for address in addresses]
    listed = f"/en/committee/meetings/{meeting.number}/papers/"
    pack = f"{listed}pack/?language=en&form=zip"

    for name in PEOPLE:
        client = client_of(who(cast, name))
        is_open = name in OPEN_TO[Access(access)]
        assert [fetched(client, one)[0] for one in addresses] == [200 if is_open else 404] * 2, name
        assert ("Xhidden" in client.get(listed).content.decode()) is is_open, name
        assert fetched(client, pack)[0] == (200 if is_open else 302), name


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_in_preparation_is_the_secretariats(name: str, cast: made.Cast, meeting: Meeting) -> None:
    paper = made.add(cast.secretariat, meeting, access=Access.PUBLIC, titles={"en": "Xhidden"})
    sent = made.issued(cast.secretariat, meeting, access=Access.PUBLIC, titles={"en": "Shown"})
    PaperWorkflow(sent, cast.secretariat).add_files(
        [made.new_file("kk", made.pdf("Kazakh"))], made.DATED, is_new_version=False
    )
    client, is_theirs = client_of(who(cast, name)), name == "secretariat"

    ways = (f"{paper.pk}/", f"{paper.pk}/files/ru/1/", f"{sent.pk}/files/kk/1/")
    statuses = [fetched(client, f"/en/committee/papers/{way}")[0] for way in ways]

    assert statuses == [200 if is_theirs else 404] * 3
    page = client.get("/en/committee/meetings/3/papers/").content.decode()
    assert ("Shown" in page, "Xhidden" in page) == (True, is_theirs)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_of_the_secretariat_refuse_others(name: str, cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.PUBLIC)
    client = client_of(who(cast, name))
    ways = (
        "papers/{pk}/change/",
        "papers/{pk}/files/new/",
        "papers/{pk}/withdraw/",
        "meetings/3/papers/new/",
        "meetings/3/papers/send/",
    )
    expected = {"anonymous": 302, "secretariat": 200}.get(name, 403)

    found = {client.get(f"/en/committee/{way.format(pk=paper.pk)}").status_code for way in ways}

    assert found == {expected}


def test_a_public_paper_of_a_closed_item_or_meeting_is_closed(cast: made.Cast, meeting: Meeting) -> None:
    hidden = made.meeting(4, access=Access.COMMITTEE)
    planned = made.meeting(5, state=MeetingState.PLANNED, convened_at=None)
    closed_item = made.item(meeting, access=Access.COMMITTEE)
    papers = [
        made.issued(cast.secretariat, hidden, access=Access.PUBLIC),
        made.issued(cast.secretariat, planned, access=Access.PUBLIC),
        made.issued(cast.secretariat, meeting, access=Access.PUBLIC, agenda_item=closed_item),
    ]

    for paper in papers:
        assert Client().get(f"/en/committee/papers/{paper.pk}/").status_code == 404
        assert client_of(cast.delegate).get(f"/en/committee/papers/{paper.pk}/").status_code == 200


def test_a_paper_for_a_decision_follows_the_decision(cast: made.Cast) -> None:
    decision = draft(cast.secretariat)
    paper = made.issued(cast.secretariat, decision, access=Access.PUBLIC)

    assert paper.number == f"SC/D{decision.pk}/1"
    assert [
        client_of(person).get(f"/en/committee/papers/{paper.pk}/").status_code
        for person in (None, cast.delegate, cast.secretariat)
    ] == [404, 404, 200]


def test_a_file_is_an_attachment_that_nobody_keeps(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.PUBLIC)

    answer = Client().get(f"/en/committee/papers/{paper.pk}/files/ru/1/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="SC-3-1_v1_ru.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"".join(answer) == made.pdf()  # type: ignore[arg-type]  # a streaming answer


@pytest.mark.parametrize("address", ["files/de/1/", "files/ru/9/", "files/ru/99999999999999999999/"])
def test_files_that_are_not_there(address: str, cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.PUBLIC)

    assert Client().get(f"/en/committee/papers/{paper.pk}/{address}").status_code == 404


def test_what_came_after_the_day_is_late(cast: made.Cast, meeting: Meeting) -> None:
    with in_time():
        early = made.issued(cast.secretariat, meeting, access=Access.PUBLIC, titles={"en": "Early"})
    with too_late():
        made.issued(cast.secretariat, meeting, access=Access.PUBLIC, titles={"en": "Latecomer"})
        made.renewed(cast.secretariat, early, {"en": made.pdf("English")}, is_new_version=False)

    page = Client().get("/en/committee/meetings/3/papers/").content.decode()

    first, second = page.split("Latecomer")
    assert "papers were due by" in page
    assert (first.count(">late<"), second.count(">late<")) == (1, 1)
    assert "English" in first.partition(">late<")[0]


def test_each_language_says_how_it_stands(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(
        cast.secretariat, meeting, {"ru": made.pdf("Old"), "en": made.pdf("Old too")}, access=Access.PUBLIC
    )
    made.renewed(cast.secretariat, paper, {"ru": made.pdf("New")})

    page = Client().get("/en/committee/meetings/3/papers/").content.decode()

    assert f"/en/committee/papers/{paper.pk}/files/ru/2/" in page
    assert "an older version: 1" in page
    assert '<span lang="kk">Қазақша</span>: missing' in page


def test_what_is_new_is_told_to_each_person(cast: made.Cast, meeting: Meeting) -> None:
    first = made.issued(cast.secretariat, meeting, titles={"en": "First"})
    delegate, other = client_of(cast.delegate), client_of(cast.other)
    fetched(delegate, f"/en/committee/papers/{first.pk}/files/ru/1/")
    made.issued(cast.secretariat, meeting, titles={"en": "Second"})

    pages = [client.get("/en/committee/meetings/3/papers/").content.decode() for client in (delegate, other)]

    assert [page.count("new to you") for page in pages] == [1, 0]
    assert "1 paper has something new since" in pages[0]
    assert PaperReceipt.objects.count() == 1


def test_looking_without_taking_leaves_no_receipt(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.PUBLIC)

    address = f"/en/committee/papers/{paper.pk}/files/ru/1/"
    assert b"".join(client_of(cast.delegate).head(address)) == b""  # type: ignore[arg-type]  # a streaming answer
    fetched(Client(), address)

    assert PaperReceipt.objects.count() == 0


def test_news_name_what_the_person_may_open(cast: made.Cast, meeting: Meeting) -> None:
    with in_time():
        made.issued(cast.secretariat, meeting, access=Access.SEAT, seats=[cast.seat], titles={"en": "Closed"})
        since = datetime(2027, 5, 1, tzinfo=UTC)
        told = {
            person.email: [str(one.title) for one in news.news_for(person, since) if "/papers/" in one.url]
            for person in (cast.delegate, cast.other)
        }

    assert told == {cast.delegate.email: ["Closed"], cast.other.email: []}


@pytest.mark.parametrize("name", ["anonymous", "delegate", "secretariat"])
def test_pages_cost_the_same_whatever_many_papers(name: str, cast: made.Cast, meeting: Meeting) -> None:
    items = [made.item(meeting, number) for number in (1, 2, 3)]
    paper = made.issued(cast.secretariat, meeting, access=Access.PUBLIC, agenda_item=items[0])
    client = client_of(who(cast, name))
    addresses = ("/en/committee/meetings/3/papers/", f"/en/committee/papers/{paper.pk}/", "/en/committee/meetings/3/")

    one = [_cost(client, address) for address in addresses]
    for item in items[1:]:
        made.issued(
            cast.secretariat,
            meeting,
            {"kk": made.pdf("x"), "en": made.pdf("y")},
            access=Access.PUBLIC,
            agenda_item=item,
        )
        made.issued(cast.secretariat, meeting, access=Access.SEAT, seats=[cast.seat, cast.other_seat], agenda_item=item)
    made.renewed(cast.secretariat, paper, {"ru": made.pdf("new")})
    more = [_cost(client, address) for address in addresses]

    assert more == one
    assert max(more[:2]) <= MOST_QUERIES


def test_the_page_of_the_meeting_reads_its_papers_once(cast: made.Cast, meeting: Meeting) -> None:
    titles = []
    for number in (1, 2, 3):
        titles.append(f"Paper of item {number}")
        made.issued(
            cast.secretariat,
            meeting,
            access=Access.PUBLIC,
            agenda_item=made.item(meeting, number),
            titles={"en": titles[-1]},
        )

    page = Client().get("/en/committee/meetings/3/").content.decode()

    assert [title in page for title in titles] == [True, True, True]


def _cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_nothing_is_visible_of_a_deleted_paper(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.add(cast.secretariat, meeting)
    flow = PaperWorkflow(paper, cast.secretariat)
    flow.discard()

    with pytest.raises(WorkflowError):
        flow.discard()
    assert Paper.objects.count() == 0


@pytest.mark.parametrize("name", ["delegate", "secretariat"])
def test_the_page_of_a_decision_shows_its_papers(name: str, cast: made.Cast) -> None:
    decision = DecisionWorkflow(draft(cast.secretariat), cast.secretariat).open()
    made.issued(cast.secretariat, decision, titles={"en": "Basis of the decision"})
    client, address = client_of(who(cast, name)), f"/en/committee/decisions/{decision.pk}/"
    one = _cost(client, address)
    made.issued(cast.secretariat, decision, {"en": made.pdf("x"), "kk": made.pdf("y")}, titles={"en": "Annex"})

    PaperWorkflow(Paper.objects.order_by("pk")[0], cast.secretariat).add_files(
        [made.new_file("kk", made.pdf("z"))], made.DATED, is_new_version=False
    )

    more = _cost(client, address)

    page = client.get(address).content.decode()
    assert ("Basis of the decision" in page, "Annex" in page) == (True, True)
    assert ("in preparation" in page) is (name == "secretariat")
    assert more == one
    assert more <= MOST_QUERIES
