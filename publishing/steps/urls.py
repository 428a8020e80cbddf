"""Addresses of the transitions."""

from django.urls import path

from . import views

app_name = "steps"
urlpatterns = [path("<slug:kind>/<int:key>/<slug:action>/", views.step, name="step")]
