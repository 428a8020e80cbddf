"""The letters about decisions and positions: to those who speak for the member seats, each by their own clock."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import formats, translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from members.models import User
from publishing import letters
from publishing.languages import text_of
from publishing.origin import site_origin

from ..meetings.correspondence import READS
from ..models import Action, Decision, Mandate, Position, Seat
from ..seats.enums import OF_SEAT, Office
from ..time_zones import shown_in, zone_of
from .enums import Owner

KINDS: Final = {
    "decision_opened": (_("A decision waits for positions"), True),
    "decision_reminder": (_("Reminder: no position yet"), True),
    "decision_extended": (_("The deadline of a decision was extended"), True),
    "decision_closed": (_("A decision was closed"), False),
    "decision_withdrawn": (_("A decision was withdrawn"), False),
    "position_contested": (_("Two positions for one seat: the delegate settles"), True),
    "action_assigned": (_("An action was assigned"), True),
    "action_reminder": (_("Reminder of an action"), True),
    "action_reported": (_("An action was reported as done"), True),
    "action_returned": (_("A report on an action was sent back"), True),
}
"""The letters with what staff read of them, and whether they ask for an answer."""


def register() -> None:
    """Let the letters be written."""
    for name, (title, needs_action) in KINDS.items():
        letters.register_kind(name, title, needs_action=needs_action)


def speakers(seats: Iterable[Seat | int], *, only: Collection[str] = OF_SEAT) -> list[User]:
    """Who speaks for the seats today and may read Committee papers; `only` narrows it to delegates or alternates."""
    keys = [seat if isinstance(seat, int) else seat.pk for seat in seats]
    holders = Mandate.objects.on(localdate()).filter(seat__in=keys, office__in=only, user__isnull=False)
    return _readers(Q(pk__in=holders.values("user")))


def officers(office: str) -> list[User]:
    """Who holds an office of the Committee today."""
    holders = Mandate.objects.on(localdate()).filter(office=office, user__isnull=False)
    return _readers(Q(pk__in=holders.values("user")))


def secretariat() -> list[User]:
    """The accounts that run the Committee's business."""
    runs = "run_committee"
    rule = Q(groups__permissions__codename=runs) | Q(user_permissions__codename=runs)
    return list(User.objects.filter(rule, is_active=True).distinct().order_by("pk"))


def write(kind: str, decision: Decision, actor: Any) -> None:
    """Queue a letter of this kind to those who speak for the seats that take part; who acts gets none."""
    seats = Position.objects.filter(decision=decision).values_list("seat", flat=True)
    people = [user for user in speakers(seats) if user.pk != getattr(actor, "pk", None)]
    letters.queue(list(_about(kind, decision, people)), actor=actor)


def remind(position: Position) -> None:
    """Queue the reminder to those who speak for a silent seat; the caller holds the transaction."""
    letters.queue(list(_about("decision_reminder", position.decision, speakers([position.seat_id]))))


def contested(position: Position, actor: Any) -> None:
    """Tell the delegate that an alternate says otherwise; the caller holds the transaction."""
    delegates = speakers([position.seat_id], only={Office.DELEGATE})
    letters.queue(list(_about("position_contested", position.decision, delegates)), actor=actor)


def write_about_action(kind: str, action: Action, actor: Any = None, reason: str = "") -> None:
    """Queue a letter about an action to its owner, or to the Secretariat where the owner has reported it as done."""
    people = secretariat() if kind == "action_reported" else owners_of(action)
    if action.is_demonstration:
        people = [user for user in people if user.is_demonstration]
    drafts = []
    for user in people:
        if user.pk == getattr(actor, "pk", None):
            continue
        with translation.override(user.preferred_language):
            context = {
                "page": site_origin() + reverse("committee:action", args=[action.pk]),
                "action": text_of(action, "title").value,
                "owner": str(action.owner_name),
                "due": formats.date_format(action.due_on),
                "is_overdue": action.is_overdue,
                "reason": reason,
            }
        drafts.append(letters.compose(kind, user, None, context))
    letters.queue(drafts, actor=actor)


def owners_of(action: Action) -> list[User]:
    """The accounts of those who have to do it today."""
    if action.owner == Owner.SEAT and action.seat_id is not None:
        return speakers([action.seat_id])
    return officers(action.office) if action.owner == Owner.OFFICE else secretariat()


def _about(kind: str, decision: Decision, people: Iterable[User]) -> Iterator[letters.Draft]:
    for user in people:
        if decision.is_demonstration and not user.is_demonstration:
            continue  # an invented decision writes to invented accounts alone
        with translation.override(user.preferred_language):
            context = {
                "page": site_origin() + reverse("committee:decision", args=[decision.pk]),
                "number": decision.number,
                "decision": text_of(decision, "title").value,
                "way": decision.way,
                "outcome": decision.get_outcome_display(),
                "deadline": _moment(user, decision.deadline_at),
                "reason": decision.withdrawal_reason or decision.extension_reason,
            }
        yield letters.compose(kind, user, None, context)


def _moment(user: User, at: Any) -> str:
    """A moment by the person's own clock with the zone's name; empty for none."""
    if at is None:
        return ""
    local = shown_in(user, at)
    return f"{formats.date_format(local.replace(tzinfo=None), 'DATETIME_FORMAT')} ({zone_of(user).key})"


def _readers(rule: Q) -> list[User]:
    may_read = Q(groups__permissions__codename=READS) | Q(user_permissions__codename=READS) | Q(is_superuser=True)
    return list(User.objects.filter(rule, may_read, is_active=True).distinct().order_by("pk"))
