"""Published versions: one for each publication and each later saving, kept as it was."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.models import Page
from members.enums import Role
from members.workflow import CountryWorkflow
from practices.models import Practice, Result
from practices.workflow import PracticeWorkflow
from publishing.models import PublishedVersion, Source
from publishing.versions.content import shape_of
from publishing.versions.keeping import keep_first_versions, keep_version, versions_of
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert
from tests.factories.practices import award, practice, result, source
from tests.factories.reforms import legal_act, milestone, reform
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


def numbers(record: Any) -> list[int]:
    return [version.number for version in versions_of(record)]


@pytest.mark.parametrize(
    "make",
    [lambda: practice(country()), lambda: reform(of=country()), country, page],
    ids=["practice", "reform", "country", "page"],
)
def test_publishing_keeps_the_first_version(make: Any) -> None:
    record = make()

    (version,) = versions_of(record)

    assert (version.number, version.role, version.edition) == (1, Role.SECRETARIAT, record.edition)
    assert version.changed_languages == ["kk", "ru", "en"]
    assert version.content["texts"][record.title_field]["ru"] == getattr(record, f"{record.title_field}_ru")


def test_a_draft_has_no_version_and_an_expert_none_at_all() -> None:
    land = country()

    assert keep_version(practice(land, published=False), superuser()) is None
    assert numbers(practice(land, published=False)) == []
    assert keep_version(expert(of=land), superuser()) is None
    assert shape_of(type(expert(of=land))) is None


def test_each_saving_of_a_public_record_makes_one_version_with_its_note() -> None:
    record = practice(country())
    Practice.objects.filter(pk=record.pk).update(summary_ru="Иначе", edition=7)
    record.refresh_from_db()

    version = keep_version(record, person(Role.EDITOR), note={"ru": " Уточнено.\x00 "}, severity="inform")

    assert version is not None
    assert (version.number, version.note_ru, version.note_kk, version.severity) == (2, "Уточнено.", "", "inform")
    assert (version.changed_languages, version.edition, version.role) == (["ru"], 7, Role.EDITOR)


def test_saving_the_same_again_makes_no_version() -> None:
    record = practice(country())

    assert keep_version(record, superuser()) is None
    assert numbers(record) == [1]


def test_archiving_and_publishing_again_keeps_the_numbers_going() -> None:
    record = practice(country())
    PracticeWorkflow(record, superuser()).archive("Outdated")
    Practice.objects.filter(pk=record.pk).update(title_en="A new title")

    PracticeWorkflow(record, superuser()).perform("publish", note={"en": "Back with a new title"})

    assert [(version.number, version.note_en) for version in versions_of(record)] == [
        (2, "Back with a new title"),
        (1, ""),
    ]


def test_confirming_makes_no_version() -> None:
    record = country()

    CountryWorkflow(record, superuser()).confirm()

    assert numbers(record) == [1]


def test_rows_tags_and_sources_belong_to_a_version() -> None:
    record = practice(country("KG", name="Кыргызстан"), tags=("one-stop",), published=False)
    origin = source(record, "s1", title="Report")
    result(record, "Waiting time", source=origin)
    award(record)
    PracticeWorkflow(record, superuser()).publish_unreviewed("as found")
    Result.objects.all().delete()
    record.tags.clear()
    Source.objects.all().delete()

    content = versions_of(record).get().content

    assert content["rows"]["results"] == [
        {
            "indicator": dict.fromkeys(("kk", "ru", "en"), "Waiting time"),
            "before": "65",
            "after": "8",
            "unit": {"kk": "минут", "ru": "минут", "en": "minutes"},
            "year": 2017,
            "source": "s1: Report",
            "is_self_reported": True,
        }
    ]
    assert content["rows"]["awards"][0]["year"] == 2015
    assert content["rows"]["sources"][0]["title"] == "Report"
    assert content["facts"]["tags"] == [{"kk": "one-stop kk", "ru": "one-stop ru", "en": "one-stop en"}]
    assert content["facts"]["country"]["ru"] == "Кыргызстан"
    assert content["rich"] == ["problem", "solution", "results_text", "lessons", "transfer"]


def test_a_changed_row_counts_for_its_language() -> None:
    record = reform(of=country())
    row = milestone(record)
    legal_act(record)
    keep_version(record, superuser())
    row.text_kk = "Жаңа кезең"
    row.save()

    version = keep_version(record, superuser())

    assert version is not None
    assert version.changed_languages == ["kk"]


def test_records_that_were_public_before_get_their_first_version() -> None:
    land = country()
    old, hidden = practice(land, published=False), practice(land, published=False)
    Practice.objects.filter(pk=old.pk).update(state="published", published_at=land.published_at)
    old.refresh_from_db()
    Page.objects.create(slug="hidden", title_ru="Черновик")

    assert keep_first_versions() == 1
    assert keep_first_versions() == 0

    (version,) = versions_of(old)
    assert (version.number, version.at, version.role) == (1, old.published_at, "")
    assert numbers(hidden) == []


def test_two_versions_of_one_number_cannot_be() -> None:
    record = page()
    version = versions_of(record).get()

    version.pk = None
    with pytest.raises(Exception, match="one_published_version"):
        version.save(force_insert=True)


def test_keeping_a_version_costs_a_fixed_number_of_queries() -> None:
    record = practice(country(), tags=("a",))
    costs = []
    for amount in (1, 3):
        for number in range(amount):
            result(record, f"{amount} {number}", source=source(record, f"s{amount}{number}"))
            award(record, f"{amount} {number}")
        with CaptureQueriesContext(connection) as queries:
            keep_version(record, superuser())
        costs.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))

    assert costs == [11, 11]
    assert PublishedVersion.objects.count() == 4
