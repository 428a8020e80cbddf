"""Notes on terms: the first occurrence of each defined term in a page's texts leads to a note at the end of the page.

A note is a link to an entry of a list on the same page and back, so that it works without script and on paper.
"""

import html
import re
from dataclasses import dataclass, field
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..languages import Text
from ..models import Term
from .terminology import terms_in

MOST: Final = 24
"""Notes on one page; a text that defines more is no easier to read."""
_PIECE: Final = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
"""A tag of sanitised HTML."""
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_LEFT_ALONE: Final = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "code", "pre", "mark"})
"""Elements within which nothing is marked."""


@dataclass(slots=True)
class TermNotes:
    """The notes of one page, gathered while its texts are printed."""

    terms: dict[int, Term] = field(default_factory=dict)

    def mark(self, text: Text) -> SafeString:
        """The rich text as HTML with the terms that no earlier text of the page has marked."""
        marked = self._marked(text) if text and len(self.terms) < MOST else text
        return Text(marked, text.language, text.wanted).rich

    def _marked(self, text: Text) -> str:
        pieces = _PIECE.split(text.value)
        depth = 0
        for place, piece in enumerate(pieces):
            if place % 2:
                depth = max(0, depth + _step(piece))
            elif not depth and not piece.isspace():
                pieces[place] = self._mark_words(piece, text.language)
        return "".join(pieces)

    def _mark_words(self, piece: str, language: str) -> str:
        """A stretch of text between two tags; as it is where nothing is to be marked."""
        plain = html.unescape(piece)
        found: list[str] = []
        done = 0
        for hit in terms_in(plain, language):
            if hit.term.pk in self.terms or len(self.terms) >= MOST:
                continue
            self.terms[hit.term.pk] = hit.term
            found += [escape(plain[done : hit.start]), _link(hit.term, hit.found)]
            done = hit.end
        return "".join([*found, escape(plain[done:])]) if found else piece


def _step(tag: str) -> int:
    """How a tag changes the depth within elements that are left alone."""
    said = _TAG.match(tag)
    if said is None or said[2].lower() not in _LEFT_ALONE:
        return 0
    return -1 if said[1] else 1


def _link(term: Term, words: str) -> str:
    """The words as a link to their note; the slug is ASCII letters, digits and hyphens."""
    return mark_safe(  # noqa: S308 - the words are escaped, the slug is checked by the database's form
        f'<a class="term" id="term-{escape(term.slug)}" href="#note-{escape(term.slug)}" role="doc-noteref">{escape(words)}</a>'
    )
