"""Addresses of the experts."""

from django.urls import path

from members.views import experts

app_name = "experts"
urlpatterns = [
    path("", experts.listing, name="list"),
    path("<slug:slug>/", experts.detail, name="detail"),
]
