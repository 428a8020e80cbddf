"""What an exchange file is made of, the same for writing and reading."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from ..blocks import Blocks, Code, Content, codes, split
from ..units import Unit
from ..workflow import Desk

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
MEDIA_TYPE: Final = "application/x-xliff+xml"
CTYPES: Final = {"strong": "bold", "em": "italic", "a": "link", "br": "lb"}
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def name(tag: str) -> str:
    """The element's name with its namespace."""
    return f"{{{NAMESPACE}}}{tag}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One trans-unit: a block of a text."""

    id: str
    unit: Unit
    content: Content


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the original with its blocks; a plain text is one block."""

    unit: Unit
    blocks: Blocks

    @property
    def pieces(self) -> list[Piece]:
        """The trans-units of the text."""
        return [Piece(f"{self.unit.key}.{n}", self.unit, block) for n, block in enumerate(self.blocks.blocks, start=1)]


def sources_of(desk: Desk) -> list[Source]:
    """The texts that the original has, in the order of the record."""
    texts = ((unit, unit.text(desk.record.original_language)) for unit in desk.units)
    return [Source(unit, blocks_of(unit, text)) for unit, text in texts if text]


def blocks_of(unit: Unit, text: str) -> Blocks:
    """The blocks of a text of a unit."""
    return split(text) if unit.is_rich else Blocks(["", ""], [[text]])


def original_of(desk: Desk) -> str:
    """How a file names its record: `practice/12`."""
    return f"{desk.record.kind.value}/{desk.record.pk}"


def fill(element: Element, content: Content) -> None:
    """Write a block into a `source` or `target`."""
    last: Element | None = None
    for node in content:
        if isinstance(node, Code):
            tag = "x" if node.tag == "br" else "g"
            last = SubElement(element, name(tag), {"id": str(node.number), "ctype": CTYPES[node.tag]})
            fill(last, node.children)
        elif last is None:
            element.text = (element.text or "") + legal(node)
        else:
            last.tail = (last.tail or "") + legal(node)


def legal(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def signature(content: Content) -> str:
    """A block in one line, its codes by number: equal for equal blocks, whatever the white space."""
    parts = []
    for node in content:
        if isinstance(node, Code):
            parts.append(f"\x01{node.number}{'x' if node.tag == 'br' else 'g'}(" + signature(node.children) + "\x02")
        else:
            parts.append(re.sub(r"\s+", " ", legal(node)))
    return "".join(parts).strip() if content else ""


def digest(parts: Iterable[str]) -> str:
    """Sixteen characters that change with any of the parts."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def source_digest(signatures: dict[str, str]) -> str:
    """The digest of an original: its blocks by the id of their trans-unit."""
    return digest(part for key in sorted(signatures) for part in (key, signatures[key]))


def target_digest(texts: dict[str, str]) -> str:
    """The digest of working texts."""
    return digest(part for key in sorted(texts) for part in (key, texts[key]))


def match_codes(source: Content, target: Content) -> Content | None:
    """The target with its codes numbered as in the source; None where the two do not have the same codes."""
    wanted = [(code.tag, code.href, code.number) for code in codes(source)]
    found = [(code.tag, code.href) for code in codes(target)]
    if sorted(found) != sorted((tag, href) for tag, href, _number in wanted):
        return None
    left = list(wanted)

    def renumbered(content: Content) -> Content:
        made: Content = []
        for node in content:
            if isinstance(node, Code):
                place = next(n for n, one in enumerate(left) if one[:2] == (node.tag, node.href))
                number = left.pop(place)[2]
                made.append(Code(number, node.tag, node.href, renumbered(node.children)))
            else:
                made.append(node)
        return made

    return renumbered(target)
