"""The letters about a review: to whom each goes."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, cast

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .. import audiences, letters
from ..models import Review
from ..origin import site_origin
from .rights import may_run

TO_REVIEWER: Final = frozenset({"review_invited", "review_reminder", "review_cancelled", "review_extended"})
"""The letters that go to the reviewer; the others go to whoever runs the review."""


def register() -> None:
    """Make the letters known."""
    letters.register_kind("review_invited", _("Invitation to review"), needs_action=True)
    letters.register_kind("review_reminder", _("Reminder of a review"), needs_action=True)
    letters.register_kind("review_extended", _("Another date for a review"), needs_action=True)
    letters.register_kind("review_cancelled", _("A review is no longer needed"))
    letters.register_kind("review_given", _("A review has been handed in"), needs_action=True)
    letters.register_kind("review_declined", _("A reviewer has declined"), needs_action=True)
    letters.register_kind("review_recused", _("A reviewer has a conflict of interest"), needs_action=True)


def letters_of(kind: str, review: Review, actor: Any, *, reason: str = "") -> list[letters.Draft]:
    """The letters of this kind about the review, each in its recipient's language; unwanted ones left out."""
    people = [review.reviewer] if kind in TO_REVIEWER else _runners(review)
    found = (
        compose(kind, person, review, reason=reason)
        for person in people
        if person is not None and person.is_active and person.pk != getattr(actor, "pk", None)
    )
    return [draft for draft in found if draft.is_wanted]


def compose(kind: str, person: Any, review: Review, *, reason: str = "") -> letters.Draft:
    """One letter about the review; its template also knows `review`, `reason` and the address `review_url`.

    It is kept with the review: the letters of the record are read by people who do not learn who judges it.
    """
    record: Any = review.record
    with translation.override(person.preferred_language):
        if kind in TO_REVIEWER:
            path = reverse("review:review", args=[review.pk]) if review.pk else reverse("review:mine")
        else:
            path = reverse("review:record", args=[record.kind, record.pk])
    context = {"review": review, "reason": reason, "review_url": site_origin() + path}
    draft = letters.compose(kind, person, record, context)
    return replace(draft, content_type_id=ContentType.objects.get_for_model(Review).pk, object_id=review.pk)


def _runners(review: Review) -> list[Any]:
    """Whoever invited the reviewer and the Secretariat, each once, but never the owner of the record."""
    inviter, record = review.assigned_by, cast("Any", review.record)
    people: Iterable[Any] = [
        *([inviter] if inviter is not None and may_run(inviter, record) else []),
        *audiences.people("secretariat", record),
    ]
    unique = {person.pk: person for person in people if person.pk != record.owner_id}
    return list(unique.values())
