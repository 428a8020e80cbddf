"""Addresses of the adoption chain."""

from django.urls import path

from . import views

app_name = "adoptions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("adoptions.csv", views.export, name="csv"),
    path("state/", views.state, name="state"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/translate/<str:language>/", views.translate, name="translate"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/dispute/", views.dispute, name="dispute"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
