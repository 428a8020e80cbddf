"""What papers tell other parts of the portal, said once at the start."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing import letters
from publishing.gathering import Asking
from publishing.languages import text_of

from ..desk import news
from ..models import PaperVersion

MOST = 50


def register() -> None:
    """Make the letters and the news of papers known."""
    letters.register_kind("papers_out", _("New papers for the Committee"))
    news.register("papers", news_of)


def news_of(user: Any, since: datetime) -> Asking[list[news.News]]:
    """The papers of which files were sent out since, newest first, each once."""
    issued = PaperVersion.objects.visible_to(user).filter(issued_at__gte=since).select_related("paper")
    found: dict[int, news.News] = {}
    [versions] = yield (issued.order_by("-issued_at", "-pk")[: 3 * MOST],)
    for version in versions:
        paper = version.paper
        if paper.pk in found or version.issued_at is None:
            continue
        is_first = paper.issued_at is not None and paper.issued_at >= since
        what = gettext("new paper") if is_first else gettext("new version of a paper")
        found[paper.pk] = news.News(version.issued_at, text_of(paper, "title"), paper.get_absolute_url(), what)
    return list(found.values())[:MOST]
