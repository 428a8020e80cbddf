"""Pages of published versions."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from members.enums import Role
from practices.models import Practice, Result
from practices.workflow import PracticeWorkflow
from publishing.models import PublishedVersion
from publishing.versions.changes import changes_between
from publishing.versions.content import shape_of
from publishing.versions.keeping import keep_version, versions_of
from tests.factories.hub import page, superuser
from tests.factories.members import country
from tests.factories.practices import practice, result, source
from tests.factories.reforms import milestone, reform
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Practice:
    """A practice whose Russian problem, level, figures and sources changed once, with a note."""
    made = practice(country("KG", name="Кыргызстан"), slug="one-stop", published=False)
    origin = source(made, "s1", title="Report 2015")
    result(made, "Waiting time", source=origin, after=8)
    result(made, "Complaints", after=3)
    PracticeWorkflow(made, superuser()).publish_unreviewed("as found")
    Practice.objects.filter(pk=made.pk).update(
        problem_ru="<p>Новый текст задачи</p><script>alert(1)</script>", level="regional", start_year=2014
    )
    Result.objects.filter(indicator_ru="Waiting time").update(after=5)
    Result.objects.filter(indicator_ru="Complaints").delete()
    source(made, "s2", title="Second <i>source</i>")
    made.refresh_from_db()
    keep_version(made, person(Role.EDITOR), note={"ru": "Сроки <b>исправлены</b>."})
    return made


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def test_the_list_tells_dates_notes_languages_and_roles(client: Client, record: Practice) -> None:
    html = read(client, "/en/practices/one-stop/versions/")

    assert html.index("Version 2") < html.index("Version 1")
    assert '<span lang="ru">Сроки &lt;b&gt;исправлены&lt;/b&gt;.</span>' in html
    assert "Editor" in html
    assert "editor@cast.example" not in html
    assert '<abbr title="Русский">РУС</abbr>' in html
    assert 'href="/en/practices/one-stop/versions/changes/?from=1&amp;to=2"' in html
    assert "First published version." in html


def test_an_old_version_reads_as_it_did_and_leads_to_the_present(client: Client, record: Practice) -> None:
    html = read(client, "/ru/practices/one-stop/versions/1/")

    assert "<p>Текст задачи</p>" in html
    assert "Новый текст" not in html
    assert "Complaints" in html
    assert "Национальный" in html
    assert "s1: Report 2015" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical" href="http://testserver/ru/practices/one-stop/"' in html
    assert html.count('rel="canonical"') == 1


def test_what_changed_is_shown_by_section_and_language(client: Client, record: Practice) -> None:
    html = read(client, "/ru/practices/one-stop/versions/changes/?from=1&to=2")

    assert "<del>Текст</del><ins>Новый текст</ins> задачи" in html
    assert "<script>alert" not in html
    assert "<del>Национальный</del><ins>Региональный</ins>" in html
    assert "<del>2012</del><ins>2014</ins>" in html
    assert "<td><del>8</del><ins>5</ins></td>" in html
    assert "<td><del>Complaints</del></td>" in html
    assert f"<ins>{escape('Second <i>source</i>')}</ins>" in html
    assert "Мәселе" not in html, "what did not change is not shown"


def test_without_numbers_the_last_two_are_compared_and_the_order_does_not_matter(
    client: Client, record: Practice
) -> None:
    plain = read(client, "/ru/practices/one-stop/versions/changes/")

    assert "<ins>Новый текст</ins>" in plain
    assert "<ins>Новый текст</ins>" in read(client, "/ru/practices/one-stop/versions/changes/?from=2&to=1")


@pytest.mark.parametrize(
    "query",
    ["from=1&to=1", "from=0&to=2", "from=1&to=3", "from=a&to=2", "from=-1", "from=١", "to=" + "9" * 60],
)
def test_numbers_that_are_none_are_not_found(client: Client, record: Practice, query: str) -> None:
    read(client, f"/ru/practices/one-stop/versions/changes/?{query}", 404)


@pytest.mark.parametrize("number", ["0", "3", "9" * 40])
def test_versions_that_are_not_there_are_not_found(client: Client, record: Practice, number: str) -> None:
    read(client, f"/ru/practices/one-stop/versions/{number}/", 404)


def test_versions_of_a_withdrawn_record_are_seen_by_those_who_see_the_record(client: Client, record: Practice) -> None:
    PracticeWorkflow(record, superuser()).archive("Withdrawn")
    addresses = [f"/ru/practices/one-stop/versions/{rest}" for rest in ("", "1/", "changes/?from=1&to=2")]

    assert {client.get(address).status_code for address in addresses} <= {404, 410}
    client.force_login(person(Role.SECRETARIAT))
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]


def test_a_draft_has_an_empty_list_for_its_keepers_and_none_for_others(client: Client) -> None:
    practice(country(), slug="draft", published=False)

    read(client, "/en/practices/draft/versions/", 404)
    client.force_login(person(Role.SECRETARIAT))
    assert "No version of this record has been public yet." in read(client, "/en/practices/draft/versions/")


def test_a_former_address_leads_on(client: Client, record: Practice) -> None:
    from publishing.slugs import change_slug  # noqa: PLC0415 - used once

    change_slug(record, "new-address")

    response = client.get("/ru/practices/one-stop/versions/changes/?from=1&to=2")

    assert (response.status_code, response["Location"]) == (
        301,
        "/ru/practices/new-address/versions/changes/?from=1&to=2",
    )


def test_a_version_stays_readable_when_the_model_has_other_fields(client: Client, record: Practice) -> None:
    content = versions_of(record)[0].content
    content["texts"]["vision"] = {"ru": "Поле, которого больше нет"}
    content["facts"]["budget_line"] = "12"
    content["rows"]["figures"] = [{"label": "Old row", "value": 7}]
    del content["texts"]["lessons"], content["facts"]["stage"], content["rows"]["awards"]
    PublishedVersion.objects.create(record=record, number=3, edition=9, content=content)

    html = read(client, "/ru/practices/one-stop/versions/3/")
    changed = read(client, "/ru/practices/one-stop/versions/changes/?from=2&to=3")

    for text in ("Поле, которого больше нет", "Budget line", "Old row"):
        assert text in html
        assert text in changed


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("kind", ["practices", "reforms", "countries", "about"])
def test_every_kind_has_the_three_pages_in_every_language(client: Client, kind: str, language: str) -> None:
    land = country("KG", slug="a-record")
    made: Any = {
        "practices": lambda: practice(land, slug="a-record"),
        "reforms": lambda: reform(of=land, slug="a-record"),
        "countries": lambda: land,
        "about": lambda: page("a-record"),
    }[kind]()
    if kind == "reforms":
        milestone(made)
    type(made).objects.filter(pk=made.pk).update(**{f"{made.title_field}_ru": "Другое имя"})
    made.refresh_from_db()
    keep_version(made, superuser())

    for rest in ("", "1/", "changes/"):
        read(client, f"/{language}/{kind}/a-record/versions/{rest}")
    assert f"/{language}/{kind}/a-record/versions/" in read(client, f"/{language}/{kind}/a-record/")


def test_pages_cost_a_fixed_number_of_queries(client: Client, record: Practice) -> None:
    costs = []
    for amount in (0, 2):
        for number in range(amount):
            Practice.objects.filter(pk=record.pk).update(title_ru=f"Название {number}")
            keep_version(record, superuser())
        row = []
        for rest in ("", "1/", "changes/?from=1&to=2"):
            client.get(f"/ru/practices/one-stop/versions/{rest}")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(
                    f"/ru/practices/one-stop/versions/{rest}&x={amount}"
                    if "?" in rest
                    else f"/ru/practices/one-stop/versions/{rest}?x={amount}"
                )
            row.append(len(queries))
        costs.append(row)

    assert costs == [[3, 3, 3], [3, 3, 3]]


def test_very_long_texts_are_compared_within_bounds(record: Practice) -> None:
    first, second = versions_of(record)[1].content, versions_of(record)[0].content
    for side, letter in ((first, "a"), (second, "b")):
        for name in ("problem", "solution", "lessons", "transfer"):
            side["texts"][name] = dict.fromkeys(("kk", "ru", "en"), f"<p>{letter} </p>" * 50000)
    shape = shape_of(Practice)
    assert shape is not None

    start = time.process_time()
    found = changes_between(shape, first, second, ("ru", "kk", "en"))

    assert time.process_time() - start < 2
    assert [section.name for section in found.sections] == ["problem", "solution", "lessons", "transfer"]
    assert all("<ins>" in text.html and "<del>" in text.html for section in found.sections for text in section.texts)
