"""What the content files say, checked and without YAML. Two records are equal when their content is."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .fields import States, Texts
from .problems import Place

FORMAT = 1
"""Raised when the same file comes to mean something else, so that unchanged files are written again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: where it stands and the short name by which it is known among its kind."""

    place: Place = field(repr=False, compare=False)
    key: str

    def digest(self) -> str:
        """A digest of the content, equal as long as nothing in the file changes but its layout."""
        return hashlib.sha256(f"{FORMAT} {self!r}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """A source that a record names."""

    key: str
    title: str
    publisher: str = ""
    year: int | None = None
    is_year_approximate: bool = False
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A row of the results table."""

    indicator: Texts
    before: Decimal | None
    after: Decimal | None
    unit: Texts
    year: int | None
    source: str
    is_self_reported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """An award."""

    name: Texts
    year: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRecord(Record):
    country: str
    original_language: str
    themes: tuple[str, ...]
    tags: tuple[str, ...]
    level: str
    stage: str
    start_year: int | None
    evidence: str
    texts: dict[str, Texts]
    results: tuple[Figure, ...]
    awards: tuple[Prize, ...]
    sources: tuple[SourceNote, ...]
    states: States


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone."""

    year: int
    month: int | None
    text: Texts
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A legal act."""

    title: Texts
    year: int | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformRecord(Record):
    country: str
    original_language: str
    themes: tuple[str, ...]
    stage: str
    start_year: int | None
    texts: dict[str, Texts]
    milestones: tuple[Step, ...]
    legal_acts: tuple[Act, ...]
    practices: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    states: States


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What supports a country's participation."""

    text: Texts
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An indicator."""

    name: Texts
    value: Decimal
    unit: Texts
    year: int | None
    source: str
    is_general_knowledge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRecord(Record):
    """A country; `texts` holds its name and capital, which come from the reference data, beside what the file says."""

    original_language: str
    region: str
    participation: str
    joined_year: int | None
    texts: dict[str, Texts]
    system_type: str
    law_year: int | None
    institution: Texts
    website: str
    evidence: tuple[Statement, ...]
    indicators: tuple[Measure, ...]
    sources: tuple[SourceNote, ...]
    states: States


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord(Record):
    original_language: str
    position: int
    as_of: date | None
    texts: dict[str, Texts]
    sources: tuple[SourceNote, ...]
    states: States


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord(Record):
    page: str
    position: int
    number: str
    date: date | None
    access: str
    texts: dict[str, Texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRecord(Record):
    texts: dict[str, Texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRecord(Record):
    """A term of the glossary."""

    domain: str
    position: int
    texts: dict[str, Texts]
    is_in_texts: bool
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymRecord(Record):
    """A group of synonyms."""

    texts: dict[str, Texts]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionRecord(Record):
    """That a country adopted a practice of another, as published sources tell."""

    practice: str
    country: str
    own_practice: str
    year: int | None
    stage: str
    original_language: str
    texts: dict[str, Texts]
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord(Record):
    """A decision that was taken before the Committee's register was kept; `decided_by` in the language that rules."""

    kind: str
    decided_on: date | None
    decided_by: str
    texts: dict[str, Texts]
    sections: tuple[Texts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRecord(Record):
    """Who held an office of the Committee."""

    office: str
    starts_on: date | None
    ends_on: date | None
    texts: dict[str, Texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionRecord(Record):
    """What a country (else the organisation in `texts`) offered to the Hub, as published sources tell."""

    country: str
    kind: str
    theme: str
    amount: Decimal | None
    currency: str
    offered_on: date | None
    offered_year: int | None
    covers_from: int | None
    covers_until: int | None
    is_confirmed: bool
    texts: dict[str, Texts]
    sources: tuple[SourceNote, ...]


@dataclass(slots=True)
class Sample:
    """All that a folder holds, each kind by the order in which it is to be written."""

    tags: list[TagRecord] = field(default_factory=list)
    countries: list[CountryRecord] = field(default_factory=list)
    practices: list[PracticeRecord] = field(default_factory=list)
    reforms: list[ReformRecord] = field(default_factory=list)
    pages: list[PageRecord] = field(default_factory=list)
    documents: list[DocumentRecord] = field(default_factory=list)
    terms: list[TermRecord] = field(default_factory=list)
    synonyms: list[SynonymRecord] = field(default_factory=list)
    adoptions: list[AdoptionRecord] = field(default_factory=list)
    contributions: list[ContributionRecord] = field(default_factory=list)
    decisions: list[DecisionRecord] = field(default_factory=list)
    mandates: list[MandateRecord] = field(default_factory=list)
