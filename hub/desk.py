"""The Secretariat's desk: what waits, for whom, since when, with a link to the list that shows it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from members.admin import CONSENT_NOTICE_DAYS
from members.models import Country, Expert
from practices.models import Practice
from publishing.admin.gaps import GAPS, overdue_promises
from publishing.enums import State
from publishing.languages import CODES, NAMES, SHORT_NAMES
from publishing.models import Document, Publication
from reforms.models import Reform

from .models import Enquiry, Page

MODELS: Final[tuple[type[Publication], ...]] = (Practice, Reform, Country, Expert, Page)
DESK_GAPS: Final = ("missing", "outdated", "to_follow", "machine_draft")
RECENT: Final = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many records wait since a day; the link shows them."""

    kind: str
    what: str | Promise
    count: int
    since: Any
    url: str


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
class Desk:
    """Everything that the start page shows."""

    piles: list[Pile]
    gaps: list[str]
    languages: list[LanguageRow]
    is_clear: bool


def may_see(user: Any, model: type[Any]) -> bool:
    """Whether the person's role lets them open the model's list."""
    meta = model._meta
    return any(user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}") for action in ("view", "change"))


def desk_of(user: Any) -> Desk:
    """The desk of a person: only what their role lets them open."""
    models = [model for model in MODELS if may_see(user, model)]
    piles = [
        Pile(_("Not public yet"), _("Editors"), [row for model in models for row in _unpublished(model)]),
        Pile(
            _("Checks that are due"), _("Editors and focal points"), [row for model in models for row in _checks(model)]
        ),
        Pile(
            _("Promised translations that are late"),
            _("Translators"),
            [row for model in models for row in _promises(model)],
        ),
    ]
    if may_see(user, Expert):
        piles.append(Pile(_("Consents"), _("Secretariat"), _consents()))
    if may_see(user, Document):
        piles.append(Pile(_("Documents without a file"), _("Secretariat"), _empty_documents()))
    if may_see(user, Enquiry):
        piles.insert(0, Pile(_("Enquiries without an answer"), _("Secretariat"), _enquiries()))
    piles = [Pile(pile.title, pile.whom, [row for row in pile.rows if row.count]) for pile in piles]
    piles = [pile for pile in piles if pile.rows]
    languages = [row for model in models for row in _languages(model)]
    return Desk(piles, [str(GAPS[gap][0]) for gap in DESK_GAPS], languages, not piles and not languages)


def _list_url(model: type[Any], query: str) -> str:
    meta = model._meta
    return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?{query}"


def _kind(model: type[Any]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _unpublished(model: type[Publication]) -> list[Waiting]:
    drafts = Q(state=State.DRAFT)
    archived = Q(state=State.ARCHIVED)
    found = model._default_manager.aggregate(
        drafts=Count("pk", filter=drafts),
        drafts_since=Min("changed_at", filter=drafts),
        archived=Count("pk", filter=archived),
        archived_since=Min("changed_at", filter=archived),
    )
    return [
        Waiting(
            _kind(model), _("drafts"), found["drafts"], found["drafts_since"], _list_url(model, "state__exact=draft")
        ),
        Waiting(
            _kind(model),
            _("archived"),
            found["archived"],
            found["archived_since"],
            _list_url(model, "state__exact=archived"),
        ),
    ]


def _checks(model: type[Publication]) -> list[Waiting]:
    found = model._default_manager.filter(state=State.PUBLISHED, check_due__lt=localdate()).aggregate(
        count=Count("pk"), since=Min("check_due")
    )
    return [
        Waiting(
            _kind(model),
            _("check overdue"),
            found["count"],
            found["since"],
            _list_url(model, "check=overdue&state__exact=published"),
        )
    ]


def _promises(model: type[Publication]) -> list[Waiting]:
    late = overdue_promises(model._default_manager.all(), localdate())
    found = late.aggregate(count=Count("pk", distinct=True), since=Min("language_versions__promised_for"))
    return [
        Waiting(
            _kind(model),
            _("promised translation late"),
            found["count"],
            found["since"],
            _list_url(model, "check=promise"),
        )
    ]


def _consents() -> list[Waiting]:
    today = localdate()
    ending = Q(consent_until__gte=today, consent_until__lte=today + timedelta(days=CONSENT_NOTICE_DAYS))
    ended, none = Q(consent_until__lt=today), Q(consent_until=None)
    found = Expert.objects.exclude(state=State.ARCHIVED).aggregate(
        ending=Count("pk", filter=ending),
        ending_since=Min("consent_until", filter=ending),
        ended=Count("pk", filter=ended),
        ended_since=Min("consent_until", filter=ended),
        none=Count("pk", filter=none),
        none_since=Min("created_at", filter=none),
    )
    words = {"ending": _("run out soon"), "ended": _("have run out"), "none": _("not given yet")}
    return [
        Waiting(_kind(Expert), words[key], found[key], found[f"{key}_since"], _list_url(Expert, f"consent={key}"))
        for key in words
    ]


def _empty_documents() -> list[Waiting]:
    found = Document.objects.filter(files=None).aggregate(count=Count("pk"), since=Min("created_at"))
    return [
        Waiting(_kind(Document), _("without a file"), found["count"], found["since"], _list_url(Document, "files=none"))
    ]


def _enquiries() -> list[Waiting]:
    late = Q(due_on__lt=localdate())
    found = Enquiry.objects.filter(answered_on=None).aggregate(
        all=Count("pk"), since=Min("received_at"), late=Count("pk", filter=late), late_since=Min("due_on", filter=late)
    )
    return [
        Waiting(
            _kind(Enquiry), _("waiting for an answer"), found["all"], found["since"], _list_url(Enquiry, "answered=no")
        ),
        Waiting(
            _kind(Enquiry), _("answer overdue"), found["late"], found["late_since"], _list_url(Enquiry, "answered=late")
        ),
    ]


def _languages(model: type[Publication]) -> list[LanguageRow]:
    counts: dict[str, Any] = {}
    for code in CODES:
        conditions = {gap: GAPS[gap][1](model, code) for gap in DESK_GAPS}
        counts |= {f"{code}_{gap}": Count("pk", filter=condition) for gap, condition in conditions.items()}
        counts[f"{code}_since"] = Min(
            "changed_at", filter=conditions["missing"] | conditions["outdated"] | conditions["machine_draft"]
        )
    found = model._default_manager.exclude(state=State.ARCHIVED).aggregate(**counts)
    rows = []
    for code in CODES:
        cells = [
            Cell(found[f"{code}_{gap}"], _list_url(model, f"gap={code}-{gap}"), str(GAPS[gap][0])) for gap in DESK_GAPS
        ]
        if any(cell.count for cell in cells):
            rows.append(LanguageRow(_kind(model), NAMES[code], SHORT_NAMES[code], code, cells, found[f"{code}_since"]))
    return rows


def recent_actions(user: Any) -> list[LogEntry]:
    """The latest changes that were made in the admin, to the kinds of record that the person may open."""
    models: list[type[Any]] = [*MODELS, Document]
    kinds = [ContentType.objects.get_for_model(model) for model in models if may_see(user, model)]
    entries = LogEntry.objects.filter(Q(content_type__in=kinds) | Q(user_id=user.pk))
    return list(entries.select_related("content_type", "user").order_by("-action_time")[:RECENT])
