"""Uploaded files: how large, of which kind by their content, how many pages, whether a machine can read them.

Whatever a person sends, `inspect` gives facts or a translated refusal; it never fails on a hostile file. A PDF is read
by another process under limits of time and memory.
"""

import hashlib
import json
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from .. import limits
from ..languages import NAMES
from . import archives
from .content_kinds import LOOKED_AT, MEDIA_TYPES, kind_by_content
from .language_guess import guess

ACCEPT: Final = ",".join(f".{kind}" for kind in MEDIA_TYPES) + ",.jpeg"
NAME_LENGTH: Final = 100
PDF_SECONDS: Final = 20
PER_HOUR: Final = 60
"""So many files one person may send within an hour."""
TEXT_PARTS: Final = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "ods": "content.xml",
    "pptx": "ppt/slides/slide1.xml",
}
PICTURES: Final = ("png", "jpg")
_PROTECTED: Final = 3
"""The exit code of `pdf_facts` for a PDF that asks for a password."""
_DAMAGED: Final = 4


@dataclass(frozen=True, slots=True)
class Upload:
    """What was found out about a file: a safe name, type, bytes, pages (None where it has none), SHA-256.

    `has_text_layer` and `is_tagged` are None where the question does not arise; `language` is that of the text, empty
    where it is not sure.
    """

    name: str
    media_type: str
    size: int
    pages: int | None
    checksum: str
    notice: str | Promise = ""
    has_text_layer: bool | None = None
    is_tagged: bool | None = None
    language: str = ""

    def columns(self) -> dict[str, Any]:
        """The facts as columns of a DocumentFile."""
        same = ("name", "media_type", "size", "pages", "checksum", "has_text_layer", "is_tagged")
        return {name: getattr(self, name) for name in same} | {"language_found": self.language}

    def notices(self, stated: str = "") -> list[str]:
        """What to tell whoever sent it, translated; `stated` is the language that they gave for it."""
        told = [str(self.notice)] if self.notice else []
        if stated and self.language and stated != self.language:
            text = gettext("The text seems to be in another language (%(found)s) than you gave (%(stated)s).")
            told.append(text % {"found": NAMES[self.language], "stated": NAMES.get(stated, stated)})
        return told


def inspect(file: Any) -> Upload:
    """Look into an uploaded file; raises ValidationError, translated, for one that is not accepted."""
    size = int(file.size or 0)
    if size == 0:
        raise ValidationError(_("The file is empty."))
    check_size(size)
    kind = extension_of(file.name)
    if kind not in MEDIA_TYPES:
        raise ValidationError(
            _("Files of this type are not accepted. Accepted: %(types)s."), params={"types": ", ".join(MEDIA_TYPES)}
        )
    if kind_by_content(file, kind) != kind:
        raise ValidationError(_("The content of the file is not what its name says (%(type)s)."), params={"type": kind})
    facts = _facts(file, kind)
    return Upload(
        name=safe_name(file.name, kind), media_type=MEDIA_TYPES[kind], size=size, checksum=checksum(file), **facts
    )


def check_size(size: int, limit: int | None = None) -> None:
    """Raise ValidationError, translated, for more bytes than `limit` (default: the site's)."""
    most = min(limit, settings.UPLOAD_LIMIT) if limit else settings.UPLOAD_LIMIT
    if size > most:
        raise ValidationError(
            _("The file is too large: %(size)s; the limit is %(limit)s."),
            params={"size": filesizeformat(size), "limit": filesizeformat(most)},
        )


def _rule(kinds: str = "", limit: int = 0) -> str:
    """What stands beside a field for a file, before anything is chosen."""
    most = min(limit, settings.UPLOAD_LIMIT) if limit else settings.UPLOAD_LIMIT
    values = {"limit": filesizeformat(most), "types": kinds or ", ".join(MEDIA_TYPES)}
    return gettext("Up to %(limit)s. Accepted: %(types)s.") % values


rule = lazy(_rule, str)
"""`rule()`, `rule("docx", 5 * 1024 * 1024)`: the limit and the accepted types as a help text."""


def count_upload(visitor: object) -> None:
    """Count one file of a person; raises ValidationError, translated, where there have been too many within the hour."""
    if not limits.is_within("upload", str(visitor), amount=PER_HOUR, seconds=3600):
        raise ValidationError(_("Too many files within an hour. Try again later."))


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
    while chunk := file.read(LOOKED_AT):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _facts(file: IO[bytes], kind: str) -> dict[str, Any]:
    if kind == "pdf":
        return _read_pdf(file)
    if kind in PICTURES:
        return {"pages": None, "has_text_layer": False, "notice": _SCAN}
    if kind in TEXT_PARTS:
        with archives.opened(file) as archive:
            return {"pages": None, "language": guess(archives.text_of(archive, TEXT_PARTS[kind], 8 * LOOKED_AT))}
    if kind == "txt":
        file.seek(0)
        text = file.read(LOOKED_AT).decode("utf-8", "ignore")
        file.seek(0)
        return {"pages": None, "language": guess(text)}
    return {"pages": None}


_SCAN: Final = gettext_lazy(
    "This file is a picture without a text layer: nobody can search it or have it read aloud. Upload a version with text if there is one."
)


def _read_pdf(file: IO[bytes]) -> dict[str, Any]:
    """Pages, text layer, tags, language of a PDF; a notice alone where it is too heavy to be read."""
    file.seek(0)
    try:
        run = subprocess.run(  # noqa: S603 - our own program, no shell, the file on its standard input
            [sys.executable, "-I", str(Path(__file__).with_name("pdf_facts.py"))],
            input=file.read(),
            capture_output=True,
            timeout=PDF_SECONDS,
            check=False,
        )
        if run.returncode == _PROTECTED:
            raise ValidationError(
                _("The PDF asks for a password, so readers could not open it. Save it without one and upload that.")
            )
        if run.returncode == _DAMAGED:
            raise ValidationError(_("The PDF is damaged and cannot be opened. Save it anew and upload that."))
        found = json.loads(run.stdout)
        pages, has_text, is_tagged = int(found["pages"]), bool(found["has_text"]), bool(found["is_tagged"])
        language = guess(str(found["text"]))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        heavy = _(
            "The file could not be checked: it is too heavy to be read. Open it once and see whether it is right."
        )
        return {"pages": None, "notice": heavy}
    finally:
        file.seek(0)
    notice: str | Promise = "" if has_text else _SCAN
    if has_text and not is_tagged:
        notice = _(
            "This PDF has no tags: a screen reader cannot tell its headings and tables. Export it as tagged PDF."
        )
    return {
        "pages": pages, "has_text_layer": has_text, "is_tagged": is_tagged, "language": language, "notice": notice,
    }  # fmt: skip
