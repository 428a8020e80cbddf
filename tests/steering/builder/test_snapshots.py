"""A periodic report is begun, written, frozen, reviewed; nobody changes it afterwards."""

import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from members.enums import Role
from members.models import User
from practices.models import Practice
from publishing.workflow import WorkflowError
from steering.builder import library_figures
from steering.builder.figures import Scope, registered
from steering.builder.workflow import SnapshotWorkflow
from steering.models import PeriodicSnapshot, Report
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.factories.steering_contributions import contribution
from tests.factories.steering_snapshots import draft, frozen, narrative
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def figure(snapshot: PeriodicSnapshot, key: str) -> dict[str, Any]:
    return next(one for one in snapshot.figures["figures"] if one["key"] == key)


def test_every_box_in_every_language_is_written_before_freezing(secretariat: User) -> None:
    flow = SnapshotWorkflow(draft(secretariat), secretariat)
    flow.write(narrative(why_kk="  "), flow.snapshot.edition)

    assert flow.unwritten() == [("Why", "Қазақша")]
    with pytest.raises(WorkflowError, match="in every chosen language"):
        flow.freeze()
    flow.write(narrative(), flow.snapshot.edition)

    assert flow.freeze().is_frozen


def test_a_period_that_runs_is_not_frozen(secretariat: User) -> None:
    flow = SnapshotWorkflow(draft(secretariat, timezone.localdate().year), secretariat)
    flow.write(narrative(), flow.snapshot.edition)

    with pytest.raises(WorkflowError, match="not over"):
        flow.freeze()


def test_two_who_write_do_not_overwrite_each_other(secretariat: User) -> None:
    found = draft(secretariat)
    url, typed = f"/en/committee/periodic/{found.pk}/draft/", {**narrative(), "edition": found.edition}
    client = client_of(secretariat)

    first = client.post(url, typed)
    second = client.post(url, {**typed, "why_en": "My own words"})

    found.refresh_from_db()
    assert (first.status_code, second.status_code, found.why_en) == (302, 409, "why en")
    assert b"My own words" in second.content


def test_one_period_has_one_draft(secretariat: User) -> None:
    assert draft(secretariat).pk == draft(secretariat).pk


def test_a_snapshot_knows_definitions_and_the_last_of_its_kind(secretariat: User) -> None:
    former, found = frozen(secretariat, 2023), frozen(secretariat, 2024)

    assert found.previous == former
    assert {one["key"] for one in found.figures["figures"]} == {one.key for one in registered()}
    assert all(set(one["definition"]) == {"kk", "ru", "en"} for one in found.figures["figures"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE steering_periodicsnapshot SET figures = '{}'::jsonb",
        "UPDATE steering_periodicsnapshot SET why_en = 'other'",
        "UPDATE steering_periodicsnapshot SET frozen_at = NULL, figures = NULL",
        "DELETE FROM steering_periodicsnapshot",
    ],
)
def test_the_database_refuses_to_change_what_is_frozen(secretariat: User, statement: str) -> None:
    frozen(secretariat)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_draft_keeps_its_figures_until_they_are_counted_anew(secretariat: User) -> None:
    found = draft(secretariat, 2024)
    contribution(amount=100, offered_on=date(2024, 3, 1))
    client, address = client_of(secretariat), f"/en/committee/periodic/{found.pk}/"

    before = client.get(f"{address}draft/").content.decode()
    client.post(f"{address}count/")
    after = client.get(f"{address}draft/").content.decode()

    assert "USD\u00a0100" not in before
    assert "USD\u00a0100" in after


def test_what_is_frozen_is_not_written_or_discarded(secretariat: User) -> None:
    flow = SnapshotWorkflow(frozen(secretariat), secretariat)

    for step in (lambda: flow.write(narrative(), flow.snapshot.edition), flow.count, flow.freeze, flow.discard):
        with pytest.raises(WorkflowError, match="does not change"):
            step()


def test_practices_are_counted_by_the_day_of_their_first_publication(secretariat: User) -> None:
    land = country("KG")
    with time_machine.travel(datetime(2024, 5, 2, tzinfo=timezone.get_current_timezone())):
        practice(land, themes=("leadership", "performance-appraisal"))
        practice(land, published=False)
    with time_machine.travel(datetime(2025, 5, 2, tzinfo=timezone.get_current_timezone())):
        practice(land)

    found = frozen(secretariat, 2024)

    by_country, by_theme = figure(found, "practices_published"), figure(found, "practices_by_theme")
    assert (by_country["total"], [(row["key"], row["value"]) for row in by_country["rows"]]) == ("1", [("KG", "1")])
    assert {row["key"] for row in by_theme["rows"]} == {"leadership", "performance-appraisal"}
    assert figure(found, "practices_total")["total"] == "1"


def test_an_archived_practice_counts_as_published_then_and_not_at_the_end(secretariat: User) -> None:
    with time_machine.travel(datetime(2024, 5, 2, tzinfo=timezone.get_current_timezone())) as clock:
        one = practice(country("KG"))
        clock.shift(timedelta(days=30))
        from practices.workflow import PracticeWorkflow  # noqa: PLC0415 - beside the one use

        PracticeWorkflow(Practice.objects.get(pk=one.pk), secretariat).archive("Out of date")

    scope = Scope(date(2024, 1, 1), date(2024, 12, 31))
    assert library_figures.published_by_country(scope).total == 1
    assert library_figures.public_practices(scope).total == 0
    assert library_figures.public_practices(Scope(date(2024, 1, 1), date(2024, 5, 10))).total == 1


def test_the_median_has_no_number_where_nothing_was_submitted(secretariat: User) -> None:
    counted = figure(frozen(secretariat), "days_to_publication")

    assert counted["total"] is None
    assert "No practice" in counted["missing"]["en"]


def test_contributions_are_added_up_by_currency_and_public_ones_alone(secretariat: User) -> None:
    for amount, currency, access in (
        (100, "USD", "public"),
        (50, "USD", "public"),
        (7, "EUR", "public"),
        (9, "USD", "committee"),
    ):
        contribution(amount=amount, currency=currency, access=access, offered_on=date(2024, 3, 1))

    counted = figure(frozen(secretariat), "contributions_offered")

    assert counted["total"] is None
    assert [(row["key"], float(row["value"])) for row in counted["rows"]] == [("EUR", 7), ("USD", 150)]


@pytest.mark.parametrize(
    ("role", "of_draft", "of_frozen", "of_released"),
    [
        (None, (302, 404), 404, 200),
        (Role.REGISTERED, (404, 404), 404, 200),
        (Role.FOCAL_POINT, (404, 404), 404, 200),
        (Role.EDITOR, (404, 404), 404, 200),
        (Role.COMMITTEE, (404, 404), 200, 200),
        (Role.SECRETARIAT, (200, 404), 200, 200),
    ],
    ids=str,
)
def test_who_opens_what(
    secretariat: User, role: Any, of_draft: tuple[int, int], of_frozen: int, of_released: int
) -> None:
    begun, settled = draft(secretariat, 2023), frozen(secretariat, 2024)
    user = secretariat if role == Role.SECRETARIAT else person(role) if role else None
    client = client_of(user)
    addresses = [
        f"/en/committee/periodic/{settled.pk}/{end}" for end in ("", "report.pdf", "figures.csv", "figures.xlsx")
    ]

    drafts = (
        client.get(f"/en/committee/periodic/{begun.pk}/draft/").status_code,
        client.get(f"/en/committee/periodic/{begun.pk}/figures.csv").status_code,
    )
    before = {client.get(address).status_code for address in addresses}
    report = SnapshotWorkflow(settled, secretariat).put_under_review()
    Report.objects.filter(pk=report.pk).update(state="released", text_released_at=timezone.now())
    after = {client.get(address).status_code for address in addresses}

    assert (drafts, before, after) == (of_draft, {of_frozen}, {of_released})


@pytest.mark.parametrize("role", [Role.REGISTERED, Role.COMMITTEE, Role.EDITOR], ids=str)
def test_only_the_secretariat_takes_steps(secretariat: User, role: Any) -> None:
    settled = frozen(secretariat)
    client = client_of(person(role))

    answers = [
        client.post(f"/en/committee/periodic/{settled.pk}/{step}/").status_code
        for step in ("freeze", "discard", "review")
    ]

    assert set(answers) == ({403} if role == Role.COMMITTEE else {404})
    assert client.post("/en/committee/periodic/new/", {"period_kind": "year"}).status_code == 403
    assert not Report.objects.exists()


def test_the_whole_way_from_the_desk_to_the_review(secretariat: User) -> None:
    client = client_of(secretariat)
    typed = {"period_kind": "quarter", "year": "2024", "part": "2", "languages": ["kk", "ru", "en"]}

    begun = client.post("/en/committee/periodic/new/", typed)
    draft_url = begun.headers["Location"]
    page = client.get(draft_url)
    client.post(draft_url, {**narrative(what_changed_en="First.\n\n<b>Second</b>"), "edition": "1"})
    found = PeriodicSnapshot.objects.get()
    client.post(f"/en/committee/periodic/{found.pk}/freeze/")
    review = client.post(f"/en/committee/periodic/{found.pk}/review/")
    again = client.post(f"/en/committee/periodic/{found.pk}/review/")

    report = Report.objects.get()
    assert page.status_code == 200
    assert review.headers["Location"].endswith(f"/{report.pk}/")
    assert again.headers["Location"].endswith(f"/periodic/{found.pk}/")
    sections = list(report.versions.get().sections.all())
    assert [section.number for section in sections[:4]] == ["1", "2", "3", "4.1"]
    assert (sections[0].title_en, sections[0].text_en) == (
        "What changed",
        "<p>First.</p><p>&lt;b&gt;Second&lt;/b&gt;</p>",
    )
    assert all(section.title_kk and section.title_ru and section.title_en for section in sections)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_paper_is_tagged_and_says_what_the_page_says(secretariat: User, language: str) -> None:
    land = country("KG")
    for year in (2023, 2024):
        with time_machine.travel(datetime(year, 5, 2, tzinfo=timezone.get_current_timezone())):
            practice(land, themes=("leadership", "performance-appraisal"))
    frozen(secretariat, 2023)
    found = frozen(secretariat, 2024)

    answer = client_of(secretariat).get(f"/{language}/committee/periodic/{found.pk}/report.pdf")

    reader = PdfReader(io.BytesIO(answer.content))
    root: Any = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, language)
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    text = "".join(page.extract_text() for page in reader.pages)
    assert f"what_changed {language}" in text
    assert "2023" in text


def test_the_files_are_read_back(secretariat: User) -> None:
    contribution(amount=100, offered_on=date(2024, 3, 1))
    found = frozen(secretariat, 2024)
    client = client_of(secretariat)

    sheet = load_workbook(io.BytesIO(client.get(f"/en/committee/periodic/{found.pk}/figures.xlsx").content)).active
    text = client.get(f"/en/committee/periodic/{found.pk}/figures.csv").content.decode("utf-8-sig")

    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    money = next(row for row in cells if row[1] == "contributions_offered")
    assert (money[3], money[4], money[8]) == ("USD", 100, "USD")
    assert text.splitlines()[0].startswith("Figure,Key,Line")
    assert len(text.splitlines()) == len(cells)


def test_the_drawing_has_a_name_and_a_table_beside_it(secretariat: User) -> None:
    with time_machine.travel(datetime(2024, 5, 2, tzinfo=timezone.get_current_timezone())):
        practice(country("KG"), themes=("leadership", "performance-appraisal"))
    found = frozen(secretariat, 2024)

    page = client_of(secretariat).get(f"/en/committee/periodic/{found.pk}/").content.decode()

    assert 'aria-labelledby="title-practices-by-theme desc-practices-by-theme"' in page
    assert '<title id="title-practices-by-theme">Practices published, by theme</title>' in page
    assert "<style" not in page
    assert ' style="' not in page


def test_pages_cost_a_fixed_number_of_queries(secretariat: User, django_assert_num_queries: Any) -> None:
    client = client_of(secretariat)
    only = frozen(secretariat, 2022)
    client.get("/en/committee/periodic/")
    with django_assert_num_queries(6):
        client.get("/en/committee/periodic/")
    begun = draft(secretariat, 2021)
    with django_assert_num_queries(6):
        client.get(f"/en/committee/periodic/{begun.pk}/draft/")
    for year in (2023, 2024, 2025):
        last = frozen(secretariat, year)

    with django_assert_num_queries(6):
        client.get("/en/committee/periodic/")
    with django_assert_num_queries(5):
        client.get(f"/en/committee/periodic/{only.pk}/")
    with django_assert_num_queries(6):
        client.get(f"/en/committee/periodic/{last.pk}/")


def test_the_snapshot_before_is_linked_for_who_may_open_it(secretariat: User) -> None:
    former, found = frozen(secretariat, 2023), frozen(secretariat, 2024)
    report = SnapshotWorkflow(found, secretariat).put_under_review()
    Report.objects.filter(pk=report.pk).update(state="released", text_released_at=timezone.now())
    link = f'href="/en/committee/periodic/{former.pk}/"'

    public, inner = (
        client_of(user).get(f"/en/committee/periodic/{found.pk}/").content.decode() for user in (None, secretariat)
    )

    assert link not in public
    assert "Compared with:" in public
    assert link in inner


def test_a_snapshot_is_plain_json(secretariat: User) -> None:
    found = frozen(secretariat)

    assert json.loads(json.dumps(found.figures)) == found.figures
    assert found.figures["format"] == 1


def test_an_account_that_is_deleted_leaves_the_snapshot(secretariat: User) -> None:
    found = frozen(secretariat)

    account("other@hub.example").delete()
    secretariat.delete()

    found.refresh_from_db()
    assert (found.frozen_by, found.created_by) == (None, None)
