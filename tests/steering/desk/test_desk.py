"""The Committee desk: what awaits a seat, what is new since the last visit, and for whom it is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.enums import Role
from members.models import User
from publishing.gathering import Asking
from publishing.languages import Text
from steering.desk import duties, news
from steering.desk.duties import Duty, DutyKind
from steering.desk.news import News
from steering.desk.visiting import FIRST, SAME_VISIT, visited
from steering.models import CommitteeVisit, Seat
from tests.factories.members import country
from tests.factories.steering import mandate, seat
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
PAGE = "/en/committee/desk/"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def delegate(client: Client) -> User:
    """Signed in: the delegate of a country whose clocks are six hours ahead of UTC."""
    user = person(Role.COMMITTEE)
    mandate(seat(country("KG", "Kyrgyzstan")), user=user)
    client.force_login(user)
    return user


def told(monkeypatch: pytest.MonkeyPatch, found: list[Duty], happened: Sequence[News] = ()) -> None:
    """Let one subject say this, and the others nothing."""

    def of_duties(user: Any, seats: Sequence[Seat]) -> Asking[list[Duty]]:
        yield from ()
        return found

    def of_news(user: Any, since: datetime) -> Asking[list[News]]:
        yield from ()
        return [one for one in happened if one.when >= since]

    monkeypatch.setattr(duties, "_sources", {"trial": of_duties})
    monkeypatch.setattr(news, "_sources", {"trial": of_news})


@pytest.mark.usefixtures("delegate")
@time_machine.travel(NOW, tick=False)
def test_duties_stand_by_their_day_the_overdue_first_and_by_my_clock(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(
        monkeypatch,
        [
            Duty("Without a day", "/c", None, DutyKind.VERDICT),
            Duty("Next week", "/b", NOW + timedelta(days=7), DutyKind.POSITION),
            Duty("Yesterday", "/a", NOW - timedelta(days=1), DutyKind.ACTION),
        ],
    )

    text = client.get(PAGE).content.decode()

    assert text.index("Yesterday") < text.index("Next week") < text.index("Without a day")
    assert "1 thing is overdue." in text
    assert "overdue since" in text
    assert "9 November 2026, 15:00" in text  # 09:00 in UTC
    assert "Asia/Bishkek (UTC+06:00)" in text


@pytest.mark.usefixtures("delegate")
@time_machine.travel(NOW, tick=False)
def test_nothing_to_do_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, [])

    text = client.get(PAGE).content.decode()

    assert "Nothing awaits you on the Committee." in text
    assert "Nothing new." in text


@pytest.mark.usefixtures("delegate")
def test_what_is_new_stays_new_while_the_page_is_loaded_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = News(NOW, "An old thing", "/old"), News(NOW + timedelta(days=2), "A new thing", "/new")
    told(monkeypatch, [], [old, new])

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client.get(PAGE)
    shown = []
    for minutes in (0, 10, 40, 90):
        with time_machine.travel(NOW + timedelta(days=3, minutes=minutes), tick=False):
            text = client.get(PAGE).content.decode()
            shown.append(("An old thing" in text, "A new thing" in text))

    assert shown == [(False, True), (False, True), (False, False), (False, False)]


def test_the_first_visit_looks_a_month_back_and_each_visit_is_noted_once() -> None:
    user = person(Role.COMMITTEE)

    with time_machine.travel(NOW, tick=False):
        assert visited(user) == visited(user) == NOW - FIRST
    later = NOW + SAME_VISIT + timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        assert visited(user) == visited(user) == NOW

    assert (CommitteeVisit.objects.get().at, CommitteeVisit.objects.get().former) == (later, NOW)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 302), (Role.REGISTERED, 403), (Role.FOCAL_POINT, 403), (Role.EDITOR, 403), (Role.COMMITTEE, 200),
        (Role.SECRETARIAT, 200),
    ],
)  # fmt: skip
def test_the_desk_is_for_the_committee_and_the_secretariat(client: Client, role: Role | None, status: int) -> None:
    if role is not None:
        client.force_login(person(role))

    assert client.get(PAGE).status_code == status
    assert (b"/committee/desk/" in client.get("/en/committee/").content) == (status == 200)


def test_a_title_in_another_language_says_so(client: Client, delegate: User, monkeypatch: pytest.MonkeyPatch) -> None:

    told(monkeypatch, [Duty(Text("О бюджете", "ru", "en"), "/a", None, DutyKind.POSITION)])

    assert '<span lang="ru">О бюджете</span>' in client.get(PAGE).content.decode()
