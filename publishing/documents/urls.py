"""Addresses of documents."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("<slug:slug>/", views.document, name="detail"),
    path("<slug:slug>/<str:language>/", views.download, name="download"),
]
