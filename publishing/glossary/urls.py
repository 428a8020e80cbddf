"""Addresses of the glossary."""

from django.urls import path, re_path

from . import views

app_name = "glossary"
urlpatterns = [
    path("", views.listing, name="list"),
    path("glossary.csv", views.csv_file, name="csv"),
    re_path(r"^glossary-(?P<edition>2019|2008)\.tbx$", views.tbx_file, name="tbx"),
    path("<slug:slug>/", views.detail, name="detail"),
]
