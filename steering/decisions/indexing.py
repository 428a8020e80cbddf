"""The words by which the register is searched: those of title, basis and text in all languages."""

from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, TextField, Value

from publishing.finding.find import Matches
from publishing.finding.reading import read
from publishing.languages import CODES
from publishing.search.vector import tsvector_literal

from ..models import Decision

WEIGHTS = (("A", "title"), ("B", "basis"))


def write_words(decision: Decision) -> None:
    """Write the words of a decision anew; to be called in the transaction that changes its text."""
    fields = [
        (weight, code, str(text))
        for weight, name in WEIGHTS
        for code in CODES
        if (text := getattr(decision, f"{name}_{code}"))
    ]
    for section in decision.sections.order_by("number"):
        fields += [("C", code, str(text)) for code in CODES if (text := getattr(section, f"text_{code}"))]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE steering_decision SET vector = %s::tsvector WHERE id = %s", [tsvector_literal(fields), decision.pk]
        )


def matching(decisions: "QuerySet[Decision]", text: str) -> "QuerySet[Decision]":
    """Those of the decisions that say what was typed, in any language and inflection, or whose number it is."""
    typed = " ".join(text.replace("\x00", "").split())[:200]
    year, _slash, serial = typed.partition("/")
    if year.isascii() and serial.isascii() and year.isdigit() and serial.isdigit() and len(typed) <= 12:
        return decisions.filter(year=int(year[:4]), serial=int(serial[:7]))
    query: Any = read(typed).query
    if not query.tsquery:
        return decisions.none() if typed else decisions
    return decisions.filter(Matches(F("vector"), Value(query.tsquery, output_field=TextField())))
