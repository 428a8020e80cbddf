"""The letters about a meeting: to everybody who holds an office of the Committee and may read its papers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import formats, translation
from django.utils.timezone import localdate

from members.models import User
from publishing import letters
from publishing.languages import text_of
from publishing.origin import site_origin

from ..models import Mandate, Meeting
from ..time_zones import shown_in, zone_of

READS: Final = "view_committee_documents"
"""The permission without which nobody gets a letter about the Committee's business."""


def people(meeting: Meeting) -> list[User]:
    """Who gets letters about this meeting: holders of an office today whose account is open and may read Committee papers.

    An invented meeting writes to invented accounts alone.
    """
    holders = Mandate.objects.on(localdate()).filter(user__isnull=False).values("user")
    may_read = Q(groups__permissions__codename=READS) | Q(user_permissions__codename=READS) | Q(is_superuser=True)
    found = User.objects.filter(may_read, pk__in=holders, is_active=True).distinct().order_by("pk")
    return list(found.filter(is_demonstration=True) if meeting.is_demonstration else found)


def write(kind: str, meeting: Meeting, actor: Any, context: Mapping[str, Any] | None = None) -> None:
    """Queue a letter of this kind to everybody; the caller holds the transaction. Who acts gets none."""
    recipients = (user for user in people(meeting) if user.pk != getattr(actor, "pk", None))
    letters.queue(list(_drafts(kind, meeting, recipients, context or {})), actor=actor)


def _drafts(
    kind: str, meeting: Meeting, recipients: Iterable[User], context: Mapping[str, Any]
) -> Iterable[letters.Draft]:
    for user in recipients:
        with translation.override(user.preferred_language):
            path = reverse(
                "committee:minutes" if kind.startswith("minutes") else "committee:meeting", args=[meeting.number]
            )
            values = {
                "page": site_origin() + path,
                "number": meeting.number,
                "meeting": text_of(meeting, "title").value,
                "place": text_of(meeting, "place").value,
                "starts": _moment(user, meeting.starts_at),
                **{name: value(user) if callable(value) else value for name, value in context.items()},
            }
        yield letters.compose(kind, user, None, values)


def moment_for(at: Any) -> Any:
    """What a letter's context takes for a moment: it is told by each recipient's own clock."""
    return lambda user: _moment(user, at)


def text_for(record: Any, field: str) -> Any:
    """What a letter's context takes for a translated text: it is read in each recipient's own language."""
    return lambda _user: text_of(record, field).value


def _moment(user: User, at: Any) -> str:
    local = shown_in(user, at)
    zone = zone_of(user).key
    return f"{formats.date_format(local.replace(tzinfo=None), 'DATETIME_FORMAT')} ({zone})"
