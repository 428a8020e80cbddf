"""Addresses of the register, the rules and the handover."""

from django.urls import path

from . import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("rules/", views.rules, name="rules"),
    path("seats/<int:pk>/", views.seat, name="seat"),
    path("mandates/<int:pk>/successor/", views.succeed, name="succeed"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/<slug:step>/", views.tick, name="tick"),
]
