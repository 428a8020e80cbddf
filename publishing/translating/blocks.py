"""Rich text as blocks of words and inline codes inside a skeleton that stays: for exchange files and the memory.

`<p>One <strong>two</strong>.</p>` is the skeleton `<p>`, `</p>` around one block with the text `One `, the code 1 around
`two`, and `.`. Only elements that the rich text allows occur.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from django.utils.html import escape

from ..richtext.html import sanitise, to_plain

INLINE: Final = {"strong", "em", "a", "br"}


@dataclass(slots=True)
class Code:
    """An inline element: `number` counts the codes of a block; `children` are texts and codes, none for a line break."""

    number: int
    tag: str
    href: str = ""
    children: "list[str | Code]" = field(default_factory=list)


Content = list[str | Code]


@dataclass(slots=True)
class Blocks:
    """A rich text: `skeleton` has one piece more than there are blocks; they alternate."""

    skeleton: list[str] = field(default_factory=lambda: [""])
    blocks: list[Content] = field(default_factory=list)

    def html(self, blocks: list[Content]) -> str:
        """The text with other blocks in the same skeleton; as many as there are."""
        return sanitise(self.joined([written(block) for block in blocks]))

    def joined(self, blocks: list[str]) -> str:
        """The skeleton around blocks that are HTML already."""
        pieces = [self.skeleton[0]]
        for block, after in zip(blocks, self.skeleton[1:], strict=True):
            pieces += [block, after]
        return "".join(pieces)


def split(html: str) -> Blocks:
    """The blocks of rich text."""
    reader = _Reader()
    reader.feed(sanitise(html))
    reader.close()
    reader.end_block()
    return reader.found


def written(content: Content, text: Callable[[str], str] = escape) -> str:
    """A block as HTML; `text` writes its bare words, safely."""
    pieces = []
    for node in content:
        if isinstance(node, str):
            pieces.append(text(node))
        elif node.tag == "br":
            pieces.append("<br>")
        elif node.tag == "a":
            pieces.append(f'<a href="{escape(node.href)}">{written(node.children, text)}</a>')
        else:
            pieces.append(f"<{node.tag}>{written(node.children, text)}</{node.tag}>")
    return "".join(pieces)


def plain(content: Content) -> str:
    """A block's words alone."""
    return " ".join(to_plain(written(content)).split())


def codes(content: Content) -> list[Code]:
    """All codes of a block in the order in which they open."""
    return [code for node in content if isinstance(node, Code) for code in [node, *codes(node.children)]]


def shape(content: Content) -> Counter[str]:
    """How often each element occurs: two blocks of one shape can be told apart by their words alone."""
    return Counter(code.tag for code in codes(content))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Blocks()
        self._block: Content = []
        self._open: list[Code] = []
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.end_block()
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.found.skeleton[-1] += f"<{tag}{kept}>"
            return
        code = self._new(tag, dict(attrs).get("href") or "")
        if tag != "br":
            self._open.append(code)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_block()
            self.found.skeleton[-1] += f"</{tag}>"
        elif any(code.tag == tag for code in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._place().append(data)

    def end_block(self) -> None:
        """The words so far are a block; inline elements that go on are opened again in the next."""
        block, self._block, self._count = self._block, [], 0
        if plain(block):
            self.found.blocks.append(block)
            self.found.skeleton.append("")
        else:
            self.found.skeleton[-1] += "".join(node for node in block if isinstance(node, str) and not node.strip())
        going_on, self._open = self._open, []
        for code in going_on:
            self._open.append(self._new(code.tag, code.href))

    def _new(self, tag: str, href: str) -> Code:
        self._count += 1
        code = Code(self._count, tag, href)
        self._place().append(code)
        return code

    def _place(self) -> Content:
        return self._open[-1].children if self._open else self._block
