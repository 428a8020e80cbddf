"""Sums of money on pages."""

from decimal import Decimal

from django import template

from ..contributions.money import written

register = template.Library()


@register.simple_tag
def money(amount: Decimal, currency: str) -> str:
    """`{% money row.amount contribution.currency %}`: the sum with its currency's code, in the reader's format."""
    return written(amount, currency)
