"""Who may see, fill in and delete what is being contributed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from publishing.enums import State
from publishing.workflow import YES, Answer

from ..models import Practice
from ..querysets import PracticeQuerySet

EDITABLE = (State.DRAFT, State.CHANGES_REQUESTED)
"""The states in which the text is in its keepers' hands."""
WHY_CLOSED = {
    State.SUBMITTED: _(
        "It was submitted and waits for the Secretariat, so it cannot be changed now. Take it back if something must be changed."
    ),
    State.IN_REVIEW: _("It is being reviewed, so that its text must stay as it is until the reviewers have finished."),
    State.ACCEPTED: _("It was accepted and waits for its publication. Write to the Secretariat if something is wrong."),
    State.PUBLISHED: _(
        "It is published. If something should be different, propose an update: the published text stays until then."
    ),
    State.ARCHIVED: _("It was taken from the library. Write to the Secretariat if it should come back."),
    State.DECLINED: _("It was declined. The reason is in the letter and below."),
}


def runs_library(user: Any) -> bool:
    """Whether the person publishes practices: the Secretariat and the editors."""
    return bool(user.has_perm("practices.publish_practice"))


def country_of(user: Any) -> int | None:
    """The key of the country for which the person submits; None for everybody but a focal point."""
    return user.country_id if user.has_perm("practices.keep_country_practices") else None


def kept_by(user: Any) -> PracticeQuerySet:
    """The practices whose text is the person's to write: their own, their country's, for the Secretariat all."""
    found: PracticeQuerySet = Practice.objects.all()
    return found if runs_library(user) else found.filter(found.kept_by(user))


def keeps(user: Any, practice: Practice) -> bool:
    """Whether the person writes this practice, told without a query: what `kept_by` finds."""
    if not user.is_authenticated:
        return False
    country = country_of(user)
    return (
        runs_library(user) or practice.owner_id == user.pk or (country is not None and country == practice.country_id)
    )


def contributions(user: Any) -> PracticeQuerySet:
    """What stands on the person's own list: their own practices and, for a focal point, those of the country."""
    found: PracticeQuerySet = Practice.objects.all()
    found = found.exclude(revises__isnull=False, state=State.ARCHIVED)
    return found.filter(Q(owner=user)) if runs_library(user) else found.filter(found.kept_by(user))


def kept_or_refused(user: Any, pk: int, practices: PracticeQuerySet | None = None) -> Practice:
    """The practice, for who may write it; 404 where the person may not see it, 403 where they may only read it."""
    rows: Any = Practice.objects.all() if practices is None else practices
    practice: Practice = get_object_or_404(rows.visible_to(user).select_related("country"), pk=pk)
    if not kept_by(user).filter(pk=practice.pk).exists():
        raise PermissionDenied
    return practice


def may_edit(practice: Practice) -> Answer:
    """Whether the text is open, whoever asks; else the reason in words."""
    if practice.state in EDITABLE:
        return YES
    if practice.revises_id is not None and practice.state == State.ARCHIVED:
        return Answer(allowed=False, reason=_("This update has become part of the published practice."))
    return Answer(allowed=False, reason=WHY_CLOSED[State(practice.state)])


def may_delete(practice: Practice, user: Any) -> Answer:
    """A draft that never was public may be deleted by its owner, or by the Secretariat."""
    if practice.state != State.DRAFT or practice.published_at is not None:
        return Answer(allowed=False, reason=_("Only a draft that was never published can be deleted."))
    if practice.owner_id != user.pk and not user.has_perm("practices.delete_practice"):
        return Answer(allowed=False, reason=_("Only its owner can delete a draft."))
    return YES
