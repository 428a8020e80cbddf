"""Addresses of the Committee, gathered from its subjects."""

from .contributions import urls as contributions
from .record import urls as record
from .seats import urls as seats

app_name = "committee"
urlpatterns = [*seats.urlpatterns, *record.urlpatterns, *contributions.urlpatterns]
