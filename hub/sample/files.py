"""From the fields of one file to its record, one function for each kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml

from members.enums import Participation, SystemType
from members.known_countries import known_country
from practices.enums import Evidence, Level, Stage
from publishing.enums import Access, LanguageState
from publishing.languages import CODES
from publishing.models import Domain
from publishing.models.synonyms import expressions_of, faults_of
from reforms.enums import ReformStage

from .fields import Fields, States, Texts, original_of
from .problems import Place
from .records import (
    Act,
    CountryRecord,
    DocumentRecord,
    Figure,
    Measure,
    PageRecord,
    PracticeRecord,
    Prize,
    ReformRecord,
    SourceNote,
    Statement,
    Step,
    SynonymRecord,
    TagRecord,
    TermRecord,
)

TITLE, SUMMARY, LONG, LINE, BASIS = 90, 260, 20_000, 300, 1000
"""The longest title, summary, section and line, in characters."""
MOST_THEMES, MOST_WORDS = 3, 50
_APPROXIMATE: Final = {"year approximate", "year inferred"}
_PAGE_ORDER: Final[list[str]] = yaml.safe_load(
    (Path(__file__).resolve().parent.parent / "reference" / "pages.yaml").read_text(encoding="utf-8")
)


@dataclass(slots=True)
class Mentions:
    """The names in the files that stand for something else; held against the folder and the database at the end."""

    countries: list[tuple[Place, str, str]] = field(default_factory=list)
    themes: list[tuple[Place, str, str]] = field(default_factory=list)
    tags: list[tuple[Place, str, str]] = field(default_factory=list)
    practices: list[tuple[Place, str, str]] = field(default_factory=list)
    pages: list[tuple[Place, str, str]] = field(default_factory=list)

    def words(self, kind: str, fields: Fields, key: str, most: int, *, required: bool = True) -> tuple[str, ...]:
        """The words of the field's list, remembered as mentions of the kind."""
        words = fields.words(key, most, required=required)
        getattr(self, kind).extend((place, key, word) for word, place in words)
        return tuple(word for word, _place in words)

    def one(self, kind: str, fields: Fields, key: str, word: str) -> str:
        """The word itself, remembered as a mention of the kind."""
        if word:
            getattr(self, kind).append((fields.place_of(key), key, word))
        return word


def practice(fields: Fields, mentions: Mentions) -> PracticeRecord:
    """A file of `practices/`."""
    states = _stated(fields)
    sources, source = _sources(fields)

    def figure(row: Fields) -> Figure:
        return Figure(
            indicator=row.texts("indicator", LINE, states),
            before=row.number("before"),
            after=row.number("after"),
            unit=row.texts("unit", 80, states, required=False),
            year=row.year("year"),
            source=source(row),
            is_self_reported=row.flag("self_reported", default=True),
        )

    def prize(row: Fields) -> Prize:
        return Prize(name=row.texts("name", LINE, states), year=row.year("year"), source=source(row))

    return PracticeRecord(
        place=fields.place,
        key=fields.slug("slug"),
        country=mentions.one("countries", fields, "country", fields.country("country")),
        original_language=_original(fields, states, required=True),
        themes=mentions.words("themes", fields, "themes", MOST_THEMES),
        tags=mentions.words("tags", fields, "tags", MOST_WORDS, required=False),
        level=fields.choice("level", Level.values),
        stage=fields.choice("stage", Stage.values),
        start_year=fields.year("start_year"),
        evidence=fields.choice("evidence", Evidence.values),
        texts={
            "title": fields.texts("title", TITLE, states),
            "summary": fields.texts("summary", SUMMARY, states),
            "institution": fields.texts("institution", LINE, states),
            **{
                name: fields.texts(name, LONG, states, is_long=True)
                for name in ("problem", "solution", "results_text", "lessons", "transfer")
            },
            "evidence_basis": fields.texts("evidence_basis", BASIS, states, required=False),
        },
        results=fields.each("results", figure),
        awards=fields.each("awards", prize, required=False),
        sources=sources,
        states=states or {},
    )


def reform(fields: Fields, mentions: Mentions) -> ReformRecord:
    """A file of `reforms/`."""
    states = _stated(fields)
    sources, source = _sources(fields)

    def step(row: Fields) -> Step:
        return Step(
            year=row.year("year", required=True) or 0,
            month=row.whole("month", 1, 12),
            text=row.texts("text", 600, states),
            source=source(row),
        )

    def act(row: Fields) -> Act:
        return Act(title=row.texts("title", 400, states), year=row.year("year"), url=row.url("url"))

    return ReformRecord(
        place=fields.place,
        key=fields.slug("slug"),
        country=mentions.one("countries", fields, "country", fields.country("country")),
        original_language=_original(fields, states),
        themes=mentions.words("themes", fields, "themes", MOST_THEMES),
        stage=fields.choice("stage", ReformStage.values),
        start_year=fields.year("start_year"),
        texts={
            "title": fields.texts("title", TITLE, states),
            "summary": fields.texts("summary", SUMMARY, states),
            "background": fields.texts("background", LONG, states, is_long=True),
            "course": fields.texts("course", LONG, states, is_long=True),
        },
        milestones=fields.each("milestones", step),
        legal_acts=fields.each("legal_acts", act, required=False),
        practices=mentions.words("practices", fields, "practices", MOST_WORDS, required=False),
        sources=sources,
        states=states or {},
    )


def country(fields: Fields, mentions: Mentions) -> CountryRecord:
    """A file of `countries/`; name, capital and region come from the reference data, else from CLDR."""
    iso2 = mentions.one("countries", fields, "iso2", fields.country("iso2"))
    known = known_country(iso2)
    states = fields.states()
    sources, source = _sources(fields)
    institution = fields.mapping("institution", required=False)
    law = fields.mapping("law", required=False)
    profile = fields.texts("profile", LONG, states, is_long=True)

    def statement(row: Fields) -> Statement:
        return Statement(text=row.texts("text", 400, states), source=source(row))

    def measure(row: Fields) -> Measure:
        return Measure(
            name=row.texts("name", LINE, states),
            value=row.number("value", required=True) or Decimal(0),
            unit=row.texts("unit", 80, states, required=False),
            year=row.year("year"),
            source=source(row),
            is_general_knowledge=row.flag("general_knowledge", default=False),
        )

    record = CountryRecord(
        place=fields.place,
        key=iso2,
        region=known.region if known else "",
        original_language=_original(fields, states) or original_of(states, "", profile),
        participation=fields.choice("participation", Participation.values),
        joined_year=fields.year("joined_year"),
        texts={
            "name": known.name if known else {},
            "capital": known.capital if known else {},
            "profile": profile,
            "law_title": law.texts("title", LINE, states) if law else {},
        },
        system_type=fields.choice("system_type", SystemType.values, required=False),
        law_year=law.year("year") if law else None,
        institution=institution.texts("name", LINE, states) if institution else {},
        website=institution.website("website") if institution else "",
        evidence=fields.each("participation_evidence", statement, required=False),
        indicators=fields.each("indicators", measure, required=False),
        sources=sources,
        states=states or states_of(profile),
    )
    for part in filter(None, (institution, law)):
        part.finish()
    return record


def bare_country(place: Place, iso2: str) -> CountryRecord:
    """A country without a file of its own: its name, and no participation."""
    known = known_country(iso2)
    return CountryRecord(
        place=place,
        key=iso2,
        region=known.region if known else "",
        original_language="en",
        participation=Participation.UNCONFIRMED.value,
        joined_year=None,
        texts={"name": known.name if known else {}, "capital": known.capital if known else {}},
        system_type="",
        law_year=None,
        institution={},
        website="",
        evidence=(),
        indicators=(),
        sources=(),
        states=states_of({}),
    )


def page(fields: Fields, _mentions: Mentions) -> PageRecord:
    """A file of `pages/`."""
    states = _stated(fields)
    slug = fields.slug("slug")
    return PageRecord(
        place=fields.place,
        key=slug,
        original_language=_original(fields, states),
        position=_PAGE_ORDER.index(slug) if slug in _PAGE_ORDER else len(_PAGE_ORDER),
        as_of=fields.day("as_of"),
        texts={
            "title": fields.texts("title", TITLE, states),
            "lead": fields.texts("lead", 1000, states),
            "body": fields.texts("body", LONG, states, is_long=True),
        },
        sources=_sources(fields)[0],
        states=states or {},
    )


def document(fields: Fields, mentions: Mentions) -> DocumentRecord:
    """A file of `documents/`."""
    states = _stated(fields)
    return DocumentRecord(
        place=fields.place,
        key=fields.slug("slug"),
        page=mentions.one("pages", fields, "page", fields.slug("page")),
        position=fields.whole("position", 0, 1000) or 0,
        number=fields.text("number", 60, required=False),
        date=fields.day("date"),
        access=fields.choice("access", Access.values),
        texts={
            "title": fields.texts("title", LINE, states),
            "summary": fields.texts("summary", 2000, states),
            "signatory": fields.texts("signatory", LINE, states, required=False),
        },
    )


def tag(fields: Fields) -> TagRecord:
    """An element of `tags.yaml`: a name in every language."""
    return TagRecord(
        place=fields.place, key=fields.slug("id", 100), texts={"name": {code: fields.text(code, 100) for code in CODES}}
    )


def glossary(fields: Fields) -> tuple[TermRecord, ...]:
    """The file `glossary.yaml`: sources, and terms that name them."""
    notes, _named = _sources(fields, required=False)
    sources = {note.key: note for note in notes}
    return fields.each("terms", lambda row: _term(row, sources))


def _term(row: Fields, sources: dict[str, SourceNote]) -> TermRecord:
    key = row.slug("id", 100)
    named = row.words("sources", MOST_WORDS, required=False)
    for word, place in named:
        if word not in sources:
            row.complain("sources", f"“{word}” is not the id of a source of this file", place)
    return TermRecord(
        place=row.place,
        key=key,
        position=0,
        domain=row.choice("domain", Domain.values),
        texts={
            "name": row.texts("name", 200, None),
            "variants": _variants(row),
            "definition": row.texts("definition", 2000, None, required=False),
            "note": row.texts("note", 1000, None, required=False),
        },
        is_in_texts=row.flag("in_texts", default=True),
        sources=tuple(sources[word] for word, _place in named if word in sources),
    )


def synonym(row: Fields) -> SynonymRecord:
    """An element of `synonyms.yaml`: expressions by language, two at least."""
    key = row.slug("id", 60)
    texts: Texts = {}
    number = 0
    for code in CODES:
        found = [" ".join(word.split()) for word, _place in row.words(code, MOST_WORDS, required=False)]
        expressions = expressions_of("\n".join(found))
        for fault in faults_of(expressions):
            row.complain(code, str(fault.messages[0]))
        if expressions:
            texts[code] = "\n".join(expressions)
            number += len(expressions)
    if number < 2:
        row.complain("id", "a group needs at least two expressions")
    return SynonymRecord(
        place=row.place, key=key, texts={"expressions": texts}, note=row.text("note", 1000, required=False)
    )


def _variants(row: Fields) -> Texts:
    """The other forms of a term's name, one to a line."""
    part = row.mapping("variants", required=False) if row.has("variants") else None
    if part is None:
        return {}
    found = {code: part.words(code, MOST_WORDS, required=False) for code in CODES}
    for code, words in found.items():
        for word, place in words:
            if not word.strip() or "\n" in word or len(word) > LINE:
                part.complain(code, f"“{word[:40]}” must be one line of at most {LINE} characters", place)
    part.finish()
    return {code: "\n".join(" ".join(word.split()) for word, _place in words) for code, words in found.items() if words}


def states_of(texts: Texts) -> States:
    """States by the texts themselves, for files that do not state them: what is there is approved."""
    return {code: (LanguageState.APPROVED if code in texts else LanguageState.MISSING).value for code in CODES}


def _stated(fields: Fields) -> States | None:
    """The language states of a file that has to state them."""
    if not fields.has("languages"):
        fields.complain("languages", "is missing")
    return fields.states()


def _original(fields: Fields, states: States | None, *, required: bool = False) -> str:
    """The original language, which must have text."""
    stated = fields.choice("original_language", CODES, required=required)
    if stated and states and states[stated] == LanguageState.MISSING:
        fields.complain("original_language", f"is {stated}, but languages calls {stated} missing")
    if stated or required:
        return stated
    return original_of(states, "", {}) if states else ""


def sources_of(fields: Fields) -> tuple[SourceNote, ...]:
    """The sources of a record that names none of them beside a statement."""
    return _sources(fields)[0]


def _sources(fields: Fields, *, required: bool = True) -> tuple[tuple[SourceNote, ...], Callable[[Fields], str]]:
    """The sources, and how a row names one of them."""
    seen: dict[str, Place] = {}

    def read(row: Fields) -> SourceNote:
        key = row.text("id", 20)
        if key in seen:
            row.complain("id", f"“{key}” is already in line {seen[key].line}")
        seen.setdefault(key, row.place_of("id"))
        note = row.text("note", 300, required=False)
        return SourceNote(
            key=key,
            title=row.text("title", 400),
            publisher=row.text("publisher", 300, required=False),
            year=row.year("year"),
            is_year_approximate=note in _APPROXIMATE,
            url=row.url("url"),
            note="" if note in _APPROXIMATE else note,
        )

    def named(row: Fields) -> str:
        key = row.text("source", 20, required=False)
        if key and key not in seen:
            row.complain("source", f"“{key}” is not the id of a source of this file")
            return ""
        return key

    return fields.each("sources", read, required=required), named
