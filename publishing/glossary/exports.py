"""The glossary as files: a table for spreadsheet programs, and TBX-Basic for translators' tools.

TBX is ISO 30042. Its edition of 2019 is the one in force; many tools still read that of 2008 alone, so both are made.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from ..cells import defused
from ..languages import CODES
from ..models import Term

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes the file for the computer's old encoding."""
XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition of the standard calls its elements."""

    root: str
    attributes: dict[str, str]
    header: str
    doctype: str
    entry: str
    language: str
    term: str


EDITIONS: Final = {
    "2019": Edition(
        "tbx",
        {"type": "TBX-Basic", "style": "dca", "xmlns": "urn:iso:std:iso:30042:ed-2"},
        "tbxHeader",
        "",
        "conceptEntry",
        "langSec",
        "termSec",
    ),
    "2008": Edition(
        "martif",
        {"type": "TBX-Basic"},
        "martifHeader",
        '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n',
        "termEntry",
        "langSet",
        "tig",
    ),
}


def table(terms: Iterable[Term]) -> str:
    """The terms as CSV, the heading in the reader's language; sources as titles with their links."""
    file = io.StringIO()
    writer = csv.writer(file)
    parts = {
        "name": _("Name"),
        "variants": _("Other forms"),
        "definition": _("Definition"),
        "note": _("Remark"),
    }
    heads = [f"{label} ({code})" for label in parts.values() for code in CODES]
    writer.writerow(
        [_("Identifier"), _("Field of knowledge"), *heads, _("Marked in texts"), _("Sources"), _("Changed")]
    )
    for term in terms:
        texts = [getattr(term, f"{name}_{code}") or "" for name in parts for code in CODES]
        sources = "\n".join(f"{source.title} {source.url}".strip() for source in term.sources.all())
        marked = _("yes") if term.is_in_texts else _("no")
        cells = [term.slug, term.get_domain_display(), *texts, marked, sources, term.changed_at.date().isoformat()]
        writer.writerow([defused(cell) for cell in cells])
    return BYTE_ORDER_MARK + file.getvalue()


def tbx(terms: Iterable[Term], edition: Edition, *, title: str, description: str, language: str) -> bytes:
    """The terms as TBX-Basic: the name is the preferred term of its language, other forms are admitted."""
    root = ET.Element(edition.root, {**edition.attributes, f"{XML}lang": language})
    header = ET.SubElement(root, edition.header)
    file = ET.SubElement(header, "fileDesc")
    ET.SubElement(ET.SubElement(file, "titleStmt"), "title").text = title
    ET.SubElement(ET.SubElement(file, "sourceDesc"), "p").text = description
    if edition.doctype:
        coding = ET.SubElement(header, "encodingDesc")
        ET.SubElement(coding, "p", {"type": "XCSURI"}).text = "TBXBasicXCSV02.xcs"
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for term in terms:
        _add(body, term, edition)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{edition.doctype}{text}\n'.encode()


def _add(body: ET.Element, term: Term, edition: Edition) -> None:
    entry = ET.SubElement(body, edition.entry, {"id": f"term-{term.slug}"})
    ET.SubElement(entry, "descrip", {"type": "subjectField"}).text = str(term.get_domain_display())
    for source in term.sources.all():
        if source.url:
            target = {"type": "externalCrossReference", "target": _clean(source.url)}
            ET.SubElement(entry, "xref", target).text = _clean(source.title)
    for code in CODES:
        name = getattr(term, f"name_{code}")
        if not name and not term.variants_in(code):
            continue
        section = ET.SubElement(entry, edition.language, {f"{XML}lang": code})
        if definition := getattr(term, f"definition_{code}"):
            ET.SubElement(section, "descrip", {"type": "definition"}).text = _clean(definition)
        if note := getattr(term, f"note_{code}"):
            ET.SubElement(section, "note").text = _clean(note)
        _add_form(section, edition, name, "preferredTerm-admn-sts")
        for variant in term.variants_in(code):
            _add_form(section, edition, variant, "admittedTerm-admn-sts")


def _add_form(section: ET.Element, edition: Edition, form: str | None, status: str) -> None:
    if form:
        part = ET.SubElement(section, edition.term)
        ET.SubElement(part, "term").text = _clean(form)
        ET.SubElement(part, "termNote", {"type": "administrativeStatus"}).text = status


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
