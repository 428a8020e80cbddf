"""Tables for spreadsheet programs: the same rows as CSV and as XLSX, without anything that could run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from publishing.cells import defused

Value = str | int | Decimal | date | bool | None
Rows = Iterable[Sequence[Value]]
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes the file for the computer's old encoding."""
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the XML of a workbook cannot hold."""
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_EXACT: Final = 15
"""Significant digits that a spreadsheet program keeps of a number."""


def as_csv(rows: Rows) -> bytes:
    """The rows in UTF-8, the heading among them; numbers with a point, days as 2026-03-15."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def as_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with a sheet for each table; the first row of each is its heading and stays in sight.

    A number of more digits than spreadsheet programs keep is written as text.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", title)[:31])
        sheet.freeze_panes = "A2"
        for place, row in enumerate(rows):
            cells = [WriteOnlyCell(sheet, value=_cell(value)) for value in row]
            for cell in cells if place == 0 else ():
                cell.font = Font(bold=True)
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def file_response(content: bytes, name: str, extension: str) -> HttpResponse:
    """The file for download, under its name."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else defused(str(value))


def _cell(value: Value) -> str | int | Decimal | date | None:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT:
        return f"{value:f}"
    return defused(_UNPRINTABLE.sub("", value)) if isinstance(value, str) else value
