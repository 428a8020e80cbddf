"""What a person typed → a `tsquery` that PostgreSQL always accepts, and an account of how it was understood.

Each word is looked for as typed and by its keys in every language whose letters it may have, OR-ed; words are AND-ed.
“Quoted words” are looked for exactly as they stand. Rewrites (Kazakh letters supposed, another keyboard layout) are
separate attempts, for the page to try and to own up to when nothing was found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from publishing.search import kazakh, layouts, russian
from publishing.search.analysers import ANALYSERS, SKELETON_PREFIX, folded_keys, language_keys
from publishing.search.function_words import FUNCTION_WORDS
from publishing.search.tokens import Token, is_cyrillic, is_kazakh, tokens
from publishing.search.vector import quoted

RANK_WEIGHTS: Final = [0.05, 0.2, 0.4, 1.0]
"""For `ts_rank`, in its order D, C, B, A. Skeletons are D everywhere, so they rank last."""

LONGEST_TEXT: Final = 400
MOST_WORDS: Final = 32

_SKELETON_ALWAYS: Final = 3
"""A word of so many letters is also looked for by its skeleton at once; shorter ones only when nothing was found."""

_PIECE: Final = re.compile(
    r"""(?P<minus>(?<!\S)[-−–])?(?:"(?P<straight>[^"]*)"?|“(?P<curly>[^”]*)”?|„(?P<low>[^“”]*)[“”]?|«(?P<angle>[^»]*)»?"""
    r"""|(?P<bar>\|)|(?P<plain>[^\s"“”„«»|]+))"""
)
_DIGIT_GROUPS: Final = re.compile(r"(?<!\S)\d{1,3}(?: \d{3})+(?!\S)")
_OR: Final = frozenset({"OR", "ИЛИ", "НЕМЕСЕ"})
_AND: Final = frozenset({"AND", "И", "ЖӘНЕ"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query and what it was looked up by.

    `forms` are (language code, key) for a page that explains itself; the code is empty for the word as typed.
    `is_folded` says that Kazakh typed without its letters, or in Latin script, was allowed for.
    """

    typed: str
    kind: Literal["word", "phrase"]
    is_excluded: bool
    forms: tuple[tuple[str, str], ...]
    is_folded: bool
    sequence: tuple[frozenset[str], ...]
    """Prefixed keys place by place: one place for a word, one for each word of a phrase or compound."""
    whole: frozenset[str] = frozenset()
    """Prefixed keys of a hyphenated compound written together."""

    def tsquery(self) -> str:
        """The term as `tsquery` text, without its negation."""
        text = " <-> ".join(_any_of(place) for place in self.sequence)
        if self.whole:
            text = f"({text}) | {_any_of(self.whole)}"
        return f"({text})"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood. `alternatives` are AND-ed; the terms within each are OR-ed."""

    text: str
    alternatives: tuple[tuple[Term, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    is_cut: bool = False
    languages: tuple[str, ...] = tuple(ANALYSERS)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms in the order typed."""
        return tuple(term for group in self.alternatives for term in group)

    @property
    def is_empty(self) -> bool:
        """True where nothing is left to look for."""
        return not self.alternatives

    @property
    def tsquery(self) -> str:
        """Text for `%s::tsquery`; empty for an empty query, which matches nothing."""
        return " & ".join(_group(group) for group in self.alternatives)

    @property
    def is_folded(self) -> bool:
        """True where some word was also looked for as Kazakh typed without its letters or in Latin script."""
        return any(term.is_folded for term in self.terms)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Another reading of a query, for when it found nothing.

    “folded”: Kazakh letters or Cyrillic supposed; “layout”: typed with another keyboard layout on; “repaired”: Kazakh
    letters come out as digits when a Russian layout is on.
    """

    reason: Literal["folded", "layout", "repaired"]
    query: Query


def parse(text: str, languages: Sequence[str] = (), fold_all: bool = False) -> Query:
    """Understand a query; any string is accepted.

    `languages` restricts the analysers (all by default; unknown codes count for nothing); `fold_all` looks for every
    word by its skeleton too.
    """
    known = tuple(code for code in languages if code in ANALYSERS) or tuple(ANALYSERS)
    clean = _clean(text)
    groups, is_cut = _groups(clean[:LONGEST_TEXT], known, fold_all)
    groups, ignored = _without_function_words(groups)
    return Query(
        text=clean[:LONGEST_TEXT],
        alternatives=tuple(tuple(group) for group in groups),
        ignored=tuple(ignored),
        is_cut=is_cut or len(clean) > LONGEST_TEXT,
        languages=known,
    )


def rewrites(query: Query) -> Iterator[Rewrite]:
    """Other readings of a query that found nothing, the likeliest first, each made only when asked for."""
    if query.is_empty:
        return
    folded = parse(query.text, query.languages, fold_all=True)
    seen = {query.tsquery}
    if folded.tsquery not in seen:
        seen.add(folded.tsquery)
        yield Rewrite("folded", folded)
    reasons: tuple[tuple[Literal["repaired", "layout"], list[str]], ...] = (
        ("repaired", layouts.with_kazakh_digit_row(query.text)),
        ("layout", layouts.other_layouts(query.text)),
    )
    for reason, texts in reasons:
        for text in texts:
            other = parse(text, query.languages)
            if not other.is_empty and other.tsquery not in seen:
                seen.add(other.tsquery)
                yield Rewrite(reason, other)


def _clean(text: str) -> str:
    """Without control characters and lone surrogates, blanks single."""
    visible = "".join(
        " " if c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff" else c for c in text[: LONGEST_TEXT * 4]
    )
    single = _DIGIT_GROUPS.sub(lambda number: number[0].replace(" ", ""), " ".join(visible.split()))
    return single + ("…" if len(text) > LONGEST_TEXT * 4 else "")


def _groups(text: str, languages: tuple[str, ...], fold_all: bool) -> tuple[list[list[Term]], bool]:
    """Terms in AND-ed groups of alternatives; True where words beyond the limit were left out."""
    groups: list[list[Term]] = []
    joins = False
    count = 0
    for piece in _PIECE.finditer(text):
        plain = piece["plain"]
        if piece["bar"] or plain in _OR:
            joins = bool(groups)
            continue
        if plain in _AND:
            continue
        is_excluded = bool(piece["minus"])
        if plain is None:
            phrase = next(p for p in piece.group("straight", "curly", "low", "angle") if p is not None)
            found = list(tokens(phrase))
            terms = [_phrase(phrase, found, is_excluded)] if found else []
        else:
            terms = list(_words(plain, languages, is_excluded, fold_all))
        for term in terms:
            count += len(term.sequence)
            if count > MOST_WORDS:
                return groups, True
            if joins:
                groups[-1].append(term)
                joins = False
            else:
                groups.append([term])
    return groups, False


def _phrase(phrase: str, found: list[Token], is_excluded: bool) -> Term:
    sequence = tuple(frozenset({_exact(token.word)}) for token in found[:MOST_WORDS])
    return Term(phrase.strip(), "phrase", is_excluded, (), is_folded=False, sequence=sequence)


def _words(plain: str, languages: tuple[str, ...], is_excluded: bool, fold_all: bool) -> Iterator[Term]:
    """The words of a piece without blanks: usually one, a hyphenated compound as a sequence."""
    waiting = list(tokens(plain))
    while waiting:
        token = waiting.pop(0)
        parts = [token]
        if token.joined:
            letters = len(token.word)
            while waiting and letters < len(token.joined):
                letters += len(waiting[0].word)
                parts.append(waiting.pop(0))
        yield _word(plain[token.start : parts[-1].end], parts, languages, is_excluded, fold_all)


def _word(typed: str, parts: list[Token], languages: tuple[str, ...], is_excluded: bool, fold_all: bool) -> Term:
    forms: dict[tuple[str, str], None] = {}
    is_folded = False

    def keys(word: str) -> frozenset[str]:
        nonlocal is_folded
        found = [_exact(word)]
        for language in languages:
            for key in language_keys(word, language):
                found.append(key)
                forms[language, key[2:]] = None
        # An excluded word is taken at its letters: a guess would throw away what was never meant.
        if not is_excluded and _may_be_folded(word, languages, fold_all):
            folded = folded_keys(word)
            is_folded = is_folded or bool(folded)
            found += folded
        return frozenset(found)

    sequence = tuple(keys(part.word) for part in parts)
    whole = keys(parts[0].joined) if parts[0].joined else frozenset()
    return Term(typed, "word", is_excluded, tuple(forms), is_folded, sequence, whole)


def _may_be_folded(word: str, languages: tuple[str, ...], fold_all: bool) -> bool:
    """True where a word without a Kazakh letter, and known to neither Cyrillic language as it stands, may be Kazakh."""
    if "kk" not in languages or is_kazakh(word):
        return False
    if fold_all:
        return True
    if len(word) < _SKELETON_ALWAYS or word in FUNCTION_WORDS:
        return False
    return not (is_cyrillic(word) and (russian.is_known(word) or kazakh.is_known(word)))


def _without_function_words(groups: list[list[Term]]) -> tuple[list[list[Term]], list[str]]:
    """Drop “and”, “для”, “үшін” typed as single words, unless there is nothing else to look for."""

    def is_function(term: Term) -> bool:
        return (
            term.kind == "word"
            and not term.is_excluded
            and len(term.sequence) == 1
            and not FUNCTION_WORDS.isdisjoint(term.sequence[0])
        )

    kept = [[term for term in group if not is_function(term)] for group in groups]
    if not any(not term.is_excluded for group in kept for term in group):
        return groups, []
    ignored = [term.typed for group in groups for term in group if is_function(term)]
    return [group for group in kept if group], ignored


def _exact(word: str) -> str:
    return word.replace("'", "") or word


def _any_of(keys: frozenset[str]) -> str:
    """Keys OR-ed, the exact word first and skeletons last, in a settled order."""
    ordered = sorted(keys, key=lambda key: (key.startswith(SKELETON_PREFIX), key[1:2] == "/", key))
    return "(" + " | ".join(quoted(key) for key in ordered) + ")"


def _group(group: tuple[Term, ...]) -> str:
    texts = [f"!{term.tsquery()}" if term.is_excluded else term.tsquery() for term in group]
    return "(" + " | ".join(texts) + ")"
