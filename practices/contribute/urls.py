"""Addresses of contributing a practice."""

from django.urls import path

from . import views

app_name = "contribute"
urlpatterns = [
    path("", views.start, name="start"),
]
