"""What decisions and actions register of themselves when the app is ready."""

from ..desk import duties, news
from ..models import Decision
from ..record import registry
from ..record.enums import RecordKind
from . import correspondence, desk, reminders
from .content import content_of


def register() -> None:
    """Letters, reminders, the desk, and what a sealed decision is compared with."""
    correspondence.register()
    reminders.register()
    duties.register("positions", desk.positions_due)
    duties.register("actions", desk.actions_due)
    news.register("decisions", desk.news_since)
    registry.register(RecordKind.DECISION, Decision, content_of, due=Decision.objects.closed)
