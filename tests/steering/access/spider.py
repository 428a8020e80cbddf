"""A reader who opens everything that leads from page to page, and keeps every word of every file."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from django.test import Client
from pypdf import PdfReader

LINK: Final = re.compile(r'(?:href|src)="([^"]+)"')
WORD: Final = re.compile(r"Qx([a-z]+)")
WITHIN: Final = ("/en/committee/",)
MOST: Final = 600
VARIANTS: Final = 3
"""So many links with choices (filters, orders, days) are followed of one page."""


def words_in(answer: Any) -> set[str]:
    """The words of things that an answer tells, whatever kind of file it is."""
    return {
        name for text in texts_of(_bytes(answer), answer.headers.get("Content-Type", "")) for name in WORD.findall(text)
    }


def texts_of(content: bytes, media_type: str) -> Iterator[str]:
    """All texts in a file: pages, PDF, and whatever is packed."""
    if content[:5] == b"%PDF-":
        reader = PdfReader(io.BytesIO(content))
        yield " ".join(page.extract_text() for page in reader.pages)
        yield str(dict(reader.metadata or {}))
        yield " ".join(str(part.get("/Title", "")) for part in _flat(reader.outline))
    elif content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name), "")
    else:
        text = content.decode("utf-8", "replace")
        yield text.replace("\r\n ", "") if "calendar" in media_type else text


def crawl(client: Client, starts: list[str]) -> tuple[set[str], dict[str, int]]:
    """Every word that a reader finds from these addresses on, and the status of each address that was asked."""
    seen: set[str] = set()
    statuses: dict[str, int] = {}
    waiting = list(dict.fromkeys(starts))
    variants: Counter[str] = Counter()
    while waiting and len(statuses) < MOST:
        address = waiting.pop(0)
        if address in statuses:
            continue
        answer = client.get(address)
        statuses[address] = answer.status_code
        seen |= words_in(answer)
        if answer.headers.get("Content-Type", "").startswith("text/html") and address.startswith(WITHIN):
            for link in LINK.findall(answer.content.decode()):
                found = unescape(link).partition("#")[0]
                if found.startswith("?"):
                    found = address.partition("?")[0] + found
                path, _mark, query = found.partition("?")
                if found.startswith(WITHIN) and found not in statuses and (not query or variants[path] < VARIANTS):
                    variants[path] += bool(query)
                    waiting.append(found)
    return seen, statuses


def _bytes(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _flat(outline: Any) -> Iterator[Any]:
    for part in outline:
        if isinstance(part, list):
            yield from _flat(part)
        else:
            yield part
