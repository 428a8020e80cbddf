"""A filled-in template: which words stand under which part, whatever the language of its headings."""

import re
from dataclasses import dataclass, field
from typing import Final

from publishing.index_texts import cut
from publishing.richtext.html import sanitise

from .parts import BOOKMARK, BY_KEY, HINT_STYLE, PARTS, all_hints, names_of, plain_name
from .template import introduction_in
from .word import Block, Paper

EXCERPT: Final = 160
_DASH: Final = re.compile(r"^[\s–—•·*-]+")


@dataclass(slots=True)
class Filled:
    """What was found: the blocks of each part, tables by columns, and what belongs to no part."""

    blocks: dict[str, list[Block]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    """(heading, beginning of the text) of what was not understood; the heading is empty before the first one."""
    twice: list[str] = field(default_factory=list)
    language: str = ""
    """The language of most headings."""

    def lines(self, key: str) -> list[str]:
        """The paragraphs of a part as plain text."""
        return [line for block in self.blocks.get(key, []) for line in block.text.splitlines() if line.strip()]

    def html(self, key: str) -> str:
        """A part as safe rich text."""
        return sanitise(html_of(self.blocks.get(key, [])))


def understood(paper: Paper) -> Filled:
    """The parts of a document."""
    filled, seen = Filled(), []
    headings = names_of((part.key, part.name) for part in PARTS)
    said_by_us = all_hints() | {plain_name(introduction_in(code)) for code in ("kk", "ru", "en")}
    themes_listed = False
    current, stranger = "", ""
    for block in paper.blocks:
        key, language = _part_of(block, headings)
        if key:
            if key in filled.blocks:
                filled.twice.append(key)
            current, stranger = key, ""
            filled.blocks.setdefault(key, [])
            seen.append(language)
        elif block.level == 1:
            current, stranger = "", block.text
            filled.strangers.append((cut(block.text, EXCERPT), ""))
        elif block.style == "Title" or plain_name(block.text) in said_by_us:
            themes_listed = themes_listed or current == "themes"
        elif block.style == HINT_STYLE and current == "themes":
            continue  # the list of themes that the template offers
        elif current:
            _take(filled, current, block)
        elif block.text or block.rows:
            _leave(filled, stranger, block)
    known = [language for language in seen if language]
    filled.language = max(set(known), key=known.count) if known else ""
    return filled


def _part_of(block: Block, headings: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """(key, language) of the part that the block begins; empty where it begins none."""
    if block.rows:
        return "", ""
    key, language = headings.get(plain_name(block.text), ("", ""))
    marked = (mark.removeprefix(BOOKMARK) for mark in block.bookmarks if mark.startswith(BOOKMARK))
    by_mark = next((mark for mark in marked if mark in BY_KEY), "")
    if by_mark and block.text:
        return by_mark, language
    return (key, language) if key and (block.level in {1, 2} or block.is_bold) else ("", "")


def _take(filled: Filled, key: str, block: Block) -> None:
    part = BY_KEY[key]
    if block.rows and part.kind == "table":
        filled.tables.setdefault(key, []).extend(_records(key, block))
    elif block.text or block.rows:
        filled.blocks[key].append(block)


def _leave(filled: Filled, heading: str, block: Block) -> None:
    text = block.text or " ".join(cell[1] for row in block.rows for cell in row)
    if heading and filled.strangers and not filled.strangers[-1][1]:
        filled.strangers[-1] = (cut(heading, EXCERPT), cut(text, EXCERPT))
    elif text.strip():
        filled.strangers.append((cut(heading, EXCERPT), cut(text, EXCERPT)))


def _records(key: str, table: Block) -> list[dict[str, str]]:
    """The rows by the names of their columns; where no column is known by its name, by the template's order."""
    columns = BY_KEY[key].columns
    names = names_of(columns)
    first = [names.get(plain_name(text), ("", ""))[0] for _html, text, _span in table.rows[0]]
    rows = table.rows[1:] if any(first) else table.rows
    heads = first if any(first) else [name for name, _label in columns]
    found = []
    for row in rows:
        record = {name: text.strip() for name, (_html, text, _span) in zip(heads, row, strict=False) if name}
        if any(record.values()):
            found.append(record)
    return found


def html_of(blocks: list[Block]) -> str:
    """Blocks as HTML: headings below the part's own, nested lists, tables with a head."""
    writer = _Writer()
    for block in blocks:
        writer.write(block)
    writer.close(0)
    return "".join(writer.out)


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.lists: list[str] = []

    def write(self, block: Block) -> None:
        if block.depth and block.text:
            self._item(block)
            return
        self.close(0)
        if block.rows:
            self.out.append(_table(block.rows))
        elif block.level:
            tag = "h2" if block.level <= 2 else "h3"
            self.out.append(f"<{tag}>{_plain(block)}</{tag}>")
        elif block.text:
            self.out.append(f"<p>{block.html}</p>")

    def close(self, depth: int) -> None:
        while len(self.lists) > depth:
            self.out.append(f"</li></{self.lists.pop()}>")

    def _item(self, block: Block) -> None:
        tag = "ol" if block.is_numbered else "ul"
        self.close(block.depth)
        if len(self.lists) == block.depth:
            if self.lists[-1] == tag:
                self.out.append("</li>")
            else:
                self.close(block.depth - 1)
        while len(self.lists) < block.depth:
            self.lists.append(tag)
            self.out.append(f"<{tag}>" if len(self.lists) == block.depth else f"<{tag}><li>")
        self.out.append(f"<li>{block.html}")


def _plain(block: Block) -> str:
    return re.sub(r"</?(?:strong|em)>", "", block.html)


def _table(rows: list[list[tuple[str, str, int]]]) -> str:
    def line(row: list[tuple[str, str, int]], tag: str) -> str:
        cells = (
            f"<{tag}{f' colspan={chr(34)}{span}{chr(34)}' if span > 1 else ''}>{html}</{tag}>" for html, _t, span in row
        )
        return f"<tr>{''.join(cells)}</tr>"

    body = "".join(line(row, "td") for row in rows[1:])
    return f"<table><thead>{line(rows[0], 'th')}</thead><tbody>{body}</tbody></table>"


def names_in(lines: list[str]) -> list[str]:
    """The names of a list: a line each, or between semicolons, without the dash before them."""
    return [name for line in lines for word in line.split(";") if (name := _DASH.sub("", word).strip(" .,"))]
