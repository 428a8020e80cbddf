"""The glossary as its page shows it: by letter in the reader's alphabet, or what a query finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from django.db.models import Count, F

from ..collation import kk_key
from ..enums import Kind
from ..finding.find import Found, find
from ..languages import CODES, Text, read
from ..models import Domain, Entry, Term
from ..models.terms import REMARK
from ..search.query import Query
from ..search.snippets import has_hit

LONGEST_QUERY: Final = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """A term as a row: its name, its names in the other languages, and what it means."""

    term: Term
    name: Text
    others: list[Text]
    definition: Text
    note: Text

    @property
    def in_languages(self) -> list["InLanguage"]:
        """The term in each language of the house, those without a name included."""
        return [
            InLanguage(
                code,
                getattr(self.term, f"name_{code}") or "",
                self.term.variants_in(code),
                getattr(self.term, f"definition_{code}") or "",
            )
            for code in CODES
        ]

    @property
    def quoted(self) -> str:
        """The name as a query: without a remark in brackets, its words together."""
        return '"{}"'.format(" ".join(REMARK.sub("", self.name).replace('"', "").split()))


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A term in one language."""

    code: str
    name: str
    variants: list[str]
    definition: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with a letter; the letter is empty where they stand in the order of a search."""

    letter: str
    anchor: str
    terms: list[Listed]


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the page prints."""

    letters: list[Letter]
    shown: int
    total: int
    query: Query | None = None
    reason: str = ""
    domains: list[tuple[str, str, int]] = field(default_factory=list)
    """The fields of knowledge that have terms: value, name, number."""
    domain: str = ""
    unknown_domain: str = ""


def glossary(user: Any, asked: str, domain: str, order: Sequence[str]) -> Glossary:
    """The terms that an address asks for, for a reader with this order of languages; at most four queries as typed."""
    terms = Term.objects.visible_to(user)
    counts = dict(terms.order_by().values_list("domain").annotate(number=Count("pk")))
    known = domain if domain in Domain else ""
    chosen = terms.filter(domain=known) if known else terms
    found = find(Entry.objects.visible_to(user).filter(kind=Kind.TERM), asked[:LONGEST_QUERY])
    if found.query.is_empty:
        letters = _by_letter([listed(term, order) for term in chosen])
    else:
        rows = _ranked(found, chosen, order)
        letters = [Letter("", "", rows)] if rows else []
    return Glossary(
        letters=letters,
        shown=sum(len(letter.terms) for letter in letters),
        total=sum(counts.values()),
        query=found.query if found.query.text else None,
        reason=found.reason,
        domains=[(value, str(label), counts[value]) for value, label in Domain.choices if value in counts],
        domain=known,
        unknown_domain="" if known else domain,
    )


def listed(term: Term, order: Sequence[str]) -> Listed:
    """The term for a reader with this order of languages; the languages of the house follow the shown one."""
    name = read(term, "name", order)
    others = [
        Text(getattr(term, f"name_{code}"), code, order[0])
        for code in CODES
        if code != name.language and getattr(term, f"name_{code}")
    ]
    return Listed(term, name, others, read(term, "definition", order), read(term, "note", order))


def _ranked(found: Found, chosen: Any, order: Sequence[str]) -> list[Listed]:
    """What a search found: the terms whose name says it before those whose definition does, the best hit first."""
    best = F("rank").desc()  # annotated by the search
    keys = list(found.entries.order_by(best, "pk").values_list("object_id", flat=True))
    by_key = {term.pk: term for term in chosen.filter(pk__in=keys)}
    rows = [listed(by_key[key], order) for key in keys if key in by_key]
    rows.sort(key=lambda row: not any(has_hit(form, code, found.query) for code, form in _names(row.term)))
    return rows


def _names(term: Term) -> Iterator[tuple[str, str]]:
    """Every form of the term's name, with its language."""
    for code in CODES:
        for form in filter(None, [getattr(term, f"name_{code}"), *term.variants_in(code)]):
            yield code, form


def _by_letter(rows: list[Listed]) -> list[Letter]:
    """All terms in alphabetical order, under their letters."""
    rows.sort(key=lambda row: (kk_key(_bare(row.name)), row.term.pk))
    found = []
    for letter, group in groupby(rows, key=lambda row: initial(row.name)):
        found.append(Letter(letter, f"letter-{ord(letter):x}", list(group)))
    return found


def initial(name: str) -> str:
    """The letter under which a name stands, in capitals; “#” for digits and everything else."""
    first = _bare(name)[:1].upper()
    return first if first.isalpha() else "#"


def _bare(name: str) -> str:
    """The name without the quotation marks and blanks before it."""
    start = next((place for place, letter in enumerate(name) if letter.isalnum()), 0)
    return name[start:]
