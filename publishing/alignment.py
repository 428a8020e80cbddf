"""What two sequences have in common: runs of tokens that stayed, went or came, at a bounded cost.

RapidFuzz finds the longest common subsequence bit-parallel; sequences too long for its matrix are aligned by
stretches first, and a stretch that is still too long counts as wholly replaced.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from rapidfuzz.distance import LCSseq

T = TypeVar("T", bound=Hashable)

MATRIX: Final = 300_000_000
"""The largest product of two lengths that is aligned at once; the library keeps so many bits (about 36 MB)."""
SHORTEST, LONGEST = 8, 64
"""Between how many tokens a stretch of a very long sequence has."""


@dataclass(slots=True)
class Run(Generic[T]):
    """Tokens of both sequences (`is_change` false, both lists alike), or what went and what came in their place."""

    is_change: bool
    before: list[T] = field(default_factory=list)
    after: list[T] = field(default_factory=list)


def runs(
    before: Sequence[T], after: Sequence[T], *, text: Callable[[T], str] | None = None, matrix: int = MATRIX
) -> list[Run[T]]:
    """The runs in order, kept and changed ones by turns; their lists joined give both sequences back.

    With `text` (a token's characters) few kept tokens between large changes are counted as changed, because a
    sentence that was rewritten reads badly when every "and" of it is said to have stayed.
    """
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    found: list[Run[T]] = []
    _keep(found, before[:start])
    _align(found, before[start : len(before) - end], after[start : len(after) - end], _Budget(matrix))
    _keep(found, before[len(before) - end :])
    return _folded(found, text) if text else found


@dataclass(slots=True)
class _Budget:
    left: int
    """How much of the matrix the exact alignments of one comparison may still fill."""

    def allows(self, size: int) -> bool:
        if size > self.left:
            return False
        self.left -= size
        return True


def _align(found: list[Run[T]], before: Sequence[T], after: Sequence[T], budget: _Budget) -> None:
    if not before or not after:
        _change(found, before, after)
    elif budget.allows(len(before) * len(after)):
        for kept, old, new in _opcodes(before, after):
            _keep(found, before[old]) if kept else _change(found, before[old], after[new])
    else:
        _align_stretches(found, _stretches(before), _stretches(after), budget)


def _align_stretches(
    found: list[Run[T]], before: list[tuple[T, ...]], after: list[tuple[T, ...]], budget: _Budget
) -> None:
    if not budget.allows(len(before) * len(after)):
        _change(found, _joined(before), _joined(after))
        return
    for kept, old, new in _opcodes(before, after):
        left, right = _joined(before[old]), _joined(after[new])
        if kept:
            _keep(found, left)
        elif budget.allows(len(left) * len(right)):
            for same, part, other in _opcodes(left, right):
                _keep(found, left[part]) if same else _change(found, left[part], right[other])
        else:
            _change(found, left, right)


def _opcodes(before: Sequence[T], after: Sequence[T]) -> list[tuple[bool, slice, slice]]:
    """Kept or not, and the places on both sides. Tokens travel as numbers: the library compares mere hashes."""
    numbers: dict[T, int] = {}
    old, new = ([numbers.setdefault(token, len(numbers)) for token in side] for side in (before, after))
    return [
        (code.tag == "equal", slice(code.src_start, code.src_end), slice(code.dest_start, code.dest_end))
        for code in LCSseq.opcodes(old, new)
    ]


def _stretches(tokens: Sequence[T]) -> list[tuple[T, ...]]:
    """The tokens in stretches that end where their content says, so that an insertion moves only its neighbours."""
    found, start = [], 0
    for place, token in enumerate(tokens, start=1):
        length = place - start
        if length >= LONGEST or (length >= SHORTEST and hash(token) % SHORTEST == 0):
            found.append(tuple(tokens[start:place]))
            start = place
    if start < len(tokens):
        found.append(tuple(tokens[start:]))
    return found


def _joined(stretches: list[tuple[T, ...]]) -> list[T]:
    return [token for stretch in stretches for token in stretch]


def _keep(found: list[Run[T]], tokens: Sequence[T]) -> None:
    if not tokens:
        return
    if not found or found[-1].is_change:
        found.append(Run(is_change=False))
    found[-1].before.extend(tokens)
    found[-1].after.extend(tokens)


def _change(found: list[Run[T]], before: Sequence[T], after: Sequence[T]) -> None:
    if not before and not after:
        return
    if not found or not found[-1].is_change:
        found.append(Run(is_change=True))
    found[-1].before.extend(before)
    found[-1].after.extend(after)


def _folded(found: list[Run[T]], text: Callable[[T], str]) -> list[Run[T]]:
    """The runs with those kept ones gone that are less than half as long as the changes on both sides."""

    def length(tokens: list[T]) -> int:
        return sum(len(text(token)) for token in tokens)

    folded: list[Run[T]] = []
    sizes: list[int] = []
    for run in found:
        size = max(length(run.before), length(run.after)) if run.is_change else length(run.before)
        if run.is_change and len(folded) > 1 and 2 * sizes[-1] <= min(sizes[-2], size):
            between = folded.pop()
            folded[-1].before += between.before + run.before
            folded[-1].after += between.after + run.after
            sizes[-2:] = [sizes[-2] + sizes[-1] + size]
        else:
            folded.append(run)
            sizes.append(size)
    return folded
