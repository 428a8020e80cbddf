"""A program: reads a file of the kind named on its command line from standard input, writes the text that is in it.

It runs apart from the portal, under limits of memory and time, because a hostile file can make any reader run away. It
writes page by page, so that what was read before a limit was met is not lost. Exit codes: 3 for a file that asks for a
password, 4 for a damaged one, 5 where the file goes on behind the text; others mean that the limits were met.
"""

import io
import logging
import re
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from typing import TextIO
from xml.parsers import expat

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
PATIENCE = 45.0
"""Seconds of work after which no further page is begun."""
PAGES = 1000
LETTERS = 400_000
"""So much of a text is kept: some 150 pages. The search index of one document holds no more words than that."""
UNPACKED = 200 * 1024 * 1024
PARTS = 2000
PROTECTED, DAMAGED, CUT = 3, 4, 5

CHUNK = 64 * 1024
BLOCKS = {"p", "si", "is", "tr", "h", "br", "cr", "tab", "line-break", "table-cell", "s"}
"""Elements of Word, Excel, PowerPoint and OpenDocument that end a word."""
HIDDEN = {"tracked-changes", "annotation", "rPh"}
"""Elements whose text no reader sees: what was deleted, remarks, how to pronounce it."""
OFFICE_PARTS = {
    "docx": re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    "pptx": re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
    "odt": re.compile(r"content\.xml"),
    "ods": re.compile(r"content\.xml"),
}


class Cut(Exception):
    """The text is as long as a text may be, or has taken as long as it may."""


class Protected(Exception):
    """The file asks for a password."""


class Writer:
    """Standard output up to so many letters."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.left = LETTERS

    def write(self, text: str) -> None:
        """Write a piece; raises Cut where there is no room for all of it, or the time is up."""
        kept = text[: self.left]
        self.out.write(kept.encode("utf-8", "ignore").decode())
        self.left -= len(kept)
        if len(kept) < len(text) or not self.left or time.process_time() > PATIENCE:
            raise Cut


def main() -> None:
    """Write the text; any failure is an exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable()
    sys.stdout.reconfigure(encoding="utf-8", write_through=True)  # type: ignore[union-attr]
    writer, kind = Writer(sys.stdout), sys.argv[1]
    try:
        for piece in pieces(sys.stdin.buffer.read(), kind):
            writer.write(piece)
    except Cut:
        raise SystemExit(CUT) from None
    except Protected:
        raise SystemExit(PROTECTED) from None
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged file makes a library raise
        raise SystemExit(DAMAGED) from error


def pieces(content: bytes, kind: str) -> Iterator[str]:
    """The text of a file piece by piece; raises Protected, Cut, or whatever a damaged file makes a library raise."""
    if kind == "pdf":
        return of_pdf(content)
    if kind in OFFICE_PARTS:
        return of_office(content, kind)
    return iter([content.decode("utf-8-sig", "replace")])


def of_pdf(content: bytes) -> Iterator[str]:
    """The text of the pages; a page that cannot be read is left out, for the others can."""
    from pypdf import PdfReader  # noqa: PLC0415 - inside the limits

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Protected
    for number in range(len(reader.pages)):
        if number >= PAGES:
            raise Cut
        try:
            yield rejoined(str(reader.pages[number].extract_text())) + "\n"
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - as above
            yield ""


def rejoined(text: str) -> str:
    """Words that were divided at the end of a line, whole again."""
    return re.sub(r"(?<=\w)(?:\u00ad|[-\u2010])\n(?=[^\W\d_])(?=[^A-ZА-ЯЁӘҒҚҢӨҰҮІҺ])", "", text)


def of_office(content: bytes, kind: str) -> Iterator[str]:
    """The text of the parts that readers see, in the order of their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if OFFICE_PARTS[kind].fullmatch(part.filename)]
        if any(part.flag_bits & 0x1 for part in archive.infolist()):
            raise Protected
        if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise MemoryError
        if not parts:
            raise ValueError("nothing to read")
        for part in sorted(parts, key=_place):
            yield from of_xml(archive, part)
            yield "\n"


def _place(part: zipfile.ZipInfo) -> tuple[bool, list[tuple[int, str]]]:
    """What readers see first comes first, and slide 10 behind slide 9."""
    is_aside = not re.search(r"document|slides/slide|sharedStrings|content", part.filename)
    return is_aside, [
        (int(piece or 0), "") if piece.isdecimal() else (0, piece) for piece in re.split(r"(\d+)", part.filename)
    ]


def of_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[str]:
    """The text of one part, piece by piece. It is read as a stream: no tree of it is ever whole."""
    text = Text(is_open="content" in part.filename)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = text.start, text.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text.characters, refuse
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
            yield text.taken()
    parser.Parse(b"", True)
    yield text.taken()


def refuse(*_declared: object) -> None:
    """No office program declares a document type; entities hide behind it. Raises ValueError."""
    raise ValueError("document type")


class Text:
    """What the handlers of the XML parser have gathered."""

    def __init__(self, *, is_open: bool) -> None:
        """`is_open`: OpenDocument, where all text between the marks is text; else that of the elements `t` is."""
        self.is_open = is_open
        self.found: list[str] = []
        self.inside = 0
        self.hidden = 0

    def start(self, name: str, _attributes: object) -> None:
        """Enter an element."""
        local = name.rpartition(" ")[2]
        self.inside += local == "t"
        self.hidden += local in HIDDEN

    def end(self, name: str) -> None:
        """Leave an element; most of them end a word."""
        local = name.rpartition(" ")[2]
        self.inside -= local == "t"
        self.hidden -= local in HIDDEN
        if local in BLOCKS:
            self.found.append("\n")

    def characters(self, data: str) -> None:
        """Text between two marks."""
        if not self.hidden and (self.is_open or self.inside):
            self.found.append(data)

    def taken(self) -> str:
        """What was gathered since the last call."""
        text = "".join(self.found)
        self.found.clear()
        return text


if __name__ == "__main__":
    main()
