"""Reading a Word document: its blocks in order, each with its style, its words as safe HTML, its rows."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from publishing.documents import archives

SIZE_LIMIT: Final = 10 * 1024 * 1024
XML_LIMIT: Final = 20 * 1024 * 1024
"""So many bytes the text of a document may have unpacked: a thousand pages."""
BLOCKS: Final = 4_000
LONGEST: Final = 100_000
"""Characters of one block."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_INSIDE: Final = {f"{_W}{name}" for name in ("ins", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo")}
_PICTURES: Final = {f"{_W}{name}" for name in ("drawing", "pict", "object")}


@dataclass(slots=True)
class Block:
    """A paragraph, or a table: its `rows` are cells of HTML. `level` is that of a heading, `depth` that of a list item."""

    html: str = ""
    text: str = ""
    style: str = ""
    level: int = 0
    depth: int = 0
    is_numbered: bool = False
    is_bold: bool = False
    bookmarks: tuple[str, ...] = ()
    rows: list[list[tuple[str, str, int]]] = field(default_factory=list)
    """Each cell as (HTML, text, columns that it spans)."""


@dataclass(slots=True)
class Paper:
    """The blocks of a document, and how many pictures and footnotes had to be left out."""

    blocks: list[Block]
    pictures: int = 0
    footnotes: int = 0
    is_cut: bool = False


def read(content: bytes) -> Paper:
    """The document; raises ValidationError, translated, where it cannot be read. It was looked into by `uploads.inspect`."""
    from docx import Document  # noqa: PLC0415 - slow, and only these pages read documents

    unreadable = ValidationError(
        _("The document cannot be read. Open it in your word processor and save it anew as DOCX.")
    )
    file = io.BytesIO(content)
    try:
        with archives.opened(file) as archive:
            _check_weight(archive)
        document: Any = Document(file)
        return _Reader(document).paper()
    except ValidationError:
        raise
    except Exception as error:  # a hostile document can fail anywhere in the library
        raise unreadable from error


def _check_weight(archive: ZipFile) -> None:
    weight = sum(part.file_size for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels")))
    if weight > XML_LIMIT:
        raise ValidationError(_("The document is too long to be read."))


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.found = Paper([])
        self.links = {key: relation.target_ref for key, relation in document.part.rels.items() if relation.is_external}
        self.formats = dict(self._formats())
        self.styles = {style.style_id: style for style in document.styles if hasattr(style, "style_id")}

    def paper(self) -> Paper:
        for element in self._blocks(self.document.element.body):
            if len(self.found.blocks) >= BLOCKS:
                self.found.is_cut = True
                break
            if element.tag == f"{_W}p":
                self.found.blocks.append(self._paragraph(element))
            else:
                self.found.blocks.append(Block(rows=list(self._rows(element))))
        return self.found

    def _blocks(self, parent: Any, deep: int = 0) -> Iterator[Any]:
        for element in parent:
            if element.tag in {f"{_W}p", f"{_W}tbl"}:
                yield element
            elif element.tag in _INSIDE and deep < 20:
                yield from self._blocks(element, deep + 1)

    def _paragraph(self, element: Any) -> Block:
        properties = element.find(f"{_W}pPr")
        style = self._style(properties)
        name = (style.name or "") if style is not None else ""
        depth, is_numbered = self._list_place(properties, style)
        pieces = [piece for piece in self._pieces(element) if piece[0]]
        text = "".join(piece[0] for piece in pieces)[:LONGEST]
        said = [piece for piece in pieces if piece[0].strip()]
        marks = tuple(mark.get(f"{_W}name", "") for mark in element.iter(f"{_W}bookmarkStart"))
        return Block(
            html=_joined(pieces)[: 4 * LONGEST] if len(text) < LONGEST else escape(text),
            text=text.strip(),
            style=name,
            level=self._heading_level(properties, style),
            depth=depth,
            is_numbered=is_numbered,
            is_bold=bool(said) and all(piece[1] for piece in said),
            bookmarks=marks,
        )

    def _pieces(self, parent: Any, link: str = "", deep: int = 0) -> Iterator[tuple[str, bool, bool, str]]:
        """(text, bold, italic, link) of the runs; what was deleted under review is not among them."""
        for element in parent:
            if element.tag == f"{_W}r":
                yield self._run(element, link)
            elif element.tag == f"{_W}hyperlink":
                address = self.links.get(element.get(f"{_R}id", ""), "")
                yield from self._pieces(element, address, deep + 1)
            elif element.tag in _INSIDE and deep < 20:
                yield from self._pieces(element, link, deep + 1)

    def _run(self, run: Any, link: str) -> tuple[str, bool, bool, str]:
        properties = run.find(f"{_W}rPr")
        text = []
        for element in run:
            if element.tag == f"{_W}t":
                text.append(element.text or "")
            elif element.tag in {f"{_W}br", f"{_W}cr"}:
                text.append("\n")
            elif element.tag in {f"{_W}tab", f"{_W}noBreakHyphen"}:
                text.append(" " if element.tag.endswith("tab") else "-")
            elif element.tag == f"{_W}footnoteReference":
                self.found.footnotes += 1
            elif element.tag in _PICTURES:
                self.found.pictures += 1
        return "".join(text), _is_on(properties, "b"), _is_on(properties, "i"), link

    def _rows(self, table: Any) -> Iterator[list[tuple[str, str, int]]]:
        for row in table.iter(f"{_W}tr"):
            cells = []
            for cell in row.findall(f"{_W}tc"):
                blocks = [self._paragraph(element) for element in cell.findall(f"{_W}p")]
                blocks = [block for block in blocks if block.text]
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                width = span.get(f"{_W}val", "1") if span is not None else "1"
                columns = min(int(width), 60) if width.isascii() and width.isdigit() else 1
                html = "<br>".join(block.html for block in blocks)
                cells.append((html, "\n".join(block.text for block in blocks), columns))
            if cells:
                yield cells

    def _style(self, properties: Any) -> Any:
        named = properties.find(f"{_W}pStyle") if properties is not None else None
        return self.styles.get(named.get(f"{_W}val")) if named is not None else None

    def _heading_level(self, properties: Any, style: Any) -> int:
        """1 to 9; 0 for running text. Styles named in another language are known by their outline level."""
        seen = 0
        while style is not None and seen < 10:
            name = (style.name or "").lower()
            if name.startswith("heading ") and name[8:].isdigit():
                return min(int(name[8:9]), 9)
            level = style.element.find(f"{_W}pPr/{_W}outlineLvl")
            if level is not None and level.get(f"{_W}val", "").isdigit():
                return _level(level)
            style, seen = style.base_style, seen + 1
        level = properties.find(f"{_W}outlineLvl") if properties is not None else None
        return _level(level) if level is not None else 0

    def _list_place(self, properties: Any, style: Any) -> tuple[int, bool]:
        """(depth from 1, whether numbered); (0, False) for what is no list item."""
        numbering = properties.find(f"{_W}numPr") if properties is not None else None
        seen = 0
        while numbering is None and style is not None and seen < 10:
            if (style.name or "").lower().startswith("heading"):
                return 0, False
            numbering = style.element.find(f"{_W}pPr/{_W}numPr")
            style, seen = style.base_style, seen + 1
        if numbering is None:
            return 0, False
        number, level = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
        key = number.get(f"{_W}val", "") if number is not None else ""
        if key in {"", "0"}:
            return 0, False
        place = level.get(f"{_W}val", "0") if level is not None else "0"
        depth = min(int(place), 8) + 1 if place.isascii() and place.isdigit() else 1
        return depth, self.formats.get((key, str(depth - 1)), "bullet") not in {"bullet", "none"}

    def _formats(self) -> Iterator[tuple[tuple[str, str], str]]:
        """The format of each level of each list."""
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        levels = {}
        for abstract in root.findall(f"{_W}abstractNum"):
            for level in abstract.findall(f"{_W}lvl"):
                form = level.find(f"{_W}numFmt")
                if form is not None:
                    levels[abstract.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl")] = form.get(f"{_W}val", "")
        for number in root.findall(f"{_W}num"):
            target = number.find(f"{_W}abstractNumId")
            for (abstract_key, level_key), form in levels.items():
                if target is not None and target.get(f"{_W}val") == abstract_key:
                    yield (number.get(f"{_W}numId", ""), level_key), form


def _level(element: Any) -> int:
    value = element.get(f"{_W}val", "")
    return int(value) + 1 if value in set("012345678") else 0


def _is_on(properties: Any, name: str) -> bool:
    element = properties.find(f"{_W}{name}") if properties is not None else None
    return element is not None and element.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _joined(pieces: list[tuple[str, bool, bool, str]]) -> str:
    """Runs as HTML; neighbours of one look are one."""
    out: list[str] = []
    merged: list[tuple[str, bool, bool, str]] = []
    for text, bold, italic, link in pieces:
        if merged and (merged[-1][1:] == (bold, italic, link) or not text.strip()):
            merged[-1] = (merged[-1][0] + text, *merged[-1][1:])
        else:
            merged.append((text, bold, italic, link))
    for text, bold, italic, link in merged:
        html = escape(text).replace("\n", "<br>")
        html = f"<em>{html}</em>" if italic else html
        html = f"<strong>{html}</strong>" if bold else html
        out.append(f'<a href="{escape(link)}">{html}</a>' if link else html)
    return "".join(out)
