"""Addresses of the reforms."""

from django.urls import path

from publishing.versions.pages import version_urls

from . import views
from .models import Reform

app_name = "reforms"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<slug:slug>/", views.detail, name="detail"),
    *version_urls(Reform),
]
