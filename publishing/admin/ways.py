"""Where else a record is worked on: the ways from its page in the administration."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..enums import State
from ..models import ScheduledTransition
from ..models.schedules import ScheduleState
from ..reviewing.kinds import is_reviewed
from ..reviewing.rights import may_run_kind
from ..versions.keeping import versions_of


def ways_of(request: HttpRequest, record: Any) -> list[tuple[str, str]]:
    """Label and address of the record's reviews, published versions, and what is scheduled for it, as far as there are."""
    ways = []
    if is_reviewed(record) and may_run_kind(request.user, type(record)):
        ways.append((_("Reviews of this record"), reverse("review:record", args=[record.kind, record.pk])))
    if record.state == State.PUBLISHED and versions_of(record).exists():
        ways.append((_("All versions and what changed"), f"{record.get_absolute_url()}versions/"))
    return ways + [
        (
            _("Scheduled: %(action)s, %(moment)s")
            % {"action": row.get_action_display(), "moment": date_format(localtime(row.at), "SHORT_DATETIME_FORMAT")},
            reverse("schedule:list"),
        )
        for row in _waiting(record)
    ]


def _waiting(record: Any) -> Any:
    return ScheduledTransition.objects.filter(
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        state=ScheduleState.WAITING,
    )
