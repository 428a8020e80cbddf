"""A broken content file is refused with its name, line and field, and then nothing is loaded."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hub.models import LoadedRecord, Page
from hub.sample.folder import read_folder
from hub.sample.problems import BrokenContent
from members.models import Country
from practices.models import Practice
from publishing.models import Entry, Event, Tag
from tests.hub import content

pytestmark = pytest.mark.django_db

COUNTRY, PRACTICE, REFORM = "countries/kg.yaml", "practices/kg-exchange.yaml", "reforms/kg-reform.yaml"
PAGE, DOCUMENT, TAGS = "pages/declaration.yaml", "documents/founding-declaration.yaml", "tags.yaml"
GLOSSARY = "glossary.yaml"

# file, what stands there, what stands there instead, lines below the place, field, words of the message
EDITS = [
    # shape
    (PRACTICE, "level: national", "level: [national", 1, "file", "is no valid YAML"),
    (PRACTICE, "level: national", "levl: national", 0, "levl", "is an unknown key"),
    (PRACTICE, "level: national\n", "", None, "level", "is missing"),
    (PRACTICE, "level: national", "level: null", 0, "level", "is empty"),
    (PRACTICE, "level: national", "level: ''", 0, "level", "is empty"),
    (PRACTICE, "level: national", "level: galactic", 0, "level", "“galactic” is not one of national, regional, local"),
    (PRACTICE, "level: national", "level: national\nlevel: local", 1, "level", "stands twice (first in line 7)"),
    (PRACTICE, "level: national", "level: !!python/name:os.system national", 0, "file", "uses a tag"),
    (PRACTICE, "start_year: 2018", "start_year: *a", 0, "file", "uses an alias"),
    (PRACTICE, "  en: Agencies exchange data", "  en: Agencies exchange data\n  de: Behörden", 1, "title.de", "is an unknown key"),
    # types
    (PRACTICE, "start_year: 2018", "start_year: '2018'", 0, "start_year", "must be a whole number, is text"),
    (PRACTICE, "start_year: 2018", "start_year: 2018.5", 0, "start_year", "must be a whole number, is a number"),
    (PRACTICE, "start_year: 2018", "start_year: true", 0, "start_year", "must be a whole number, is true or false"),
    (PRACTICE, "start_year: 2018", "start_year: 20180", 0, "start_year", "20180 is not a year between 1800 and 2100"),
    (PRACTICE, "start_year: 2018", f"start_year: {'9' * 5000}", 0, "start_year", "is not a plain whole number"),
    (PRACTICE, "start_year: 2018", "start_year: 0x7E2", 0, "start_year", "0x7E2 is not a plain whole number"),
    (PRACTICE, "start_year: 2018", "start_year: [2018]", 0, "start_year", "must be a single value, is a list"),
    (PRACTICE, "  after: 185", "  after: many", 0, "results[1].after", "must be a number, is text"),
    (PRACTICE, "  after: 185", "  after: .inf", 0, "results[1].after", "is not a plain number"),
    (PRACTICE, "  after: 185", "  after: 123456789012345", 0, "results[1].after", "is not a plain number"),
    (PRACTICE, "  after: 185", "  after: 0.00001", 0, "results[1].after", "is not a plain number"),
    (PRACTICE, "  before: 1.25", "  befor: 1.25", 0, "results[2].befor", "is an unknown key"),
    (PRACTICE, "  self_reported: false", "  self_reported: perhaps", 0, "results[1].self_reported", "must be true or false"),
    (PRACTICE, "themes: [open-government, e-government]", "themes: e-government", 0, "themes", "must be a list, is text"),
    (PRACTICE, "title:\n  ru: Ведомства обмениваются данными\n  en: Agencies exchange data", "title: Обмен", 0, "title", "must be a mapping, is text"),
    (PRACTICE, "  ru: Ведомства обмениваются данными", "  ru: 2018", 0, "title.ru", "must be text, is a whole number"),
    (PRACTICE, "  ru: Ведомства обмениваются данными", "  ru: [a, b]", 0, "title.ru", "must be a single value, is a list"),
    # the glossary
    (GLOSSARY, "- id: search", "- id: civil-servant", 0, "id", "“civil-servant” is already in line 4"),
    (GLOSSARY, "  domain: ui", "  domain: cooking", 0, "terms[2].domain", "“cooking” is not one of hub, civil-service"),
    (GLOSSARY, "  name: {en: search}", "  name: {}", 0, "terms[2].name", "has no text in any language"),
    (GLOSSARY, "  sources: [law]", "  sources: [low]", 0, "terms[1].sources", "“low” is not the id of a source of this file"),
    (GLOSSARY, "    ru: [госслужащий, чиновник]", "    ru: госслужащий", 0, "terms[1].variants.ru", "must be a list, is text"),
    (GLOSSARY, "    ru: [госслужащий, чиновник]", "    de: [Beamter]", 0, "terms[1].variants.de", "is an unknown key"),
    (GLOSSARY, "  in_texts: false", "  in_texts: never", 0, "terms[2].in_texts", "must be true or false, is text"),
    (GLOSSARY, "terms:", "words:", 0, "words", "is an unknown key"),
    # bounds
    (PRACTICE, "  en: Agencies exchange data", f"  en: {'x' * 91}", 0, "title.en", "has 91 characters, at most 90"),
    (PRACTICE, "  en: In short.", f"  en: {'x' * 261}", 0, "summary.en", "has 261 characters, at most 260"),
    (PRACTICE, "  en: People carried papers.", '  en: "a\\0b"', 0, "problem.en", "holds the control character U+0000"),
    (PRACTICE, "  en: People carried papers.", '  en: "a\\ud800b"', 0, "problem.en|file", ""),
    (PRACTICE, "themes: [open-government, e-government]", "themes: [open-government, e-government, leadership, pay-grading]", 0, "themes", "has 4 elements, at most 3"),
    (PRACTICE, "themes: [open-government, e-government]", "themes: [e-government, e-government]", 0, "themes[2]", "“e-government” stands twice"),
    # languages
    (PRACTICE, "  en: Agencies exchange data", "  en: Agencies exchange data\n  kk: Деректер", 1, "title.kk", "has text, but languages calls it missing"),
    (PRACTICE, "unit: {ru: органов, en: bodies}", "unit: {ru: органов, en: bodies, kk: орган}", 0, "results[1].unit.kk", "calls it missing"),
    (PRACTICE, "  ru: Ведомства обмениваются данными\n", "", -1, "title.ru", "has no text, but languages calls it approved"),
    (PRACTICE, "  en: Agencies exchange data\n", "", -2, "title.en", "has no text, but languages calls it machine_draft"),
    (PRACTICE, "languages: {en: machine_draft, ru: approved, kk: missing}", "languages: {en: fine, ru: approved, kk: missing}", 0, "languages.en", "“fine” is not one of"),
    (PRACTICE, "languages: {en: machine_draft, ru: approved, kk: missing}", "languages: {ru: approved, kk: missing}", 0, "languages.en", "is missing"),
    (PRACTICE, "languages: {en: machine_draft, ru: approved, kk: missing}\n", "", None, "languages", "is missing"),
    (PRACTICE, "original_language: ru", "original_language: kk", 0, "original_language", "is kk, but languages calls kk missing"),
    (PRACTICE, "original_language: ru", "original_language: de", 0, "original_language", "“de” is not one of kk, ru, en"),
    # names of other records
    (PRACTICE, "country: KG", "country: ZZ", 0, "country", "“ZZ” is an unknown country"),
    (PRACTICE, "country: KG", "country: Kyrgyzstan", 0, "country", "is not a country code of two capital letters"),
    (PRACTICE, "themes: [open-government, e-government]", "themes: [astrology]", 0, "themes", "“astrology” is an unknown theme"),
    (PRACTICE, "tags: [data-exchange, mobile-app]", "tags: [no-such-tag]", 0, "tags", "“no-such-tag” is an unknown tag"),
    (PRACTICE, "  source: s1", "  source: s9", 0, "results[1].source", "“s9” is not the id of a source of this file"),
    (PRACTICE, "year: 2020, source: s2", "year: 2020, source: s7", 0, "awards[1].source", "“s7” is not the id of a source"),
    (PRACTICE, "- {id: s2,", "- {id: s1,", 0, "sources[2].id", "“s1” is already in line"),
    (PRACTICE, "https://ega.ee/tunduk", "javascript:alert(1)", 0, "sources[2].url", "is not an address that begins with http"),
    (REFORM, "practices: [kg-exchange]", "practices: [no-such-practice]", 0, "practices", "“no-such-practice” is an unknown practice"),
    (REFORM, "- {year: 2018, month: 4,", "- {year: 2018, month: 13,", 0, "milestones[1].month", "13 is not between 1 and 12"),
    (REFORM, "- {year: 2018, month: 4,", "- {month: 4,", 0, "milestones[1].year", "is missing"),
    (REFORM, "stage: implementing", "stage: scaled", 0, "stage", "“scaled” is not one of announced"),
    (DOCUMENT, "page: declaration", "page: no-such-page", 0, "page", "“no-such-page” is an unknown page"),
    (DOCUMENT, "date: 2013-03-15", "date: 2013-02-30", 0, "date", "“2013-02-30” is not a date"),
    (DOCUMENT, "access: public", "access: everybody", 0, "access", "“everybody” is not one of public, members, committee"),
    (PAGE, "as_of: 2026-11-21", "as_of: yesterday", 0, "as_of", "“yesterday” is not a date"),
    (COUNTRY, "participation: confirmed", "participation: hoped-for", 0, "participation", "“hoped-for” is not one of"),
    (COUNTRY, "  value: 18000.5", "  value: null", 0, "indicators[1].value", "is empty"),
    (COUNTRY, "  website: mkk.gov.kg", "  website: not a host", 0, "institution.website", "is not a web address"),
    (COUNTRY, "  year: 2021", "  year: 2021\n  number: 7", 1, "law.number", "is an unknown key"),
    (COUNTRY, "iso2: KG", "iso2: KZ", 0, "iso2", "call the file kz.yaml"),
    (TAGS, "id: mobile-app", "id: data-exchange", 0, "id", "“data-exchange” stands twice"),
    (TAGS, "kk: Мобильді қосымша", "kk: Деректер алмасу", 0, "kk", "is already the name of the tag data-exchange"),
    (TAGS, ", kk: Мобильді қосымша", "", 0, "tags[2].kk", "is missing"),
    # slugs
    (PRACTICE, "slug: kg-exchange", "slug: kg-tunduk", 0, "slug", "does not fit the file's name; call the file kg-tunduk.yaml"),
    (PRACTICE, "slug: kg-exchange", "slug: Обмен", 0, "slug", "must be small Latin letters"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content.write(tmp_path / "content")


def faults(folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(BrokenContent) as caught:
        read_folder(folder)
    return [
        (str(fault.place.file.relative_to(folder)), fault.place.line, fault.field, fault.what)
        for fault in caught.value.problems
    ]


def test_the_folder_is_sound_before_it_is_broken(folder: Path) -> None:
    assert [record.key for record in read_folder(folder).practices] == ["kg-exchange"]


@pytest.mark.parametrize(("name", "old", "new", "below", "field", "words"), EDITS)
def test_a_broken_file_is_refused_with_line_and_field(
    folder: Path, name: str, old: str, new: str, below: int | None, field: str, words: str
) -> None:
    line = content.change(folder, name, old, new)

    found = faults(folder)

    fitting = [
        fault
        for fault in found
        if fault[0] == name
        and fault[2] in field.split("|")
        and words in fault[3]
        and (below is None or fault[1] == line + below)
    ]
    assert fitting, found


def test_all_faults_of_all_files_are_listed_at_once(folder: Path) -> None:
    content.change(folder, PRACTICE, "start_year: 2018", "start_year: soon")
    content.change(folder, PRACTICE, "level: national", "level: high")
    content.change(folder, REFORM, "stage: implementing", "stage: dreaming")

    assert [(name, field) for name, _line, field, _what in faults(folder)] == [
        (PRACTICE, "level"),
        (PRACTICE, "start_year"),
        (REFORM, "stage"),
    ]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "is empty"),
        (b"# only a remark\n", 1, "is empty"),
        (b"- a\n- b\n", 1, "must be a mapping, is a list"),
        (b"just words\n", 1, "must be a mapping, is text"),
        (b"slug: a\ntitle: {en: \xff\xfe}\n", 2, "is not UTF-8"),
        ("slug: ё".encode("utf-16"), 1, "is not UTF-8"),
        (b"slug: a\ncountry: K\x00G\n", 2, "holds the control character U+0000"),
        (b"slug: a\n---\nslug: b\n", 2, "holds more than one document"),
        (b"a: &x [1]\nb: *x\n", 2, "uses an alias"),
        (b"[" * 50_000, 1, "is nested deeper than 12 levels"),
        (b"{a: " * 50_000, 1, "is nested deeper than 12 levels"),
        (b"? [a, b]\n: c\n", 1, "has a key that is not a word"),
        (b"slug: [\n", 2, "is no valid YAML"),
        (b"# " + b"x" * 1_000_001, 1, "is larger than"),
    ],
)
def test_an_unreadable_file_is_refused(folder: Path, data: bytes, line: int, words: str) -> None:
    content.put(folder, "practices/odd.yaml", data)

    found = [fault for fault in faults(folder) if fault[0] == "practices/odd.yaml"]

    assert [(fault[1], fault[2]) for fault in found][:1] == [(line, "file")]
    assert words in found[0][3]


def test_two_files_with_one_slug_are_refused(folder: Path) -> None:
    content.put(folder, "practices/kg-other.yaml", content.PRACTICE)

    assert ("practices/kg-other.yaml", 1, "slug") in [fault[:3] for fault in faults(folder)]
    assert any("is already in" in fault[3] for fault in faults(folder))


@pytest.mark.parametrize("name", ["practices/note.yml", "practices/deep/a.yaml", "practises/a.yaml", "stray.yaml"])
def test_a_file_that_would_be_passed_over_is_named(folder: Path, name: str) -> None:
    content.put(folder, name, content.PRACTICE)

    assert any("is not read" in fault[3] for fault in faults(folder))


def test_a_folder_without_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "practices").mkdir()

    with pytest.raises(BrokenContent, match="holds no content"):
        read_folder(tmp_path)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match="does not exist"):
        read_folder(tmp_path / "nowhere")


def test_one_broken_file_keeps_everything_out(folder: Path) -> None:
    line = content.change(folder, PAGE, "as_of: 2026-11-21", "as_of: yesterday")
    errors = StringIO()

    with pytest.raises(CommandError, match="1 fault; nothing was loaded"):
        call_command("load_sample", str(folder), stderr=errors)

    assert errors.getvalue().startswith(f"{folder / PAGE}:{line}: as_of: ")
    assert [model.objects.count() for model in (Practice, Country, Page, Tag, Entry, Event, LoadedRecord)] == [0] * 7


def test_a_failure_while_writing_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("hub.sample.writing.Documents.values", break_down)

    with pytest.raises(RuntimeError):
        call_command("load_sample", str(folder))

    assert [model.objects.count() for model in (Practice, Country, Page, Tag, Entry, Event, LoadedRecord)] == [0] * 7


def test_the_code_of_norway_is_no_negation(folder: Path) -> None:
    content.change(folder, PRACTICE, "country: KG", "country: NO")

    assert [record.country for record in read_folder(folder).practices] == ["NO"]
