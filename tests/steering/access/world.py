"""A Committee in which every thing bears a word of its own, so that whoever reads the word has seen the thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from members.enums import Role
from members.models import User
from steering.access import Access
from steering.builder.workflow import SnapshotWorkflow
from steering.decisions import drafting
from steering.decisions.drafting import DraftText
from steering.decisions.enums import Choice, Way
from steering.decisions.following_up import ActionWorkflow, Evidence, Task, assign
from steering.decisions.workflow import DecisionWorkflow
from steering.meetings.enums import MeetingState
from steering.meetings.minutes_workflow import MinutesWorkflow
from steering.models import Decision, Meeting, RulesOfProcedure
from tests.factories import steering_papers, steering_reports, steering_snapshots
from tests.factories.steering_contributions import contribution
from tests.factories.steering_decisions import say
from tests.tables.cast import person

PUBLIC = frozenset(
    {"anonymous", "registered", "focal", "reviewer", "translator", "editor", "delegate", "other", "observer", "office"}
)
SIGNED_IN = PUBLIC - {"anonymous"}
COMMITTEE = frozenset({"delegate", "other", "observer", "office"})
SEAT = frozenset({"delegate", "office"})
OFFICE = frozenset({"office"})
OWN = frozenset({"delegate"})
LEVELS = {Access.PUBLIC: PUBLIC, Access.REGISTERED: SIGNED_IN, Access.COMMITTEE: COMMITTEE, Access.SEAT: SEAT}


def word(name: str) -> str:
    """The word of a thing: "meetcommittee" gives Qxmeetcommittee."""
    return f"Qx{name}"


def titled(name: str) -> str:
    """A title with the word, and a second word by which it can be searched for without naming the first."""
    return f"Zq{name} {word(name)}"


@dataclass(frozen=True, slots=True)
class World:
    """The people by name, and for each word those who may read it."""

    people: Mapping[str, User | None]
    readers: Mapping[str, frozenset[str]]


def build() -> World:
    """Everything that the Committee has, at every level and in every state that matters."""
    cast = steering_papers.cast()
    RulesOfProcedure.objects.update(proposers=["chair", "secretariat", "member"], silence_days=1)
    readers: dict[str, frozenset[str]] = {}

    def named(name: str, who: frozenset[str]) -> str:
        readers[name] = who
        return titled(name)

    _meetings(cast, named)
    _decisions(cast, named)
    _reports(cast, named)
    for level in (Access.PUBLIC, Access.COMMITTEE):
        contribution(purpose_en=named(f"gift{level}", LEVELS[level]), access=level)
    draft = steering_snapshots.draft(cast.secretariat, year=2024)
    texts = steering_snapshots.narrative() | {"what_changed_en": named("snapshotdraft", OFFICE)}
    SnapshotWorkflow(draft, cast.secretariat).write(
        {name: text for name, text in texts.items() if hasattr(draft, name)}, draft.edition
    )
    people = {
        "anonymous": None,
        "registered": cast.registered,
        "focal": person(Role.FOCAL_POINT),
        "reviewer": person(Role.REVIEWER),
        "translator": person(Role.TRANSLATOR),
        "editor": person(Role.EDITOR),
        "delegate": cast.delegate,
        "other": cast.other,
        "observer": cast.observer,
        "office": cast.secretariat,
    }
    return World(people, readers)


def _meetings(cast: Any, named: Any) -> None:
    meeting = steering_papers.meeting
    held = meeting(1, title_en=named("meetpublic", PUBLIC), title_ru="", title_kk="")
    meeting(2, title_en=named("meetregistered", SIGNED_IN), title_ru="", title_kk="", access=Access.REGISTERED)
    meeting(3, title_en=named("meetcommittee", COMMITTEE), title_ru="", title_kk="", access=Access.COMMITTEE)
    meeting(
        4, title_en=named("meetplanned", COMMITTEE), title_ru="", title_kk="", state=MeetingState.PLANNED,
        convened_at=None,
    )  # fmt: skip
    Meeting.objects.filter(pk=held.pk).update(link=f"https://meet.example/{word('link')}")
    named("link", COMMITTEE)
    steering_papers.item(held, 1, title_en=named("itempublic", PUBLIC), title_ru="")
    closed = steering_papers.item(
        held, 2, title_en=named("itemcommittee", COMMITTEE), title_ru="", access=Access.COMMITTEE
    )
    for level, who in LEVELS.items():
        files = {"en": steering_papers.pdf(named(f"file{level}", who))}
        steering_papers.issued(
            cast.secretariat, held, files, titles={"en": named(f"paper{level}", who)}, access=level,
            seats=[cast.seat] if level == Access.SEAT else (),
        )  # fmt: skip
    steering_papers.issued(
        cast.secretariat, held, {"en": steering_papers.pdf(named("filehiddenitem", COMMITTEE))},
        titles={"en": named("paperhiddenitem", COMMITTEE)}, access=Access.PUBLIC, agenda_item=closed,
    )  # fmt: skip
    steering_papers.add(
        cast.secretariat, held, {"en": steering_papers.pdf(named("filewaiting", OFFICE))},
        titles={"en": named("paperwaiting", OFFICE)}, access=Access.PUBLIC,
    )  # fmt: skip
    for number, name, who in ((5, "minutesdraft", OFFICE), (6, "minutescirculated", COMMITTEE)):
        _minutes(cast, number, named(name, who), is_circulated=who is COMMITTEE)


def _minutes(cast: Any, number: int, text: str, *, is_circulated: bool) -> None:
    start = timezone.now() - timedelta(days=2)
    past = steering_papers.meeting(
        number, starts_at=start, ends_at=start + timedelta(hours=3), state=MeetingState.CLOSED, opened_at=start,
        closed_at=start + timedelta(hours=3),
    )  # fmt: skip
    steering_papers.item(past, 1)
    flow = MinutesWorkflow(Meeting.objects.get(pk=past.pk), cast.secretariat)
    for entry in flow.draft().entries.all():
        flow.write(entry, {"discussion_en": text}, entry.edition)
    if is_circulated:
        MinutesWorkflow(Meeting.objects.get(pk=past.pk), cast.secretariat).circulate()


def _decisions(cast: Any, named: Any) -> None:
    office = cast.secretariat

    def draft(name: str, who: frozenset[str], actor: User) -> Decision:
        texts = {"title_en": named(name, who), "basis_en": named(f"{name}basis", who)}
        text = DraftText(texts=texts, sections=[{"en": named(f"{name}text", who)}], way=Way.SILENCE)
        return drafting.propose(text, actor)

    draft("decisiondraft", OFFICE, office)
    draft("decisionproposed", SEAT, cast.delegate)
    running = DecisionWorkflow(draft("decisionopen", COMMITTEE, office), office).open()
    say(running, cast.seat, cast.delegate, Choice.OBJECT, named("positionopen", COMMITTEE))
    for name, who, level in (
        ("decisionclosed", COMMITTEE, None),
        ("decisionreleased", PUBLIC, Access.PUBLIC),
        ("decisionregistered", SIGNED_IN, Access.REGISTERED),
    ):
        decision = DecisionWorkflow(draft(name, who, office), office).open()
        say(decision, cast.seat, cast.delegate, Choice.AGREE_COMMENT, named(f"{name}position", who))
        say(decision, cast.other_seat, cast.other)
        Decision.objects.filter(pk=decision.pk).update(opened_at=timezone.now() - timedelta(hours=1))
        DecisionWorkflow(decision, office).close()
        task = Task({"en": named(f"{name}action", who)}, date(2027, 1, 1))
        action = assign(task, office, decision=Decision.objects.get(pk=decision.pk))
        ActionWorkflow(action, office).report(Evidence(named(f"{name}evidence", COMMITTEE), "en"))
        if level is not None:
            DecisionWorkflow(Decision.objects.get(pk=decision.pk), office).release(level)


def _reports(cast: Any, named: Any) -> None:
    made, office = steering_reports, cast.secretariat
    from steering.reports.workflow import ReportWorkflow, start_report  # noqa: PLC0415 - near what it makes

    def report(name: str, who: frozenset[str]) -> Any:
        section = {"number": "1", "title": {"en": "Results"}, "text": {"en": f"<p>{named(f'{name}text', who)}</p>"}}
        return start_report("annual", {"en": named(name, who)}, [section], office)

    report("reportdraft", OFFICE)
    found = ReportWorkflow(report("reportopen", COMMITTEE), office).open(datetime(2027, 1, 1, tzinfo=UTC))
    made.comment(found, cast.seat, cast.delegate, text=named("commentown", OWN))
    made.released(found, cast.other_seat, cast.other, text=named("commentreleased", COMMITTEE))
