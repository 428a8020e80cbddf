"""Addresses of contributing a practice."""

from django.urls import path

from . import file_views, views
from .forms import FORMS

app_name = "contribute"
urlpatterns = [
    path("", views.start, name="start"),
    path("new/", views.new, name="new"),
    path("take-over/<str:token>/", views.take_over, name="take_over"),
    *(path(f"<int:pk>/{key}/", views.step, {"key": key}, name=key) for key in FORMS),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<int:pk>/documents/", file_views.files, name="documents"),
    path("<int:pk>/documents/add/", file_views.add, name="add_document"),
    path("<int:pk>/documents/<int:document>/remove/", file_views.remove, name="remove_document"),
    path("<int:pk>/documents/<int:document>/<slug:language>/", file_views.document, name="document"),
    path("<int:pk>/consent/", file_views.consent, name="consent"),
    path("<int:pk>/consent/letter/", file_views.consent_letter, name="consent_letter"),
    path("<int:pk>/consent/letter/remove/", file_views.remove_consent_letter, name="remove_consent_letter"),
]
