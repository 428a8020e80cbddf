"""The matrix as files of office programs: DOCX for a meeting's papers, XLSX for work with it."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing.cells import defused
from publishing.languages import SHORT_NAMES, Text

from ..models import ReviewRound
from .matrix import Row, title_of

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOCALES: Final = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
WIDTHS: Final = (1.6, 3.2, 2.6, 2.2, 6.2, 4.2, 2.4, 4.3)
"""Of the columns, in centimetres: together the width of a landscape page."""
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Piece = tuple[str, str]
"""A text and its language; no language for what is of the file's own."""


def headings() -> list[str]:
    """The heads of the columns in the active language."""
    return [
        _("No."), capfirst(_("section")), capfirst(_("country")), capfirst(_("kind")), capfirst(_("comment")),
        capfirst(_("proposed wording")), capfirst(_("answer")), capfirst(_("reason")),
    ]  # fmt: skip


def docx(found: ReviewRound, rows: Sequence[Row], language: str) -> bytes:
    """The matrix as a Word document: landscape, the head repeated on every page, every text marked with its language."""
    from docx import Document  # noqa: PLC0415 - slow, and only these pages write documents
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document: Any = Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = printable(title_of(found)), LOCALES[language], ""
    properties.comments = ""
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(9)
    _mark(normal.element.get_or_add_rPr(), language)
    document.add_paragraph(printable(title_of(found)), style="Heading 1")
    document.add_paragraph(line_of(found))
    table = document.add_table(rows=1, cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0], [[(text, "")] for text in headings()], is_head=True)
    _repeat(table.rows[0])
    for row in rows:
        _fill(table.add_row(), list(cells_of(row)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(found: ReviewRound, rows: Sequence[Row]) -> bytes:
    """The matrix as a workbook: the head frozen, filters on it, no cell that is taken for a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow, and only these pages write workbooks
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    sheet: Any = book.active
    sheet.title = _sheet_name(_("Matrix"))
    heads = [*headings(), capfirst(_("language of the comment")), capfirst(_("late"))]
    sheet.append([defused(head) for head in heads])
    for row in rows:
        sheet.append([defused(printable(text)) for text in _line(row)])
    for column, width in enumerate((10, 24, 20, 14, 60, 50, 18, 50, 14, 10), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=1):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    about: Any = book.create_sheet(_sheet_name(_("About")))
    about.column_dimensions["A"].width = 100
    for text in (title_of(found), line_of(found)):
        about.append([defused(printable(text))])
    book.properties.title, book.properties.creator = printable(title_of(found)), _("Regional Hub of Civil Service")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def line_of(found: ReviewRound) -> str:
    """What version and which day the file is of."""
    return _("Version %(version)d of the report. As it stood on %(day)s.") % {
        "version": found.version.number,
        "day": date_format(timezone.localdate()),
    }


def cells_of(row: Row) -> Iterator[list[Piece]]:
    """The cells of a line, each a list of texts with their languages."""
    comment = row.comment
    late = " (" + _("late") + ")" if comment.batch.is_late else ""
    yield [(comment.label, "")]
    yield [(f"{comment.section.number}. ", ""), (row.title, row.title.language)]
    yield [(row.country, row.country.language), (late, "")]
    yield [(str(comment.get_kind_display()), "")]
    yield [(comment.text, comment.language), (f" [{SHORT_NAMES[comment.language]}]", "")]
    if comment.wording:
        yield [(comment.wording, comment.wording_language), (f" [{SHORT_NAMES[comment.wording_language]}]", "")]
    else:
        yield [("", "")]
    yield [(row.answer or pgettext("comment", "not answered yet"), "")]
    yield [(row.reason, row.reason.language), (_tag(row.reason), "")]


def printable(text: str) -> str:
    """The text without characters that no office file can hold."""
    return _UNPRINTABLE.sub(" ", text)


def _line(row: Row) -> list[str]:
    texts = ["".join(text for text, _language in cell) for cell in cells_of(row)]
    return [*texts, SHORT_NAMES[row.comment.language], _("yes") if row.comment.batch.is_late else _("no")]


def _tag(text: Text) -> str:
    """The language of a text where it is not the file's own."""
    return f" [{SHORT_NAMES[text.language]}]" if text.is_fallback else ""


def _fill(row: Any, cells: list[list[Piece]], *, is_head: bool = False) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - slow, and only these pages write documents

    for cell, pieces, width in zip(row.cells, cells, WIDTHS, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        for text, language in pieces:
            if not text:
                continue
            run = paragraph.add_run(printable(text))
            run.bold = is_head or None
            if language:
                _mark(run._r.get_or_add_rPr(), language)  # noqa: SLF001 - the library's only way to a run's language


def _mark(properties: Any, language: str) -> None:
    """The language of a style or run, by which a program hyphenates, checks and reads aloud."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - slow, and only these pages write documents

    for former in properties.findall(qn("w:lang")):
        properties.remove(former)
    properties.append(properties.makeelement(qn("w:lang"), {qn("w:val"): LOCALES[language]}))


def _repeat(row: Any) -> None:
    """The row as the head of the table on every page; no row is broken in two."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - slow, and only these pages write documents

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library's only way to a row's own marks
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _sheet_name(text: str) -> str:
    """A name that every spreadsheet program takes: up to 31 characters, none of its own signs."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31]
