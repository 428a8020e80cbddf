"""What waits because of reviews: for a reviewer their reviews, for whoever runs them the records and late reviewers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..desk import DeskRow
from ..enums import Action, State
from ..models import Event, Review
from .enums import OPEN, ReviewState
from .kinds import reviewed_kinds, reviewed_models
from .rights import may_run_kind

MOST = 50
WAITING = (State.SUBMITTED, State.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class QueuedRecord:
    """A record that waits for its review or for the decision."""

    record: Any
    since: Any
    invited: int
    given: int
    late: int
    due_on: Any
    is_own: bool

    @property
    def is_ready(self) -> bool:
        """Whether everybody who was asked has answered, so that a decision can be taken."""
        return self.given > 0 and self.invited == 0


@dataclass(frozen=True, slots=True)
class Burden:
    """How much one reviewer has to do."""

    name: str
    open: int
    late: int
    given: int


def with_records(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """The reviews with their records, one query for each kind."""
    found: QuerySet[Review] = reviews.prefetch_related(
        GenericPrefetch("record", [kind.records() for kind in reviewed_kinds()])
    )
    return found


def waiting_for(user: Any) -> list[DeskRow]:
    """The reviews that a person still owes, the earliest day first."""
    mine = Review.objects.visible_to(user).filter(reviewer=user.pk).open().order_by("due_on", "pk")
    return [
        DeskRow(
            what=_("Answer an invitation to review") if review.state == ReviewState.INVITED else _("Review"),
            title=review.record.text(review.record.title_field),
            url=reverse("review:review", args=[review.pk]),
            since=review.assigned_at,
            until=review.due_on,
            note=_("overdue") if review.is_overdue else review.record.remark,
        )
        for review in with_records(mine)[: MOST + 1]
        if review.record is not None
    ]


def queue_of(user: Any) -> list[QueuedRecord]:
    """The records that wait for a review or a decision by this person's role, the longest waiting first."""
    found = [row for model in reviewed_models() if may_run_kind(user, model) for row in _queued(model, user)]
    return sorted(found, key=lambda row: (row.since is None, row.since, row.record.pk))


def _queued(model: Any, user: Any) -> Iterator[QueuedRecord]:
    records = {one.pk: one for one in model.objects.visible_to(user).filter(state__in=WAITING)}
    content_type = ContentType.objects.get_for_model(model)
    submitted = dict(
        Event.objects.filter(content_type=content_type, object_id__in=records, action=Action.SUBMIT)
        .values("object_id")
        .annotate(at=Max("at"))
        .values_list("object_id", "at")
    )
    late = Q(state__in=OPEN, due_on__lt=localdate())
    counts = (
        Review.objects.filter(content_type=content_type, object_id__in=records, closed_at=None)
        .order_by()
        .values("object_id")
        .annotate(
            invited=Count("pk", filter=Q(state__in=OPEN)),
            given=Count("pk", filter=Q(state=ReviewState.GIVEN)),
            late=Count("pk", filter=late),
            due_on=Max("due_on", filter=Q(state__in=OPEN)),
        )
    )
    by_record = {row["object_id"]: row for row in counts}
    for key, record in records.items():
        row: Any = by_record.get(key, {})
        yield QueuedRecord(
            record,
            submitted.get(key, record.changed_at),
            row.get("invited", 0),
            row.get("given", 0),
            row.get("late", 0),
            row.get("due_on"),
            is_own=record.owner_id == user.pk,
        )


def queued_rows(user: Any) -> list[DeskRow]:
    """The queue as rows of the desk."""
    if not any(may_run_kind(user, model) for model in reviewed_models()):
        return []
    return [
        DeskRow(
            what=_next_step(row),
            title=row.record.text(row.record.title_field),
            url=reverse("review:record", args=[row.record.kind, row.record.pk]),
            since=row.since,
            until=row.due_on,
            note=format_lazy(_("{late} overdue"), late=row.late) if row.late else row.record.remark,
        )
        for row in queue_of(user)
        if not row.is_own
    ]


def _next_step(row: QueuedRecord) -> Any:
    if row.is_ready:
        return _("Decide: all reviews are there")
    if row.invited or row.given:
        return _("Reviews are on their way")
    return _("Invite reviewers")


def burdens() -> list[Burden]:
    """How much each reviewer who was ever asked has to do, the busiest first."""
    rows = (
        Review.objects.exclude(reviewer=None)
        .order_by()
        .values("reviewer__first_name", "reviewer__last_name", "reviewer__email", "reviewer_id")
        .annotate(
            open=Count("pk", filter=Q(state__in=OPEN)),
            late=Count("pk", filter=Q(state__in=OPEN, due_on__lt=localdate())),
            given=Count("pk", filter=Q(state=ReviewState.GIVEN)),
        )
        .order_by("-open", "-late", "reviewer__email")[:MOST]
    )
    return [
        Burden(
            f"{row['reviewer__first_name']} {row['reviewer__last_name']}".strip() or row["reviewer__email"],
            row["open"],
            row["late"],
            row["given"],
        )
        for row in rows
    ]
