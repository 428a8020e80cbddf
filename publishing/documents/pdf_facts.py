"""A program: reads a PDF from standard input, writes its pages, text layer, tags and a sample of its text, as JSON.

It runs apart from the portal, under limits of memory and time, because a hostile PDF can make any reader of PDFs run
away. Exit codes: 3 for a PDF that asks for a password, 4 for a damaged one; others mean that the limits were met.
"""

import io
import json
import logging
import resource
import sys
from typing import Any

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
LOOKED_AT = 20
LETTERS = 20
"""Letters and digits of a page from which on it has text."""
SHARE = 3
"""One of so many pages at least must have text, or the whole counts as a scan (with a typed cover, perhaps)."""
TEXT = 20_000
PROTECTED, DAMAGED = 3, 4


def main() -> None:
    """Write the facts; any failure is an exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable()
    from pypdf import PdfReader  # noqa: PLC0415 - inside the limits

    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        is_closed = reader.is_encrypted and not reader.decrypt("")
        facts = {} if is_closed else facts_of(reader)
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        raise SystemExit(DAMAGED) from error
    if is_closed:
        raise SystemExit(PROTECTED)
    sys.stdout.write(json.dumps(facts))


def facts_of(reader: Any) -> dict[str, object]:
    """Pages, has_text, is_tagged, text; raises ValueError for a PDF without pages."""
    pages = len(reader.pages)
    if pages < 1:
        raise ValueError("no pages")
    texts = [_text_of(reader, number) for number in range(min(pages, LOOKED_AT))]
    written = sum(sum(letter.isalnum() for letter in text) >= LETTERS for text in texts)
    root = reader.root_object
    mark = root.get("/MarkInfo")
    mark = mark.get_object() if mark is not None else {}
    return {
        "pages": pages,
        "has_text": written * SHARE >= len(texts),
        "is_tagged": bool(mark.get("/Marked")) and "/StructTreeRoot" in root,
        "text": " ".join(texts)[:TEXT],
    }


def _text_of(reader: Any, number: int) -> str:
    """A page's text; empty where it cannot be read, for one bad page does not make the file unreadable."""
    page = reader.pages[number]
    try:
        return str(page.extract_text())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return ""


if __name__ == "__main__":
    main()
