"""Addresses of the Committee, gathered from its subjects."""

from .builder import urls as builder
from .contributions import urls as contributions
from .decisions import urls as decisions
from .desk import urls as desk
from .meetings import urls as meetings
from .overview import urls as overview
from .papers import urls as papers
from .record import urls as record
from .reports import urls as reports
from .seats import urls as seats

app_name = "committee"
urlpatterns = [
    *overview.urlpatterns,
    *desk.urlpatterns,
    *seats.urlpatterns,
    *meetings.urlpatterns,
    *decisions.urlpatterns,
    *record.urlpatterns,
    *papers.urlpatterns,
    *contributions.urlpatterns,
    *builder.urlpatterns,
    *reports.urlpatterns,
]
