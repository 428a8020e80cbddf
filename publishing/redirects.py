"""Addresses that were: a page that moved answers with 301 to where it is, one that was archived with 410 and why."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse

from .archived import archived_page
from .models import Publication
from .slugs import record_at_former

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def follow_former_slugs(model: type[Publication]) -> Callable[[View[P]], View[P]]:
    """For views that take a record's `slug`: a 404 becomes a redirect where a record once had that slug.

    Where the record was public and is archived, the answer is 410 with what came of it.

    Only to a record that this person may see: a former address gives away no more than the present one. The view's
    other arguments and the query string are kept.

    >>> @follow_former_slugs(Practice)
    ... def detail(request, slug): ...
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                moved = _present_address(model, request)
                if moved is not None:
                    return HttpResponsePermanentRedirect(moved)
                gone = archived_page(model, request)
                if gone is None:
                    raise
                return gone

        return wrapped

    return decorate


def _present_address(model: type[Publication], request: HttpRequest) -> str | None:
    """The same page of the record that once had the slug in the address; None where there is none to be seen."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    pk = record_at_former(model, slug) if slug else None
    if match is None or pk is None:
        return None
    manager: Any = model._default_manager
    present = manager.visible_to(request.user).filter(pk=pk).exclude(slug=slug).values_list("slug", flat=True).first()
    if present is None:
        return None
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": present})
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
