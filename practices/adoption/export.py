"""The register as a table for spreadsheet programs."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.cells import defused

from .chain import Link, link_of
from .models import Adoption

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes the file for the computer's old encoding."""


def rows(adoptions: QuerySet[Adoption], order: Sequence[str], origin: str) -> Iterator[str]:
    """The lines of a CSV file in UTF-8, the heading first; addresses of contacts are not in it."""
    yield BYTE_ORDER_MARK + _line(
        [
            _("Practice"), _("Country of the practice"), _("Adopting country"), _("Own practice"), _("Year"), _("Stage"),
            _("What was changed"), _("What came of it"), _("Why it was dropped"), _("Confirmation"), _("Confirmed on"),
            _("Demonstration"), _("Address of the practice"), _("Address of the adoption"),
        ]
    )  # fmt: skip
    for adoption in adoptions.iterator(chunk_size=500):
        yield _line(_cells(link_of(adoption, order), origin))


def _cells(link: Link, origin: str) -> list[str]:
    return [
        link.practice.value,
        link.source.value,
        link.adopter.value,
        link.own.value if link.own_slug else "",
        str(link.year),
        str(link.stage.label),
        link.changes.value,
        link.result.value,
        link.why_dropped.value if link.stage == "dropped" else "",
        str(link.state.label),
        timezone.localdate(link.confirmed_at).isoformat() if link.confirmed_at else "",
        _("yes") if link.is_demonstration else _("no"),
        origin + reverse("practices:detail", args=[link.practice_slug]),
        origin + reverse("adoptions:detail", args=[link.pk]),
    ]


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([defused(str(cell)) for cell in cells])
    return buffer.getvalue()
