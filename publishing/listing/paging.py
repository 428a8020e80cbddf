"""One page of a list whose length is known."""

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

LONGEST_NUMBER: Final = 6
"""Digits of a page number that is read; no list has so many pages."""


class NumberedPage(Page[Any]):
    """A page that knows which page numbers to offer."""

    @property
    def elided(self) -> list[int | str]:
        """The first and last pages, those around this one, and an ellipsis for each gap."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1))


class CountedPaginator(Paginator[Any]):
    """Pages of rows whose number is known already, so that nothing is counted again."""

    def __init__(self, rows: QuerySet[Any], per_page: int, total: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = total  # in place of the cached property

    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def number_of(text: str) -> int | None:
    """The page number that an address gives; None where it gives none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return (int(text) or None) if is_number else None


def page_of(rows: QuerySet[Any], per_page: int, total: int, number: int) -> tuple[NumberedPage, bool]:
    """The page with this number, and whether it lies beyond the last, which is then the one given."""
    pages = CountedPaginator(rows, per_page, total)
    page = pages.page(min(number, pages.num_pages))
    assert isinstance(page, NumberedPage)
    return page, number > pages.num_pages
