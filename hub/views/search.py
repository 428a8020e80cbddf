"""Search over everything public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def search(request: HttpRequest) -> HttpResponse:
    """What the catalogue holds for the words that were typed."""
    return render(request, "hub/search.html")
