"""Defined terms in running text: where they occur, and whether a translation renders them as the glossary says.

Inflected forms are recognised by the search's analysers, terms of several words included. The glossary is kept in
the process: at most once in `CHECK_EVERY` seconds one query asks whether it has changed, all other pages ask nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Final

from django.db.models import Count, Max

from ..caching import epoch
from ..languages import CODES
from ..models import Term
from ..search.analysers import document_languages, language_keys
from ..search.english_irregular import IRREGULAR, respelt
from ..search.tokens import normalise

CHECK_EVERY: Final = 30.0
"""Seconds for which a process may use a glossary that another process has changed."""
LONGEST: Final = 200_000
"""Characters of a text that are looked through; what follows is left unread."""
_WORD: Final = re.compile("[^\\W_](?:[\u00ad\u200b-\u200d\u2060]*[^\\W_]|[\u0300-\u036f]|['’ʼ](?=[^\\W\\d_]))*")
"""A word of the search's tokeniser without its compounds and numbers, which cost most of its time and are no terms."""
_QUOTES: Final = {"»": "«", "”": "“", "“": "„", '"': '"'}
"""Opening quotation marks by the closing ones."""
_GAP: Final = re.compile(r"[ \t\u00a0\u2009\u202f\u00ad\u2010\u2011«»\"“”„-]{0,4}(?:\r?\n[ \t]*)?")
"""What may stand between two words of one term: blanks, a line break, hyphens, quotation marks; never a full stop or a paragraph."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A defined term in a text: `text[start:end]` is `found`, in whatever inflection."""

    term: Term
    start: int
    end: int
    found: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A term of the source whose defined rendering the translation lacks.

    `found` are the words of the source, `expected` what the glossary allows in the other language, its name first.
    """

    term: Term
    found: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a name: for each of its words the keys of which a word of the text must have one.

    `initials` are the places of words of one capital letter, which must be one in the text as well (Corps A).
    """

    words: tuple[frozenset[str], ...]
    initials: tuple[int, ...]
    term: Term


_Filed = dict[str, dict[str, list[_Form]]]
"""Forms by a key of their first word, then by a key of their second one, “” where they have none."""


@dataclass(slots=True)
class _Glossary:
    """All terms that are looked for, by language."""

    stamp: object = None
    epoch: int | None = None
    checked_at: float = 0.0
    forms: dict[str, _Filed] = field(default_factory=lambda: {code: {} for code in CODES})


@dataclass(frozen=True, slots=True)
class _Read:
    """A text in words: where each stands, and its keys."""

    text: str
    words: list[re.Match[str]]
    keys: list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    forms: tuple[_Form, ...]
    start: int
    end: int
    words: int


_held = _Glossary()


def terms_in(text: str, language: str) -> list[Occurrence]:
    """Every defined term in a plain text, from left to right; the longest where several begin at one word, none overlap."""
    found = _found(_glossary().forms.get(language, {}), text, language)
    return [Occurrence(hit.forms[0].term, hit.start, hit.end, text[hit.start : hit.end]) for hit in found]


def renderings(source_text: str, source_language: str, target_text: str, target_language: str) -> list[Mismatch]:
    """The defined terms of the source whose defined rendering does not occur in the translation; plain texts.

    Each term is told once. Terms without a name in the other language are passed over, and so is everything where the
    translation is empty: it is missing, not wrong.
    """
    glossary = _glossary().forms
    if not target_text.strip() or target_language not in glossary or source_language == target_language:
        return []
    there = {
        form.term.pk for forms in _everywhere(glossary[target_language], target_text, target_language) for form in forms
    }
    told: dict[int, Mismatch] = {}
    for hit in _found(glossary.get(source_language, {}), source_text, source_language):
        terms = [form.term for form in hit.forms if form.term.forms_in(target_language)]
        if terms and not any(term.pk in there for term in terms):
            words = source_text[hit.start : hit.end]
            told.setdefault(terms[0].pk, Mismatch(terms[0], words, tuple(terms[0].forms_in(target_language))))
    return list(told.values())


def refresh() -> None:
    """Read the glossary anew before it is next used in this process: after a change, or in a test."""
    _held.checked_at, _held.stamp, _held.epoch = 0.0, None, None


def hold(terms: Iterable[Term]) -> None:
    """Use these terms until the next check, whatever the database holds."""
    _fill(terms)
    _held.checked_at, _held.stamp, _held.epoch = monotonic(), None, None


def _glossary() -> _Glossary:
    """The glossary of this process, read again where it has changed: no query, one, or two.

    A page that will be kept under an epoch takes no glossary of a former one.
    """
    kept_under = epoch.held_value()
    if kept_under is not None:
        if kept_under == _held.epoch:
            return _held
    elif _held.checked_at and monotonic() - _held.checked_at < CHECK_EVERY:
        return _held
    told = Term.objects.aggregate(latest=Max("changed_at"), number=Count("pk"))
    stamp = (told["latest"], told["number"])
    if stamp != _held.stamp:
        _fill(Term.objects.filter(is_in_texts=True).order_by("position", "pk") if told["number"] else ())
        _held.stamp = stamp
    _held.checked_at, _held.epoch = monotonic(), kept_under
    return _held


def _fill(terms: Iterable[Term]) -> None:
    filed: dict[str, _Filed] = {code: {} for code in CODES}
    for term in terms:
        for code in CODES:
            for name in term.forms_in(code):
                read = _read(name, code)
                raw = [word.group() for word in read.words]
                initials = tuple(place for place, word in enumerate(raw) if len(word) == 1 and word.isupper())
                form = _Form(tuple(read.keys), initials, term)
                for key in read.keys[0] if raw else ():
                    for second in read.keys[1] if len(raw) > 1 else ("",):
                        filed[code].setdefault(key, {}).setdefault(second, []).append(form)
    _held.forms = filed


def _read(text: str, language: str) -> _Read:
    words = list(_WORD.finditer(text[:LONGEST]))
    return _Read(text, words, [keys_of(word.group(), language) for word in words])


@lru_cache(maxsize=100_000)
def keys_of(raw: str, language: str) -> frozenset[str]:
    """What two forms of one word, as they are written, have in common in texts of the language.

    English words only change their number here: the search's stem, which takes “integrated” for “integrity”, reaches too
    far for a note that says what a word means.
    """
    word = normalise(raw)
    found = {word} if word else set()
    for code in document_languages(word, language):
        found.update(_numbers(word) if code == "en" else language_keys(word, code))
    return frozenset(found)


def _numbers(word: str) -> Iterator[str]:
    """The word without its endings of number and possession, as far as it may have some."""
    bare = respelt(word.removesuffix("'s").replace("'", ""))
    yield f"n/{bare}"
    yield f"n/{IRREGULAR.get(bare, bare)}"
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        yield f"n/{bare[:-1]}"
        if bare.endswith("ies"):
            yield f"n/{bare[:-3]}y"
        elif bare.endswith(("ses", "xes", "zes", "ches", "shes")):
            yield f"n/{bare[:-2]}"


def _found(filed: _Filed, text: str, language: str) -> list[_Found]:
    """The longest terms from left to right."""
    if not filed or not text:
        return []
    read = _read(text, language)
    known, found, place = filed.keys(), [], 0
    for number, own in enumerate(read.keys):
        if number < place or known.isdisjoint(own):
            continue
        if hit := _longest(_starting(filed, number, read), number, read):
            found.append(hit)
            place = number + hit.words
    return found


def _everywhere(filed: _Filed, text: str, language: str) -> Iterator[tuple[_Form, ...]]:
    """All forms that occur at all, those inside of longer ones as well."""
    read = _read(text, language)
    for number, own in enumerate(read.keys):
        if not filed.keys().isdisjoint(own):
            yield tuple(form for form in _starting(filed, number, read) if _stands(form, number, read))


def _starting(filed: _Filed, number: int, read: _Read) -> list[_Form]:
    """The forms whose first two words may stand at a place."""
    found: list[_Form] = []
    for key in read.keys[number]:
        if seconds := filed.get(key):
            found += seconds.get("", ())
            for second in read.keys[number + 1] if number + 1 < len(read.keys) else ():
                found += seconds.get(second, ())
    return found


def _longest(forms: list[_Form], number: int, read: _Read) -> _Found | None:
    standing = [form for form in forms if _stands(form, number, read)]
    if not standing:
        return None
    words = max(len(form.words) for form in standing)
    longest = {form.term.pk: form for form in standing if len(form.words) == words}
    first = sorted(longest.values(), key=lambda form: (form.term.position, form.term.pk))
    start, end = _with_quotes(read.text, read.words[number].start(), read.words[number + words - 1].end())
    return _Found(tuple(first), start, end, words)


def _stands(form: _Form, number: int, read: _Read) -> bool:
    """Whether the form's words follow one another from this place on, with nothing but blanks between them."""
    if number + len(form.words) > len(read.words):
        return False
    for step, wanted in enumerate(form.words):
        place = number + step
        if wanted.isdisjoint(read.keys[place]):
            return False
        if step and not _GAP.fullmatch(read.text, read.words[place - 1].end(), read.words[place].start()):
            return False
    return all(read.words[number + step].group().isupper() for step in form.initials)


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the other quotation mark of a pair that it cuts in two (корпус «А, а» корпусы)."""
    inside = text[start:end]
    for closing, opening in _QUOTES.items():
        if closing == opening:
            is_odd = inside.count(closing) % 2 == 1
            opens, closes = is_odd, is_odd
        else:
            opens, closes = inside.count(opening) > inside.count(closing), inside.count(closing) > inside.count(opening)
        if opens and text[end : end + 1] == closing:
            return start, end + 1
        if closes and start and text[start - 1] == opening:
            return start - 1, end
    return start, end
