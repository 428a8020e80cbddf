"""Rich text as blocks of words, for comparing: nested as far as text is, not as far as a hostile text goes.

A block holds either words (a leaf: a paragraph, a heading, a simple item or cell) or blocks; words that stand beside
blocks are a leaf without an element. Whatever the text is, what is written from the blocks is safe: the allowed
elements alone, links to the web and to letters alone, at most `DEPTH` deep. (No sanitiser runs here: rich text has
passed it when it was written, and it takes seconds over thousands of elements in each other.)
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import groupby
from typing import Final, NamedTuple

from django.utils.html import escape

from .html import SCHEMES, TAGS

BLOCKS: Final = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
INLINE: Final = ("a", "strong", "em")
BREAK: Final = "\n"
"""How a line break stands among the words."""
DEPTH: Final = 12
"""How deep blocks may stand in each other; the elements of deeper ones are dropped, their words are not."""
MOST: Final = 5_000
"""How many blocks a text has at most; further ones are dropped like those that are too deep."""
_WORDS: Final = re.compile(r"\s*(?:\d+(?:[.,\u00a0\u202f]\d+)+|\w+(?:[-'’ʼ]\w+)*|[^\w\s])|\s+$")

_STRAY: Final = re.compile(rf"<(?!/?(?:{'|'.join(sorted(TAGS))})(?:\s[^<>]*)?/?>)")
"""What begins no whole element of ours; the parser takes quadratic time over thousands of half ones."""


class Word(NamedTuple):
    """A word with the blank before it, and the inline elements around it: `(("strong", ""), ("a", "https://…"))`."""

    text: str
    marks: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def join(words: "list[Word]", mark: str = "") -> str:
        """The words as HTML, neighbours in the same elements together; inside `<del>` or `<ins>` where one is named."""
        pieces = []
        for marks, group in groupby(words, key=lambda word: word.marks):
            text = escape("".join(word.text for word in group)).replace(BREAK, "<br>")
            for tag, href in reversed(marks):
                text = f'<a href="{escape(href)}">{text}</a>' if tag == "a" else f"<{tag}>{text}</{tag}>"
            pieces.append(text)
        joined = "".join(pieces)
        return f"<{mark}>{joined}</{mark}>" if mark and joined else joined


@dataclass(eq=False)
class Block:
    """An element with words or with blocks; `tag` is empty for words that stand beside blocks."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    words: list[Word] = field(default_factory=list)
    children: "list[Block]" = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Whether it holds words alone."""
        return not self.children

    @cached_property
    def key(self) -> str:
        """The whole block as HTML: equal for equal blocks alone."""
        return f"{self.tag} {written(self, '')}"

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words inside."""
        own = {word.text.strip().casefold() for word in self.words}
        return frozenset(own.union(*(child.vocabulary for child in self.children)) - {""})


def blocks(value: str) -> list[Block]:
    """The blocks of rich text."""
    reader = _Reader()
    reader.feed(_STRAY.sub("&lt;", value.replace("\x00", "")))
    reader.close()
    return reader.finish()


def opening(block: Block) -> tuple[str, str]:
    """The tags around the block's content."""
    if not block.tag:
        return "", ""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in block.attributes)
    return f"<{block.tag}{attributes}>", f"</{block.tag}>"


def written(block: Block, mark: str) -> str:
    """The block as HTML, its words inside `<del>` or `<ins>` where `mark` names one."""
    start, end = opening(block)
    if block.is_leaf:
        return f"{start}{Word.join(block.words, mark)}{end}"
    return f"{start}{''.join(written(child, mark) for child in block.children)}{end}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [Block("")]
        self._dropped: list[str] = []
        self._count = 0
        self._inline: dict[str, str] = {}
        self._text: list[str] = []

    def finish(self) -> list[Block]:
        self._take_words()
        while len(self._open) > 1:
            self._close()
        root = self._open[0]
        _tidy(root)
        if root.words:
            return [Block("", words=root.words)]
        return root.children

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            return
        self._take_words()
        if tag in INLINE:
            self._inline.setdefault(tag, _link(dict(attrs).get("href") or "") if tag == "a" else "")
        elif tag == "br":
            self._add([Word(BREAK, self._marks())])
        elif tag in BLOCKS:
            self._count += 1
            if self._dropped or len(self._open) > DEPTH or self._count > MOST:
                self._dropped.append(tag)
                self._add([Word(BREAK)])
            else:
                kept = tuple((name, value or "") for name, value in attrs if name in {"scope", "colspan", "rowspan"})
                self._open.append(Block(tag, kept))

    def handle_endtag(self, tag: str) -> None:
        if tag not in TAGS:
            return
        self._take_words()
        if tag in INLINE:
            self._inline.pop(tag, None)
        elif self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.pop()
        elif any(block.tag == tag for block in self._open[1:]) and tag in BLOCKS:
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _marks(self) -> tuple[tuple[str, str], ...]:
        return tuple((tag, self._inline[tag]) for tag in INLINE if tag in self._inline)

    def _take_words(self) -> None:
        text, self._text = "".join(self._text), []
        if text:
            marks = self._marks()
            flat = re.sub(r"[ \t\r\n\f]+", " ", text)
            self._add([Word(word, marks) for word in _WORDS.findall(flat)])

    def _add(self, words: list[Word]) -> None:
        """Words go into the open block, or, beside blocks, into a leaf of their own."""
        block = self._open[-1]
        if block.children and not block.children[-1].tag:
            block.children[-1].words += words
        elif block.children and any(word.text.strip(" ") for word in words):
            block.children.append(Block("", words=words))
        elif not block.children:
            block.words += words

    def _close(self) -> str:
        block = self._open.pop()
        _tidy(block)
        parent = self._open[-1]
        if parent.words:
            first, parent.words = Block("", words=parent.words), []
            _tidy(first)
            if first.words:
                parent.children.append(first)
        parent.children.append(block)
        return block.tag


def _link(href: str) -> str:
    """The address, empty where it is neither of an allowed scheme nor inside the site."""
    bare = re.sub(r"[\x00-\x20\x7f-\x9f]", "", href)
    scheme = re.match(r"([^/?#:]*):", bare)
    return bare if not scheme or scheme[1].lower() in SCHEMES else ""


def _tidy(block: Block) -> None:
    """No blanks at the edges of a leaf: HTML does not show them."""
    for leaf in [block, *(child for child in block.children if not child.tag)]:
        while leaf.words and not leaf.words[-1].text.strip(" "):
            leaf.words.pop()
        while leaf.words and not leaf.words[0].text.strip(" "):
            leaf.words.pop(0)
        if leaf.words and leaf.words[0].text.startswith(" "):
            leaf.words[0] = Word(leaf.words[0].text.lstrip(" "), leaf.words[0].marks)
