"""Of which kind a file is by what is in it, never by its name.

A file that could be two things at once (a picture that a browser would also read as a page) is none that is accepted.
"""

import re
import unicodedata
import zipfile
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import archives

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
}
OFFICE_PARTS: Final = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
LOOKED_AT: Final = 64 * 1024
_HEAD: Final = 4096
_MIMETYPE: Final = 100
_PAGE: Final = re.compile(
    rb"<\s*(?:!doctype\s+(?:html|svg)|html|head|body|svg|script|iframe|object|embed|meta|link|style)[\s>/]",
    re.IGNORECASE,
)
_XML: Final = re.compile(rb"^\s*(?:<\?xml|<!--|<!DOCTYPE|<[a-z]+[\s>])", re.IGNORECASE)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def kind_by_content(file: IO[bytes], claimed: str) -> str:
    """The kind of the file, a key of MEDIA_TYPES; empty where it is none that is accepted.

    `claimed` tells text from a table alone. Raises ValidationError, translated, for an archive that is a bomb, damaged
    or locked by a password.
    """
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_PNG):
        return "png" if _is_png(file) else ""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg" if _is_jpg(file) else ""
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    if head.startswith(_OLE) and claimed in {"docx", "xlsx", "pptx"}:
        raise ValidationError(
            _("The file is locked by a password or saved in an old format. Save it anew without a password.")
        )
    if claimed in {"txt", "csv"} and not _looks_like_page(head) and _is_text(file):
        return claimed
    return ""


def _office_kind(file: IO[bytes]) -> str:
    try:
        with archives.opened(file) as archive:
            kind = _kind_by_parts(archive)
            if kind:
                archives.check(archive)
            return kind
    except archives.TooLarge as error:
        raise ValidationError(_("The file unpacks to far more than its size. It is not accepted.")) from error
    except archives.ArchiveError as error:
        raise ValidationError(
            _("The file is damaged or locked by a password. Open it, save it anew and upload that.")
        ) from error


def _kind_by_parts(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "mimetype" in names and archive.getinfo("mimetype").file_size < _MIMETYPE:
        declared = archive.read("mimetype").decode("ascii", "replace").strip()
        has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        kinds = (kind for kind, media_type in MEDIA_TYPES.items() if media_type == declared)
        return "" if has_macros else next(kinds, "")
    if "[Content_Types].xml" not in names or any("vbaproject" in name.lower() for name in names):
        return ""
    found = [kind for folder, kind in OFFICE_PARTS.items() if any(name.startswith(folder) for name in names)]
    return found[0] if len(found) == 1 else ""


def _is_text(file: IO[bytes]) -> bool:
    """Whether all of the file is UTF-8 text."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return not any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f" for letter in text)


def _looks_like_page(head: bytes) -> bool:
    """Whether a browser could take the beginning of a text for a page or a drawing."""
    return bool(_XML.match(head.removeprefix(b"\xef\xbb\xbf")) or _PAGE.search(head))


def _is_png(file: IO[bytes]) -> bool:
    """Whether the file is chunks from IHDR to IEND with nothing behind, and no page hides in it."""
    size = file.seek(0, 2)
    position, kind = len(_PNG), b""
    first = True
    while position + 12 <= size:
        file.seek(position)
        header = file.read(8)
        length, kind = int.from_bytes(header[:4], "big"), header[4:]
        if first and kind != b"IHDR":
            return False
        first = False
        position += 12 + length
        if kind == b"IEND":
            break
    return kind == b"IEND" and position == size and not _hides_page(file, size)


def _is_jpg(file: IO[bytes]) -> bool:
    """Whether the file ends as a picture does, and no page hides in it. (Some cameras fill up with zeros.)"""
    size = file.seek(0, 2)
    file.seek(max(0, size - LOOKED_AT))
    return file.read().rstrip(b"\x00").endswith(b"\xff\xd9") and not _hides_page(file, size)


def _hides_page(file: IO[bytes], size: int) -> bool:
    file.seek(0)
    head = file.read(LOOKED_AT)
    file.seek(max(0, size - LOOKED_AT))
    tail = file.read()
    file.seek(0)
    return bool(_PAGE.search(head) or _PAGE.search(tail))
