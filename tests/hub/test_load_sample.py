"""Loading content files: everything in them reaches the database, a second load writes nothing, nobody's edit is overwritten."""

import re
from collections import Counter
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.models import LoadedRecord, Page
from hub.sample.kinds import language_of
from members.models import Country
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing import catalogue
from publishing.enums import LanguageState, State
from publishing.glossary.terminology import terms_in
from publishing.models import Document, Entry, Event, LanguageVersion, Source, Tag, Term
from reforms.models import Reform
from tests.factories.hub import superuser
from tests.hub import content

PRACTICE = "practices/kg-exchange.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content.write(tmp_path / "content")


def load(folder: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_sample", str(folder), stdout=out, **options)
    return out.getvalue()


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"])]


# --- everything reaches the database ---------------------------------------------------------------


@pytest.mark.django_db
def test_a_practice_arrives_whole(folder: Path) -> None:
    load(folder)

    practice = Practice.objects.get(slug="kg-exchange")
    assert (practice.country.iso2, practice.original_language, practice.state) == ("KG", "ru", State.PUBLISHED)
    assert (practice.level, practice.stage, practice.evidence, practice.start_year) == (
        "national",
        "scaled",
        "agency_data",
        2018,
    )
    assert (practice.title_ru, practice.title_en, practice.title_kk) == (
        "Ведомства обмениваются данными",
        "Agencies exchange data",
        None,
    )
    assert (practice.institution_ru, practice.institution_en) == ("Учреждение «Тундук»", "Tunduk")
    assert practice.solution_ru == "<p>Ввели номера.</p>\n<ul><li>обмен &lt;данными&gt;;</li><li>портал.</li></ul>"
    assert practice.lessons_en == "<ul><li>Begin with numbers.</li></ul>"
    assert (practice.evidence_basis_ru, practice.evidence_basis_kk) == ("Счётчик портала.", None)
    assert [row.theme.slug for row in practice.theme_rows.all()] == ["open-government", "e-government"]
    assert set(practice.tags.values_list("slug", flat=True)) == {"data-exchange", "mobile-app"}


@pytest.mark.django_db
def test_results_and_awards_arrive_with_their_sources(folder: Path) -> None:
    load(folder)

    practice = Practice.objects.get(slug="kg-exchange")
    first, second = practice.results.all()
    assert (first.indicator_ru, first.unit_ru, first.indicator_kk) == ("Подключено органов", "органов", None)
    assert (first.before, first.after, first.year, first.source.key, first.is_self_reported) == (
        None,
        Decimal(185),
        2025,
        "s1",
        False,
    )
    assert (second.before, second.after, second.year, second.source, second.is_self_reported) == (
        Decimal("1.25"),
        None,
        None,
        None,
        True,
    )
    award = practice.awards.get()
    assert (award.name_ru, award.name_en, award.year, award.source.key) == ("Премия", "A prize", 2020, "s2")


@pytest.mark.django_db
def test_sources_keep_their_notes(folder: Path) -> None:
    load(folder)

    general, report = Practice.objects.get(slug="kg-exchange").sources.all()
    assert (general.key, general.title, general.url, general.publisher, general.year) == (
        "s1",
        "general knowledge",
        "",
        "",
        None,
    )
    assert (report.url, report.publisher, report.note, report.is_year_approximate) == (
        "https://ega.ee/tunduk",
        "eGA",
        "copy of the report",
        False,
    )
    approximate = Country.objects.get(iso2="KG").sources.get()
    assert (approximate.year, approximate.is_year_approximate, approximate.note, approximate.title_language) == (
        2016,
        True,
        "",
        "ru",
    )


@pytest.mark.django_db
def test_language_states_arrive(folder: Path) -> None:
    load(folder)

    states = {code: version.state for code, version in Practice.objects.get(slug="kg-exchange").versions().items()}
    assert states == {"ru": LanguageState.APPROVED, "en": LanguageState.MACHINE_DRAFT, "kk": LanguageState.MISSING}


@pytest.mark.django_db
def test_a_country_arrives_with_what_supports_its_participation(folder: Path) -> None:
    load(folder)

    country = Country.objects.get(iso2="KG")
    assert (country.slug, country.name_kk, country.capital_ru, country.region) == (
        "kyrgyzstan",
        "Қырғызстан",
        "Бишкек",
        "central-asia",
    )
    assert (country.participation, country.joined_year, country.system_type) == ("confirmed", 2013, "mixed")
    assert (country.law_title_en, country.law_year) == ("Civil Service Act", 2021)
    assert [(row.text_ru, row.source.key) for row in country.evidence.all()] == [("Назван учредителем", "s1")]
    body = country.institutions.get()
    assert (body.name_kk, body.website, body.is_civil_service_body) == (
        "Мемлекеттік агенттік",
        "https://mkk.gov.kg",
        True,
    )
    figure = country.indicators.get()
    assert (figure.value, figure.unit_kk, figure.year, figure.is_general_knowledge) == (
        Decimal("18000.5"),
        "адам",
        2023,
        True,
    )


@pytest.mark.django_db
def test_a_reform_arrives_with_its_practices(folder: Path) -> None:
    load(folder)

    reform = Reform.objects.get(slug="kg-reform")
    assert [(row.year, row.month, row.text_en, row.source.key) for row in reform.milestones.all()] == [
        (2017, None, "Decision", "s1"),
        (2018, 4, "Rules adopted", "s1"),
    ]
    assert [(act.title_ru, act.year, act.url) for act in reform.legal_acts.all()] == [
        ("Закон № 1", 2018, "https://example.org/act")
    ]
    assert [practice.slug for practice in reform.practices.all()] == ["kg-exchange"]
    assert [row.theme.slug for row in reform.theme_rows.all()] == ["e-government"]


@pytest.mark.django_db
def test_a_page_and_its_document_arrive(folder: Path) -> None:
    load(folder)

    page = Page.objects.get(slug="declaration")
    assert page.body_en == "<h2>Goals</h2>\n<ul><li>Openness</li></ul>"
    assert (str(page.as_of), str(page.checked_on), str(page.check_due)) == ("2026-11-21", "2026-11-21", "2027-11-21")
    document = page.documents.get()
    assert (document.title_kk, str(document.date), document.number, document.signatory_ru) == (
        "Құрылтай декларациясы",
        "2013-03-15",
        "",
        None,
    )


@pytest.mark.django_db
def test_the_glossary_arrives_in_its_order_and_texts_know_it(folder: Path) -> None:
    load(folder)

    first, second = Term.objects.all()
    assert (first.slug, first.domain, first.name_kk, first.variants_ru, first.definition_en) == (
        "civil-servant",
        "civil-service",
        "мемлекеттік қызметші",
        "госслужащий\nчиновник",
        "A person who holds a post.",
    )
    assert [(source.key, source.url) for source in first.sources.all()] == [("law", "https://example.org/law")]
    assert (second.name_en, second.name_ru, second.is_in_texts) == ("search", None, False)
    assert [hit.term for hit in terms_in("Госслужащим и search", "ru")] == [first]


@pytest.mark.django_db
def test_a_changed_term_alone_is_written_and_one_edited_by_hand_is_left(folder: Path) -> None:
    load(folder)
    content.change(folder, "glossary.yaml", "en: A person who holds a post.", "en: Whoever holds a post.")

    assert "terms: 1 updated (civil-servant), 1 unchanged" in load(folder)
    assert Entry.objects.get(slug="civil-servant").summary_en == "Whoever holds a post."

    Term.objects.filter(slug="search").update(name_en="finding")
    content.change(folder, "glossary.yaml", "{en: search}", "{en: looking for}")
    assert "search: edited by hand" in load(folder)
    assert Term.objects.get(slug="search").name_en == "finding"


@pytest.mark.django_db
def test_what_is_published_leaves_the_traces_of_publishing(folder: Path) -> None:
    load(folder)

    practice = Practice.objects.get(slug="kg-exchange")
    event = practice.events.get()
    assert (event.action, event.from_state, event.to_state, event.actor) == (
        "publish_unreviewed", "draft", "published", None,
    )  # fmt: skip
    assert event.reason
    assert practice.history.count() == 2
    assert Entry.objects.filter(kind="practice", slug="kg-exchange").count() == 1
    assert sorted(Entry.objects.values_list("kind", flat=True)) == [
        "country",
        "document",
        "page",
        "practice",
        "reform",
        "term",
        "term",
    ]
    assert list(catalogue.differences()) == []


@pytest.mark.django_db
def test_the_latest_practice_is_the_one_that_began_last(folder: Path) -> None:
    for year in (2001, 2015, 2009):
        text = content.PRACTICE.replace("slug: kg-exchange", f"slug: kg-{year}").replace(
            "start_year: 2018", f"start_year: {year}"
        )
        content.put(folder, f"practices/kg-{year}.yaml", text)

    load(folder)

    latest = Entry.objects.filter(kind="practice").order_by("-published_at").values_list("start_year", flat=True)
    assert list(latest) == [2018, 2015, 2009, 2001]


@pytest.mark.django_db
def test_a_country_that_only_a_practice_names_gets_its_name_from_cldr(folder: Path) -> None:
    content.change(folder, PRACTICE, "country: KG", "country: PK")

    load(folder)

    country = Country.objects.get(iso2="PK")
    assert (country.name_kk, country.name_ru, country.name_en) == ("Пәкістан", "Пакистан", "Pakistan")
    assert (country.region, country.participation, country.state) == ("other", "unconfirmed", "published")


# --- again ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_second_load_writes_nothing_and_says_so(folder: Path) -> None:
    load(folder)

    with CaptureQueriesContext(connection) as queries:
        said = load(folder)

    assert writes(queries) == []
    assert "practices: 1 unchanged" in said
    assert said.endswith("Nothing to do: the database holds what the files say.\n")


@pytest.mark.django_db
def test_a_changed_file_changes_its_record_alone(folder: Path) -> None:
    load(folder)
    content.change(folder, PRACTICE, "  after: 185", "  after: 186")
    content.change(folder, PRACTICE, "  ru: Коротко о главном.", "  ru: Ещё короче.")

    said = load(folder)

    practice = Practice.objects.get(slug="kg-exchange")
    assert "practices: 1 updated (kg-exchange)\n" in said
    assert "reforms: 1 unchanged" in said
    assert (practice.results.first().after, practice.summary_ru) == (Decimal(186), "Ещё короче.")
    assert Entry.objects.get(slug="kg-exchange").summary_ru == "Ещё короче."
    assert list(catalogue.differences()) == []


@pytest.mark.django_db
def test_a_new_original_does_not_make_the_files_own_translations_outdated(folder: Path) -> None:
    load(folder)
    content.change(folder, PRACTICE, "  ru: Коротко о главном.", "  ru: Ещё короче.")

    load(folder)

    practice = Practice.objects.get(slug="kg-exchange")
    assert (practice.text_version, practice.significant_version) == (2, 2)
    assert not any(practice.is_outdated(version) for version in practice.versions().values())


@pytest.mark.django_db
def test_rows_that_left_the_file_leave_the_database(folder: Path) -> None:
    load(folder)
    content.change(
        folder, PRACTICE, "awards:\n- {name: {ru: Премия, en: A prize}, year: 2020, source: s2}\n", "awards: []\n"
    )
    content.change(folder, PRACTICE, "tags: [data-exchange, mobile-app]", "tags: [mobile-app]")
    content.change(
        folder, PRACTICE, "themes: [open-government, e-government]", "themes: [e-government, open-government]"
    )

    load(folder)

    practice = Practice.objects.get(slug="kg-exchange")
    assert practice.awards.count() == 0
    assert [tag.slug for tag in practice.tags.all()] == ["mobile-app"]
    assert Entry.objects.get(slug="kg-exchange").themes == ["e-government", "open-government"]


@pytest.mark.django_db
def test_a_new_layout_of_a_file_is_no_change(folder: Path) -> None:
    load(folder)
    content.put(folder, PRACTICE, "# a remark\n" + content.PRACTICE.replace("level: national", 'level:   "national"'))

    assert "practices: 1 unchanged" in load(folder)


@pytest.mark.django_db
def test_an_edit_by_hand_is_not_overwritten(folder: Path) -> None:
    load(folder)
    practice = Practice.objects.get(slug="kg-exchange")
    practice.summary_en = "Better."
    practice.save()
    content.change(folder, PRACTICE, "start_year: 2018", "start_year: 2019")

    said = load(folder)

    practice.refresh_from_db()
    assert "kg-exchange: edited by hand since it was loaded" in said
    assert (practice.summary_en, practice.start_year) == ("Better.", 2018)


@pytest.mark.django_db
def test_an_edit_of_a_part_by_hand_counts_as_well(folder: Path) -> None:
    load(folder)
    practice = Practice.objects.get(slug="kg-exchange")
    practice.results.filter(position=0).update(after=200)
    content.change(folder, PRACTICE, "start_year: 2018", "start_year: 2019")

    load(folder)

    practice.refresh_from_db()
    assert (practice.start_year, practice.results.first().after) == (2018, Decimal(200))


@pytest.mark.django_db
def test_overwriting_takes_the_file(folder: Path) -> None:
    load(folder)
    practice = Practice.objects.get(slug="kg-exchange")
    practice.summary_en = "Better."
    practice.save()

    load(folder, overwrite=True)

    practice.refresh_from_db()
    assert practice.summary_en == "In short."
    assert list(catalogue.differences()) == []


@pytest.mark.django_db
def test_what_the_secretariat_archived_or_removed_stays_so(folder: Path) -> None:
    load(folder)
    PracticeWorkflow(Practice.objects.get(slug="kg-exchange"), superuser()).archive("Out of date.")
    Page.objects.get(slug="declaration").delete()
    content.change(folder, PRACTICE, "start_year: 2018", "start_year: 2019")

    said = load(folder)

    assert Practice.objects.get(slug="kg-exchange").state == State.ARCHIVED
    assert not Entry.objects.filter(slug="kg-exchange").exists()
    assert "declaration: removed by hand since it was loaded" in said
    assert not Page.objects.exists()


@pytest.mark.django_db
def test_a_record_made_by_hand_under_the_same_address_is_left_alone(folder: Path) -> None:
    Page.objects.create(slug="declaration", title_ru="Наша")

    assert "declaration: edited by hand" in load(folder)
    assert Page.objects.get().title_ru == "Наша"


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(folder: Path) -> None:
    said = load(folder, dry_run=True)

    assert "practices: 1 created" in said
    assert "A dry run: nothing was written." in said
    assert [model.objects.count() for model in (Practice, Country, Page, Tag, Entry, Event, LoadedRecord)] == [0] * 7


@pytest.mark.django_db
def test_a_renamed_tag_reaches_the_entries_that_bear_it(folder: Path) -> None:
    load(folder)
    content.change(folder, "tags.yaml", "en: Mobile app", "en: Pocket office")

    assert "tags: 1 updated (mobile-app)" in load(folder)
    assert list(catalogue.differences()) == []


@pytest.mark.django_db
def test_part_of_a_content_can_be_loaded_on_its_own(folder: Path, tmp_path: Path) -> None:
    load(folder)
    other = tmp_path / "other"
    content.put(other, "practices/kg-more.yaml", content.PRACTICE.replace("slug: kg-exchange", "slug: kg-more"))

    load(other)

    assert Practice.objects.get(slug="kg-more").country.participation == "confirmed"


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Open Government Awards 2016", "en"),
        ("Украина получила Open Government Awards", "ru"),
        ("Мемлекеттік қызмет: жастардың көзқарасы", "kk"),
        ("Довталабони кор дар идораҳои давлатӣ", "tg"),
        ("Davlat xizmati", "en"),
        ("e-Devlet'i kullanan kişi sayısı açıklandı", "tr"),
        ("Bénin - la fonction publique sera auditée", ""),
        ("Закон України про службу є", "uk"),
        ("№ 75", ""),
    ],
)
def test_the_language_of_a_title_is_guessed_by_its_letters(title: str, language: str) -> None:
    assert language_of(title) == language


# --- the portal's own content ---------------------------------------------------------------------


def files(kind: str) -> list[dict[str, Any]]:
    return [
        yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted((settings.BASE_DIR / "sample" / kind).glob("*.yaml"))
    ]


@pytest.mark.django_db
def test_the_sample_arrives_whole_and_is_found_in_the_catalogue() -> None:
    said = load(settings.BASE_DIR / "sample")

    practices, reforms, countries, pages = files("practices"), files("reforms"), files("countries"), files("pages")
    glossary = yaml.safe_load((settings.BASE_DIR / "sample" / "glossary.yaml").read_text(encoding="utf-8"))
    assert "practices: 57 created" in said
    counts = {
        "results": [
            sum(len(file["results"]) for file in practices),
            sum(p.results.count() for p in Practice.objects.all()),
        ],
        "awards": [
            sum(len(file["awards"]) for file in practices),
            sum(p.awards.count() for p in Practice.objects.all()),
        ],
        "milestones": [
            sum(len(file["milestones"]) for file in reforms),
            sum(r.milestones.count() for r in Reform.objects.all()),
        ],
        "acts": [
            sum(len(file["legal_acts"]) for file in reforms),
            sum(r.legal_acts.count() for r in Reform.objects.all()),
        ],
        "links": [sum(len(file["practices"]) for file in reforms), Reform.practices.through._default_manager.count()],
        "indicators": [
            sum(len(file["indicators"]) for file in countries),
            sum(c.indicators.count() for c in Country.objects.all()),
        ],
        "evidence": [
            sum(len(file["participation_evidence"]) for file in countries),
            sum(c.evidence.count() for c in Country.objects.all()),
        ],
        "sources": [
            sum(
                len(file["sources"])
                for file in [*practices, *reforms, *countries, *pages, *files("adoptions"), *files("contributions")]
            )
            + sum(len(row.get("sources", [])) for row in glossary["terms"]),
            Source.objects.count(),
        ],
        "documents": [len(files("documents")), Document.objects.count()],
    }
    assert {name: pair for name, pair in counts.items() if pair[0] != pair[1]} == {}
    states = Counter(state for file in practices for state in file["languages"].values())
    of_practices = LanguageVersion.objects.filter(content_type__model="practice")
    assert Counter(of_practices.values_list("state", flat=True)) == states
    participation = Counter(file["participation"] for file in countries)
    assert Counter(Country.objects.values_list("participation", flat=True)) == participation
    assert Term.objects.count() == len(glossary["terms"])
    records = [*practices, *reforms, *countries, *pages, *glossary["terms"], *files("decisions")]
    assert Entry.objects.count() == len(records) + Document.objects.count()
    assert list(catalogue.differences(with_index=False)) == []
