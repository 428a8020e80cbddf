"""Addresses of the ledger of contributions."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("contributions/", views.ledger, name="contributions"),
    re_path(r"^contributions/ledger\.(?P<extension>csv|xlsx|json)$", views.ledger_file, name="contributions_file"),
    path("contributions/by/<int:pk>/", views.contributor, name="contributor"),
    path("contributions/<int:pk>/", views.detail, name="contribution"),
    path("contributions/<int:pk>/confirm/", views.confirm, name="contribution_confirm"),
    path("contributions/<int:pk>/deliver/", views.deliver, name="contribution_deliver"),
    path("contributions/<int:pk>/withdraw/", views.withdraw, name="contribution_withdraw"),
    path("contributions/<int:pk>/annotate/", views.annotate, name="contribution_annotate"),
    path("contributions/<int:pk>/deliveries/<int:row>/take-back/", views.take_back, name="contribution_take_back"),
    path("contributions/<int:pk>/notes/<int:row>/hide/", views.hide_note, name="contribution_hide_note"),
]
