"""Addresses of what is scheduled."""

from django.urls import path

from . import views

app_name = "schedule"
urlpatterns = [
    path("", views.waiting, name="list"),
    path("<int:key>/cancel/", views.call_off, name="cancel"),
    path("<slug:kind>/<int:key>/<slug:action>/", views.plan, name="plan"),
]
