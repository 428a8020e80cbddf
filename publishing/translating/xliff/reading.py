"""Exchange files in: well-formed, of the right record and language, nothing lost, the original unmoved; into the draft."""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from ...models import Publication
from ...workflow import WorkflowError
from ..blocks import Code, Content, codes
from ..records import record_for
from ..workflow import Desk, TranslationWorkflow, desk_of
from .format import NAMESPACE, Source, legal, name, signature, source_digest, sources_of, target_digest

LARGEST_FILE: Final = 5 * 1024 * 1024
LARGEST_ARCHIVE: Final = 40 * 1024 * 1024
"""Bytes of all files of an archive together, unpacked."""
MOST_FILES: Final = 300
DEEPEST: Final = 20


class Refused(Exception):
    """A file that is not taken; `problems` are translated sentences for the person."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = list(problems)


@dataclass(slots=True)
class Outcome:
    """What came of one file: taken into the draft of `record`, or refused for the `problems`."""

    name: str
    record: Publication | None = None
    language: str = ""
    texts: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether the file's texts are in the draft now."""
        return not self.problems


def take_upload(file_name: str, content: bytes, user: Any, *, replace: bool = False) -> list[Outcome]:
    """Take a file or a ZIP of files; each is taken as a whole or not at all. `replace`: even over a draft that moved on."""
    try:
        files = list(_files(file_name, content))
    except Refused as refusal:
        return [Outcome(file_name, problems=refusal.problems)]
    return [_taken(one, data, user, replace=replace) for one, data in files]


def _files(file_name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if not content.startswith(b"PK\x03\x04"):
        if len(content) > LARGEST_FILE:
            raise Refused(_("The file is larger than %(most)d MB.") % {"most": LARGEST_FILE // 1024 // 1024})
        yield file_name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refused(_("The archive is broken or protected by a password.")) from error


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = [one for one in archive.infolist() if not one.is_dir()]
    wanted = [one for one in members if one.filename.lower().endswith((".xlf", ".xliff"))]
    if not wanted:
        raise Refused(_("There is no XLIFF file in the archive."))
    if len(wanted) > MOST_FILES:
        raise Refused(_("The archive has more than %(most)d files.") % {"most": MOST_FILES})
    left = LARGEST_ARCHIVE
    for member in wanted:
        with archive.open(member) as stream:
            data = stream.read(min(LARGEST_FILE, left) + 1)
        left -= len(data)
        if len(data) > LARGEST_FILE or left < 0:
            raise Refused(_("What is in the archive is too large when it is unpacked."))
        yield member.filename, data


def _taken(file_name: str, data: bytes, user: Any, *, replace: bool) -> Outcome:
    outcome = Outcome(file_name.replace("\x00", "")[-200:])
    try:
        for file in _file_elements(data):
            _take(file, outcome, user, replace=replace)
    except Refused as refusal:
        outcome.problems = refusal.problems
    except WorkflowError as refusal:
        outcome.problems = [str(refusal), *_details(refusal)]
    return outcome


def _details(refusal: WorkflowError) -> list[str]:
    errors: dict[str, list[Any]] = getattr(refusal, "errors", {})
    return [f"{key}: {message}" for key, messages in errors.items() for message in messages]


def _file_elements(data: bytes) -> list[Element]:
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise Refused(
            _("The file declares a document type or entities, which an exchange file does not need. It is refused.")
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(_("This is not well-formed XML: %(error)s") % {"error": error}) from error
    if root.tag != name("xliff") or root.get("version") != "1.2":
        raise Refused(_("This is not an XLIFF 1.2 file."))
    files: list[Element] = root.findall(name("file"))
    if len(files) != 1:
        raise Refused(_("A file of the Hub holds exactly one record and one language."))
    return files


def _take(file: Element, outcome: Outcome, user: Any, *, replace: bool) -> None:
    desk = _desk_named(file, user)
    outcome.record, outcome.language = desk.record, desk.language
    sources = sources_of(desk)
    found = _units(file)
    _check_source(file, desk, sources, found)
    texts, unfinished = _texts(sources, found)
    outcome.remarks = [
        _("%(field)s: not every part has a translation yet; the text stays as it was.") % {"field": label}
        for label in unfinished
    ]
    _check_target(file, desk, texts, replace=replace)
    outcome.texts = len(texts)
    if not texts:
        raise Refused(_("There is no translation in this file yet."))
    TranslationWorkflow(desk.record, desk.language, user).save(
        texts, version=desk.draft_version, made_from=None if unfinished else desk.record.text_version
    )


def _desk_named(file: Element, user: Any) -> Desk:
    kind, _slash, key = (file.get("original") or "").partition("/")
    language = (file.get("target-language") or "").lower().replace("_", "-").partition("-")[0]
    missing = _("This file belongs to no record that you may translate: “%(original)s”, into “%(language)s”.") % {
        "original": legal(file.get("original") or "")[:60],
        "language": legal(language)[:20],
    }
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Refused(missing)
    try:
        desk = desk_of(record_for(user, kind, int(key), language), language)
    except (Http404, PermissionDenied) as error:
        raise Refused(missing) from error
    if (file.get("source-language") or "").lower().partition("-")[0] != desk.record.original_language:
        raise Refused(_("The source language of the file is not the original language of the record."))
    return desk


def _units(file: Element) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in file.iter(name("trans-unit")):
        key = element.get("id") or ""
        if key in found:
            raise Refused(_("The unit “%(id)s” is there twice.") % {"id": key[:80]})
        found[key] = element
    return found


def _check_units(sources: list[Source], found: dict[str, Element]) -> None:
    """Nothing may be missing and nothing foreign be there."""
    wanted = {piece.id: piece.unit.label for source in sources for piece in source.pieces}
    lost = [key for key in wanted if key not in found]
    foreign = [key for key in found if key not in wanted]
    if not lost and not foreign:
        return
    problems = []
    if lost:
        labels = ", ".join(dict.fromkeys(wanted[key] for key in lost))
        problems.append(
            _("These units are missing from the file: %(units)s. They belong to: %(fields)s.")
            % {"units": _listed(lost), "fields": labels}
        )
    if foreign:
        problems.append(_("The record does not have these units of the file: %(units)s.") % {"units": _listed(foreign)})
    problems.append(_("Nothing was written."))
    raise Refused(*problems)


def _check_source(file: Element, desk: Desk, sources: list[Source], found: dict[str, Element]) -> None:
    """The original in the file is whole, as it was exported, and that of today."""
    today = {piece.id: signature(piece.content) for source in sources for piece in source.pieces}
    sent = {key: signature(_content(element.find(name("source")), key)) for key, element in found.items()}
    exported = (file.get("build-num") or "").partition("-")[0]
    differing = {key.rpartition(".")[0] for key in {*today, *sent} if today.get(key) != sent.get(key)}
    labels = {unit.key: unit.label for unit in desk.units}
    fields = ", ".join(
        dict.fromkeys(labels.get(key, legal(key)[:40]) for key in [*labels, *differing] if key in differing)
    )
    if differing and source_digest(sent) == exported:
        raise Refused(
            _("The original has changed since the export: %(fields)s. Nothing was written; export it anew.")
            % {"fields": fields}
        )
    _check_units(sources, found)
    if differing:
        raise Refused(
            _("The source text in the file is not what was exported: %(fields)s. Nothing was written.")
            % {"fields": fields}
        )
    version = file.get("product-version") or ""
    if version != str(desk.record.text_version) or exported != source_digest(today):
        raise Refused(
            _(
                "The file was made from version %(file)s of the original, which stands at %(today)d. Nothing was written; export it anew."
            )
            % {"file": legal(version)[:20] or "?", "today": desk.record.text_version}
        )


def _check_target(file: Element, desk: Desk, texts: dict[str, str], *, replace: bool) -> None:
    """The draft on the site is the one that was exported, unless it may be replaced."""
    exported = (file.get("build-num") or "").partition("-")[2]
    present = desk.texts
    would_lose = any(present.get(key, "") not in {"", text} for key, text in texts.items())
    if exported != target_digest(present) and would_lose and not replace:
        raise Refused(
            _(
                "The draft on the site has changed since the export. Nothing was written: look at it, then tick “replace” if the file is to stand in its place."
            )
        )


def _texts(sources: list[Source], found: dict[str, Element]) -> tuple[dict[str, str], list[str]]:
    """The translated texts by key, and the labels of those that are only partly translated."""
    texts: dict[str, str] = {}
    unfinished, broken = [], []
    for source in sources:
        targets = []
        for piece in source.pieces:
            target = _content(found[piece.id].find(name("target")), piece.id)
            if signature(target):
                broken += _lost_codes(piece.id, source.unit.label, piece.content, target)
            targets.append(_with_codes(target, {code.number: code for code in codes(piece.content)}))
        given = [bool(signature(target)) for target in targets]
        if all(given) and targets:
            html = source.blocks.html(targets) if source.unit.is_rich else str(targets[0][0])
            texts[source.unit.key] = source.unit.clean(html)
        else:
            unfinished.append(source.unit.label)
    if broken:
        raise Refused(*broken, _("Nothing was written."))
    return texts, unfinished


def _lost_codes(key: str, label: str, source: Content, target: Content) -> list[str]:
    wanted = Counter((code.number, code.tag == "br") for code in codes(source))
    given = Counter((code.number, code.tag == "br") for code in codes(target))
    if wanted == given:
        return []
    lost = ", ".join(str(number) for number, _is_break in (wanted - given).elements())
    extra = ", ".join(str(number) for number, _is_break in (given - wanted).elements())
    problems = []
    if lost:
        problems.append(
            _("%(field)s (%(unit)s): inline codes are lost: %(codes)s.") % {"field": label, "unit": key, "codes": lost}
        )
    if extra:
        problems.append(
            _("%(field)s (%(unit)s): inline codes that the source does not have: %(codes)s.")
            % {"field": label, "unit": key, "codes": extra}
        )
    return problems


def _with_codes(content: Content, known: dict[int, Code]) -> Content:
    """The content with the elements and addresses that the source has for its codes."""
    made: Content = []
    for node in content:
        if isinstance(node, Code):
            of_source = known.get(node.number, node)
            made.append(Code(node.number, of_source.tag, of_source.href, _with_codes(node.children, known)))
        else:
            made.append(node)
    return made


def _content(element: Element | None, key: str, depth: int = 0) -> Content:
    """The texts and codes of a `source` or `target`; marks of a tool are looked through."""
    if element is None:
        return []
    if depth > DEEPEST:
        raise Refused(_("The unit “%(id)s” is nested too deeply.") % {"id": key})
    made: Content = [element.text] if element.text else []
    for child in element:
        tag = str(child.tag).removeprefix(f"{{{NAMESPACE}}}")
        inside = _content(child, key, depth + 1)
        if tag == "mrk":
            made += inside
        elif tag in {"g", "x"} and (number := child.get("id") or "").isascii() and number.isdigit() and len(number) < 7:
            made.append(Code(int(number), "br" if tag == "x" else "strong", "", inside))
        else:
            raise Refused(
                _("The unit “%(id)s” holds an element that is not of this file: %(tag)s.")
                % {"id": key, "tag": legal(tag)[:40]}
            )
        if child.tail:
            made.append(child.tail)
    return made


def _listed(keys: list[str]) -> str:
    shown = ", ".join(legal(key)[:80] for key in keys[:12])
    return f"{shown} …" if len(keys) > 12 else shown
