"""Who may see what of reports under review, stated once."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from ..access import is_of_committee, may_run, open_to
from ..seats.enums import OF_SEAT
from ..seats.querysets import standing

if TYPE_CHECKING:
    from ..models import (
        CountryComments,
        Report,
        ReportSection,
        ReportVersion,
        Response,
        ReviewRound,
        SectionComment,
        Verdict,
        VerdictChange,
    )

Reader = Any
"""A signed-in user or AnonymousUser."""


def of_committee(user: Reader) -> bool:
    """Whether the work on a report is open to this person, once its round has been opened."""
    return is_of_committee(user) or may_run(user)


class ReportQuerySet(models.QuerySet["Report"]):
    """A draft is the Secretariat's; with its first round a report is the Committee's; with its release, everybody's."""

    def visible_to(self, user: Reader) -> Self:
        """The reports that this person may open."""
        return self.filter(open_to(user))


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    """Versions: the Secretariat sees all, the Committee those that were put before it, everybody the released one."""

    def visible_to(self, user: Reader) -> Self:
        """The versions that this person may read."""
        if may_run(user):
            return self.all()
        if is_of_committee(user):
            return self.filter(open_to(user, "report__access"), frozen_at__isnull=False)
        return self.filter(open_to(user, "report__access"), released_at__isnull=False)


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    """Rounds are the Committee's; with the matrix or the verdicts their result is everybody's."""

    def visible_to(self, user: Reader) -> Self:
        """The rounds that this person may look at."""
        if of_committee(user):
            return self.filter(open_to(user, "report__access"))
        return self.filter(open_to(user, "report__access"), report__matrix_released_at__isnull=False)


class CountryCommentsQuerySet(models.QuerySet["CountryComments"]):
    """What one seat says in a round: its own people's until it is released, then the Committee's."""

    def visible_to(self, user: Reader) -> Self:
        """The sets of comments that this person may read."""
        public = Q(released_at__isnull=False) & open_to(user, "round__report__access")
        if not of_committee(user):
            return self.filter(public, round__report__matrix_released_at__isnull=False)
        return self.filter(public | Q(seat__in=_own(user)))


class SectionCommentQuerySet(models.QuerySet["SectionComment"]):
    """A comment is seen like the set to which it belongs; the Secretariat reads no country's drafts."""

    def visible_to(self, user: Reader) -> Self:
        """The comments that this person may read."""
        public = Q(released_at__isnull=False) & open_to(user, "batch__round__report__access")
        if not of_committee(user):
            return self.filter(public, batch__round__report__matrix_released_at__isnull=False)
        return self.filter(public | Q(batch__seat__in=_own(user)))

    def released(self) -> Self:
        """Those that their country has released."""
        return self.filter(released_at__isnull=False)


class ResponseQuerySet(models.QuerySet["Response"]):
    """Answers are drafted by the Secretariat and seen by the Committee when they are issued, all at once."""

    def visible_to(self, user: Reader) -> Self:
        """The answers that this person may read."""
        if may_run(user):
            return self.all()
        issued = open_to(user, "comment__batch__round__report__access") & Q(
            comment__batch__round__answered_at__isnull=False
        )
        if is_of_committee(user):
            return self.filter(issued)
        return self.filter(issued, comment__batch__round__report__matrix_released_at__isnull=False)


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Verdicts are seen by the Committee at once, by everybody after their release."""

    def visible_to(self, user: Reader) -> Self:
        """The verdicts that this person may see."""
        rule = open_to(user, "round__report__access")
        if of_committee(user):
            return self.filter(rule)
        return self.filter(rule, round__report__verdicts_released_at__isnull=False)


class VerdictChangeQuerySet(models.QuerySet["VerdictChange"]):
    """How verdicts came about stays with the Committee, also after their release."""

    def visible_to(self, user: Reader) -> Self:
        """The changes that this person may see."""
        return self.filter(open_to(user, "round__report__access")) if of_committee(user) else self.none()


class ReportSectionQuerySet(models.QuerySet["ReportSection"]):
    """A section is seen with its version."""

    def visible_to(self, user: Reader) -> Self:
        """The sections that this person may read."""
        from ..models import ReportVersion  # noqa: PLC0415 - cycle: models-querysets

        return self.filter(version__in=ReportVersion.objects.visible_to(user))


def _own(user: Reader) -> Any:
    """The seats for which this person speaks today, as part of the query that asks."""
    from ..models import Mandate  # noqa: PLC0415 - cycle: models-querysets

    today = localdate()
    if not is_of_committee(user):
        return []
    held = Mandate.objects.held_by(user, today).filter(
        standing(today, "seat__since", "seat__until"), office__in=OF_SEAT
    )
    return held.values("seat")
