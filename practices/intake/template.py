"""The template for one practice as a Word document, in each of the three languages."""

import io
from typing import Any, Final

from django.utils.translation import gettext, override

from publishing.models import Theme

from .parts import BOOKMARK, HINT_STYLE, PARTS, Part

ROWS: Final = 5
_GREY: Final = "5B6770"
_LOCALES: Final = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}


def build(code: str) -> bytes:
    """The empty template in the language: a DOCX."""
    from docx import Document  # noqa: PLC0415 - slow, and only these pages write documents

    with override(code):
        document: Any = Document()
        title = gettext("A practice for the library of the Regional Hub of Civil Service")
        document.core_properties.title = title
        document.core_properties.language = _LOCALES[code]
        document.core_properties.author = ""
        document.core_properties.comments = ""
        _set_styles(document, code)
        document.add_paragraph(title, style="Title")
        document.add_paragraph(_introduction(), style=HINT_STYLE)
        for number, part in enumerate(PARTS):
            _add_part(document, part, number, code)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def introduction_in(code: str) -> str:
    """What stands under the template's title, in the language."""
    with override(code):
        return _introduction()


def _introduction() -> str:
    return gettext(
        "Write under the headings and keep them: by them the portal knows what is what. Headings 2 and 3, lists, tables, links, bold and italic are kept. What you leave empty can be added on the portal."
    )


def _set_styles(document: Any, code: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = "Arial"
        fonts = style.element.rPr.rFonts
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
    hint = document.styles.add_style(HINT_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    hint.base_style = normal
    hint.next_paragraph_style = normal
    hint.font.italic, hint.font.size, hint.font.color.rgb = True, Pt(9.5), RGBColor.from_string(_GREY)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): _LOCALES[code]})
    normal.element.get_or_add_rPr().append(language)


def _add_part(document: Any, part: Part, number: int, code: str) -> None:
    heading = document.add_heading(str(part.name), level=1)
    _bookmark(heading, f"{BOOKMARK}{part.key}", number)
    document.add_paragraph(str(part.hint), style=HINT_STYLE)
    if part.key == "themes":
        for theme in Theme.objects.order_by("pk"):
            document.add_paragraph(f"– {getattr(theme, f'name_{code}') or theme}", style=HINT_STYLE)
    if part.kind == "table":
        _add_table(document, part)
    document.add_paragraph("")


def _add_table(document: Any, part: Part) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    table = document.add_table(rows=1 + ROWS, cols=len(part.columns))
    table.style = "Table Grid"
    head = table.rows[0]
    for cell, (_key, name) in zip(head.cells, part.columns, strict=True):
        cell.paragraphs[0].add_run(str(name)).bold = True
    properties = head._tr.get_or_add_trPr()  # noqa: SLF001 - the library names no other way
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around the words of a heading."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = paragraph._p  # noqa: SLF001 - as above
    start = element.makeelement(qn("w:bookmarkStart"), {qn("w:id"): str(number), qn("w:name"): name})
    end = element.makeelement(qn("w:bookmarkEnd"), {qn("w:id"): str(number)})
    element.insert(1 if element.pPr is not None else 0, start)
    element.append(end)
