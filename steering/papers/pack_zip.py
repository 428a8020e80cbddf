"""A pack as a ZIP: the files as they are, named in their order, and a list of what is in it."""

import zipfile
from datetime import UTC
from tempfile import TemporaryFile
from typing import IO

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.origin import site_origin

from .pack import Pack, Part
from .serving import file_name

CHUNK = 256 * 1024
CONTENTS = "00_contents.txt"


def as_zip(pack: Pack) -> IO[bytes]:
    """The pack as an open file. What the storage has lost is named in the list."""
    result = TemporaryFile()  # noqa: SIM115 - the response closes it
    with translation.override(pack.language), zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as bag:
        lines = [f"{pack.label}: {pack.title}", date_format(pack.meeting.local_start, "DATETIME_FORMAT")]
        lines += [_("Made for: %(name)s") % {"name": pack.reader}]
        lines += [_("Only what is new to you is in this pack.")] if pack.is_only_new else []
        place = 0
        for chapter in pack.chapters:
            lines += ["", chapter.heading or _("Other papers")]
            lines += [] if chapter.parts else ["    " + _("no papers in this pack")]
            for part in chapter.parts:
                place += 1
                lines += _line(bag, pack, part, place)
        if pack.withdrawn:
            lines += ["", _("Withdrawn: %(numbers)s.") % {"numbers": ", ".join(pack.withdrawn)}]
        bag.writestr(_info(CONTENTS, pack), "\r\n".join([*lines, ""]).encode("utf-8-sig"))
    result.seek(0)
    return result


def _line(bag: zipfile.ZipFile, pack: Pack, part: Part, place: int) -> list[str]:
    """Put the file in, and say what it is."""
    said = [f"    {part.paper.number} {part.title}"]
    if part.version is not None:
        name = f"{place:02}_{file_name(part.version)}"
        try:
            with part.version.file.open("rb") as stored, bag.open(_info(name, pack), "w") as out:
                for chunk in stored.chunks(CHUNK):
                    out.write(chunk)
            said.append(f"        {name}")
        except FileNotFoundError:
            said.append("        " + _("This file cannot be found at the moment. The Secretariat can tell more."))
        if part.version.language != pack.language:
            said += [f"        {part.notes[0]}"]
    else:
        said += [f"        {note}" for note in part.notes]
    said += [f"        {remark}" for remark in part.remarks]
    return [*said, f"        {site_origin()}{part.paper.get_absolute_url()}"]


def _info(name: str, pack: Pack) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, pack.made_at.astimezone(UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
