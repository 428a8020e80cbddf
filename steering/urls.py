"""Addresses of the Committee, gathered from its subjects."""

from .seats import urls as seats

app_name = "committee"
urlpatterns = [*seats.urlpatterns]
