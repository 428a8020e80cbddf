"""What a person typed → a `tsquery` that PostgreSQL always accepts, and an account of how it was understood.

Each word is looked for as typed and by its keys in every language whose letters it may have, OR-ed; words are AND-ed.
“Quoted words” are looked for exactly as they stand. A word that the portal's records write with other letters (typed
without Kazakh ones, in Latin script) is looked for by the keys of the vocabulary's words as well. Rewrites (folding of
every word, another keyboard layout) are separate attempts, for the page to try and to own up to when nothing was found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from publishing.search import layouts
from publishing.search.analysers import ANALYSERS, TITLE_PREFIX, language_keys
from publishing.search.function_words import FUNCTION_WORDS
from publishing.search.pieces import LONGEST_TEXT, MOST_WORDS, Piece, cleaned, pieces
from publishing.search.spelling import Spelling, spellings
from publishing.search.tokens import words
from publishing.search.vector import quoted
from publishing.search.vocabulary import Vocabulary

__all__ = ["LONGEST_TEXT", "MOST_WORDS", "RANK_WEIGHTS", "Alternative", "Query", "Rewrite", "Term", "parse", "rewrites"]

RANK_WEIGHTS: Final = [0.05, 0.2, 0.4, 1.0]
"""For `ts_rank`, in its order D, C, B, A."""

MOST_ALTERNATIVES: Final = 12
"""Alternatives that one term takes."""

Place = frozenset[str]
"""The prefixed keys that may stand at one place of a text."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A word or phrase that will do instead of a term: a synonym, a term of the glossary in another language.

    `reason` is whatever the caller of `expanded_with` called it, for ranking and for the page.
    """

    text: str
    sequence: tuple[Place, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query and what it was looked up by.

    `forms` are (language code, key) for a page that explains itself; the code is empty for the word as typed.
    `is_folded` says that Kazakh typed without its letters, or in Latin script, was allowed for: `folded` are the keys
    that came from the vocabulary (they stand in `sequence` too, and weigh less), `spelt` its words, the surest first.
    """

    typed: str
    kind: Literal["word", "phrase"]
    is_excluded: bool
    forms: tuple[tuple[str, str], ...]
    is_folded: bool
    sequence: tuple[Place, ...]
    """Prefixed keys place by place: one place for a word, one for each word of a phrase or compound."""
    whole: Place = frozenset()
    """Prefixed keys of a hyphenated compound written together."""
    folded: Place = frozenset()
    spelt: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    """What will do instead; see `Query.expanded_with`."""

    def tsquery(
        self, prefix: str = "", *, is_expanded: bool = True, is_folded: bool = True, is_loose: bool = False
    ) -> str:
        """The term as `tsquery` text, without its negation; its keys with `prefix` before them.

        `is_expanded`: with its alternatives; `is_folded`: with the keys that only the vocabulary brought, unless there
        are no others; `is_loose`: the words of phrases anywhere.
        """
        left_out = frozenset[str]() if is_folded else self.folded
        texts = [_sequence(self.sequence, prefix, left_out, is_loose=is_loose)]
        if self.whole:
            texts.append(_any_of(self.whole - left_out or self.whole, prefix))
        if is_expanded:
            texts += [_sequence(alternative.sequence, prefix, is_loose=is_loose) for alternative in self.alternatives]
        return "(" + (texts[0] if len(texts) == 1 else " | ".join(f"({text})" for text in texts)) + ")"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood. `alternatives` are AND-ed; the terms within each are OR-ed; an excluded term stands alone."""

    text: str
    alternatives: tuple[tuple[Term, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    is_cut: bool = False
    """True where the text was too long and its end was not read."""
    languages: tuple[str, ...] = tuple(ANALYSERS)
    least: int = 0
    """So many of the `parts` will do; 0: all of them. “Exact phrases” and what is excluded hold in any case."""

    @property
    def parts(self) -> tuple[tuple[Term, ...], ...]:
        """The groups of alternatives that could be done without: wanted words, not “exact phrases”."""
        return tuple(
            group for group in self.alternatives if not any(t.is_excluded or t.kind == "phrase" for t in group)
        )

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms in the order typed."""
        return tuple(term for group in self.alternatives for term in group)

    @property
    def is_empty(self) -> bool:
        """True where nothing is left to look for and nothing to leave out."""
        return not self.alternatives

    @property
    def is_only_excluded(self) -> bool:
        """True where the query says only what is not wanted; it finds nothing, and the page should say why."""
        return bool(self.alternatives) and all(term.is_excluded for term in self.terms)

    @property
    def is_only_function_words(self) -> bool:
        """True where all wanted words are such as stand in most texts (“и”, “the”), which are then looked for after all."""
        wanted = [term for term in self.terms if not term.is_excluded]
        return bool(wanted) and all(_is_function_word(term) for term in wanted)

    @property
    def is_folded(self) -> bool:
        """True where some word was also looked for as Kazakh typed without its letters or in Latin script."""
        return any(term.is_folded for term in self.terms)

    @property
    def is_expanded(self) -> bool:
        """True where some term has alternatives."""
        return any(term.alternatives for term in self.terms)

    @property
    def tsquery(self) -> str:
        """Text for `%s::tsquery`; empty, which matches nothing, for an empty query and for one of excluded terms alone."""
        return self.tsquery_of()

    @property
    def title_tsquery(self) -> str:
        """The same for records with all wanted words in their titles; what is excluded must stand nowhere."""
        return self.tsquery_of(TITLE_PREFIX)

    @property
    def size(self) -> int:
        """How many keys it looks for; roughly what it takes to hold it."""
        sequences = (
            places
            for term in self.terms
            for places in (term.sequence, (term.whole,), *(one.sequence for one in term.alternatives))
        )
        return sum(len(place) + 1 for places in sequences for place in places)

    @property
    def has_own_phrases(self) -> bool:
        """True where words as typed must stand side by side: “exact phrases”, compounds with a hyphen."""
        return any(len(term.sequence) > 1 for term in self.terms)

    def tsquery_of(
        self, prefix: str = "", *, is_expanded: bool = True, is_folded: bool = True, is_loose: bool = False
    ) -> str:
        """The `tsquery` text in a lane, narrowed to the words as typed where asked; see `Term.tsquery`.

        `prefix` is empty for the whole record, TITLE_PREFIX for its title. With `is_loose` the words of phrases may stand
        anywhere, and excluded phrases are left out: it matches more than the query, and the index alone can tell.
        """
        if self.is_empty or self.is_only_excluded:
            return ""
        groups: list[str] = []
        loose: list[str] = []
        parts = self.parts if 0 < self.least < len(self.parts) else ()
        for group in self.alternatives:
            wanted = [term for term in group if not term.is_excluded]
            groups += [
                f"!{term.tsquery(is_expanded=False)}"
                for term in group
                if term.is_excluded and not (is_loose and len(term.sequence) > 1)
            ]
            texts = [
                term.tsquery(prefix, is_expanded=is_expanded, is_folded=is_folded, is_loose=is_loose) for term in wanted
            ]
            if texts:
                (loose if group in parts else groups).append("(" + " | ".join(texts) + ")")
        if loose:
            groups.append(_at_least(loose, self.least))
        return " & ".join(groups)

    def expanded_with(
        self, phrases: Mapping[tuple[int, ...], Sequence[str]], reason: str = "synonym", languages: Sequence[str] = ()
    ) -> "Query":
        """The query with alternatives for some of its terms: `{(0,): ["салық"], (1, 2): ["civil service"]}`.

        Keys are numbers of `terms`; an alternative for several terms (a phrase of the query) stands in for all of them
        together, since (a | x) & (b | x) is (a & b) | x. Each word of an alternative is looked for by its keys in
        `languages` (those of the query by default), several words as a phrase. `reason` marks the alternatives for ranking and for the
        page. Excluded terms and unknown numbers are passed over, a term takes at most MOST_ALTERNATIVES. May be called
        again with another reason.
        """
        added: dict[int, list[Alternative]] = {}
        for numbers, texts in phrases.items():
            for text in texts:
                sequence = tuple(
                    _place(word, languages or self.languages) for word in words(text[:LONGEST_TEXT])[:MOST_WORDS]
                )
                for number in numbers if sequence else ():
                    added.setdefault(number, []).append(Alternative(text, sequence, reason))
        number = 0
        groups: list[tuple[Term, ...]] = []
        for group in self.alternatives:
            terms: list[Term] = []
            for term in group:
                terms.append(_with_alternatives(term, added.get(number, ())))
                number += 1
            groups.append(tuple(terms))
        return replace(self, alternatives=tuple(groups))


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Another reading of a query, for when it found nothing.

    “folded”: Kazakh letters or Cyrillic supposed; “layout”: typed with another keyboard layout on; “repaired”: Kazakh
    letters come out as digits when a Russian layout is on.
    """

    reason: Literal["folded", "layout", "repaired"]
    query: Query


def parse(
    text: str, languages: Sequence[str] = (), vocabulary: Vocabulary | None = None, *, fold_all: bool = False
) -> Query:
    """Understand a query; any string is accepted, and the work is bounded whatever it holds.

    `languages` restricts the analysers (all by default; unknown codes count for nothing). With a `vocabulary` (asked
    once, if at all) words that the records spell otherwise are found too; `fold_all` asks it for every word.
    """
    known = tuple(code for code in languages if code in ANALYSERS) or tuple(ANALYSERS)
    clean = cleaned(text)
    found, is_cut = pieces(clean[:LONGEST_TEXT])
    # An excluded word is taken at its letters: a guess would throw away what was never meant.
    guessed = (piece for piece in found if piece.kind == "word" and not piece.is_excluded)
    added = spellings(
        dict.fromkeys(word for piece in guessed for word in (*piece.words, piece.joined) if word),
        vocabulary,
        known,
        fold_all=fold_all,
    )
    groups: list[list[Term]] = []
    for piece in found:
        term = _term(piece, known, added)
        if piece.is_alternative and groups and not term.is_excluded and not groups[-1][0].is_excluded:
            groups[-1].append(term)
        else:
            groups.append([term])
    groups, ignored = _without_function_words(groups)
    return Query(
        text=clean[:LONGEST_TEXT],
        alternatives=tuple(tuple(group) for group in groups),
        ignored=tuple(ignored),
        is_cut=is_cut or len(clean) > LONGEST_TEXT,
        languages=known,
    )


def rewrites(query: Query, vocabulary: Vocabulary | None = None) -> Iterator[Rewrite]:
    """Other readings of a query that found nothing, the likeliest first, each made only when asked for.

    Give it the vocabulary of the query; without one nothing is folded.
    """
    if query.is_empty:
        return
    seen = {query.tsquery_of(is_expanded=False), ""}
    folded = parse(query.text, query.languages, vocabulary, fold_all=True)
    if folded.tsquery not in seen:
        seen.add(folded.tsquery)
        yield Rewrite("folded", folded)
    reasons: tuple[tuple[Literal["repaired", "layout"], list[str]], ...] = (
        ("repaired", layouts.with_kazakh_digit_row(query.text)),
        ("layout", layouts.other_layouts(query.text)),
    )
    for reason, texts in reasons:
        for text in texts:
            other = parse(text, query.languages, vocabulary)
            if not other.is_empty and other.tsquery not in seen:
                seen.add(other.tsquery)
                yield Rewrite(reason, other)


def _term(piece: Piece, languages: Sequence[str], added: Mapping[str, Spelling]) -> Term:
    if piece.kind == "phrase":
        exact = tuple(frozenset({_exact(word)}) for word in piece.words)
        return Term(piece.typed, "phrase", piece.is_excluded, (), is_folded=False, sequence=exact)
    read = (*piece.words, piece.joined) if piece.joined else piece.words
    own = [_place(word, languages) for word in read]
    found = [] if piece.is_excluded else [added[word] for word in read if word in added]
    places = [
        place | (added[word].keys if word in added and not piece.is_excluded else frozenset())
        for word, place in zip(read, own, strict=True)
    ]
    forms = dict.fromkeys(
        (language, key[2:]) for word in read for language in languages for key in language_keys(word, language)
    )
    return Term(
        piece.typed,
        "word",
        piece.is_excluded,
        tuple(forms),
        is_folded=any(spelling.is_folded for spelling in found),
        sequence=tuple(places[: len(piece.words)]),
        whole=places[-1] if piece.joined else frozenset(),
        folded=frozenset().union(*(s.keys for s in found if s.is_folded)).difference(*own),
        spelt=tuple(dict.fromkeys(word for spelling in found if spelling.is_folded for word in spelling.words)),
    )


def _place(word: str, languages: Sequence[str]) -> Place:
    """The word as it stands and its keys in the languages."""
    return frozenset((_exact(word), *(key for language in languages for key in language_keys(word, language))))


def _with_alternatives(term: Term, added: Sequence[Alternative]) -> Term:
    """The term with what it did not have yet; an alternative that says the same as the term adds nothing."""
    if term.is_excluded or not added:
        return term
    known = {term.sequence, *(alternative.sequence for alternative in term.alternatives)}
    new: dict[tuple[Place, ...], Alternative] = {}
    for alternative in added:
        if alternative.sequence not in known:
            new.setdefault(alternative.sequence, alternative)
    return replace(term, alternatives=(*term.alternatives, *new.values())[:MOST_ALTERNATIVES])


def _is_function_word(term: Term) -> bool:
    return term.kind == "word" and len(term.sequence) == 1 and not FUNCTION_WORDS.isdisjoint(term.sequence[0])


def _without_function_words(groups: list[list[Term]]) -> tuple[list[list[Term]], list[str]]:
    """Drop “and”, “для”, “үшін” typed as single words, unless there is nothing else to look for."""

    def is_dropped(term: Term) -> bool:
        return not term.is_excluded and _is_function_word(term)

    kept = [[term for term in group if not is_dropped(term)] for group in groups]
    if not any(not term.is_excluded for group in kept for term in group):
        return groups, []
    ignored = [term.typed for group in groups for term in group if is_dropped(term)]
    return [group for group in kept if group], ignored


def _at_least(texts: Sequence[str], least: int) -> str:
    """So many of the texts at least; grows fast with what may be lacking, so the texts must be few."""
    if least >= len(texts):
        return "(" + " & ".join(texts) + ")"
    if least == 1:
        return "(" + " | ".join(texts) + ")"
    with_first, without = _at_least(texts[1:], least - 1), _at_least(texts[1:], least)
    return f"(({texts[0]} & {with_first}) | {without})"


def _exact(word: str) -> str:
    return word.replace("'", "") or word


def _sequence(
    sequence: tuple[Place, ...], prefix: str, left_out: Place = frozenset(), *, is_loose: bool = False
) -> str:
    """Places one after the other, or anywhere; `left_out` keys only where others are left."""
    return (" & " if is_loose else " <-> ").join(_any_of(place - left_out or place, prefix) for place in sequence)


def _any_of(keys: Place, prefix: str) -> str:
    """Keys OR-ed, exact words first, in a settled order."""
    ordered = sorted(keys, key=lambda key: (key[1:2] == "/", key))
    return "(" + " | ".join(quoted(prefix + key) for key in ordered) + ")"
