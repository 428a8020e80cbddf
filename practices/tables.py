"""Reading a spreadsheet that a person uploads: CSV or XLSX, with every way in which it can be no table refused by name."""

import csv
import io
from typing import Any, Final

import tablib
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from publishing.documents import archives
from publishing.documents.uploads import extension_of

SIZE_LIMIT: Final = 10 * 1024 * 1024
UNPACKED_LIMIT: Final = 60 * 1024 * 1024
ROW_LIMIT: Final = 2000
COLUMN_LIMIT: Final = 200
FORMULAS_NAMED: Final = 10
CELL_LIMIT: Final = 200_000
DELIMITERS: Final = ",;\t"


def read_table(content: bytes, name: str) -> tablib.Dataset:
    """The table in the file; raises ValidationError, translated, where there is none."""
    limit = min(SIZE_LIMIT, settings.UPLOAD_LIMIT)
    if len(content) > limit:
        raise ValidationError(
            _("The file is too large: %(size)s; the limit is %(limit)s."),
            params={"size": filesizeformat(len(content)), "limit": filesizeformat(limit)},
        )
    match extension_of(name):
        case "csv":
            rows = _csv_rows(content)
        case "xlsx":
            rows = _xlsx_rows(content)
        case _:
            raise ValidationError(_("Upload a CSV or an XLSX file."))
    return _dataset([row for row in rows if any(value not in {None, ""} for value in row)])


def _csv_rows(content: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError(_("The file is not text in UTF-8."))
    if "\x00" in text:
        raise ValidationError(_("The file is not text in UTF-8."))
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(CELL_LIMIT)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise ValidationError(_("The file is not a table: %(problem)s"), params={"problem": str(error)}) from error


def _xlsx_rows(content: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow, and every command imports the admin

    unreadable = ValidationError(_("The file cannot be read as an XLSX workbook."))
    file = io.BytesIO(content)
    try:
        with archives.opened(file) as archive:
            archives.check(archive, UNPACKED_LIMIT)
        book = load_workbook(file, read_only=True, data_only=False)
        rows = list(book.worksheets[0].iter_rows(max_row=ROW_LIMIT + 2, max_col=COLUMN_LIMIT))
    except Exception as error:  # a hostile workbook can fail anywhere in the library
        raise unreadable from error
    formulas = [cell.coordinate for row in rows for cell in row if getattr(cell, "data_type", "") == "f"]
    if formulas:
        # What a formula gives is known to the spreadsheet program alone; nothing is computed here.
        raise ValidationError(
            _("Cells with formulas are not read: %(cells)s. Paste their values instead."),
            params={"cells": ", ".join(formulas[:FORMULAS_NAMED])},
        )
    return [[cell.value for cell in row] for row in rows]


def _dataset(rows: list[list[Any]]) -> tablib.Dataset:
    if not rows:
        raise ValidationError(_("The table is empty."))
    if len(rows) > ROW_LIMIT + 1:
        raise ValidationError(_("The table has more than %(limit)s rows; split it."), params={"limit": ROW_LIMIT})
    headers = [str(value or "").strip() for value in rows[0]]
    while headers and not headers[-1]:
        headers.pop()
    named = [header for header in headers if header]
    if len(named) != len(set(named)):
        raise ValidationError(_("Two columns have the same name."))
    if "slug" not in headers:
        raise ValidationError(_("The column “slug” is missing. Export the practices first and work in that file."))
    for number, row in enumerate(rows[1:], 2):
        if any(value not in {None, ""} for value in row[len(headers) :]):
            raise ValidationError(
                _("Row %(number)s has more cells than the first row has names."), params={"number": number}
            )
    dataset = tablib.Dataset(headers=headers)
    for row in rows[1:]:
        dataset.append((row + [None] * len(headers))[: len(headers)])
    return dataset
