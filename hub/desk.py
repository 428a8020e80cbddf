"""The Secretariat's desk: what waits, for whom, since when, with a link to the list that shows it.

However many kinds of queue there are, they cost two queries: one over the publications, one over everything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, DateTimeField, F, FilteredRelation, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from members.admin import CONSENT_NOTICE_DAYS
from members.models import Country, Expert
from practices.adoption.correspondence import WAITING_FOR
from practices.adoption.models import Adoption
from practices.models import Practice
from publishing.admin.gaps import GAPS
from publishing.enums import LanguageState, LetterState, State
from publishing.languages import CODES, NAMES, SHORT_NAMES
from publishing.models import (
    Document,
    LanguageVersion,
    Letter,
    Publication,
    Question,
    QuestionState,
    ScheduledTransition,
    ScheduleState,
)
from publishing.reviewing.desks import Burden, burdens
from reforms.models import Reform

from .models import Enquiry, Page

MODELS: Final[tuple[type[Publication], ...]] = (Practice, Reform, Country, Expert, Page)
DESK_GAPS: Final = ("missing", "outdated", "to_follow", "machine_draft")
RECENT: Final = 12
MOST_PEOPLE: Final = 30
"""How many translators the table of loads names."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many records wait since a day; the link shows them."""

    kind: str
    what: str | Promise
    count: int
    since: Any
    url: str

    @property
    def days(self) -> int:
        """For how many days the oldest has been waiting; below nothing counts as none."""
        if self.since is None:
            return 0
        since = localdate(self.since) if isinstance(self.since, datetime) else self.since
        return max(0, (localdate() - since).days)


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits for the same people."""

    title: str | Promise
    whom: str | Promise
    rows: list[Waiting]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many records of a kind lack something in a language."""

    count: int
    url: str
    what: str


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A kind of record and a language, with a cell for each gap."""

    kind: str
    language: str
    short: str
    code: str
    cells: list[Cell]
    since: Any


@dataclass(frozen=True, slots=True)
class TranslatorLoad:
    """How much is assigned to one translator, and how much of it was promised for a day that is over."""

    name: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the start page shows."""

    piles: list[Pile]
    gaps: list[str]
    languages: list[LanguageRow]
    is_clear: bool
    reviewers: list[Burden]
    translators: list[TranslatorLoad]


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue outside of the publications: where it stands, its rows, and since when each waits."""

    pile: str
    model: Any
    what: str | Promise
    rows: QuerySet[Any]
    since: str
    query: str


STATES: Final = (
    ("preparing", State.DRAFT, _("drafts")),
    ("preparing", State.ARCHIVED, _("archived")),
    ("review", State.SUBMITTED, _("submitted, the review has not begun")),
    ("review", State.IN_REVIEW, _("in review")),
    ("review", State.ACCEPTED, _("accepted, not public yet")),
    ("owners", State.CHANGES_REQUESTED, _("changes requested")),
)
"""The states that wait for somebody, by pile."""
PILES: Final = {
    "enquiries": (_("Enquiries without an answer"), _("Secretariat")),
    "review": (_("Submissions"), _("Secretariat and editors")),
    "owners": (_("Sent back for changes"), _("Their owners")),
    "questions": (_("Questions from readers"), _("Those who keep the records")),
    "adoptions": (_("Adoptions that wait for an answer"), _("Focal points")),
    "letters": (_("Letters that did not leave"), _("Secretariat")),
    "schedule": (_("Scheduled steps that did not happen"), _("Secretariat and editors")),
    "preparing": (_("Not public yet"), _("Editors")),
    "checks": (_("Checks that are due"), _("Editors and focal points")),
    "promises": (_("Promised translations that are late"), _("Translators")),
    "consents": (_("Consents"), _("Secretariat")),
    "documents": (_("Documents without a file"), _("Secretariat")),
}
"""What the piles are called and for whom they wait, in the order of the page."""


def may_see(user: Any, model: type[Any]) -> bool:
    """Whether the person's role lets them open the model's list."""
    meta = model._meta
    return any(user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}") for action in ("view", "change"))


def desk_of(user: Any) -> Desk:
    """The desk of a person: only what their role lets them open. Four queries."""
    models = [model for model in MODELS if may_see(user, model)]
    figures = {row["model"]: row for row in _union([_figures(model) for model in models])}
    found: dict[str, list[Waiting]] = {name: [] for name in PILES}
    for model in models:
        for pile, row in _of_publications(model, figures[model._meta.label]):
            found[pile].append(row)
    for pile, row in _of_queues(_queues(user, models)):
        found[pile].append(row)
    piles = [Pile(title, whom, found[name]) for name, (title, whom) in PILES.items() if found[name]]
    languages = [row for model in models for row in _languages(model, figures[model._meta.label])]
    sees_people = may_see(user, Letter)
    return Desk(
        piles,
        [str(GAPS[gap][0]) for gap in DESK_GAPS],
        languages,
        not piles and not languages,
        burdens() if sees_people else [],
        translator_loads() if sees_people else [],
    )


def translator_loads() -> list[TranslatorLoad]:
    """How much is assigned to each translator and not approved yet, the busiest first."""
    late = Q(promised_for__lt=localdate())
    rows = (
        LanguageVersion.objects.exclude(assignee=None)
        .exclude(state=LanguageState.APPROVED)
        .order_by()
        .values("assignee_id", "assignee__first_name", "assignee__last_name", "assignee__email")
        .annotate(open=Count("pk"), late=Count("pk", filter=late))
        .order_by("-open", "assignee__email")[:MOST_PEOPLE]
    )
    return [
        TranslatorLoad(
            f"{row['assignee__first_name']} {row['assignee__last_name']}".strip() or row["assignee__email"],
            row["open"],
            row["late"],
        )
        for row in rows
    ]


def _union(parts: list[QuerySet[Any]]) -> list[dict[str, Any]]:
    """The rows of all parts in one query."""
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def _list_url(model: type[Any], query: str) -> str:
    meta = model._meta
    try:
        return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?{query}"
    except NoReverseMatch:  # what is not kept in the admin
        return reverse("questions:list" if model is Question else "desk")


def _kind(model: type[Any]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _figures(model: type[Publication]) -> QuerySet[Any]:
    """One row with all that is counted of a kind of record."""
    counts: dict[str, Any] = {}
    for _pile, state, _what in STATES:
        counts[state] = Count("pk", filter=Q(state=state))
        counts[f"{state}_since"] = Min("changed_at", filter=Q(state=state))
    due = Q(state=State.PUBLISHED, check_due__lt=localdate())
    counts |= {"due": Count("pk", filter=due), "due_since": Min("check_due", filter=due)}
    records: Any = model._default_manager.all()
    kept = ~Q(state=State.ARCHIVED) & records.is_original()
    for code in CODES:
        conditions = _gaps(model, code)
        counts |= {f"{code}_{gap}": Count("pk", filter=kept & condition) for gap, condition in conditions.items()}
        waits = conditions["missing"] | conditions["outdated"] | conditions["machine_draft"]
        counts[f"{code}_since"] = Min("changed_at", filter=kept & waits)
    label = Value(model._meta.label, output_field=CharField())
    versions = {
        f"in_{code}": FilteredRelation("language_versions", condition=Q(language_versions__language=code))
        for code in CODES
    }
    rows: QuerySet[Any] = model._default_manager.order_by().annotate(model=label, **versions).values("model")
    figures: QuerySet[Any] = rows.annotate(**counts)
    return figures


def _gaps(model: type[Publication], code: str) -> dict[str, Q]:
    """The conditions of `GAPS` over joined versions: the lists ask for one gap, the desk for all at once.

    As subqueries, twenty-one for each record, they took half a second of the database with ten thousand records.
    """
    column, version = f"{model.title_field}_{code}", f"in_{code}"
    kept = Q(**{f"{version}__isnull": False}) & ~Q(**{f"{version}__state": LanguageState.MISSING})
    follows = kept & ~Q(original_language=code)
    behind = Q(**{f"{version}__made_from__lt": F("significant_version")})
    return {
        "missing": Q(**{column: ""})
        | Q(**{f"{column}__isnull": True})
        | Q(**{f"{version}__state": LanguageState.MISSING}),
        "outdated": follows & behind,
        "to_follow": follows & ~behind & Q(**{f"{version}__made_from__lt": F("text_version")}),
        "machine_draft": Q(**{f"{version}__state": LanguageState.MACHINE_DRAFT}),
    }


def _of_publications(model: type[Publication], figures: dict[str, Any]) -> Iterator[tuple[str, Waiting]]:
    for pile, state, what in STATES:
        if count := figures[state]:
            since, url = figures[f"{state}_since"], _list_url(model, f"state__exact={state}")
            yield pile, Waiting(_kind(model), what, count, since, url)
    if count := figures["due"]:
        url = _list_url(model, "check=overdue&state__exact=published")
        yield "checks", Waiting(_kind(model), _("check overdue"), count, figures["due_since"], url)


def _queues(user: Any, models: list[type[Publication]]) -> list[Queue]:
    """The queues outside of the publications that the person's role opens."""
    today = localdate()
    found = [_promises(model, today) for model in models]
    if may_see(user, Enquiry):
        waiting = Enquiry.objects.filter(answered_on=None)
        found += [
            Queue("enquiries", Enquiry, _("waiting for an answer"), waiting, "received_at", "answered=no"),
            Queue(
                "enquiries", Enquiry, _("answer overdue"), waiting.filter(due_on__lt=today), "due_on", "answered=late"
            ),
        ]
    if may_see(user, Letter):
        failed = Letter.objects.filter(state=LetterState.FAILED)
        stuck = Letter.objects.filter(state__in=[LetterState.QUEUED, LetterState.SENDING], attempts__gt=0)
        found += [
            Queue("letters", Letter, _("failed"), failed, "changed_at", "state__exact=failed"),
            Queue(
                "letters",
                Letter,
                _("tried, not sent yet"),
                stuck,
                "created_at",
                "state__in=queued,sending&attempts__gt=0",
            ),
        ]
    if may_see(user, Expert):
        found += list(_consents(today))
    if may_see(user, Document):
        empty = Document.objects.filter(files=None)
        found.append(Queue("documents", Document, _("without a file"), empty, "created_at", "files=none"))
    if may_see(user, Question):
        asked = Question.objects.filter(state=QuestionState.ASKED)
        found.append(Queue("questions", Question, _("waiting for an answer"), asked, "asked_at", "state__exact=asked"))
    if may_see(user, Adoption):
        waits = Adoption.objects.filter(state__in=[*WAITING_FOR], waiting_since__isnull=False)
        found.append(Queue("adoptions", Adoption, _("waiting for the other country"), waits, "waiting_since", ""))
    if may_see(user, ScheduledTransition):
        broken = ScheduledTransition.objects.filter(state=ScheduleState.FAILED)
        found.append(Queue("schedule", ScheduledTransition, _("failed"), broken, "at", "state__exact=failed"))
    return found


def _promises(model: type[Publication], today: date) -> Queue:
    late = LanguageVersion.objects.filter(
        content_type=ContentType.objects.get_for_model(model), promised_for__lt=today
    ).exclude(state=LanguageState.APPROVED)
    return Queue("promises", model, _("promised translation late"), late, "promised_for", "check=promise")


def _consents(today: date) -> Iterator[Queue]:
    rows = Expert.objects.exclude(state=State.ARCHIVED)
    ending = Q(consent_until__gte=today, consent_until__lte=today + timedelta(days=CONSENT_NOTICE_DAYS))
    for key, what, rule, since in (
        ("ending", _("run out soon"), ending, "consent_until"),
        ("ended", _("have run out"), Q(consent_until__lt=today), "consent_until"),
        ("none", _("not given yet"), Q(consent_until=None), "created_at"),
    ):
        yield Queue("consents", Expert, what, rows.filter(rule), since, f"consent={key}")


def _of_queues(queues: list[Queue]) -> Iterator[tuple[str, Waiting]]:
    """The queues that have something in them; one query for all."""
    counted = {row["place"]: row for row in _union([_counted(place, queue) for place, queue in enumerate(queues)])}
    for place, queue in enumerate(queues):
        row = counted.get(place)
        if row and row["count"]:
            yield (
                queue.pile,
                Waiting(
                    _kind(queue.model), queue.what, row["count"], row["since"], _list_url(queue.model, queue.query)
                ),
            )


def _counted(place: int, queue: Queue) -> QuerySet[Any]:
    # a record with two late translations waits once
    what = Count("object_id", distinct=True) if queue.rows.model is LanguageVersion else Count("pk", distinct=True)
    rows = queue.rows.order_by().annotate(place=Value(place)).values("place")
    counted: QuerySet[Any] = rows.annotate(count=what, since=Min(Cast(F(queue.since), DateTimeField())))
    return counted


def _languages(model: type[Publication], figures: dict[str, Any]) -> Iterator[LanguageRow]:
    for code in CODES:
        cells = [
            Cell(figures[f"{code}_{gap}"], _list_url(model, f"gap={code}-{gap}"), str(GAPS[gap][0]))
            for gap in DESK_GAPS
        ]
        if any(cell.count for cell in cells):
            since = figures[f"{code}_since"]
            yield LanguageRow(_kind(model), NAMES[code], SHORT_NAMES[code], code, cells, since)


def recent_actions(user: Any) -> list[LogEntry]:
    """The latest changes that were made in the admin, to the kinds of record that the person may open."""
    models: list[type[Any]] = [*MODELS, Document]
    kinds = [ContentType.objects.get_for_model(model) for model in models if may_see(user, model)]
    entries = LogEntry.objects.filter(Q(content_type__in=kinds) | Q(user_id=user.pk))
    return list(entries.select_related("content_type", "user").order_by("-action_time")[:RECENT])
