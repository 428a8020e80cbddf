"""Addresses of what a person follows."""

from django.urls import path

from . import views

app_name = "following"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("new/", views.follow, name="follow"),
    path("<int:key>/stop/", views.stop, name="stop"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
