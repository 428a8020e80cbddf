"""Exchange files out."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ...enums import LanguageState
from ...glossary.terminology import terms_in
from ..blocks import Content, plain
from ..workflow import Desk
from .format import (
    NAMESPACE,
    XML_LANG,
    XML_SPACE,
    Piece,
    Source,
    blocks_of,
    fill,
    legal,
    match_codes,
    name,
    original_of,
    signature,
    source_digest,
    sources_of,
    target_digest,
)

PRODUCT: Final = "Regional Hub of Civil Service"
ElementTree.register_namespace("", NAMESPACE)


def xliff_of(desk: Desk) -> bytes:
    """The record's original and its working translation as XLIFF 1.2."""
    root = Element(name("xliff"), {"version": "1.2"})
    sources = sources_of(desk)
    signatures = {piece.id: signature(piece.content) for source in sources for piece in source.pieces}
    file = SubElement(
        root,
        name("file"),
        {
            "original": original_of(desk),
            "source-language": desk.record.original_language,
            "target-language": desk.language,
            "datatype": "html",
            "product-name": PRODUCT,
            "product-version": str(desk.record.text_version),
            "build-num": f"{source_digest(signatures)}-{target_digest(desk.texts)}",
        },
    )
    header = SubElement(file, name("header"))
    SubElement(header, name("note"), {"from": PRODUCT}).text = legal(str(desk.record))
    body = SubElement(file, name("body"))
    for source in sources:
        _write_text(body, source, desk)
    _indent(root, header, body)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def archive_of(desks: Iterable[Desk]) -> bytes:
    """A ZIP with one file for each translation."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for desk in desks:
            archive.writestr(file_name(desk), xliff_of(desk))
    return buffer.getvalue()


def file_name(desk: Desk) -> str:
    """`practice-12-open-centres.ru-kk.xlf`."""
    record = desk.record
    return f"{record.kind.value}-{record.pk}-{record.slug[:60]}.{record.original_language}-{desk.language}.xlf"


def _write_text(body: Element, source: Source, desk: Desk) -> None:
    working = desk.texts.get(source.unit.key, "")
    targets = _targets(source, working)
    for number, piece in enumerate(source.pieces):
        _write_piece(body, piece, targets[number] if targets else None, desk, "" if targets or number else working)


def _targets(source: Source, working: str) -> list[Content] | None:
    """The blocks of the working text, each with the codes of its source; None where the two are built differently."""
    if not working:
        return None
    blocks = blocks_of(source.unit, working).blocks
    if len(blocks) != len(source.blocks.blocks):
        return None
    matched = [match_codes(before, after) for before, after in zip(source.blocks.blocks, blocks, strict=True)]
    return [block for block in matched if block is not None] if None not in matched else None


def _write_piece(body: Element, piece: Piece, target: Content | None, desk: Desk, earlier: str) -> None:
    attributes = {"id": piece.id, "resname": piece.unit.key, XML_SPACE: "preserve"}
    if not piece.unit.is_rich:
        attributes |= {"maxwidth": str(piece.unit.longest), "size-unit": "char"}
    element = SubElement(body, name("trans-unit"), attributes)
    fill(SubElement(element, name("source"), {XML_LANG: desk.record.original_language}), piece.content)
    if target is not None:
        fill(SubElement(element, name("target"), {XML_LANG: desk.language, **_state(desk)}), target)
    SubElement(element, name("note"), {"from": "field"}).text = legal(piece.unit.label)
    if terms := _terms(piece, desk):
        SubElement(element, name("note"), {"from": "glossary"}).text = legal(terms)
    if earlier:  # the translation so far, where it cannot be laid beside the original block by block
        other = SubElement(element, name("alt-trans"), {"origin": "previous"})
        SubElement(other, name("target"), {XML_LANG: desk.language}).text = legal(piece.unit.plain(earlier))


def _state(desk: Desk) -> dict[str, str]:
    """The state of the working texts in XLIFF's words."""
    state = desk.draft.state if desk.draft is not None else desk.version.state
    if state == LanguageState.MACHINE_DRAFT:
        return {"state": "needs-review-translation", "state-qualifier": "leveraged-mt"}
    if desk.made_from < desk.record.text_version:
        return {"state": "needs-review-translation"}
    return {"state": "final" if state == LanguageState.APPROVED else "translated"}


def _terms(piece: Piece, desk: Desk) -> str:
    found: dict[int, str] = {}
    for hit in terms_in(plain(piece.content), desk.record.original_language):
        if forms := hit.term.forms_in(desk.language):
            found.setdefault(hit.term.pk, f"{hit.found} → {', '.join(forms[:3])}")
    return "; ".join(found.values())


def _indent(root: Element, header: Element, body: Element) -> None:
    """Line breaks between the elements, never inside of texts."""
    root.text, root[0].text = "\n", "\n"
    root[0].tail = header.tail = body.tail = "\n"
    header.text = "\n"
    for note in header:
        note.tail = "\n"
    body.text = "\n"
    for element in body:
        element.text = element.tail = "\n"
        for child in element:
            child.tail = "\n"
            if child.tag == name("alt-trans"):
                child.text = child[0].tail = "\n"
