"""What reports under review register at the start: letters, reminders, the desk's duties and news, the record."""

from ..desk import duties, news
from ..models import Report
from ..record import registry
from . import correspondence, desk
from .sealing import content_of


def register() -> None:
    """Make them known; called once, when the app is ready."""
    correspondence.register()
    duties.register("reports", desk.duties_of)
    news.register("reports", desk.news_for)
    registry.register("report", Report, content_of, due=lambda: Report.objects.filter(text_released_at__isnull=False))
