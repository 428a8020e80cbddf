"""What happens to publications of every kind, as news: published, changed, archived."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from ..enums import Action, State
from ..language_versions import Severity
from ..languages import CODES
from ..models import Event, Happening, PublishedVersion
from .gathering import Occurrence, register_source

PUBLICATIONS: Final = (Action.PUBLISH, Action.PUBLISH_UNREVIEWED)
SAME_MOMENT: Final = timedelta(seconds=10)
"""A version that is kept so soon after the publication is that publication."""


def register() -> None:
    """Let publications, new versions and archivings be told."""
    register_source("transitions", transitions)
    register_source("versions", versions)


def transitions(since: datetime) -> Iterator[Occurrence]:
    """What was published and archived."""
    events = Event.objects.filter(at__gte=since, action__in=[*PUBLICATIONS, Action.ARCHIVE]).order_by("at")
    for event in events.only("action", "to_state", "content_type_id", "object_id", "at"):
        if event.action in PUBLICATIONS and event.to_state != State.PUBLISHED:
            continue  # an update became part of its original, which tells of it as a new version
        what = Happening.PUBLISHED if event.to_state == State.PUBLISHED else Happening.ARCHIVED
        yield Occurrence(f"event:{event.pk}", what, event.content_type_id, event.object_id, event.at)


def versions(since: datetime) -> Iterator[Occurrence]:
    """Later versions of what is public, with the note on what changed; slips of the pen are not worth a letter."""
    rows = PublishedVersion.objects.filter(at__gte=since, number__gt=1).exclude(severity=Severity.TYPO)
    published = {
        (event.content_type_id, event.object_id): event.at
        for event in Event.objects.filter(at__gte=since - SAME_MOMENT, action__in=PUBLICATIONS).order_by("at")
    }
    for row in rows.defer("content").order_by("at"):
        last = published.get((row.content_type_id, row.object_id))
        if last is not None and abs(row.at - last) < SAME_MOMENT:
            continue
        notes = {code: getattr(row, f"note_{code}") for code in CODES}
        yield Occurrence(
            f"version:{row.pk}", Happening.NEW_VERSION, row.content_type_id, row.object_id, row.at, notes=notes
        )
