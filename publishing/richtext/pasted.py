"""Text pasted from Word, Google Docs, LibreOffice and web pages: headings, lists, tables, links, bold and italic; nothing else.

Such text says by styles and classes what ours says by elements: a list is paragraphs with a bullet typed before them, a
bold word a span. Here it is read for what it means. What comes out still passes the sanitiser.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final
from urllib.parse import parse_qs, urlsplit

import nh3
from django.utils.html import escape

from .rules import ATTRIBUTES, SCHEMES, TAGS

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOXES: Final = {"div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "dl", "dt", "dd", "caption", "center", "pre", "address", "details", "summary", "form", "fieldset", "body"}  # fmt: skip
_SPANS: Final = {"b", "i", "span", "font", "cite", "var", "dfn"}
_READ: Final = TAGS | set(_HEADINGS) | _BOXES | _SPANS
_UNSEEN: Final = {"script", "style", "title", "xml", "template", "noscript", "textarea", "select"}
_SAID_BY: Final = {"style", "class"}
_FOREIGN: Final = re.compile(
    rf"<(?:{'|'.join(sorted({*_HEADINGS, *_BOXES, *_SPANS, 'u', 'col', 'colgroup', 'xml', 'meta', 'img'} - {'h2', 'h3'}))}|[a-z]+:[a-z]+|!)"
    r"[\s>/\[-]|\s(?:style|class)\s*=|</li>\s*<[uo]l",
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.IGNORECASE)
_IGNORED: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_BOLD: Final = re.compile(r"(?<![-\w])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_THIN: Final = re.compile(r"(?<![-\w])font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_ITALIC: Final = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^\(?(?:\d+|[a-zа-я]|[ivxlcdm]+)[.)]", re.IGNORECASE)
_BLANK: Final = re.compile(r"[\s\u00a0]*")
_CELLS: Final = {"td", "th"}
_TABLE: Final = {"table", "thead", "tbody", "tr", *_CELLS}
_DEEPEST: Final = 9
_NESTED: Final = 1_000
"""Deeper than any text that a person pastes, unclosed paragraphs and rows included."""
_ELEMENT: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>")
_VOID: Final = {"br", "img", "hr", "col", "meta", "link", "input", "wbr", "p", "li", "tr", "td", "th"}


def is_foreign(html: str) -> bool:
    """Whether the HTML was written by another program than our editor."""
    return _FOREIGN.search(html) is not None


def flattened(html: str) -> str:
    """The HTML, without its elements where they stand in each other deeper than in any text that a person writes.

    The sanitiser's time grows with the square of the depth.
    """
    return _ELEMENT.sub(" ", html) if _depth(html) > _NESTED else html


def plain_html(html: str) -> str:
    """The HTML of another program in our elements; not yet sanitised."""
    attributes = {name: {*ATTRIBUTES.get(name, ()), *_SAID_BY} for name in _READ}
    sound = nh3.clean(
        html, tags=_READ, attributes=attributes, url_schemes=SCHEMES, clean_content_tags=_UNSEEN, link_rel=None
    )
    reader = _Reader(has_title="<h1" in sound)
    reader.feed(sound)
    reader.close()
    return reader.written()


def _depth(html: str) -> int:
    """How deep elements seem to stand in each other: the sanitiser takes quadratic time over thousands."""
    depth = deepest = 0
    for found in _ELEMENT.finditer(html):
        if found[2].lower() not in _VOID:
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


class _Reader(HTMLParser):
    """Reads sound HTML and writes ours."""

    def __init__(self, *, has_title: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.has_title = has_title
        self.out: list[str] = []
        self.block = ""
        """The paragraph or heading that is open."""
        self.places: list[str] = []
        """Open lists, items, tables and cells."""
        self.marks: list[tuple[str, tuple[str, ...]]] = []
        """Open elements of words, each with what was written for it."""
        self.word_lists: list[str] = []
        """Open lists that Word made of paragraphs."""
        self.skipping = 0
        self.marker = ""
        self.level = 0
        """The level of a list item of Word that has not begun to speak."""
        self.in_item = False
        self.needs_break = False
        self.items_ended: set[int] = set()

    def written(self) -> str:
        """All that was read."""
        self._end_block()
        self._close_word_lists(0)
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        style = said.get("style", "")
        if self.skipping:
            self.skipping += tag != "br"
        elif _IGNORED.search(style):
            self.skipping, self.marker = 1, ""
        elif tag == "br":
            if said.get("class") != "Apple-interchange-newline" and (self.block or self._in_place()):
                self.out.append("<br>")
        elif tag in {"a", "strong", "em", *_SPANS}:
            self._begin_mark(tag, said)
        elif tag in {"ul", "ol"}:
            self._begin_list(tag)
        elif tag == "li":
            self._begin_item()
        elif tag in _TABLE:
            self._begin_table_part(tag, said)
        elif tag == "blockquote":
            self._leave_paragraphs()
            self._open(tag)
        else:
            self._begin_block(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag in {"a", "strong", "em", *_SPANS}:
            self._end_mark(tag)
        elif tag == "li":
            self._end_block()
            if self.places and self.places[-1] == "li":
                self.items_ended.add(len(self.places))
        elif tag in {"ul", "ol", "blockquote"} or tag in _TABLE:
            self._end_block()
            self._close_word_lists(0)
            self._close(tag)
        else:
            self._end_block()

    def handle_data(self, data: str) -> None:
        if self.skipping:
            self.marker += data
            return
        is_blank = _BLANK.fullmatch(data) is not None
        if self.level:
            if is_blank:
                return
            self._word_item()
        elif not self.block and not self.in_item:
            if is_blank and (not self._in_place() or self._at_edge() or not self._has_words()):
                return
            if not self._in_place():
                self._close_word_lists(0)
                self._open_block("p")
        if self.needs_break and not _BLANK.fullmatch(data):
            self.out.append("<br>")
            self.needs_break = False
        self.out.append(escape(re.sub(r"\s*\n\s*", " ", data)))

    # Paragraphs and headings

    def _begin_block(self, tag: str, said: dict[str, str]) -> None:
        self._end_block()
        level = _LEVEL.search(said.get("style", ""))
        if level and not self._in_place():
            self.level, self.marker = int(level[1]) or 1, ""
            return
        self._close_word_lists(0)
        if tag in _HEADINGS or said.get("class") == "MsoTitle":
            depth = _HEADINGS.index(tag) if tag in _HEADINGS else 0
            if not self._in_place():
                self._open_block("h2" if depth <= (0 if self.has_title else 1) else "h3")
        elif self._in_place():
            self.needs_break = self._has_words()
        elif tag == "p":
            self._open_block("p")

    def _open_block(self, tag: str) -> None:
        self.block = tag
        self.out.append(f"<{tag}>")
        for _source, names in self.marks:
            self.out += [f"<{name}>" for name in names if not name.startswith("a ")]

    def _end_block(self) -> None:
        self.level = 0
        self.in_item = False
        if not self.block:
            return
        for _source, names in reversed(self.marks):
            self.out += [f"</{name}>" for name in reversed(names) if not name.startswith("a ")]
        self.out.append(f"</{self.block}>")
        self.block = ""

    def _leave_paragraphs(self) -> None:
        self._end_block()
        self._close_word_lists(0)

    # Lists

    def _begin_list(self, tag: str) -> None:
        self._leave_paragraphs()
        self.needs_break = False
        self._open(tag)

    def _begin_item(self) -> None:
        self._leave_paragraphs()
        self.needs_break = False
        if self.places and self.places[-1] == "li" and len(self.places) in self.items_ended:
            self._close("li")
        if not self.places or self.places[-1] not in {"ul", "ol"}:
            self._open("ul")
        self._open("li")

    def _word_item(self) -> None:
        """Open the item that a paragraph of Word stands for, at its level."""
        level, self.level = min(self.level, _DEEPEST), 0
        tag = "ol" if _NUMBERED.match(self.marker.strip()) else "ul"
        self._close_word_lists(level)
        if len(self.word_lists) == level and self.word_lists:
            self.out.append("</li>")
            if self.word_lists[-1] != tag and level == 1:
                self.out.append(f"</{self.word_lists.pop()}>")
        while len(self.word_lists) < level:
            self.word_lists.append(tag)
            self.out.append(f"<{tag}>")
            if len(self.word_lists) < level:
                self.out.append("<li>")
        self.out.append("<li>")
        self.in_item = True

    def _close_word_lists(self, level: int) -> None:
        while len(self.word_lists) > level:
            self.out.append(f"</li></{self.word_lists.pop()}>")

    # Tables and other places

    def _begin_table_part(self, tag: str, said: dict[str, str]) -> None:
        self._leave_paragraphs()
        self.needs_break = False
        spans = [
            f' {name}="{said[name]}"'
            for name in ("colspan", "rowspan")
            if said.get(name, "").isascii() and said.get(name, "").isdigit() and 1 < int(said[name][:4]) <= 100
        ]
        self._open(tag, "".join(spans) if tag in _CELLS else "")

    def _open(self, tag: str, attributes: str = "") -> None:
        self.places.append(tag)
        self.items_ended.discard(len(self.places))
        self.out.append(f"<{tag}{attributes}>")

    def _close(self, tag: str) -> None:
        self.needs_break = False
        while tag in self.places:
            self.items_ended.discard(len(self.places))
            last = self.places.pop()
            self.out.append(f"</{last}>")
            if last == tag:
                break

    def _in_place(self) -> bool:
        """Whether words may stand without a paragraph: in an item, a cell, a quotation."""
        return bool(self.places)

    def _at_edge(self) -> bool:
        """Whether only blanks of the source can stand here: in a list or table, outside of items and cells."""
        return self.places[-1] not in {"li", "blockquote", *_CELLS} or len(self.places) in self.items_ended

    def _has_words(self) -> bool:
        """Whether words stand in the open item or cell."""
        return bool(self.out) and not self.out[-1].startswith(("<li", "<td", "<th", "<blockquote", "</ul", "</ol"))

    # Words

    def _begin_mark(self, tag: str, said: dict[str, str]) -> None:
        style, names = said.get("style", ""), []
        if tag == "a" and (address := _address(said.get("href", ""))):
            names.append(f'a href="{escape(address)}"')
        if self.block not in _HEADINGS:
            if _BOLD.search(style) or (tag in {"b", "strong"} and not _THIN.search(style)):
                names.append("strong")
            if _ITALIC.search(style) or tag in {"i", "em", "cite", "var", "dfn"}:
                names.append("em")
        names = [name for name in names if all(name not in written for _source, written in self.marks)]
        if self.level:
            self._word_item()
        if names and not self.block and not self._in_place() and not self.in_item:
            if names[0].startswith("a "):
                self._open_block("p")
            else:  # round about whole paragraphs, as Google Docs does: written when a paragraph begins
                self.marks.append((tag, tuple(names)))
                return
        if self.needs_break and names:
            self.out.append("<br>")
            self.needs_break = False
        self.out += [f"<{name}>" for name in names]
        self.marks.append((tag, tuple(names)))

    def _end_mark(self, tag: str) -> None:
        if not self.marks or all(source != tag for source, _names in self.marks):
            return
        while self.marks:
            source, names = self.marks.pop()
            if self.block or self._in_place() or self.in_item:
                self.out += [f"</{name.split()[0]}>" for name in reversed(names)]
            if source == tag:
                break


def _address(href: str) -> str:
    """The address of a link: without Google's detour, empty for places within the pasted document."""
    href = href.strip()
    if href.startswith(("#", "file:")):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.netloc in {"www.google.com", "google.com"} and parts.path == "/url":
        led: Sequence[str] = parse_qs(parts.query).get("q", [])
        return led[0] if led and led[0].startswith(("http://", "https://")) else href
    return href
