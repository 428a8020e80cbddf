"""Since when something is new to a person: the visit before this one."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from ..models import CommitteeVisit

SAME_VISIT: Final = timedelta(minutes=30)
"""Whoever comes again so soon is still reading: a reloaded page shows the same as before."""
FIRST: Final = timedelta(days=30)
"""How far back the first visit looks."""


def visited(user: Any) -> datetime:
    """Note the visit; since when there may be something new to the person. One query while the same visit goes on."""
    now = timezone.now()
    known = CommitteeVisit.objects.filter(user=user.pk).first()
    if known is None:
        CommitteeVisit.objects.get_or_create(user=user, defaults={"at": now})
        return now - FIRST
    if known.at < now - SAME_VISIT:
        # by the moment that was read: of two pages that open at once, one notes the visit
        CommitteeVisit.objects.filter(pk=known.pk, at=known.at).update(former=known.at, at=now)
        return known.at
    return known.former or known.at - FIRST
