"""Private links: made for one person, opened for a while, and otherwise as if they had never been."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from members.models import User
from steering.access import Access
from steering.models import LinkOpening, Mandate, Meeting, Paper, PrivateLink
from steering.papers.links import Invited, LinkWorkflow
from steering.papers.workflow import PaperWorkflow
from tests.factories import steering_papers as made

from .conftest import client_of, fetched

pytestmark = pytest.mark.django_db


def link(actor: User, target: Paper | Meeting, days: int = 7) -> str:
    """The path of a new link."""
    invited = Invited("Guest", "guest@example.org", localdate() + timedelta(days=days))
    return f"/en/committee/links/{LinkWorkflow(actor).make(target, invited, uuid4()).token}/"


def typed(**fields: Any) -> dict[str, Any]:
    day = (localdate() + timedelta(days=30)).strftime("%d.%m.%Y")
    return {"person": "Guest", "email": "", "last_day": day, "nonce": str(uuid4()), **fields}


def test_a_link_opens_one_paper_and_notes_it(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, titles={"en": "Shown"})
    other = made.issued(cast.secretariat, meeting, {"ru": made.pdf("Other")}, titles={"en": "Hidden"})
    address = link(cast.delegate, paper)

    page = Client().get(address)
    file = fetched(Client(), f"{address}papers/{paper.pk}/ru/1/")

    assert "Shown" in page.content.decode()
    assert "Hidden" not in page.content.decode()
    assert file == (200, made.pdf())
    assert fetched(Client(), f"{address}papers/{other.pk}/ru/1/")[0] == 404
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    openings = LinkOpening.objects.order_by("pk").values_list("what", "name")
    assert list(openings) == [("page", ""), ("file", "SC-3-1_v1_ru.pdf")]


def test_a_link_opens_the_pack_without_what_is_for_single_seats(cast: made.Cast, meeting: Meeting) -> None:
    made.issued(cast.secretariat, meeting, titles={"en": "Shown"})
    closed = made.issued(cast.secretariat, meeting, access=Access.SEAT, seats=[cast.seat], titles={"en": "Closed"})

    for maker in (cast.delegate, cast.secretariat):
        address = link(maker, meeting)
        page = Client().get(address).content.decode()
        status, content = fetched(Client(), f"{address}pack/?language=en&form=zip")

        assert ("Shown" in page, "Closed" in page) == (True, False)
        assert (status, b"SC-3-1" in content, b"SC-3-2" in content) == (200, True, False)
        assert fetched(Client(), f"{address}papers/{closed.pk}/ru/1/")[0] == 404


def test_everything_that_opens_nothing_looks_the_same(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    withdrawn, expired, gone, lost = (link(cast.delegate, paper) for _each in range(4))
    LinkWorkflow(cast.delegate).withdraw(PrivateLink.objects.order_by("pk")[0])
    PrivateLink.objects.filter(pk=PrivateLink.objects.order_by("pk")[1].pk).update(
        created_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(seconds=1)
    )
    opened = Client().get(gone)
    PaperWorkflow(paper, cast.secretariat).withdraw({"withdrawal_reason_en": "x"})

    answers = [Client().get(address) for address in (withdrawn, expired, gone, lost, "/en/committee/links/unknown/")]

    assert opened.status_code == 200
    assert {answer.status_code for answer in answers} == {404}
    bodies = {
        answer.content.decode().replace(address, "")
        for answer, address in zip(
            answers, (withdrawn, expired, gone, lost, "/en/committee/links/unknown/"), strict=True
        )
    }
    assert len({body.count("<h1") for body in bodies}) == 1
    assert all("Guest" not in body for body in bodies)
    assert LinkOpening.objects.count() == 1


def test_a_link_ends_with_its_last_day(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    address = link(cast.delegate, paper, days=1)
    ends = PrivateLink.objects.get().expires_at

    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        assert Client().get(address).status_code == 200
    with time_machine.travel(ends, tick=False):
        assert Client().get(address).status_code == 404
    assert timezone.localtime(ends).date() == localdate() + timedelta(days=2)


def test_a_link_opens_no_longer_than_its_maker_may(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    address = link(cast.delegate, paper)
    assert Client().get(address).status_code == 200

    cast.delegate.groups.clear()
    left = Client().get(address).status_code
    cast.delegate.groups.set(cast.other.groups.all())
    back = Client().get(address).status_code
    cast.delegate.is_active = False
    cast.delegate.save()

    assert (left, back, Client().get(address).status_code) == (404, 200, 404)


def test_only_the_secretariat_passes_on_what_is_for_single_seats(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.SEAT, seats=[cast.seat])

    answer = client_of(cast.delegate).post(f"/en/committee/papers/{paper.pk}/link/", typed())

    assert answer.status_code == 409
    assert "only the Secretariat" in answer.content.decode()
    assert Client().get(link(cast.secretariat, paper)).status_code == 200
    assert client_of(cast.other).get(f"/en/committee/papers/{paper.pk}/link/").status_code == 404


def test_an_address_is_shown_once_and_kept_as_a_digest(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    client, data = client_of(cast.delegate), typed()

    first = client.post(f"/en/committee/papers/{paper.pk}/link/", data)
    again = client.post(f"/en/committee/papers/{paper.pk}/link/", data, follow=True)

    token = first.content.decode().partition("/committee/links/")[2].partition("/")[0]
    assert len(token) > 40
    kept = PrivateLink.objects.get()
    assert Client().get(f"/en/committee/links/{token}/").status_code == 200
    assert token not in again.content.decode()
    assert "made already" in again.content.decode()
    assert token not in str(vars(kept))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"person": ""}, "required"),
        ({"last_day": "01.01.2020"}, "30 days at the most"),
        ({"last_day": "31.12.2099"}, "30 days at the most"),
        ({"email": "nobody"}, "valid email"),
        ({"person": "x\x00"}, "Null characters"),
    ],
    ids=["nobody", "past", "far", "address", "nul"],
)
def test_bad_input_is_said_by_the_field(fields: dict[str, str], said: str, cast: made.Cast, meeting: Meeting) -> None:
    made.issued(cast.secretariat, meeting)

    answer = client_of(cast.delegate).post("/en/committee/meetings/3/papers/link/", typed(**fields))

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert PrivateLink.objects.count() == 0


def test_each_sees_and_withdraws_their_own_links(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    link(cast.delegate, paper)
    key = PrivateLink.objects.get().pk
    listed = {
        name: client_of(getattr(cast, name)).get("/en/committee/links/")
        for name in ("delegate", "other", "secretariat", "registered")
    }

    refused = client_of(cast.other).post(f"/en/committee/links/withdraw/{key}/")
    taken = client_of(cast.secretariat).post(f"/en/committee/links/withdraw/{key}/")

    assert {name: answer.status_code for name, answer in listed.items()} == {
        "delegate": 200, "other": 200, "secretariat": 200, "registered": 404,
    }  # fmt: skip
    shown = {name: "guest@example.org" in answer.content.decode() for name, answer in listed.items()}
    assert shown == {"delegate": True, "other": False, "secretariat": True, "registered": False}
    assert (refused.status_code, taken.status_code) == (404, 302)
    assert PrivateLink.objects.get().withdrawn_by == cast.secretariat


@pytest.mark.parametrize("name", ["anonymous", "registered"])
def test_nobody_outside_of_the_committee_makes_links(name: str, cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.PUBLIC)
    client, expected = client_of(getattr(cast, name, None)), 302 if name == "anonymous" else 403

    for address in (f"/en/committee/papers/{paper.pk}/link/", "/en/committee/meetings/3/papers/link/"):
        assert client.post(address, typed()).status_code == expected
    assert PrivateLink.objects.count() == 0


def test_an_ended_mandate_alone_does_not_open_what_was_for_the_seat(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting, access=Access.SEAT, seats=[cast.seat])
    assert client_of(cast.delegate).get(f"/en/committee/papers/{paper.pk}/").status_code == 200

    Mandate.objects.filter(user=cast.delegate).update(ends_on=localdate() - timedelta(days=1))

    assert client_of(cast.delegate).get(f"/en/committee/papers/{paper.pk}/").status_code == 404


def test_links_cannot_be_tried_without_end(cast: made.Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steering.papers.link_views.OPENINGS_PER_HOUR", 2)

    answers = [Client().get(f"/en/committee/links/guess{number}/") for number in range(3)]

    assert [answer.status_code for answer in answers] == [404, 404, 429]
