"""Files that are ZIP archives inside (DOCX, XLSX, PPTX, ODT): opened only within bounds, whatever their tables of contents say."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

ENTRIES: Final = 2_000
UNPACKED: Final = 200 * 1024 * 1024
"""So many bytes an archive may hold unpacked."""
RATIO: Final = 150
RATIO_FROM: Final = 10 * 1024 * 1024
"""A part of this size and more may shrink to no less than 1/RATIO: text does not, a bomb does."""
CHUNK: Final = 256 * 1024
_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED: Final = 0x1


class ArchiveError(Exception):
    """The archive is damaged, or not one that an honest program writes."""


class TooLarge(ArchiveError):
    """The archive unpacks to more than the bounds allow."""


@contextmanager
def opened(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The archive, its declared sizes within the bounds; raises ArchiveError or TooLarge otherwise, also for what fails inside."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_contents(archive)
            yield archive
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ArchiveError(str(error)) from error
    finally:
        file.seek(0)


def check(archive: zipfile.ZipFile, limit: int = UNPACKED) -> None:
    """Unpack every part into nothing: no more than `limit` bytes, sums right, no XML declares entities; raises like `opened`."""
    unpacked = 0
    for part in archive.infolist():
        tail = b""
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        for chunk in _chunks(archive, part):
            unpacked += len(chunk)
            if unpacked > limit:
                raise TooLarge(part.filename)
            if is_xml and (_DECLARES.search(tail + chunk) or b"\x00" in chunk):
                raise ArchiveError(part.filename)  # a NUL: UTF-16, in which no office program writes
            tail = chunk[-16:]


def text_of(archive: zipfile.ZipFile, name: str, limit: int) -> str:
    """The beginning of an XML part without its markup, from at most `limit` bytes; empty where there is none."""
    try:
        with archive.open(name) as part:
            raw = part.read(limit).decode("utf-8", "ignore")
    except KeyError:
        return ""
    return re.sub(r"<[^>]*>?", " ", raw)


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(part) as content:
            while chunk := content.read(CHUNK):
                yield chunk
    except Exception as error:  # zlib, lzma and bz2 have errors of their own
        raise ArchiveError(part.filename) from error


def _check_contents(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > ENTRIES or sum(part.file_size for part in parts) > UNPACKED:
        raise TooLarge("contents")
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise ArchiveError("encrypted")
        if part.file_size >= RATIO_FROM and part.file_size > RATIO * max(part.compress_size, 1):
            raise TooLarge(part.filename)
    if len({part.filename for part in parts}) != len(parts):
        raise ArchiveError("two parts of one name")
