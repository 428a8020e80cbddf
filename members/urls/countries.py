"""Addresses of the countries."""

from django.urls import path

from members.views import countries

app_name = "countries"
urlpatterns = [
    path("", countries.listing, name="list"),
    path("<slug:slug>/", countries.detail, name="detail"),
]
