"""What changed between two texts, word by word: `compare` for plain text, `compare_rich` for rich text.

Additions stand in `<ins>`, removals in `<del>`; browsers underline and strike them, so they can be told apart without
colour. The HTML is safe: it is written anew from words and the few elements that rich text allows.

>>> compare("The cat sat.", "The old cat sat.").html
'The<ins> old</ins> cat sat.'
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .alignment import MATRIX, Run, runs
from .richtext.blocks import Block, Word, blocks, opening, written

Side = Literal["both", "before", "after"]
WORDS: Final = re.compile(r"\s*(?:\d+(?:[.,\u00a0\u202f]\d+)+|\w+(?:[-'’ʼ]\w+)*|[^\w\s]|$)")
"""A word, number or sign with the white space before it."""
ALIKE: Final = 0.35
"""The share of words that two blocks have in common when one is taken for the other's new version."""
PAIRS: Final = 2_500
"""How many pairs of blocks are weighed against each other at most; beyond, they are taken in their order."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plain texts as one: what stayed, what went, what came."""

    runs: list[Run[str]]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return not any(run.is_change for run in self.runs)

    @property
    def before(self) -> str:
        """The first text."""
        return "".join(word for run in self.runs for word in run.before)

    @property
    def after(self) -> str:
        """The second text."""
        return "".join(word for run in self.runs for word in run.after)

    @property
    def html(self) -> SafeString:
        """Both texts in one, with `<del>` and `<ins>`; line breaks are left to the style sheet."""
        return mark_safe("".join(self._pieces("<del>", "</del>", "<ins>", "</ins>", escape)))  # noqa: S308 - escaped

    @property
    def marked(self) -> str:
        """Both texts in one for plain letters: `[-removed-]` and `{+added+}`."""
        return "".join(self._pieces("[-", "-]", "{+", "+}", str))

    def _pieces(self, cut: str, cut_end: str, add: str, add_end: str, quote: Any) -> Iterator[str]:
        for run in self.runs:
            before, after = quote("".join(run.before)), quote("".join(run.after))
            if not run.is_change:
                yield before
                continue
            yield f"{cut}{before}{cut_end}" if before else ""
            yield f"{add}{after}{add_end}" if after else ""


def compare(before: str, after: str) -> Comparison:
    """The difference of two plain texts; a NUL character counts as nothing."""
    old, new = (WORDS.findall(text.replace("\x00", "")) for text in (before, after))
    return Comparison(runs([word for word in old if word], [word for word in new if word], text=str))


@dataclass(frozen=True, slots=True)
class _Change:
    """A block of the joint text: kept, gone, come, or changed inside (then with its own children or runs)."""

    old: Block | None
    new: Block | None
    children: "list[_Change] | None" = None
    words: list[Run[Word]] | None = None


@dataclass(frozen=True, slots=True)
class RichComparison:
    """Two rich texts as one, their structure kept."""

    changes: list[_Change]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return all(change.old is change.new for change in self.changes)

    @property
    def html(self) -> SafeString:
        """Both texts in one, with `<del>` and `<ins>` inside their paragraphs, items and cells."""
        return self._html("both")

    @property
    def before(self) -> SafeString:
        """The first text as the comparison understood it: its blocks and words in the allowed elements."""
        return self._html("before")

    @property
    def after(self) -> SafeString:
        """The second text as the comparison understood it."""
        return self._html("after")

    def _html(self, side: Side) -> SafeString:
        return mark_safe("".join(_written(change, side) for change in self.changes))  # noqa: S308 - written anew from escaped words


def compare_rich(before: str, after: str) -> RichComparison:
    """The difference of two rich texts: blocks are aligned first, then the words of those that changed."""
    return RichComparison(_compared(blocks(before), blocks(after), _Work(MATRIX)))


@dataclass(slots=True)
class _Work:
    left: int
    """How much all comparisons of words of one text may still cost."""


def _compared(before: list[Block], after: list[Block], work: _Work) -> list[_Change]:
    by_key = {block.key: block for block in (*before, *after)}
    found: list[_Change] = []
    for run in runs([block.key for block in before], [block.key for block in after], matrix=work.left):
        old, new = [by_key[key] for key in run.before], [by_key[key] for key in run.after]
        if run.is_change:
            found.extend(_paired(old, new, work))
        else:
            found.extend(_Change(block, block) for block in old)
    return found


def _paired(old: list[Block], new: list[Block], work: _Work) -> Iterator[_Change]:
    """Blocks of one place: those that are versions of each other compared inside, the others gone or come."""
    done_old = done_new = 0
    for left, right in [*_pairs(old, new), (len(old), len(new))]:
        yield from (_Change(block, None) for block in old[done_old:left])
        yield from (_Change(None, block) for block in new[done_new:right])
        if left < len(old) and right < len(new):
            yield _inside(old[left], new[right], work)
        done_old, done_new = left + 1, right + 1


def _inside(old: Block, new: Block, work: _Work) -> _Change:
    if old.is_leaf:
        found = runs(old.words, new.words, text=lambda word: word.text, matrix=max(work.left, 0))
        work.left -= len(old.words) * len(new.words)
        return _Change(old, new, words=found)
    return _Change(old, new, children=_compared(old.children, new.children, work))


def _pairs(old: list[Block], new: list[Block]) -> list[tuple[int, int]]:
    """The places of blocks that are versions of each other, both sides ascending, the most alike in all."""
    if len(old) * len(new) > PAIRS:
        return [(place, place) for place in range(min(len(old), len(new))) if old[place].tag == new[place].tag]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = [[_likeness(left, right) for right in new] for left in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(old: Block, new: Block) -> float:
    """From 0 (another block) to 1; cells and rows of a table also pair by their mere place."""
    if (old.tag, old.is_leaf) != (new.tag, new.is_leaf):
        return 0.0
    total = len(old.vocabulary) + len(new.vocabulary)
    share = 2 * len(old.vocabulary & new.vocabulary) / total if total else 1.0
    if old.tag in {"td", "th", "thead", "tbody", "table", "ul", "ol", "blockquote"}:
        return max(share, 0.01)
    return share if share >= ALIKE else 0.0


def _written(change: _Change, side: Side) -> str:
    if change.old is None or change.new is None:
        block = change.old or change.new
        if block is None or (side == "after" and change.new is None) or (side == "before" and change.old is None):
            return ""
        return written(block, {"both": "del" if change.new is None else "ins"}.get(side, ""))
    if change.children is None and change.words is None:
        return written(change.old, "")
    start, end = opening(change.old if side == "before" else change.new)
    if change.words is not None:
        return f"{start}{_words(change.words, side)}{end}"
    return f"{start}{''.join(_written(child, side) for child in change.children or ())}{end}"


def _words(found: list[Run[Word]], side: Side) -> str:
    pieces = []
    for run in found:
        if not run.is_change:
            pieces.append((run.before, ""))
        elif side == "both":
            pieces += [(run.before, "del"), (run.after, "ins")]
        else:
            pieces.append((run.before if side == "before" else run.after, ""))
    if side != "both":
        pieces = [([word for words, _mark in pieces for word in words], "")]
    return "".join(Word.join(words, mark) for words, mark in pieces if words)
