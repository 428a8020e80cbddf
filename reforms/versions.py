"""What a published version of a reform consists of."""

from django.utils.translation import gettext_lazy as _

from publishing.versions import content as version_content
from publishing.versions.content import SOURCES, Rows, Shape

from .models import Reform


def register() -> None:
    """Keep the published versions of reforms. Its practices are records of their own, which may not be public."""
    version_content.register(
        Shape(
            model=Reform,
            texts=("title", "summary", "background", "course"),
            facts=("country", "themes", "stage", "start_year"),
            rows=(
                Rows("milestones", _("Milestones"), ("year", "month", "text", "source")),
                Rows("legal_acts", _("Legal acts"), ("title", "year", "url")),
                SOURCES,
            ),
            urls="reforms",
        )
    )
