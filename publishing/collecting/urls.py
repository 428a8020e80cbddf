"""Addresses of collections."""

from django.urls import path

from . import views

app_name = "collections"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("selection/", views.selected, name="selection"),
    path("selection/clear/", views.clear, name="clear"),
    path("selection/kit/", views.take, name="selection_kit"),
    path("selection/remove/<int:content_type>/<int:key>/", views.remove, name="remove"),
    path("add/<slug:kind>/<int:key>/", views.add, name="add"),
    path("<str:token>/", views.detail, name="detail"),
    path("<str:token>/edit/", views.edit, name="edit"),
    path("<str:token>/delete/", views.delete, name="delete"),
    path("<str:token>/kit/", views.take, name="kit"),
]
