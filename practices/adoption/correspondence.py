"""The letters of the adoption chain: to the other side at every step, and again while it has not answered."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import duties, letters
from publishing.models import Event

from .enums import AdoptionState
from .models import Adoption
from .sides import Side, speakers

KINDS: Final = {
    "adoption_stated": (_("Adoption stated: to be confirmed"), True),
    "adoption_changed": (_("Adoption changed: to be confirmed again"), True),
    "adoption_confirmed": (_("Adoption confirmed"), False),
    "adoption_corrected": (_("Correction of an adoption proposed"), True),
    "adoption_accepted": (_("Correction of an adoption accepted"), False),
    "adoption_answered": (_("Answer about an adoption: to be confirmed"), True),
    "adoption_disputed": (_("Adoption disputed"), True),
    "adoption_withdrawn": (_("Adoption withdrawn"), False),
    "adoption_reminder": (_("Reminder: an adoption waits for an answer"), True),
}
"""The letters by name: what staff read of them, and whether they ask for action."""
REMIND_AFTER: Final = (timedelta(days=14), timedelta(days=30))
"""How long a side has been waited for when it is reminded for the first and for the second time."""
WAITING_FOR: Final = {
    AdoptionState.STATED: Side.SOURCE,
    AdoptionState.CORRECTED: Side.ADOPTER,
    AdoptionState.DISPUTED: Side.ADOPTER,
}
"""Whose turn it is, by state."""


def register() -> None:
    """Let the letters be written, and whoever is waited for be reminded."""
    for name, (title, needs_action) in KINDS.items():
        letters.register_kind(name, title, needs_action=needs_action)
    duties.register("adoption_reminders", every=timedelta(hours=12), run=_remind)


def drafts(kind: str, adoption: Adoption, side: Side, *, reason: str = "", without: Any = None) -> list[letters.Draft]:
    """The letters to the speakers of a side, each in its reader's language; none about demonstrations or to oneself.

    Where the reason is not known yet, a mark stands in its place.
    """
    if adoption.is_demonstration:
        return []
    context = {"adoption": adoption, "side": side.value, "reason": reason.strip() or letters.REASON_MARK}
    found = [
        letters.compose(kind, person, adoption, context)
        for person in speakers(adoption, side)
        if without is None or person.pk != without.pk
    ]
    return [draft for draft in found if draft.is_wanted]


def send(kind: str, adoption: Adoption, side: Side, actor: Any, event: Event | None, *, reason: str = "") -> None:
    """Queue the letters inside the caller's transaction; they leave after its commit."""
    letters.queue(drafts(kind, adoption, side, reason=reason, without=actor), actor=actor, event=event)


def remind() -> int:
    """Remind whoever has been waited for long enough; returns how many statements. Each is reminded of twice at most."""
    now = timezone.now()
    due = Q(pk__in=[])
    for number, delay in enumerate(REMIND_AFTER):
        due |= Q(reminders=number, waiting_since__lte=now - delay)
    done = 0
    for key in list(
        Adoption.objects.filter(due, state__in=WAITING_FOR, is_demonstration=False).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            found = Adoption.objects.for_page().select_for_update(of=("self",), skip_locked=True).filter(due, pk=key)
            adoption = found.filter(state__in=WAITING_FOR).first()
            if adoption is None:
                continue
            side = WAITING_FOR[AdoptionState(adoption.state)]
            letters.queue(drafts("adoption_reminder", adoption, side), actor=None, event=None)
            adoption.reminders += 1
            adoption.save(update_fields=["reminders"])
            done += 1
    return done


def _remind() -> None:
    remind()
