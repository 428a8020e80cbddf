"""Uploaded files: how large, of which kind by their content, how many pages, whether a machine can read them.

Whatever a person sends, `inspect` gives facts or a translated refusal; it never fails on a hostile file. A PDF is read
by another process under limits of time and memory.
"""

import hashlib
import json
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
ACCEPT: Final = ",".join(f".{kind}" for kind in MEDIA_TYPES) + ",.jpeg"
NAME_LENGTH: Final = 100
PDF_SECONDS: Final = 20
SAMPLE: Final = 64 * 1024
OFFICE_PARTS: Final = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}


@dataclass(frozen=True, slots=True)
class Upload:
    """What was found out about a file: a safe name, type, bytes, pages (None where it has none), SHA-256, a notice."""

    name: str
    media_type: str
    size: int
    pages: int | None
    checksum: str
    notice: str | Promise = ""


def inspect(file: Any) -> Upload:
    """Look into an uploaded file; raises ValidationError, translated, for one that is not accepted."""
    size = int(file.size or 0)
    if size == 0:
        raise ValidationError(_("The file is empty."))
    if size > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _("The file is too large: %(size)s; the limit is %(limit)s."),
            params={"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_LIMIT)},
        )
    kind = extension_of(file.name)
    if kind not in MEDIA_TYPES:
        raise ValidationError(
            _("Files of this type are not accepted. Accepted: %(types)s."), params={"types": ", ".join(MEDIA_TYPES)}
        )
    if kind_by_content(file, kind) != kind:
        raise ValidationError(_("The content of the file is not what its name says (%(type)s)."), params={"type": kind})
    pages, notice = _read_pdf(file) if kind == "pdf" else (None, "")
    return Upload(safe_name(file.name, kind), MEDIA_TYPES[kind], size, pages, checksum(file), notice)


def extension_of(name: str | None) -> str:
    """The kind that a file's name claims; `jpeg` is `jpg`."""
    kind = PurePosixPath((name or "").replace("\\", "/")).suffix.lower().lstrip(".")
    return "jpg" if kind == "jpeg" else kind


def safe_name(name: str | None, kind: str) -> str:
    """The file's own name without folders, control characters and anything that a file system or header could misread."""
    stem = PurePosixPath((name or "").replace("\\", "/").replace("\x00", "")).stem
    letters = (
        letter if letter.isalnum() or letter in "-_.,() №" else "_" for letter in unicodedata.normalize("NFC", stem)
    )
    cleaned = " ".join("".join(letters).split()).strip("._ ")[:NAME_LENGTH].strip("._ ")
    return f"{cleaned or 'document'}.{kind}"


def checksum(file: IO[bytes]) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(SAMPLE):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def kind_by_content(file: IO[bytes], claimed: str) -> str:
    """The kind of the file by what is in it; empty where it is none that is accepted."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    if claimed in {"txt", "csv"} and _is_text(file):
        return claimed
    return ""


def _office_kind(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < NAME_LENGTH:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind, media_type in MEDIA_TYPES.items() if media_type == declared), "")
            if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
                return ""
            return next(
                (kind for folder, kind in OFFICE_PARTS.items() if any(name.startswith(folder) for name in names)), ""
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""
    finally:
        file.seek(0)


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


def _read_pdf(file: IO[bytes]) -> tuple[int | None, str | Promise]:
    """The number of pages and what to tell about the PDF; (None, notice) where it cannot be read."""
    unreadable = _(
        "The number of pages could not be read: the file is damaged or protected. Open it once and see whether it is the right one."
    )
    file.seek(0)
    try:
        run = subprocess.run(  # noqa: S603 - our own program, no shell, the file on its standard input
            [sys.executable, "-I", str(Path(__file__).with_name("pdf_facts.py"))],
            input=file.read(),
            capture_output=True,
            timeout=PDF_SECONDS,
            check=True,
        )
        facts = json.loads(run.stdout)
        pages, has_text = int(facts["pages"]), bool(facts["has_text"])
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return None, unreadable
    finally:
        file.seek(0)
    if pages < 1:
        return None, unreadable
    notice = (
        ""
        if has_text
        else _(
            "This PDF is a scan without a text layer: nobody can search it or have it read aloud. Upload a version with text if there is one."
        )
    )
    return pages, notice
