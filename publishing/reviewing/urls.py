"""Addresses of reviewing."""

from django.urls import path

from .views import country, evidence, reviewer, running

app_name = "review"
urlpatterns = [
    path("", reviewer.mine, name="mine"),
    path("profile/", reviewer.profile, name="profile"),
    path("queue/", running.queue, name="queue"),
    path("<int:key>/", reviewer.review, name="review"),
    path("<int:key>/save/", reviewer.save, name="save"),
    path("<int:key>/give/", reviewer.give, name="give"),
    path("<int:key>/accept/", reviewer.accept, name="accept"),
    path("<int:key>/decline/", reviewer.decline, name="decline"),
    path("<int:key>/recuse/", reviewer.recuse, name="recuse"),
    path("<int:key>/cancel/", running.cancel, name="cancel"),
    path("<int:key>/remind/", running.remind, name="remind"),
    path("<int:key>/extend/", running.extend, name="extend"),
    path("<slug:kind>/<int:pk>/", running.record, name="record"),
    path("<slug:kind>/<int:pk>/reviewers/", running.reviewers, name="reviewers"),
    path("<slug:kind>/<int:pk>/invite/", running.invite, name="invite"),
    path("<slug:kind>/<int:pk>/evidence/", evidence.level, name="evidence"),
    path("<slug:kind>/<int:pk>/endorse/", country.endorse, name="endorse"),
    path("<slug:kind>/<int:pk>/withdraw-endorsement/", country.withdraw, name="withdraw_endorsement"),
]
