"""Addresses of the Committee, gathered from its subjects."""

from .contributions import urls as contributions
from .papers import urls as papers
from .record import urls as record
from .seats import urls as seats

app_name = "committee"
urlpatterns = [*seats.urlpatterns, *record.urlpatterns, *papers.urlpatterns, *contributions.urlpatterns]
