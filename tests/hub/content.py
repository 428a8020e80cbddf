"""A small folder of content files for tests: one of each kind, each naming the others."""

from pathlib import Path

GLOSSARY = """\
sources:
- {id: law, title: Law on the civil service, url: https://example.org/law}
terms:
- id: civil-servant
  domain: civil-service
  name: {kk: мемлекеттік қызметші, ru: государственный служащий, en: civil servant}
  variants:
    ru: [госслужащий, чиновник]
  definition:
    en: A person who holds a post.
  sources: [law]
- id: search
  domain: ui
  name: {en: search}
  in_texts: false
"""

TAGS = """\
- {id: data-exchange, en: Data exchange, ru: Обмен данными, kk: Деректер алмасу}
- {id: mobile-app, en: Mobile app, ru: Мобильное приложение, kk: Мобильді қосымша}
"""
COUNTRY = """\
iso2: KG
participation: confirmed
participation_evidence:
- text: {en: Named as a founder, ru: Назван учредителем, kk: Құрылтайшы ретінде аталған}
  source: s1
joined_year: 2013
profile:
  en: A service of some 18 thousand people.
  ru: Служба, в которой около 18 тысяч человек.
  kk: 18 мыңға жуық қызметші бар.
system_type: mixed
institution:
  name: {en: State Agency, ru: Государственное агентство, kk: Мемлекеттік агенттік}
  website: mkk.gov.kg
law:
  title: {en: Civil Service Act, ru: Закон о службе, kk: Қызмет туралы заң}
  year: 2021
indicators:
- name: {en: Civil servants, ru: Служащие, kk: Қызметшілер}
  value: 18000.5
  unit: {en: people, ru: человек, kk: адам}
  year: 2023
  source: s1
  general_knowledge: true
sources:
- {id: s1, title: Тарыхый маалымат, publisher: null, year: 2016, url: null, note: year approximate}
"""
PRACTICE = """\
slug: kg-exchange
country: KG
original_language: ru
institution: {ru: Учреждение «Тундук», en: Tunduk}
themes: [open-government, e-government]
tags: [data-exchange, mobile-app]
level: national
stage: scaled
start_year: 2018
evidence: agency_data
evidence_basis: {ru: Счётчик портала., en: The portal's own counter.}
awards:
- {name: {ru: Премия, en: A prize}, year: 2020, source: s2}
title:
  ru: Ведомства обмениваются данными
  en: Agencies exchange data
summary:
  ru: Коротко о главном.
  en: In short.
problem:
  ru: Справки носили люди.
  en: People carried papers.
solution:
  ru: |-
    Ввели номера.

    - обмен <данными>;
    - портал.
  en: Numbers first.
results_text: {ru: Цифр мало., en: Few figures.}
lessons: {ru: "- Начинать с номеров.", en: "- Begin with numbers."}
transfer: {ru: Нужен закон., en: A law is needed.}
results:
- indicator: {ru: Подключено органов, en: Bodies connected}
  before: null
  after: 185
  unit: {ru: органов, en: bodies}
  year: 2025
  source: s1
  self_reported: false
- indicator: {ru: Доля, en: Share}
  before: 1.25
  after: null
  unit: {ru: "%", en: "%"}
  year: null
  source: null
sources:
- {id: s1, title: general knowledge, publisher: null, year: null, url: null}
- {id: s2, title: X-Road in Kyrgyzstan, publisher: eGA, year: 2019, url: "https://ega.ee/tunduk", note: copy of the report}
languages: {en: machine_draft, ru: approved, kk: missing}
"""
REFORM = """\
slug: kg-reform
country: KG
themes: [e-government]
stage: implementing
start_year: 2018
title: {en: Data exchange, ru: Обмен данными, kk: Деректер алмасу}
summary: {en: In short., ru: Коротко., kk: Қысқаша.}
background: {en: Before., ru: До., kk: Бұрын.}
course: {en: Then., ru: Потом., kk: Кейін.}
milestones:
- {year: 2018, month: 4, text: {en: Rules adopted, ru: Приняты правила, kk: Қағидалар қабылданды}, source: s1}
- {year: 2017, month: null, text: {en: Decision, ru: Решение, kk: Шешім}, source: s1}
legal_acts:
- {title: {en: Act No. 1, ru: Закон № 1, kk: № 1 заң}, year: 2018, url: "https://example.org/act"}
practices: [kg-exchange]
sources:
- {id: s1, title: Rules, publisher: Government, year: 2018, url: "https://example.org/rules"}
languages: {en: approved, ru: approved, kk: approved}
"""
PAGE = """\
slug: declaration
title: {en: The declaration, ru: Декларация, kk: Декларация}
lead: {en: In brief., ru: Кратко., kk: Қысқаша.}
body:
  en: "Goals\\n\\n- Openness"
  ru: "Цели\\n\\n- Открытость"
  kk: "Мақсаттар\\n\\n- Ашықтық"
sources: []
as_of: 2026-11-21
languages: {en: approved, ru: approved, kk: approved}
"""
DOCUMENT = """\
slug: founding-declaration
page: declaration
position: 1
title: {en: Founding declaration, ru: Учредительная декларация, kk: Құрылтай декларациясы}
date: 2013-03-15
number: null
signatory: null
access: public
summary: {en: Our summary., ru: Наше изложение., kk: Біздің түйіндеме.}
languages: {en: approved, ru: approved, kk: approved}
"""
FILES = {
    "tags.yaml": TAGS,
    "glossary.yaml": GLOSSARY,
    "countries/kg.yaml": COUNTRY,
    "practices/kg-exchange.yaml": PRACTICE,
    "reforms/kg-reform.yaml": REFORM,
    "pages/declaration.yaml": PAGE,
    "documents/founding-declaration.yaml": DOCUMENT,
}


def write(folder: Path) -> Path:
    """The files in the folder; returns it."""
    for name, text in FILES.items():
        put(folder, name, text)
    return folder


def put(folder: Path, name: str, content: str | bytes) -> None:
    """One file with this content."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Put `new` in the place of `old`, which stands once in the file; returns the line in which it begins."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    put(folder, name, text.replace(old, new))
    return text.count("\n", 0, text.index(old)) + 1
