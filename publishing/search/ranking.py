"""What makes one entry a better answer than another: every factor, its weight and its reason, in this one place.

Two steps. Each entry has a `quality` from 0 to 65,535 that owes nothing to the query; it is kept with the entry and orders
what lies beyond the window. The best few hundred matches, the window, are ranked exactly: the database answers the `lanes`
of the query for each of them, part by part, and `score` weighs the answers. A rank is measured against the best in the
window, since the database divides it by the number of keys that were looked for, which says nothing about the entry. A
part that few of the window have counts more than one that nearly all have.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Final

from publishing.search.query import Query, Term
from publishing.search.vector import quoted

TITLE: Final = 1.0
"""Words in the title: who wrote it thought that the record is about them."""
EXACT: Final = 1.0
"""The words and their forms, by how prominently (title, summary, body) and how often they stand."""
FOLDED: Final = 0.6
"""Words of the portal that the typed ones may stand for: Kazakh without its letters, or in Latin script. A guess."""
EXPANDED: Final = 0.9
"""What other words for what was typed are worth, of what the typed ones are: they find what was meant, but less surely."""
SPELLED_OUT: Final = "abbreviation"
"""How the reason of an alternative begins that says the very same: ЦОН for «центр обслуживания населения»."""
SAME_IN_SUMMARY: Final = 0.9
"""An abbreviation spelled out in the summary says what was typed; only a title says it louder."""
IN_SUMMARY: Final = 0.9
OFTEN: Final = 0.3
"""How much of what other words are worth depends on how prominently and often they stand."""
IN_BODY: Final = 0.2
"""Other words for what was typed that stand in the summary, and those that stand further down; 1 in the title."""
NEAR: Final = 0.4
"""The words beside one another: “civil service reform” is about it, “reform … service … civil” may not be."""
WHOLE_TITLE: Final = 0.8
"""A title that the query says nearly whole: who types “Estonia” wants Estonia before all that happened there."""
MISSING: Final = 1.2
"""What a query that an entry lacks altogether would cost it, where entries are taken that have not all of its parts."""
QUALITY: Final = 0.3
"""The whole of `quality`: settles what the words leave open, and never lifts a mention over a title."""
UNSHOWN: Final = 0.6
"""A part that no candidate has in title or summary: rare, but nothing here is about it (“how to reduce …”)."""
RANKS: Final = ("exact", "folded", "other")
"""What of `Had` and `Lane` is a rank."""
MOST_PARTS: Final = 12
"""Parts of a query that are looked at one by one; the rest of a long one only has to match."""

EVIDENCE: Final[Mapping[str, float]] = {"self_reported": 0.0, "agency_data": 0.6, "independent_evaluation": 1.0}
"""How well a practice's results are established; what knows no evidence stands in the middle."""
_NEUTRAL: Final = 0.5

_SHARES: Final = {"evidence": 0.3, "depth": 0.25, "states": 0.2, "freshness": 0.15, "endorsement": 0.1}
"""How much of the quality each factor makes; together 1."""
_DEMONSTRATION: Final = 0.5
"""What remains of the quality of a record that only shows how the portal works."""
_STATES: Final[Mapping[str, float]] = {
    "approved": 1.0,
    "outdated": 0.7,
    "in_review": 0.6,
    "draft": 0.5,
    "machine_draft": 0.3,
    "missing": 0.0,
}
"""What a language version is worth to who reads it: approved by a person over a machine's draft over none."""
_FIRST_DAY: Final = date(2010, 1, 1)
_FRESHNESS_DAYS: Final = 30 * 366
"""Freshness counts days from a fixed one, not back from today, so that the number that is kept never goes stale."""

BEST: Final = 65_535
"""The greatest quality; it is kept in two bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """What an entry has of one part of a query. The ranks are `ts_rank` with `RANK_WEIGHTS`, 0.0 for a lane without a text."""

    exact: float = 0.0
    folded: float = 0.0
    other: float = 0.0
    in_title: bool = False
    other_in_title: bool = False
    other_in_summary: bool = False
    same_in_title: bool = False
    """An abbreviation spelled out, or what is spelled out abbreviated; `other…` holds as well."""
    same_in_summary: bool = False
    is_there: bool = True
    """Whether it has the part at all; only for queries that are content with most of their parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of one entry of the window."""

    parts: tuple[Had, ...] = ()
    near: float = 0.0
    quality: int = BEST // 2
    title_letters: int = 0
    """Length of the shortest of its titles, in characters; 0: not known."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Texts for `%s::tsquery`, by which one part of a query is ranked; an empty one says that there is nothing to ask.

    `exact`, `folded` and `other` are for `ts_rank`, the rest for `@@`.
    """

    exact: str
    folded: str
    other: str
    in_title: str
    other_in_title: str
    other_in_summary: str
    same_in_title: str
    same_in_summary: str
    is_there: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """What the window of a query is ranked by: part by part, and the words as typed together."""

    parts: tuple[Lane, ...]
    near: str


def lanes(query: Query) -> Lanes:
    """The questions to ask of each entry of a query's window.

    Keys are OR-ed: `ts_rank` of AND-ed words counts pairs, and long records have them by the hundred.
    """
    wanted = [group for group in query.alternatives if not any(term.is_excluded for term in group)]
    places = sum(len(term.sequence) for group in wanted for term in group)
    near = [f"({' | '.join(term.tsquery(is_expanded=False) for term in group)})" for group in wanted]
    return Lanes(
        tuple(_lane(part, is_optional=query.least > 0) for part in _parts(wanted[:MOST_PARTS])),
        " & ".join(near) if 1 < places <= MOST_PARTS else "",
    )


def _parts(groups: Sequence[Sequence[Term]]) -> list[list[Sequence[Term]]]:
    """The groups of terms, those together that are one expression: they have the same alternatives."""
    parts: list[list[Sequence[Term]]] = []
    for group in groups:
        others = group[0].alternatives
        if parts and others and others == parts[-1][0][0].alternatives:
            parts[-1].append(group)
        else:
            parts.append([group])
    return parts


def _lane(part: Sequence[Sequence[Term]], *, is_optional: bool) -> Lane:
    terms = [term for group in part for term in group]
    keys = dict.fromkeys(key for term in terms for place in (*term.sequence, term.whole) for key in sorted(place))
    folded = {key for term in terms for key in term.folded}
    others = [alternative.sequence for term in part[0] for alternative in term.alternatives]
    same = [other.sequence for term in part[0] for other in term.alternatives if other.reason.startswith(SPELLED_OUT)]
    return Lane(
        exact=_any(key for key in keys if key not in folded),
        folded=_any(key for key in keys if key in folded),
        # `ts_rank` takes phrases apart, so that only what else is one word says how much it stands there
        other=_any(dict.fromkeys(key for sequence in others if len(sequence) == 1 for key in sorted(sequence[0]))),
        in_title=" & ".join(f"({_phrases((term.sequence for term in group), 'A')})" for group in part),
        other_in_title=_phrases(others, "A"),
        other_in_summary=_phrases(others, "AB"),
        same_in_title=_phrases(same, "A"),
        same_in_summary=_phrases(same, "AB"),
        is_there=" & ".join(f"({' | '.join(term.tsquery() for term in group)})" for group in part)
        if is_optional
        else "",
    )


def score(candidates: Sequence[Candidate], letters: int = 0) -> list[float]:
    """How good an answer each candidate is, the greater the better; only comparable within one call.

    `letters` is the length of the words looked for, in characters.
    """
    if not candidates:
        return []
    columns = list(zip(*(candidate.parts for candidate in candidates), strict=True))
    best = [tuple(max(getattr(had, name) for had in column) or 1.0 for name in RANKS) for column in columns]
    near = max(candidate.near for candidate in candidates) or 1.0
    weights = list(_rarity(columns))
    return [
        _words(candidate, best, weights, letters) + NEAR * candidate.near / near + QUALITY * candidate.quality / BEST
        for candidate in candidates
    ]


def _rarity(columns: Sequence[Sequence[Had]]) -> Iterator[float]:
    """How much each part says, by how few of the candidates show it in title or summary, or have it; together 1."""
    raw = []
    for column in columns:
        shown = sum(had.in_title or had.other_in_summary for had in column)
        there = sum(had.is_there for had in column)
        rarity = log(2 + len(column) / (1 + shown)) + log(1 + len(column) / (1 + there))
        raw.append(rarity if shown else UNSHOWN * rarity)
    yield from (weight / sum(raw) for weight in raw)


def _words(candidate: Candidate, best: Sequence[tuple[float, ...]], weights: Sequence[float], letters: int) -> float:
    total = title = 0.0
    for had, (exact, folded, most), weight in zip(candidate.parts, best, weights, strict=True):
        if not had.is_there:
            total -= MISSING * weight
            continue
        other = 1.0 if had.other_in_title else IN_SUMMARY if had.other_in_summary else IN_BODY
        other *= 1 - OFTEN + OFTEN * had.other / most
        same = 1.0 if had.same_in_title else SAME_IN_SUMMARY if had.same_in_summary else 0.0
        said = max(EXACT * had.exact / exact, FOLDED * had.folded / folded, EXPANDED * other, same)
        in_title = 1.0 if had.in_title or had.same_in_title else EXPANDED if had.other_in_title else 0.0
        total += weight * (said + TITLE * in_title)
        title += weight * in_title
    whole = min(1.0, letters / candidate.title_letters) if candidate.title_letters else 0.0
    return total + WHOLE_TITLE * title**2 * whole


def quality(
    *,
    evidence: str = "",
    depth: str = "",
    states: Collection[str] = (),
    is_endorsed: bool = False,
    changed_on: date | None = None,
    is_demonstration: bool = False,
) -> int:
    """How much an entry is worth whatever is asked, 0 to `BEST`, from what its catalogue entry tells.

    `states` are those of its languages (`Entry.states.values()`), `changed_on` the later of change and last check.
    Whatever does not apply to a kind (evidence, depth) neither helps nor harms; unknown values count as not applying.
    """
    worth = [_STATES.get(state, 0.0) for state in states]
    days = (changed_on - _FIRST_DAY).days if changed_on else 0
    factors = {
        "evidence": EVIDENCE.get(evidence, _NEUTRAL),
        "depth": {"full": 1.0, "snapshot": 0.0}.get(depth, _NEUTRAL),
        "states": sum(worth) / len(worth) if worth else _NEUTRAL,
        "freshness": min(1.0, max(0.0, days / _FRESHNESS_DAYS)),
        "endorsement": 1.0 if is_endorsed else 0.0,
    }
    whole = sum(share * factors[name] for name, share in _SHARES.items())
    return round(BEST * whole * (_DEMONSTRATION if is_demonstration else 1.0))


def _any(keys: Iterable[str]) -> str:
    return " | ".join(quoted(key) for key in keys)


def _phrases(sequences: Iterable[Sequence[Collection[str]]], weights: str) -> str:
    """Words and phrases OR-ed, all of their words under one of the weights."""
    return " | ".join(
        "("
        + " <-> ".join(f"({' | '.join(f'{quoted(key)}:{weights}' for key in sorted(place))})" for place in sequence)
        + ")"
        for sequence in sequences
    )
