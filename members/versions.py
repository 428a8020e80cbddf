"""What a published version of a country's page consists of, and how the portal's roles are called on such pages."""

from django.utils.translation import gettext_lazy as _

from publishing.versions import content as version_content
from publishing.versions import keeping as versions
from publishing.versions.content import SOURCES, Rows, Shape

from .enums import Role
from .models import Country

WEIGHT = (
    Role.SECRETARIAT,
    Role.EDITOR,
    Role.TRANSLATOR,
    Role.REVIEWER,
    Role.FOCAL_POINT,
    Role.COMMITTEE,
    Role.REGISTERED,
)
"""Under which of several roles a person acts on published records, the weightiest first."""


def register() -> None:
    """Keep the published versions of countries. Experts have none: their pages end with their consent."""
    version_content.register(
        Shape(
            model=Country,
            texts=("name", "capital", "profile", "law_title"),
            facts=("region", "participation", "joined_year", "system_type", "law_year"),
            rows=(
                Rows("evidence", _("Participation in the Hub"), ("text", "source")),
                Rows("indicators", _("Figures"), ("name", "value", "unit", "year", "source")),
                Rows("institutions", _("Institutions"), ("name", "website")),
                SOURCES,
            ),
            urls="countries",
        )
    )
    versions.name_roles({role.value: role.label for role in WEIGHT})
