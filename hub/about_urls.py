"""The about pages."""

from django.urls import path

from publishing.versions.pages import version_urls

from .models import Page
from .views import about

app_name = "about"
urlpatterns = [
    path("", about.index, name="index"),
    path("contacts/", about.contacts, name="contacts"),
    path("<slug:slug>/", about.page, name="page"),
    *version_urls(Page),
]
