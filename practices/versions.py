"""What a published version of a practice consists of."""

from django.utils.translation import gettext_lazy as _

from publishing.versions import content as version_content
from publishing.versions.content import SOURCES, Rows, Shape

from .models import Practice


def register() -> None:
    """Keep the published versions of practices."""
    version_content.register(
        Shape(
            model=Practice,
            texts=(
                "title",
                "summary",
                "institution",
                "problem",
                "solution",
                "results_text",
                "evidence_basis",
                "lessons",
                "transfer",
            ),
            facts=("country", "themes", "tags", "evidence", "level", "stage", "start_year"),
            rows=(
                Rows(
                    "results",
                    _("Results"),
                    ("indicator", "before", "after", "unit", "year", "source", "is_self_reported"),
                ),
                Rows("awards", _("Awards"), ("name", "year", "source")),
                SOURCES,
            ),
            urls="practices",
        )
    )
