"""Submitted practices and their reviews, made through the workflows as in life."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from members.enums import Role
from members.models import Country, User
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.models import Review, ReviewCriterion, Score, SectionComment
from publishing.reviewing import assignment
from publishing.reviewing.workflow import ReviewWorkflow
from tests.factories.hub import superuser
from tests.factories.members import account
from tests.factories.practices import complete, practice

_numbers = count(1)


def reviewer(email: str = "", of: Country | None = None, **fields: Any) -> User:
    """An account in the reviewers' group."""
    user = account(email or f"judge{next(_numbers)}@hub.example", country=of, **fields)
    user.groups.set(Group.objects.filter(name__in=[Role.REVIEWER, Role.REGISTERED]))
    return user


def submitted(of: Country, owner: User | None = None, **fields: Any) -> Practice:
    """A practice that was handed in."""
    record = complete(practice(of, published=False, owner=owner, **fields))
    return PracticeWorkflow(record, owner or superuser()).submit()


def invited(record: Practice, user: User, *, actor: User | None = None, due_on: date | None = None) -> Review:
    """An invitation; a submitted record goes into review by it."""
    made = assignment.invite(record, [user], actor or superuser(), due_on=due_on or assignment.due_day())
    record.refresh_from_db()
    return made[0]


def accepted(record: Practice, user: User, **fields: Any) -> Review:
    """A review that its reviewer has taken on."""
    return ReviewWorkflow(invited(record, user, **fields), user).accept()


def given(record: Practice, user: User, *, word: str = "Good work", **fields: Any) -> Review:
    """A review that was handed in: a score of 4 by every criterion, a comment, two texts and a remark in confidence."""
    review = accepted(record, user)
    for criterion in ReviewCriterion.objects.all():
        Score.objects.create(review=review, criterion=criterion, value=4, comment=f"{word} on {criterion.slug}")
    SectionComment.objects.create(review=review, section="problem", text=f"{word} in the problem")
    values = {"recommendation": "changes", "for_submitter": word, "confidential": f"Secret of {word}", **fields}
    Review.objects.filter(pk=review.pk).update(**values)
    return ReviewWorkflow(review, user).give()


def filled_in(review: Review, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete review."""
    data: dict[str, Any] = {
        "edition": str(review.edition),
        "recommendation": "changes",
        "for_submitter": "Name the year of each figure.",
        "confidential": "The institution is new to us.",
        "language": "ru",
        "section-problem": "Whose problem is it?",
    }
    data |= {f"score-{one.pk}": "4" for one in ReviewCriterion.objects.all()}
    return data | changes
