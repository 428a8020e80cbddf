"""Sanitised HTML as a tree of plain mappings, for templates that are not HTML (paper, office files).

A node is `{"text": "…"}` or `{"tag": "p", "children": […]}`, a link with its `href`. Only elements that the rich text
allows occur.
"""

import re
from html.parser import HTMLParser
from typing import Any, Final

from ..languages import Text
from .html import TAGS, sanitise

Node = dict[str, Any]
_VOID: Final = {"br"}
_BLOCKS: Final = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}


def tree(value: str) -> list[Node]:
    """The nodes of rich text; stray text at the top stands in a paragraph of its own."""
    parser = _TreeBuilder()
    parser.feed(sanitise(value))
    parser.close()
    top: list[Node] = []
    for node in parser.root["children"]:
        if node.get("tag") in _BLOCKS:
            top.append(node)
        elif top and top[-1].get("is_stray"):
            top[-1]["children"].append(node)
        elif node.get("text") != " ":
            top.append({"tag": "p", "children": [node], "is_stray": True})
    return top


def text_node(value: str) -> Node:
    """A text; control characters become blanks."""
    return {"text": re.sub(r"[\x00-\x1f\x7f]", " ", value)}


def span(text: Text) -> Node:
    """A text as the reader gets it, marked with its language where another stands in."""
    return (
        {"tag": "span", "lang": text.language, "children": [text_node(text.value)]}
        if text.is_fallback
        else text_node(text.value)
    )


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Node = {"tag": "root", "children": []}
        self._open: list[Node] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            return
        node: Node = {"tag": tag, "children": []}
        if tag == "a":
            node["href"] = dict(attrs).get("href") or ""
        self._open[-1]["children"].append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        places = [place for place, node in enumerate(self._open) if node["tag"] == tag]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text and not (
            text == " " and self._open[-1]["tag"] in {"root", "ul", "ol", "table", "thead", "tbody", "tr"}
        ):
            self._open[-1]["children"].append(text_node(text))
