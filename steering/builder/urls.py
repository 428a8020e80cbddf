"""Addresses of the report builder and of the snapshots."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("periodic/", views.listing, name="builder"),
    path("periodic/new/", views.new, name="builder_new"),
    path("periodic/<int:pk>/draft/", views.draft, name="builder_draft"),
    path("periodic/<int:pk>/count/", views.count, name="builder_count"),
    path("periodic/<int:pk>/freeze/", views.freeze, name="builder_freeze"),
    path("periodic/<int:pk>/discard/", views.discard, name="builder_discard"),
    path("periodic/<int:pk>/review/", views.put_under_review, name="builder_review"),
    path("periodic/<int:pk>/", views.snapshot, name="snapshot"),
    path("periodic/<int:pk>/report.pdf", views.snapshot_pdf, name="snapshot_pdf"),
    re_path(r"^periodic/(?P<pk>\d{1,18})/figures\.(?P<extension>csv|xlsx)$", views.figures_file, name="snapshot_file"),
]
