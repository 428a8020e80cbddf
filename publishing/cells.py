"""Cells of tables that spreadsheet programs open."""

from typing import Final

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def defused(text: str) -> str:
    """The text as no spreadsheet program takes it for a formula: with an apostrophe before a sign that begins one."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
