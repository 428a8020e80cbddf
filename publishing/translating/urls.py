"""Addresses of the translation desk: one for each page and each step."""

from django.urls import path

from .views import desk, editor, exchange, review

app_name = "translate"
RECORD = "<slug:kind>/<int:pk>/<slug:language>/"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("export/", exchange.export_many, name="export_many"),
    path("import/", exchange.take, name="import"),
    path(RECORD, editor.edit, name="edit"),
    path(f"{RECORD}save/", editor.save, name="save"),
    path(f"{RECORD}submit/", editor.submit, name="submit"),
    path(f"{RECORD}machine/", editor.fill, name="fill"),
    path(f"{RECORD}review/", review.review, name="review"),
    path(f"{RECORD}approve/", review.approve, name="approve"),
    path(f"{RECORD}send-back/", review.send_back, name="send_back"),
    path(f"{RECORD}take-back/", review.take_back, name="take_back"),
    path(f"{RECORD}discard/", review.discard, name="discard"),
    path(f"{RECORD}assign/", review.assign, name="assign"),
    path(f"{RECORD}promise/", review.promise, name="promise"),
    path(f"{RECORD}xliff/", exchange.export, name="xliff"),
]
