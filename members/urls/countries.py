"""Addresses of the countries."""

from django.urls import path

from members.models import Country
from members.views import countries
from publishing.versions.pages import version_urls

app_name = "countries"
urlpatterns = [
    path("", countries.listing, name="list"),
    path("<slug:slug>/", countries.detail, name="detail"),
    *version_urls(Country),
]
