"""Addresses of the relay."""

from django.urls import path

from . import views

app_name = "questions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("about/<slug:kind>/<int:key>/", views.asking, name="ask"),
    path("useful/<slug:kind>/<int:key>/", views.useful, name="useful"),
    path("<int:key>/", views.detail, name="detail"),
    path("<int:key>/<slug:action>/", views.act, name="act"),
]
