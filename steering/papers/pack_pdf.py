"""A pack as one PDF: title page, contents, notes, papers; with bookmarks, links and a number on every page."""

import io
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pypdf import PdfReader

from publishing.origin import site_origin
from publishing.pdf import compile_pdf

from .merging import MARK
from .pack import Chapter, Pack, PackError, Part

PROGRAM: Final = Path(__file__).with_name("merging.py")
SECONDS: Final = 90
"""Seconds on the clock after which the making is ended, whatever it does."""
MOST_BYTES: Final = 300 * 1024 * 1024
"""So many bytes of files are put into one PDF."""


def as_pdf(pack: Pack) -> IO[bytes]:
    """The pack as an open file; raises PackError, translated, where it is too heavy for one PDF."""
    if sum(part.version.size for part in pack.parts if part.version is not None and part.is_merged) > MOST_BYTES:
        raise _too_heavy()
    with TemporaryDirectory(prefix="pack-") as folder:
        place = Path(folder)
        files = _fetched(pack, place)
        unfit = _made(pack, place, files)
        if unfit:
            with translation.override(pack.language):
                for number in unfit:
                    files.pop(number)
                    pack.parts[number].notes.append(
                        _("This PDF could not be put in. It is in the ZIP and on the page of the paper.")
                    )
            if _made(pack, place, files):
                raise _too_heavy()
        result = TemporaryFile()  # noqa: SIM115 - the response closes it
        result.write((place / "out.pdf").read_bytes())
    result.seek(0)
    return result


def _too_heavy() -> PackError:
    return PackError(_("The papers are too heavy for one PDF. Take them as a ZIP."))


def _fetched(pack: Pack, place: Path) -> dict[int, Path]:
    """The files that become pages, by the number of their part, out of the storage; what is lost there gets a note."""
    found = {}
    for number, part in enumerate(pack.parts):
        if part.version is None or not part.is_merged:
            continue
        path = place / f"{number}.pdf"
        try:
            with part.version.file.open("rb") as stored, path.open("wb") as out:
                for chunk in stored.chunks():
                    out.write(chunk)
        except FileNotFoundError:
            with translation.override(pack.language):
                part.notes.append(_("This file cannot be found at the moment. The Secretariat can tell more."))
        else:
            found[number] = path
    return found


def _made(pack: Pack, place: Path, files: dict[int, Path]) -> list[int]:
    """Write out.pdf; the numbers of parts whose file does not fit, where it could not be written."""
    parts = pack.parts
    sheets = [number for number, part in enumerate(parts) if part.notes]
    with translation.override(pack.language):
        if sheets:
            (place / "sheets.pdf").write_bytes(
                compile_pdf("pack_sheets.typ", _sheets_data(pack, [parts[number] for number in sheets]), pack.made_at)
            )
        lengths = [
            (number in sheets) + ((parts[number].version.pages or 0) if number in files else 0)  # type: ignore[union-attr]  # files hold versions
            for number in range(len(parts))
        ]
        (place / "front.pdf").write_bytes(_front(pack, lengths))
    plan = {
        "front": str(place / "front.pdf"),
        "sheets": str(place / "sheets.pdf") if sheets else "",
        "out": str(place / "out.pdf"),
        "label": pack.label,
        "title": f"{pack.label}: {pack.title}",
        "language": pack.language,
        "parts": [
            {
                "title": f"{part.paper.number} {part.title}",
                "chapter": heading,
                "sheet": sheets.index(number) if number in sheets else None,
                "file": str(files[number]) if number in files else "",
                "pages": part.version.pages if part.version is not None else 0,
            }
            for number, (part, heading) in enumerate(
                (part, chapter.heading) for chapter in pack.chapters for part in chapter.parts
            )
        ],
    }
    try:
        run = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps(plan).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return [int(number) for number in json.loads(run.stdout)["unfit"]]
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        raise _too_heavy() from error


def _front(pack: Pack, lengths: list[int]) -> bytes:
    """Title page and contents with the right page numbers: set until their own length is what the numbers reckon with."""
    pages, made = 0, b""
    for _attempt in range(4):  # the second fits, unless longer page numbers break a line anew
        expected, made = pages, compile_pdf("pack.typ", _front_data(pack, lengths, pages), pack.made_at)
        pages = len(PdfReader(io.BytesIO(made)).pages)
        if pages == expected:
            break
    return made


def _front_data(pack: Pack, lengths: list[int], front: int) -> dict[str, Any]:
    begins = [front + 1 + sum(lengths[:number]) for number in range(len(lengths))]
    notices = [_("Only what is new to you is in this pack.")] if pack.is_only_new else []
    if any(part.notes for part in pack.parts):
        notices.append(_("Where there is something to know of a paper, a page in front of it says so."))
    if pack.withdrawn:
        notices.append(_("Withdrawn: %(numbers)s.") % {"numbers": ", ".join(pack.withdrawn)})
    numbers = iter(range(len(lengths)))
    return {
        "language": pack.language,
        "hub": _("Regional Hub of Civil Service"),
        "title": f"{pack.label}: {pack.title}",
        "title_language": pack.title.language,
        "lines": [_when(pack), _("Made for: %(name)s") % {"name": pack.reader}],
        "notices": notices,
        "contents": _("Agenda and papers"),
        "pages": _("p."),
        "groups": [_group(chapter, numbers, begins) for chapter in pack.chapters],
        "foot": _foot(pack),
    }


def _group(chapter: Chapter, numbers: Any, begins: list[int]) -> dict[str, Any]:
    papers = []
    for part in chapter.parts:
        number = next(numbers)
        papers.append(
            {
                "number": part.paper.number,
                "title": str(part.title),
                "language": part.title.language,
                "note": " ".join([*part.notes, *part.remarks]),
                "page": begins[number],
                "mark": f"{MARK}{number}",
            }
        )
    return {
        "heading": chapter.heading or _("Other papers"),
        "language": chapter.title.language if chapter.title is not None else translation.get_language(),
        "note": "" if papers else _("no papers in this pack"),
        "papers": papers,
    }


def _sheets_data(pack: Pack, parts: list[Part]) -> dict[str, Any]:
    return {
        "language": pack.language,
        "hub": _("Regional Hub of Civil Service"),
        "title": pack.label,
        "foot": _foot(pack),
        "sheets": [
            {
                "number": part.paper.number,
                "title": str(part.title),
                "language": part.title.language,
                "notes": part.notes,
                "address": site_origin() + part.paper.get_absolute_url(),
            }
            for part in parts
        ],
    }


def _when(pack: Pack) -> str:
    start = pack.meeting.local_start
    return f"{date_format(start, 'DATETIME_FORMAT')} ({pack.meeting.time_zone})"


def _foot(pack: Pack) -> str:
    committee = _("Steering Committee")
    return f"{committee} · {pack.label} · {date_format(timezone.localdate(pack.made_at))}"
