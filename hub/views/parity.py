"""The parity page and its table."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.cells import defused
from publishing.languages import NAMES
from publishing.parity import STATES
from publishing.reader import order_of

from ..parity import Parity, parity

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes the file for the computer's old encoding."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How much of each section is current, outdated, not checked or missing in each language."""
    return render(request, "hub/parity.html", {"parity": parity(request.user, order_of(request)), "states": STATES})


@require_safe
def csv_file(request: HttpRequest) -> HttpResponse:
    """The same as a table, one line for each section and language."""
    content = BYTE_ORDER_MARK + _table(parity(request.user, order_of(request)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="parity-{get_language()}.csv"'
    return response


def _table(counted: Parity) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    shares = [gettext("%(state)s, per cent") % {"state": label} for label in STATES.values()]
    writer.writerow(
        [
            _("As of"),
            _("Section"),
            _("Language"),
            _("Code"),
            _("Records"),
            *map(str, STATES.values()),
            *shares,
            _("Last change"),
        ]
    )
    for section in counted.sections:
        for row in section.rows:
            counts = [cell.count for cell in row.cells]
            exact = [f"{cell.share:.1f}" for cell in row.cells]
            last = row.last_change.isoformat() if row.last_change else ""
            names = [defused(str(section.title)), NAMES[row.language], row.language]
            writer.writerow([counted.on.isoformat(), *names, section.total, *counts, *exact, last])
    return file.getvalue()
