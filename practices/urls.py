"""Addresses of the practices."""

from django.urls import path, re_path

from publishing.versions.pages import version_urls

from . import feeds, views
from .models import Practice

app_name = "practices"
urlpatterns = [
    path("", views.listing, name="list"),
    path("feed/", feeds.feed, name="feed"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/practice.pdf", views.pdf, name="pdf"),
    re_path(r"^(?P<slug>[-a-zA-Z0-9_]+)/citation\.(?P<form>bib|ris)$", views.citation, name="citation"),
    *version_urls(Practice),
]
