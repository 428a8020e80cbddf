"""The address of one's own account; allauth's pages stand beside it."""

from django.urls import path

from members.views import account

urlpatterns = [path("", account.overview, name="my_account")]
