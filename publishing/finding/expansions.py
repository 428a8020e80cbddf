"""Other words for what was typed: terms of the glossary in all languages, names of themes, synonyms kept by editors.

Who types «открытые данные» also finds records that say “open data” or «ашық деректер», ranked lower. Expressions are
recognised in any inflection, the longest first, phrases as phrases; “exact phrases” and excluded words are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from django.db.models import F, QuerySet, TextField, Value

from ..caching import epoch
from ..glossary.terminology import keys_of
from ..languages import CODES
from ..models import SynonymGroup, Term, Theme
from ..models.synonyms import expressions_of
from ..models.terms import REMARK, Domain
from ..search import query as search
from ..search.function_words import FUNCTION_WORDS
from ..search.query import Alternative, Query
from ..search.tokens import words

Source = Literal["abbreviation", "synonym", "term", "theme"]

MOST_ADDED: Final = 40
"""Alternatives that one query takes, so that no query becomes too dear."""
MOST_FOR_WORDS: Final = 10
"""Alternatives for one word or phrase of the query."""
_INITIAL: Final = re.compile(r"\W*[^\W\d_]\W*")
"""One letter that is a word by itself, like the A of Corps A."""
_SOURCES: Final[tuple[Source, ...]] = ("synonym", "term", "theme")
"""Where expressions come from, what editors say for searches first."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A word or phrase in a language; `places` are the keys of which a word of the query must have one, place by place."""

    text: str
    language: str
    places: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Expressions that stand for one another."""

    source: Source
    expressions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What a word or phrase of a query was also looked for by, for the page: (words, their language)."""

    typed: str
    alternatives: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a query: the number of its term, and its keys; whether a term begins or ends with it."""

    term: int
    keys: frozenset[str]
    typed: frozenset[str]
    """Those of the keys that are not owed to other letters being supposed."""
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    group: Group
    places: tuple[frozenset[str], ...]
    is_typed: bool
    """Whether the words stand so as they are typed, no other letters supposed."""


_Row = tuple[Any, ...]


@dataclass(slots=True)
class _Held:
    """What this process knows: the rows, the groups by the keys of their expressions' first words, and the epoch of both."""

    epoch: int | None = None
    rows: list[_Row] | None = None
    by_first: dict[str, list[tuple[Expression, Group]]] = field(default_factory=dict)


_held = _Held()


def expanded(query: Query) -> Query:
    """The query with what else its words may be called, at most `MOST_ADDED` alternatives; see `Query.expanded_with`.

    No query to the database while nothing public has changed, else one.
    """
    runs = [] if query.is_empty or query.is_only_function_words else list(_runs(query))
    if not runs:
        return query
    known = _known()
    left = MOST_ADDED
    sure: set[int] = set()
    wanted: dict[tuple[Source, str], dict[tuple[int, ...], list[str]]] = {}
    for run in runs:
        spans = _spans(run, known)
        sure |= {
            word.term
            for (start, end), own in spans.items()
            if any(match.is_typed for match in own)
            for word in run[start:end]
        }
        for numbers, source, expression in _alternatives(run, spans):
            if left:
                wanted.setdefault((source, expression.language), {}).setdefault(numbers, []).append(expression.text)
                left -= 1
    query = _as_typed(query, sure)
    for (source, language), phrases in wanted.items():
        query = query.expanded_with(phrases, f"{source}/{language}", (language,))
    return query


def language_of(alternative: Alternative) -> str:
    """The language of an alternative that `expanded` added."""
    return alternative.reason.partition("/")[2]


def added(query: Query) -> list[Added]:
    """What `expanded` added to a query, by the words that it stands for, in their order."""
    found: list[Added] = []
    last: tuple[Alternative, ...] = ()
    for term in query.terms:
        if term.alternatives and term.alternatives == last:
            found[-1] = Added(f"{found[-1].typed} {term.typed}", found[-1].alternatives)
        elif term.alternatives:
            texts = {alternative.text: language_of(alternative) for alternative in term.alternatives}
            found.append(Added(term.typed, tuple(texts.items())))
        last = term.alternatives
    return found


def _runs(query: Query) -> Iterator[list[_Word]]:
    """Stretches of words that stand side by side in the query: each alternative of an OR is one of its own."""
    run: list[_Word] = []
    number = 0
    for group in query.alternatives:
        for term in group:
            is_open = term.kind == "word" and not term.is_excluded
            if run and (not is_open or len(group) > 1):
                yield run
                run = []
            if is_open:
                said = words(term.typed)
                own = frozenset(key for place in term.sequence for key in place if key.startswith("k/"))
                run += [
                    _Word(
                        number,
                        _keys(word) | (own if len(said) == 1 else frozenset()),
                        _keys(word),
                        not place,
                        place == len(said) - 1,
                    )
                    for place, word in enumerate(said)
                ]
            number += 1
        if run and len(group) > 1:
            yield run
            run = []
    if run:
        yield run


def _keys(word: str) -> frozenset[str]:
    """What a word of the query has in common with its forms, whatever language it is in."""
    return frozenset().union(*(keys_of(word, code) for code in CODES))


def _as_typed(query: Query, sure: set[int]) -> Query:
    """The query without other letters supposed in words that stand in a known expression just as they are typed."""
    number = 0
    groups: list[tuple[search.Term, ...]] = []
    for group in query.alternatives:
        terms: list[search.Term] = []
        for term in group:
            if number in sure and term.is_folded:
                places = tuple(place - term.folded or place for place in term.sequence)
                terms.append(replace(term, sequence=places, folded=frozenset(), spelt=(), is_folded=False))
            else:
                terms.append(term)
            number += 1
        groups.append(tuple(terms))
    return replace(query, alternatives=tuple(groups))


def _spans(
    run: Sequence[_Word], known: dict[str, list[tuple[Expression, Group]]]
) -> dict[tuple[int, int], list[_Match]]:
    """The known expressions in a stretch of words, the longest first, none overlapping."""
    matches = sorted(_matches(run, known), key=lambda one: (one.start - one.end, one.start))
    spans: dict[tuple[int, int], list[_Match]] = {}
    for match in matches:
        span = (match.start, match.end)
        if span in spans or all(match.end <= start or end <= match.start for start, end in spans):
            spans.setdefault(span, []).append(match)
    return spans


def _alternatives(
    run: Sequence[_Word], spans: dict[tuple[int, int], list[_Match]]
) -> Iterator[tuple[tuple[int, ...], Source, Expression]]:
    """For numbers of terms what they may also be called, in the order of the words."""
    for (start, end), own in sorted(spans.items()):
        numbers = tuple(dict.fromkeys(word.term for word in run[start:end]))
        typed = {match.places for match in own}
        said = {match.places for match in own}
        given: list[tuple[Source, Expression]] = []
        for match in sorted(own, key=lambda one: _SOURCES.index(one.group.source)):
            same = _said_in_full(match.group, typed)
            for expression in sorted(match.group.expressions, key=lambda one: one.text not in same):
                others = [*said, *(other.places for other in match.group.expressions)]
                is_idle = expression.places in said or (
                    expression.text not in same and any(_holds(expression.places, other) for other in others)
                )
                if not is_idle and len(given) < MOST_FOR_WORDS:
                    said.add(expression.places)
                    given.append(("abbreviation" if expression.text in same else match.group.source, expression))
        yield from ((numbers, source, expression) for source, expression in given)


def _said_in_full(group: Group, typed: set[tuple[frozenset[str], ...]]) -> frozenset[str]:
    """The expressions that are an abbreviation of what was typed or what it stands for, in any of the languages.

    They are found by their first letters: in one group ЦОН, ХҚКО and PSC and what these are short for say the same.
    """
    initials = {one.text: "".join(word[0] for word in words(one.text)) for one in group.expressions}
    short = {one.text: "".join(words(one.text)) for one in group.expressions if one.text.isupper()}
    same = {text for text, letters in initials.items() if letters in short.values()}
    same |= {text for text, letters in short.items() if any(initials[full] == letters for full in same)}
    return (
        frozenset(same) if any(one.text in same and one.places in typed for one in group.expressions) else frozenset()
    )


def _holds(places: tuple[frozenset[str], ...], others: tuple[frozenset[str], ...]) -> bool:
    """Whether an expression says another one with more words, so that it finds nothing that the other one does not."""
    reach = len(places) - len(others)
    return reach > 0 and any(
        all(not place.isdisjoint(other) for place, other in zip(places[start:], others, strict=False))
        for start in range(reach + 1)
    )


def _matches(run: Sequence[_Word], known: dict[str, list[tuple[Expression, Group]]]) -> Iterator[_Match]:
    for start, word in enumerate(run):
        if not word.is_first:
            continue
        for expression, group in {id(found[0]): found for key in word.keys for found in known.get(key, ())}.values():
            places = _said(expression)
            end = start + len(places)
            fits = end <= len(run) and run[end - 1].is_last
            if fits and all(not place.isdisjoint(run[start + step].keys) for step, place in enumerate(places)):
                is_typed = all(not place.isdisjoint(run[start + step].typed) for step, place in enumerate(places))
                yield _Match(start, end, group, expression.places, is_typed)


def _said(expression: Expression) -> tuple[frozenset[str], ...]:
    """The places without function words, which queries leave out as well."""
    return tuple(place for place in expression.places if FUNCTION_WORDS.isdisjoint(place))


def _known() -> dict[str, list[tuple[Expression, Group]]]:
    """The expressions of this process, read again where something public has changed."""
    now = epoch.current()
    if now is not None and now == _held.epoch:
        return _held.by_first
    rows = list(_rows())
    if rows != _held.rows:
        _held.by_first = _filed(group for row in rows for group in _groups_of(row))
        _held.rows = rows
    _held.epoch = now
    return _held.by_first


def _rows() -> Any:
    """Synonyms, terms and themes in one query: source, place, whether brackets count, then texts by language."""
    synonyms = _columns(SynonymGroup.objects.in_force(), "synonym", "expressions", "")
    terms = _columns(Term.objects.exclude(domain=Domain.INTERFACE), "term", "name", "variants")
    themes = _columns(Theme.objects.all(), "theme", "name", "")
    return synonyms.union(terms, themes, all=True).order_by("source", "pk")


def _columns(rows: QuerySet[Any], source: Source, texts: str, more: str) -> Any:
    named = rows.order_by().annotate(source=Value(source, TextField()))
    made: dict[str, Any] = {}
    for code in CODES:
        made[f"text_{code}"] = F(f"{texts}_{code}")
        made[f"more_{code}"] = F(f"{more}_{code}") if more else Value("", TextField())
    return named.annotate(**made).values_list("source", "pk", *made)


def _groups_of(row: _Row) -> Iterator[Group]:
    """The group of a row; none where it has nothing to say for anything."""
    source, _pk, *texts = row
    by_language: list[list[Expression]] = []
    for code, text, more in zip(CODES, texts[::2], texts[1::2], strict=True):
        found = (
            expressions_of(text or "") if source == "synonym" else [text] if text and not REMARK.search(text) else []
        )
        found += [line.strip() for line in (more or "").splitlines() if line.strip()]
        by_language.append([_expression(expression, code) for expression in dict.fromkeys(found)])
    # the first of each language, then the second ones: where there is no room for all, each language has its share
    longest = max(map(len, by_language))
    mixed = [found[place] for place in range(longest) for found in by_language if place < len(found)]
    whole = tuple(expression for expression in mixed if expression.places)
    if len(whole) > 1:
        yield Group(source, whole)


def _expression(text: str, language: str) -> Expression:
    return Expression(text, language, tuple(keys_of(word, language) for word in words(text)[: search.MOST_WORDS]))


def _filed(groups: Iterator[Group]) -> dict[str, list[tuple[Expression, Group]]]:
    filed: dict[str, list[tuple[Expression, Group]]] = {}
    for group in groups:
        for expression in group.expressions:
            said = _said(expression)
            # “Corps A” would be any corps without its letter: such a name is given, but not recognised
            if said and not any(_INITIAL.fullmatch(word) and word.upper() == word for word in expression.text.split()):
                for key in said[0]:
                    filed.setdefault(key, []).append((expression, group))
    return filed
