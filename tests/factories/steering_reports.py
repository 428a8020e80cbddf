"""Reports under review, made by the workflow itself: what a test does not care about is filled in."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from members.enums import Role
from members.models import Country, User
from steering.models import Report, ReportVersion, ReviewRound, Seat, SectionComment
from steering.reports.workflow import CountryWorkflow, ReportWorkflow, RoundWorkflow, Written, start_report
from steering.seats.enums import Office
from tests.factories.members import account
from tests.factories.steering import mandate, seat

SECTIONS = [
    {
        "number": "1",
        "title": {"en": "Results", "ru": "Итоги", "kk": "Нәтижелер"},
        "text": {"en": "<p>The Hub held four trainings.</p>", "ru": "<p>Хаб провёл четыре обучения.</p>", "kk": ""},
    },
    {"number": "2", "title": {"en": "Plans"}, "text": {"en": "<p>Eight more follow.</p>"}},
    {"number": "2.1", "title": {"en": "Costs"}, "text": {"en": "<p>Nobody knows yet.</p>"}},
]


def secretariat(email: str = "office@committee.example") -> User:
    """An account that runs the Committee's business."""
    return _in_role(account(email, is_staff=True), Role.SECRETARIAT)


def person_of(of: Seat, office: str = Office.DELEGATE, email: str = "", **fields: Any) -> User:
    """Somebody with an account who speaks for the seat."""
    user = _in_role(account(email or f"{office}{of.pk}@committee.example", **fields), Role.COMMITTEE)
    mandate(of, office, user=user)
    return user


def member(land: Country) -> tuple[Seat, User]:
    """A member's seat with its delegate."""
    place = seat(land)
    return place, person_of(place)


def report(actor: User, **fields: Any) -> Report:
    """A draft of three sections."""
    return start_report("annual", {"en": "Annual report", "ru": "Годовой отчёт"}, SECTIONS, actor, **fields)


def opened(actor: User, days: int = 14, **fields: Any) -> ReviewRound:
    """A round of review under way."""
    return ReportWorkflow(report(actor, **fields), actor).open(timezone.now() + timedelta(days=days))


def section_of(found: ReviewRound, number: str = "1") -> Any:
    """A section of the version under review."""
    return ReportVersion.objects.get(pk=found.version_id).sections.get(number=number)


def comment(found: ReviewRound, of: Seat, by: User, number: str = "1", **fields: str) -> SectionComment:
    """A comment that is still the seat's own."""
    said = {"kind": "substantive", "text": "Say how many people came.", "language": "en", **fields}
    return CountryWorkflow(found, of, by).write(section_of(found, number), Written(**said))


def released(found: ReviewRound, of: Seat, by: User, **fields: str) -> SectionComment:
    """A comment that the Committee sees."""
    made = comment(found, of, by, **fields)
    CountryWorkflow(found, of, by).release()
    made.refresh_from_db()
    return made


def expire(found: ReviewRound) -> None:
    """Let the deadline of a round have passed."""
    now = timezone.now()
    ReviewRound.objects.filter(pk=found.pk).update(
        opened_at=now - timedelta(days=2), deadline_at=now - timedelta(hours=1)
    )
    found.refresh_from_db()


def closed(actor: User, delegates: list[tuple[Seat, User]], choice: str = "endorse") -> ReviewRound:
    """A closed round in which all these members said the same."""
    found = opened(actor)
    for place, user in delegates:
        CountryWorkflow(found, place, user).judge(choice, "Because." if choice == "return" else "", "en")
    expire(found)
    RoundWorkflow(found, actor).close()
    found.refresh_from_db()
    return found


def _in_role(user: User, role: str) -> User:
    user.groups.set(Group.objects.filter(name__in={role, Role.REGISTERED}))
    return user
