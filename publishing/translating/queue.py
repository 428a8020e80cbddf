"""What waits for translators: every record in every language that is not what it should be, most read first."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..enums import LanguageState, State
from ..languages import CODES, Text, first_of
from ..listing.paging import NumberedPage, number_of, page_of
from ..models import DailyViews, Publication
from .records import country_column, kinds_for

PER_PAGE: Final = 50
READ_WITHIN_DAYS: Final = 90
"""Page views of so many days count for the order."""
WHATS: Final = {
    "in_review": _("Waiting for a second reader"),
    "missing": _("Missing"),
    "machine_draft": _("Machine draft, not read by a person"),
    "outdated": _("Outdated: the original says something else now"),
    "unread": _("Not checked by a second person"),
    "to_follow": _("The original has changed since"),
}
"""What can be amiss, the gravest first; a row is counted under the first that holds."""
STANDINGS: Final = {
    "public": _("Published and accepted"),
    "preparing": _("In preparation"),
}
_STATES: Final = {
    "public": [State.PUBLISHED, State.ACCEPTED],
    "preparing": [State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED],
}
_NOBODY, _ME = "nobody", "me"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; whatever it does not know is left out."""

    what: str = ""
    language: str = ""
    kind: str = ""
    country: str = ""
    assignee: str = ""
    standing: str = "public"
    is_late: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a language that waits."""

    kind: str
    pk: int
    language: str
    title: Text
    original: str
    country: str
    what: str
    has_draft: bool
    draft_changed_at: datetime | None
    is_sent_back: bool
    since: datetime
    until: date | None
    is_late: bool
    assignee: Any
    views: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue and how much waits in all."""

    asked: Asked
    rows: list[Row]
    page: NumberedPage
    total: int
    late: int
    by_what: dict[str, int]
    by_language: dict[str, int]
    by_kind: dict[str, int]


def asked_of(query: QueryDict, known_kinds: Iterable[str]) -> Asked:
    """What a query asks for."""
    kinds = set(known_kinds)

    def one(name: str, known: Iterable[str]) -> str:
        value = query.get(name, "")
        return value if value in set(known) else ""

    country, assignee = query.get("country", ""), query.get("assignee", "")
    return Asked(
        what=one("what", WHATS),
        language=one("language", CODES),
        kind=one("kind", kinds),
        country=country if re.fullmatch(r"[A-Z]{2}", country) else "",
        assignee=assignee if assignee in {_NOBODY, _ME} or re.fullmatch(r"[0-9]{1,9}", assignee) else "",
        standing=one("standing", STANDINGS) or "public",
        is_late=query.get("late") == "1",
        page=number_of(query.get("page", "")) or 1,
    )


def queue_for(user: Any, asked: Asked, order: tuple[str, ...]) -> Queue:
    """The person's queue: only kinds of record that they may translate and records that they may see; three queries."""
    models = kinds_for(user)
    groups = _groups(user, models, asked)
    total = sum(number for row in groups if _fits(row, asked) for number in [row["number"]])
    page, _beyond = page_of(_union(user, models, asked), PER_PAGE, total, asked.page)
    rows = list(page.object_list) if total else []
    people = get_user_model()._default_manager.in_bulk({row["assignee"] for row in rows} - {None})
    return Queue(
        asked,
        [_row(row, people, order) for row in rows],
        page,
        total,
        sum(row["number"] for row in groups if row["is_late"] and _fits(row, asked, but="is_late")),
        _counted(groups, asked, "what"),
        _counted(groups, asked, "language"),
        _counted(groups, asked, "kind"),
    )


def waiting_rows(user: Any, asked: Asked, most: int) -> list[tuple[str, int, str]]:
    """Kind, key and language of the first rows of the queue, for exports."""
    rows = _union(user, kinds_for(user), asked)[:most]
    return [(row["kind_"], row["pk_"], row["language_"]) for row in rows]


def branch(model: type[Publication], language: str, user: Any, standing: str) -> QuerySet[Any]:
    """The records of a model whose version in a language waits, with what the queue tells of them."""
    day = localdate()
    same = Q(language_versions__language=language)
    drafted = Q(translation_drafts__language=language)
    column = f"{model.title_field}_{language}"
    kind = ContentType.objects.get_for_model(model)
    reads = (
        DailyViews.objects.filter(
            content_type=kind, object_id=OuterRef("pk"), day__gte=day - timedelta(days=READ_WITHIN_DAYS)
        )
        .order_by()
        .values("object_id")
        .annotate(total=Sum("count"))
        .values("total")
    )
    what = Case(
        When(draft__state=LanguageState.IN_REVIEW, then=Value("in_review")),
        When(Q(draft__state=LanguageState.MACHINE_DRAFT), then=Value("machine_draft")),
        When(
            Q(**{column: ""}) | Q(**{f"{column}__isnull": True}) | Q(version__state=LanguageState.MISSING),
            then=Value("missing"),
        ),
        When(version__state=LanguageState.MACHINE_DRAFT, then=Value("machine_draft")),
        When(version__made_from__lt=F("significant_version"), then=Value("outdated")),
        When(
            Q(version__state__in=[LanguageState.DRAFT, LanguageState.IN_REVIEW]) | Q(draft__pk__isnull=False),
            then=Value("unread"),
        ),
        When(version__made_from__lt=F("text_version"), then=Value("to_follow")),
        default=Value(""),
        output_field=CharField(),
    )
    country = country_column(model)
    titles = {f"title_{code}_": F(f"{model.title_field}_{code}") for code in CODES}
    found: QuerySet[Any] = (
        model._default_manager.visible_to(user)  # type: ignore[attr-defined]  # every publication has it
        .originals()
        .order_by()
        .filter(state__in=_STATES[standing])
        .exclude(original_language=language)
        .annotate(
            version=FilteredRelation("language_versions", condition=same),
            draft=FilteredRelation("translation_drafts", condition=drafted),
        )
        .annotate(
            what=what,
            kind_=Value(str(model.kind.value), CharField()),
            pk_=Cast("pk", BigIntegerField()),
            language_=Value(language, CharField()),
            original=F("original_language"),
            country_=Cast(F(country), CharField()) if country else Value("", CharField()),
            assignee=F("version__assignee_id"),
            until=F("version__promised_for"),
            is_late=Case(When(version__promised_for__lt=day, then=True), default=False, output_field=BooleanField()),
            since=Case(
                When(draft__state=LanguageState.IN_REVIEW, then=F("version__submitted_at")),
                default=Coalesce("version__waits_since", "published_at", "created_at"),
            ),
            draft_changed_at=F("draft__changed_at"),
            sent_back=F("draft__sent_back_because"),
            views=Coalesce(Subquery(reads, output_field=IntegerField()), 0),
            published=F("published_at"),
            **titles,
        )
        .exclude(what="")
    )
    return found


_COLUMNS: Final = (
    "kind_", "pk_", "language_", "original", "country_", "what", "assignee", "until", "is_late", "since",
    "draft_changed_at", "sent_back", "views", "published", *(f"title_{code}_" for code in CODES),
)  # fmt: skip


def _branches(
    user: Any, models: Mapping[str, type[Publication]], asked: Asked, *, is_narrow: bool
) -> Iterator[QuerySet[Any]]:
    """The parts of the queue; `is_narrow`: only what is asked for, else also what the counts beside the filters tell."""
    for kind, model in models.items():
        for code in CODES:
            if is_narrow and (asked.kind not in {"", kind} or asked.language not in {"", code}):
                continue
            if asked.country and not country_column(model):
                continue
            rows = branch(model, code, user, asked.standing)
            if asked.country:
                rows = rows.filter(country_=asked.country)
            if asked.assignee:
                rows = rows.filter(assignee=_assignee(asked, user))
            if is_narrow and asked.what:
                rows = rows.filter(what=asked.what)
            if is_narrow and asked.is_late:
                rows = rows.filter(is_late=True)
            yield rows


def _assignee(asked: Asked, user: Any) -> Any:
    return {_NOBODY: None, _ME: user.pk}.get(asked.assignee, asked.assignee)


def _union(user: Any, models: Mapping[str, type[Publication]], asked: Asked) -> QuerySet[Any]:
    parts = [rows.values(*_COLUMNS) for rows in _branches(user, models, asked, is_narrow=True)]
    if not parts:
        return get_user_model()._default_manager.none()
    order = (F("views").desc(), F("published").desc(nulls_last=True), "kind_", "pk_", "language_")
    return parts[0].union(*parts[1:], all=True).order_by(*order)


def _groups(user: Any, models: Mapping[str, type[Publication]], asked: Asked) -> list[dict[str, Any]]:
    """How many rows wait by kind, language, reason and lateness, whatever of these is asked for."""
    names = ("kind_", "language_", "what", "is_late")
    parts = [
        rows.order_by().values(*names).annotate(number=Count("pk")).values(*names, "number")
        for rows in _branches(user, models, asked, is_narrow=False)
    ]
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def _fits(row: Mapping[str, Any], asked: Asked, *, but: str = "") -> bool:
    wanted = {"what": asked.what, "language_": asked.language, "kind_": asked.kind, "is_late": asked.is_late or ""}
    return all(row[name] == value for name, value in wanted.items() if value != "" and name != but)


def _counted(groups: list[dict[str, Any]], asked: Asked, name: str) -> dict[str, int]:
    column = name if name == "what" else f"{name}_"
    counts: dict[str, int] = {}
    for row in groups:
        if _fits(row, asked, but=column):
            counts[row[column]] = counts.get(row[column], 0) + row["number"]
    return counts


def _row(row: Mapping[str, Any], people: Mapping[int, Any], order: tuple[str, ...]) -> Row:
    return Row(
        kind=row["kind_"],
        pk=row["pk_"],
        language=row["language_"],
        title=first_of({code: row[f"title_{code}_"] for code in CODES}, order),
        original=row["original"],
        country=row["country_"] or "",
        what=row["what"],
        has_draft=row["draft_changed_at"] is not None,
        draft_changed_at=row["draft_changed_at"],
        is_sent_back=bool(row["sent_back"]),
        since=row["since"],
        until=row["until"],
        is_late=row["is_late"],
        assignee=people.get(row["assignee"]),
        views=row["views"],
    )
