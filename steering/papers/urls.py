"""Addresses of papers, packs and private links."""

from django.urls import path

from . import keeping_views, link_views, views

_OF_MEETING = "meetings/<int:number>/papers/"
_OF_DECISION = "decisions/<int:pk>/papers/"
_PAPER = "papers/<int:pk>/"
_FILE = "<str:language>/<int:number>/"
_LINK = "links/<str:token>/"

urlpatterns = [
    path(_OF_MEETING, views.papers, name="papers"),
    path(f"{_OF_MEETING}pack/", views.pack, name="pack"),
    path(f"{_OF_MEETING}new/", keeping_views.add, name="add_paper"),
    path(f"{_OF_MEETING}send/", keeping_views.issue, name="issue_papers"),
    path(f"{_OF_MEETING}link/", link_views.link_to_pack, name="link_to_pack"),
    path(f"{_OF_DECISION}new/", keeping_views.add_to_decision, name="add_decision_paper"),
    path(f"{_OF_DECISION}send/", keeping_views.issue_to_decision, name="issue_decision_papers"),
    path(_PAPER, views.paper, name="paper"),
    path(f"{_PAPER}change/", keeping_views.change, name="change_paper"),
    path(f"{_PAPER}files/new/", keeping_views.add_files, name="add_paper_files"),
    path(f"{_PAPER}withdraw/", keeping_views.withdraw, name="withdraw_paper"),
    path(f"{_PAPER}delete/", keeping_views.discard, name="discard_paper"),
    path(f"{_PAPER}link/", link_views.link_to_paper, name="link_to_paper"),
    path(f"{_PAPER}files/{_FILE}", views.paper_file, name="paper_file"),
    path(f"{_PAPER}files/{_FILE}delete/", keeping_views.remove_file, name="remove_paper_file"),
    path("links/", link_views.links, name="links"),
    path("links/withdraw/<int:pk>/", link_views.withdraw_link, name="withdraw_link"),
    path(f"{_LINK}", link_views.open_link, name="open_link"),
    path(f"{_LINK}pack/", link_views.open_link_pack, name="open_link_pack"),
    path(f"{_LINK}papers/<int:pk>/{_FILE}", link_views.open_link_file, name="open_link_file"),
]
