"""The address of a catalogue entry, without its language."""

from typing import Final

from .enums import Kind

FOLDERS: Final = {
    Kind.PRACTICE: "practices",
    Kind.REFORM: "reforms",
    Kind.COUNTRY: "countries",
    Kind.EXPERT: "experts",
    Kind.DOCUMENT: "documents",
    Kind.PAGE: "about",
    Kind.TERM: "glossary",
    Kind.DECISION: "committee/decisions",
    Kind.MEETING: "committee/meetings",
    Kind.REPORT: "committee/reports",
}


def address_of(kind: str, slug: str) -> str:
    """`/practices/kg-tunduk/`: to stand behind the language's prefix."""
    return f"/{FOLDERS[Kind(kind)]}/{slug}/"
