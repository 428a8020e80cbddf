"""Addresses of the checks."""

from django.urls import path

from . import views

app_name = "checks"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<slug:kind>/<int:key>/", views.confirm, name="confirm"),
]
