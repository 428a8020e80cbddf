"""Addresses of reports under review."""

from django.urls import path

from .views import country, reading, running

SEAT = "reports/<int:pk>/rounds/<int:number>/seats/<int:seat>/"
ROUND = "reports/<int:pk>/rounds/<int:number>/"

urlpatterns = [
    path("reports/", reading.reports, name="reports"),
    path("reports/new/", running.new, name="report_new"),
    path("reports/<int:pk>/", reading.report, name="report"),
    path("reports/<int:pk>/report.pdf", reading.pdf, name="report_pdf"),
    path("reports/<int:pk>/changes/", reading.changes, name="report_changes"),
    path("reports/<int:pk>/open/", running.open_round, name="report_open"),
    path("reports/<int:pk>/revise/", running.revise, name="report_revise"),
    path("reports/<int:pk>/correct/", running.correct, name="report_correct"),
    path("reports/<int:pk>/release/<slug:step>/", running.release, name="report_release"),
    path("reports/<int:pk>/v<int:version>/<str:number>/", reading.section, name="report_section"),
    path(ROUND, reading.review_round, name="report_round"),
    path(f"{ROUND}issue/", running.issue, name="report_issue"),
    path(f"{ROUND}close/", running.close, name="report_close"),
    path(f"{ROUND}matrix/", reading.matrix_page, name="report_matrix"),
    path(f"{ROUND}matrix.docx", reading.matrix_file, {"form": "docx"}, name="report_matrix_docx"),
    path(f"{ROUND}matrix.xlsx", reading.matrix_file, {"form": "xlsx"}, name="report_matrix_xlsx"),
    path(SEAT, country.batch, name="report_batch"),
    path(f"{SEAT}release/", country.release, name="report_batch_release"),
    path(f"{SEAT}verdict/", country.verdict, name="report_verdict"),
    path(f"{SEAT}sections/<str:section>/", country.comment, name="report_comment"),
    path("reports/comments/<int:pk>/", country.edit, name="report_comment_edit"),
    path("reports/comments/<int:pk>/remove/", country.remove, name="report_comment_remove"),
    path("reports/comments/<int:pk>/answer/", running.answer, name="report_answer"),
]
