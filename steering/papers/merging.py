"""A program: makes one PDF of many by a plan (JSON) on its standard input, with bookmarks, links and page numbers.

It runs apart from the portal, under limits of memory and time, because a hostile PDF can make any reader of PDFs run
away. The plan: `front` and `sheets` (files), `out`, `label` (stands before each page number), `title`, `language`,
`parts`: list of {title, chapter, sheet (number of the page in `sheets`, or null), file (or null), pages}.
Its answer on standard output: {"unfit": numbers of parts whose file cannot be put in}. Where that list is empty, `out`
is written. Other exit codes than 0 mean that the limits were met.
"""

import json
import logging
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024 * 1024 * 1024
SECONDS = 60
BOOKMARKS = 200
"""So many of a paper's own bookmarks are taken over, of its two upper levels."""
MARK = "https://pack.invalid/"
"""Links of the first pages that lead to a part begin like this."""
SIZE, EDGE = 8, 12
"""Of the page numbers, in points: their letters, and how far they stand from the edges."""
HARMLESS = {"/URI", "/GoTo"}
"""What a link of a paper may do; nothing in a pack runs, sends or starts anything."""


def main() -> None:
    """Make the PDF, or name what cannot be put in."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable()
    plan = json.load(sys.stdin)
    sys.stdout.write(json.dumps({"unfit": merge(plan)}))


def merge(plan: dict[str, Any]) -> list[int]:
    """Write the PDF; the numbers of the parts that do not fit, where it is not written."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - inside the limits

    writer = PdfWriter()
    writer.append(PdfReader(plan["front"]), import_outline=False)
    front = len(writer.pages)
    sheets = PdfReader(plan["sheets"]) if plan["sheets"] else None
    unfit: list[int] = []
    begins: list[int] = []
    chapter, above = "", None
    for number, part in enumerate(plan["parts"]):
        begins.append(len(writer.pages))
        if part["sheet"] is not None and sheets is not None:
            writer.append(sheets, pages=(part["sheet"], part["sheet"] + 1), import_outline=False)
        reader = _added(writer, part) if part["file"] else None
        if part["file"] and reader is None:
            unfit.append(number)
        if unfit:
            continue
        if part["chapter"] != chapter:
            chapter = part["chapter"]
            above = writer.add_outline_item(chapter, begins[-1]) if chapter else None
        entry = writer.add_outline_item(part["title"], begins[-1], parent=above, is_open=False)
        if reader is not None:
            _take_bookmarks(writer, reader, entry, len(writer.pages) - part["pages"])
    if unfit:
        return unfit
    _link(writer, front, begins, [part["title"] for part in plan["parts"]])
    _number(writer, plan["label"])
    writer.add_metadata({"/Title": plan["title"]})
    writer.root_object[_name("/Lang")] = _text(plan["language"])
    writer.page_mode = "/UseOutlines"
    with Path(plan["out"]).open("wb") as out:
        writer.write(out)
    return []


def _added(writer: Any, part: dict[str, Any]) -> Any:
    """The reader of a part's file after its pages were added; None where they could not be."""
    from pypdf import PdfReader  # noqa: PLC0415 - as above

    try:
        reader = PdfReader(part["file"])
        if reader.is_encrypted:
            reader.decrypt("")
        if len(reader.pages) != part["pages"]:
            return None
        before = len(writer.pages)
        writer.append(reader, import_outline=False)
        for page in writer.pages[before:]:
            _make_harmless(page)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged file makes the library raise
        return None
    return reader


def _make_harmless(page: Any) -> None:
    """Leave out what runs when the page is opened, and every annotation that does more than lead somewhere."""
    from pypdf.generic import ArrayObject  # noqa: PLC0415 - as above

    page.pop("/AA", None)
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = ArrayObject()
    for reference in annotations.get_object():
        found = reference.get_object()
        action = found.get("/A")
        does = action.get_object().get("/S") if action is not None else None
        if found.get("/Subtype") == "/FileAttachment" or "/AA" in found or (does is not None and does not in HARMLESS):
            continue
        kept.append(reference)
    page[_name("/Annots")] = kept


def _take_bookmarks(writer: Any, reader: Any, parent: Any, first: int) -> None:
    """Put the paper's own bookmarks under its own; those that lead nowhere are left out."""
    try:
        outline = reader.outline
    except Exception:  # noqa: BLE001 - a damaged outline costs the bookmarks, not the paper
        return
    taken = 0
    above = parent
    for entry in outline:
        rows = [(inner, True) for inner in entry] if isinstance(entry, list) else [(entry, False)]
        for row, is_inner in rows:
            if isinstance(row, list) or taken >= BOOKMARKS:
                continue
            try:
                page = reader.get_destination_page_number(row)
                title = str(row.title)
            except Exception:  # noqa: BLE001, S112 - as above
                continue
            if page is None or not title.strip():
                continue
            made = writer.add_outline_item(title[:200], first + page, parent=above if is_inner else parent)
            above = above if is_inner else made
            taken += 1


def _link(writer: Any, front: int, begins: list[int], titles: list[str]) -> None:
    """Let the links of the first pages lead to their parts."""
    from pypdf.generic import ArrayObject  # noqa: PLC0415 - as above

    for page in writer.pages[:front]:
        annotations = page.get("/Annots")
        for reference in annotations.get_object() if annotations is not None else ():
            found = reference.get_object()
            action = found.get("/A")
            address = str(action.get_object().get("/URI", "")) if action is not None else ""
            if not address.startswith(MARK):
                continue
            number = int(address.removeprefix(MARK))
            target = writer.pages[begins[number]]
            del found["/A"]
            found[_name("/Contents")] = _text(titles[number])
            found[_name("/Dest")] = ArrayObject([target.indirect_reference, _name("/Fit")])


def _number(writer: Any, label: str) -> None:
    """Stamp `label` and `12 / 340` at the lower right of every page as it is read, whichever way it is turned."""
    from pypdf.generic import DictionaryObject  # noqa: PLC0415 - as above

    font = writer._add_object(  # noqa: SLF001 - the library offers no other way to add an object of one's own
        DictionaryObject(
            {
                _name("/Type"): _name("/Font"),
                _name("/Subtype"): _name("/Type1"),
                _name("/BaseFont"): _name("/Helvetica"),
                _name("/Encoding"): _name("/WinAnsiEncoding"),
            }
        )
    )
    saved = _stream(writer, b"q\n")
    total = len(writer.pages)
    for number, page in enumerate(writer.pages, 1):
        text = f"{label} · {number} / {total}" if label else f"{number} / {total}"
        _stamp(writer, page, text, font, saved)


def _stamp(writer: Any, page: Any, text: str, font: Any, saved: Any) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject  # noqa: PLC0415 - as above

    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else DictionaryObject()
    page[_name("/Resources")] = resources
    fonts = resources.get("/Font")
    fonts = fonts.get_object() if fonts is not None else DictionaryObject()
    fonts[_name("/HubPageNumber")] = font
    resources[_name("/Font")] = fonts
    found = page.get("/Contents")
    inner = found.get_object() if found is not None else None
    own = list(inner) if isinstance(inner, ArrayObject) else ([found] if inner is not None else [])
    number = b"\nQ\n" + _number_content(page, text)
    page[_name("/Contents")] = ArrayObject([saved, *own, _stream(writer, number)])


def _number_content(page: Any, text: str) -> bytes:
    """What draws the number, marked as no part of the text."""
    box = page.cropbox
    left, bottom, right, top = (float(side) for side in (box.left, box.bottom, box.right, box.top))
    width = sum(_WIDE.get(letter, 556) for letter in text) * SIZE / 1000
    turn = int(page.get("/Rotate", 0) or 0) % 360
    places = {
        0: (1, 0, 0, 1, right - EDGE - width, bottom + EDGE),
        90: (0, 1, -1, 0, right - EDGE, top - EDGE - width),
        180: (-1, 0, 0, -1, left + EDGE + width, top - EDGE),
        270: (0, -1, 1, 0, left + EDGE, bottom + EDGE + width),
    }
    matrix = " ".join(f"{value:.2f}" for value in places.get(turn, places[0]))
    shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return (
        b"/Artifact BMC q 0.29 0.34 0.41 rg BT /HubPageNumber %d Tf %s Tm (" % (SIZE, matrix.encode())
        + shown
        + b") Tj ET Q EMC\n"
    )


_WIDE = {" ": 278, "/": 278, "·": 278, "S": 667, "C": 722}
"""Widths of Helvetica in thousandths where they differ from those of its figures."""


def _stream(writer: Any, content: bytes) -> Any:
    from pypdf.generic import StreamObject  # noqa: PLC0415 - as above

    stream = StreamObject()
    stream.set_data(content)
    return writer._add_object(stream)  # noqa: SLF001 - as above


def _name(name: str) -> Any:
    from pypdf.generic import NameObject  # noqa: PLC0415 - as above

    return NameObject(name)


def _text(text: str) -> Any:
    from pypdf.generic import TextStringObject  # noqa: PLC0415 - as above

    return TextStringObject(text)


if __name__ == "__main__":
    main()
