"""Pieces of pages that are the same again and again, rendered once in a process."""

from typing import Any, Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, VariableDoesNotExist
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..caching.store import Pages
from ..folding import place_of_now

register = template.Library()
MOST: Final = 500
"""So many different renderings of one piece are kept; then it begins anew."""


class OnceFor(Node):
    """The piece; what was rendered is kept with it, and goes when the template does."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self._kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        try:
            said = [repr(value.resolve(context, ignore_failures=True)) for value in self.values]
        except VariableDoesNotExist:  # an error page that was made without its request
            return self.nodelist.render(context)
        key = (get_language(), context.autoescape, *said)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            kept = self._kept[key] = self.nodelist.render(context)
        return kept


@register.tag
def once_for(parser: Parser, token: Token) -> OnceFor:
    """`{% once_for a b %}…{% endonce_for %}`: for a piece that depends on nothing but these values and the language."""
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce_for",))
    parser.delete_first_token()
    return OnceFor(nodelist, values)


ROOM: Final = 8 * 2**20
"""Bytes for all that is kept by content in a process."""
_by_content: Final = Pages(ROOM)


class KeptFor(Node):
    """A piece kept by all that it prints; what was not printed for longest goes first."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, value: FilterExpression) -> None:
        self.nodelist = nodelist
        self.value = value

    def render(self, context: Context) -> SafeString:
        content = self.value.resolve(context, ignore_failures=True)
        if not content:
            return self.nodelist.render(context)
        key: Any = (self, content, context.autoescape, place_of_now())
        kept: SafeString | None = _by_content.get(key, None)
        if kept is None:
            kept = self.nodelist.render(context)
            _by_content.put(key, kept)
        return kept


@register.tag
def kept_for(parser: Parser, token: Token) -> KeptFor:
    """`{% kept_for card.content %}…{% endkept_for %}`: for a piece of a list that many pages show.

    The value is a tuple of everything that the piece prints, so that nothing kept can be out of date, or be shown to who
    does not have its content already; where it is empty, the piece is rendered anew.
    """
    _name, value = token.split_contents()
    nodelist = parser.parse(("endkept_for",))
    parser.delete_first_token()
    return KeptFor(nodelist, parser.compile_filter(value))


@register.filter
def is_root_of(path: str, section: str) -> bool:
    """Whether the path without its language is the section's own page."""
    return path == f"/{section}/"
