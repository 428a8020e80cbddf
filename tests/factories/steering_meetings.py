"""Meetings, items, minutes and members, made with what a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from members.enums import Role
from members.models import User
from steering.meetings.enums import AttendanceState, MeetingState
from steering.meetings.minutes_workflow import MinutesWorkflow
from steering.meetings.workflow import MeetingWorkflow
from steering.models import AgendaItem, Attendance, Meeting, Minutes, Seat
from steering.seats.enums import Office
from tests.factories.members import account, country
from tests.factories.steering import mandate, seat

_numbers = count(1)
STARTS = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)
"""Ten o'clock in Almaty."""


def member(code: str, office: str = Office.DELEGATE, place: Seat | None = None, **fields: Any) -> tuple[User, Seat]:
    """An account with the rights of the Committee, and the seat of its country for which it speaks."""
    held = place or seat(country(code))
    user = account(f"{office}-{next(_numbers)}@{code.lower()}.example", **fields)
    user.groups.set(Group.objects.filter(name__in={Role.COMMITTEE, Role.REGISTERED}))
    mandate(held, office, user=user, name_en=f"{office} of {code}")
    return user, held


def meeting(**fields: Any) -> Meeting:
    """A planned meeting in Almaty that everybody may see once it is convened."""
    values: dict[str, Any] = {
        "number": Meeting.objects.next_number(),
        "title_en": "Autumn meeting",
        "title_ru": "Осеннее заседание",
        "title_kk": "Күзгі отырыс",
        "place_en": "Astana",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=3),
        "time_zone": "Asia/Almaty",
        "link": "https://meet.example/secret-room",
    }
    if fields.get("state", MeetingState.PLANNED) not in {MeetingState.PLANNED, MeetingState.CANCELLED}:
        values["convened_at"] = STARTS - timedelta(days=40)
    return Meeting.objects.create(**{**values, **fields})


def item(of: Meeting, **fields: Any) -> AgendaItem:
    """The next item of the agenda."""
    number = of.items.count() + 1
    return AgendaItem.objects.create(
        **{"meeting": of, "number": number, "title_en": f"Subject {number}", "title_ru": f"Вопрос {number}", **fields}
    )


def there(of: Meeting, place: Seat, state: str = AttendanceState.PRESENT, **fields: Any) -> Attendance:
    """A seat that is there since the meeting began."""
    return Attendance.objects.create(meeting=of, seat=place, state=state, arrived_at=of.starts_at, **fields)


def closed(secretariat: User, **fields: Any) -> Meeting:
    """A meeting of yesterday with two items, held and closed."""
    starts = timezone.now() - timedelta(days=1)
    found = meeting(
        state=MeetingState.CONVENED, starts_at=starts, ends_at=starts + timedelta(hours=2), **fields
    )  # fmt: skip
    item(found)
    item(found, access="committee")
    flow = MeetingWorkflow(found, secretariat)
    flow.open()
    flow.close()
    return flow.meeting


def circulated(secretariat: User, **fields: Any) -> Minutes:
    """Minutes with a text for each item, circulated."""
    found = closed(secretariat, **fields)
    flow = MinutesWorkflow(found, secretariat)
    minutes = flow.draft()
    for entry in minutes.entries.order_by("item__number"):
        texts = {"discussion_en": f"Said of {entry.item.number}.", "discussion_ru": f"Сказано о {entry.item.number}."}
        flow.write(entry, texts, 0)
    flow.circulate()
    return Minutes.objects.get(pk=minutes.pk)


def adopted(secretariat: User, **fields: Any) -> Minutes:
    """Minutes that are adopted and sealed, their time for corrections over."""
    minutes = circulated(secretariat, **fields)
    Minutes.objects.filter(pk=minutes.pk).update(corrections_until=timezone.now() - timedelta(minutes=1))
    MinutesWorkflow(Meeting.objects.get(pk=minutes.meeting_id), secretariat).adopt({"en": "Meeting 2, item 1"})
    return Minutes.objects.get(pk=minutes.pk)
