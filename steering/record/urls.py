"""Addresses of the record."""

from django.urls import path

from . import views

urlpatterns = [
    path("check/", views.check, name="check"),
    path("check/file/", views.check_upload, name="check_file"),
    path("record/<int:sequence>/correct/", views.correct, name="correct"),
]
