"""A name in the language of the page."""

from django import template

from library.models import Named

register = template.Library()


@register.filter
def named(value: Named, language: str) -> str:
    """The value's name."""
    return value.name(language)
