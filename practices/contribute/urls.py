"""Addresses of contributing a practice."""

from django.urls import path

from ..intake import views as intake
from ..revising import views as revising
from . import file_views, views
from .forms import FORMS

app_name = "contribute"
urlpatterns = [
    path("", views.start, name="start"),
    path("new/", views.new, name="new"),
    path("template.docx", intake.template, name="template"),
    path("import/", intake.start, name="import"),
    path("import/document/", intake.check_document, name="import_document"),
    path("import/document/confirm/", intake.confirm_document, name="confirm_document"),
    path("import/table/", intake.check_table, name="import_table"),
    path("import/table/confirm/", intake.confirm_table, name="confirm_table"),
    path("import/practices.xlsx", intake.table_template, name="table_template"),
    path("take-over/<str:token>/", views.take_over, name="take_over"),
    *(path(f"<int:pk>/{key}/", views.step, {"key": key}, name=key) for key in FORMS),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/update/", revising.begin, name="propose"),
    path("<int:pk>/change-note/", revising.note, name="note"),
    path("<int:pk>/reconcile/", revising.settle, name="reconcile"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<int:pk>/documents/", file_views.files, name="documents"),
    path("<int:pk>/documents/add/", file_views.add, name="add_document"),
    path("<int:pk>/documents/<int:document>/remove/", file_views.remove, name="remove_document"),
    path("<int:pk>/documents/<int:document>/<slug:language>/", file_views.document, name="document"),
    path("<int:pk>/consent/", file_views.consent, name="consent"),
    path("<int:pk>/consent/letter/", file_views.consent_letter, name="consent_letter"),
    path("<int:pk>/consent/letter/remove/", file_views.remove_consent_letter, name="remove_consent_letter"),
]
