"""Rich text: a small, fixed set of HTML elements, sanitised before it reaches the database."""

import html
import re
from typing import Any, Final

import nh3
from django.db import models
from django.utils.html import escape

from .pasted import flattened, is_foreign, plain_html
from .rules import ATTRIBUTES, SCHEMES, TAGS

__all__ = ["ATTRIBUTES", "SCHEMES", "TAGS", "RichTextField", "from_plain", "sanitise", "to_plain"]

_EMPTY: Final = re.compile(r"<(p|h2|h3|strong|em)>[\s\u00a0]*(?:<br>)?[\s\u00a0]*</\1>")
HEADING_LENGTH: Final = 80
"""A plain text line up to this many characters, alone in its paragraph and without a full stop, is a heading."""


def sanitise(value: str) -> str:
    """The HTML reduced to the allowed elements and attributes; scripts, styles and event handlers are gone.

    What another program wrote, such as a paste from Word, is read for what it means first.
    """
    value = value.replace("\x00", "").encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    value = flattened(value)
    if is_foreign(value):
        value = _EMPTY.sub("", plain_html(value))
    return nh3.clean(value, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES).strip()


def from_plain(text: str) -> str:
    """HTML of the sample's plain text: blank line = paragraph, lines with `- ` = list, a short bare line = heading."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        for is_list, group in _runs(lines):
            if is_list:
                blocks.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in group) + "</ul>")
            elif len(lines) == 1 and _is_heading(lines[0]):
                blocks.append(f"<h2>{escape(lines[0])}</h2>")
            else:
                blocks.append(f"<p>{escape(' '.join(group))}</p>")
    return sanitise("\n".join(blocks))


def to_plain(value: str) -> str:
    """The text of sanitised HTML in the sample's plain form, for exports, search and plain letters."""
    text = re.sub(r"\s*\n\s*", " ", value)
    text = re.sub(r"<li[^>]*>", "\n- ", text)
    text = re.sub(r"<br\s*/?>", "\n", text)
    text = re.sub(r"</(p|h2|h3|ul|ol|blockquote|table)>", "\n\n", text)
    text = re.sub(r"</(td|th)>", " ", re.sub(r"</tr>", "\n", text))
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """The lines in runs of list items (their dash taken off) and of running text."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        is_item = line.startswith(("- ", "– "))
        if not runs or runs[-1][0] != is_item:
            runs.append((is_item, []))
        runs[-1][1].append(line[2:].strip() if is_item else line)
    return runs


def _is_heading(line: str) -> bool:
    return len(line) <= HEADING_LENGTH and line[-1] not in '.!?…:;,»"”)'


class RichTextField(models.TextField):  # type: ignore[type-arg]  # generic for the checker alone
    """A text field whose HTML is sanitised whenever it is written, by whichever door."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return sanitise(prepared) if isinstance(prepared, str) else prepared
