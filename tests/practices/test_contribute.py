"""Contributing a practice: begun, filled in step by step, checked and listed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from members.enums import Role
from members.models import Country, User
from practices.contribute.fields import html_of
from practices.contribute.progress import FOR_SNAPSHOT, lacking
from practices.contribute.steps import STEPS
from practices.enums import SubmittedFor
from practices.models import Consent, Practice
from publishing.enums import State
from publishing.reviewing.evidence import set_level
from tests.factories.members import account, country
from tests.factories.practices import complete, practice, result, source
from tests.practices.contributing import draft, shown, signed_in, snapshot, url, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Country:
    return country("KZ")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example")


def test_a_registered_person_begins_a_draft(land: Country, owner: User) -> None:
    client = signed_in(owner)

    answer = client.post(url("new"), snapshot(land))

    record = Practice.objects.get()
    assert answer.headers["Location"] == url("results", record.pk)
    assert (record.state, record.owner, record.country, record.original_language) == (State.DRAFT, owner, land, "ru")
    assert (record.title_ru, record.title_en, record.start_year) == ("Единый конкурс", None, 2019)
    assert record.problem_ru == "<p>Тестов было много.</p>\n<ul><li>долго</li><li>дорого</li></ul>"
    assert record.slug == "edinyi-konkurs"
    assert record.submitted_for == SubmittedFor.PERSON
    assert [row.theme.slug for row in record.theme_rows.all()] == ["leadership"]
    assert record.versions()["ru"].state == "approved"


def test_a_focal_point_submits_for_their_country_alone(land: Country) -> None:
    other, focal = country("KG"), with_role(Role.FOCAL_POINT, country=land)

    refused = signed_in(focal).post(url("new"), snapshot(other))
    signed_in(focal).post(url("new"), snapshot(land))

    assert "country" in refused.context["sheet"].errors
    record = Practice.objects.get()
    assert (record.country, record.submitted_for) == (land, SubmittedFor.COUNTRY)


def test_the_secretariat_names_any_country_and_in_whose_name(land: Country) -> None:
    signed_in(with_role(Role.SECRETARIAT)).post(url("new"), snapshot(land, submitted_for="country"))

    assert Practice.objects.get().submitted_for == SubmittedFor.COUNTRY


def test_a_registered_person_cannot_speak_for_the_country(land: Country, owner: User) -> None:
    signed_in(owner).post(url("new"), snapshot(land, submitted_for="country"))

    assert Practice.objects.get().submitted_for == SubmittedFor.PERSON


def test_the_same_form_sent_twice_makes_one_draft(land: Country, owner: User) -> None:
    client = signed_in(owner)
    token = client.get(url("new")).context["token"]

    first = client.post(url("new"), snapshot(land, token=token))
    second = client.post(url("new"), snapshot(land, token=token))

    assert Practice.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_two_drafts_with_one_title_get_two_addresses(land: Country, owner: User) -> None:
    client = signed_in(owner)

    client.post(url("new"), snapshot(land))
    client.post(url("new"), snapshot(land))

    assert set(Practice.objects.values_list("slug", flat=True)) == {"edinyi-konkurs", "edinyi-konkurs-2"}


def test_a_title_and_a_country_are_enough_for_a_draft(land: Country, owner: User) -> None:
    data = {"original_language": "kk", "title": "Тест", "country": str(land.pk), "level": "local", "stage": "pilot"}

    signed_in(owner).post(url("new"), {**data, "then": "stay"})

    record = Practice.objects.get()
    assert record.title_kk == "Тест"
    assert [part.field for part in lacking(record)] == [part.field for part in FOR_SNAPSHOT[1:]]


@pytest.mark.parametrize("step", [step.key for step in STEPS])
def test_every_step_opens_and_links_what_is_missing(step: str, land: Country, owner: User) -> None:
    record = draft(land, owner)

    page = signed_in(owner).get(url(step, record.pk)).content.decode()

    assert f'href="{url("sources", record.pk)}#id_sources-0-title"' in page
    assert f'href="{url("results", record.pk)}#id_results-0-indicator"' in page


@pytest.mark.parametrize("step", [step.key for step in STEPS])
def test_a_saved_step_that_is_sent_back_unchanged_changes_nothing(step: str, land: Country, owner: User) -> None:
    if step in {"documents", "check"}:
        return
    record = draft(land, owner, solution_ru='<p>Есть <a href="https://example.org">ссылка</a></p>')
    result(record, indicator_ru="Срок", unit_ru="дней", source=source(record))
    client = signed_in(owner)

    client.post(url(step, record.pk), shown(client, url(step, record.pk)))

    after = Practice.objects.get()
    assert after.edition == record.edition
    assert "https://example.org" in after.solution_ru


def test_the_texts_move_when_the_language_is_corrected(land: Country, owner: User) -> None:
    record = draft(land, owner)
    result(record, indicator_ru="Срок", indicator_en="", indicator_kk="")
    client = signed_in(owner)
    address = url("snapshot", record.pk)
    title = record.title_ru

    client.post(address, {**shown(client, address), "original_language": "kk"})

    after = Practice.objects.get(pk=record.pk)
    assert (after.original_language, after.title_kk, after.title_ru) == ("kk", title, "")
    assert (after.lessons_kk, after.lessons_ru) == ("<ul><li>Урок</li></ul>", "")
    assert after.results.get().indicator_kk == "Срок"
    assert {code: version.state for code, version in after.versions().items()}["ru"] == "missing"


def test_hostile_rich_text_becomes_plain(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("lessons", record.pk)

    client.post(address, {**shown(client, address), "lessons": "<script>alert(1)</script>\n<b onclick=x>да</b>"})

    page = client.get(url("check", record.pk)).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "\x00"},
        {"title": "т" * 201},
        {"country": "9" * 30},
        {"country": "x"},
        {"theme_1": "-1"},
        {"start_year": "99999999999999999999"},
        {"start_year": "двадцать"},
        {"level": "galactic"},
        {"original_language": "xx"},
        {"problem": "\x00"},
        {"problem": "я" * 60_001},
        {"theme_2": "same"},
    ],
)
def test_bad_input_is_refused_by_its_field_and_stays_typed(changes: dict[str, str], land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("snapshot", record.pk)
    data = shown(client, address)
    if changes.get("theme_2") == "same":
        changes = {"theme_2": data["theme_1"]}

    answer = client.post(address, {**data, "summary": "Остаётся", **changes})

    assert answer.status_code == 200
    assert set(answer.context["sheet"].errors) == set(changes)
    assert "Остаётся" in answer.content.decode()
    assert Practice.objects.get(pk=record.pk).edition == record.edition


def test_nothing_is_submitted_before_its_parts_are_there(land: Country, owner: User) -> None:
    record = draft(land, owner, summary_ru="")
    client = signed_in(owner)

    page = client.get(url("check", record.pk)).content.decode()

    assert "Still missing: Summary, At least one source, Consent of the institution." in page
    assert reverse("steps:step", args=["practice", record.pk, "submit"])[3:] not in page


def test_a_whole_draft_leads_to_the_page_of_its_submission(land: Country, owner: User) -> None:
    record = complete(draft(land, owner))
    client = signed_in(owner)

    page = client.get(url("check", record.pk)).content.decode()

    assert f'href="/en{reverse("steps:step", args=["practice", record.pk, "submit"])[3:]}?back=' in page


def test_the_check_warns_of_what_is_alike(land: Country, owner: User) -> None:
    known = practice(land, "Центры одного окна для граждан", summary_ru="Все услуги в одном месте без очередей.")
    record = draft(
        land, owner, title="Центры одного окна для всех граждан", summary_ru="Все услуги в одном месте без очередей."
    )

    page = signed_in(owner).get(url("check", record.pk)).content.decode()

    assert "Is it there already?" in page
    assert f'href="{known.get_absolute_url()}"'.replace("/ru/", "/en/") in page


def test_the_list_has_ones_own_and_says_what_is_missing(land: Country, owner: User) -> None:
    record, strange = draft(land, owner), draft(land, account())

    page = signed_in(owner).get(url("start")).content.decode()

    assert record.title_ru in page
    assert "2 parts are missing before it can be submitted" in page
    assert strange.title_ru not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_few_queries(
    number: int, land: Country, owner: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(number):
        complete(draft(land, owner))
    client = signed_in(owner)
    client.get(url("start"))

    with django_assert_max_num_queries(12):
        client.get(url("start"))


def test_the_start_page_is_public_and_asks_to_sign_in() -> None:
    page = Client().get(url("start"))

    assert page.status_code == 200
    assert f"/en/accounts/login/?next={url('new')}" in page.content.decode()


def test_consent_is_a_statement_that_is_whole(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    whole = {"name": "А. Серикова", "office": "Председатель", "given_on": str(localdate()), "is_confirmed": "on"}

    seen = client.get(url("documents", record.pk)).context["consent_form"].initial["seen"]
    client.post(url("consent", record.pk), {**whole, "is_confirmed": "", "seen": seen})
    assert not Consent.objects.get().is_given
    seen = client.get(url("documents", record.pk)).context["consent_form"].initial["seen"]
    client.post(url("consent", record.pk), {**whole, "seen": seen})

    assert Consent.objects.get().is_given


@pytest.mark.parametrize(
    "day",
    [str(localdate() + timedelta(days=2)), "0019-01-01", "вчера", "\x00"],
    ids=["to come", "too early", "a word", "nul"],
)
def test_a_day_that_cannot_be_is_refused(day: str, land: Country, owner: User) -> None:
    record = draft(land, owner)

    answer = signed_in(owner).post(url("consent", record.pk), {"name": "Остаётся", "given_on": day})

    assert "given_on" in answer.context["consent_form"].errors
    assert "Остаётся" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_field_of_many_megabytes_is_refused_with_a_page(land: Country, owner: User) -> None:
    record = draft(land, owner)

    answer = signed_in(owner).post(url("lessons", record.pk), {"lessons": "я" * 6_000_000})

    assert answer.status_code in {400, 413}
    assert Practice.objects.get().edition == record.edition


def claim(client: Client, record: Practice, level: str) -> None:
    address = url("evidence", record.pk)
    assert client.post(address, {**shown(client, address), "claimed_evidence": level}).status_code == 302


def test_a_claim_counts_until_the_secretariat_has_set_the_level(land: Country, owner: User) -> None:
    draft = practice(land, published=False, owner=owner, evidence="self_reported")
    client = signed_in(owner)
    claim(client, draft, "agency_data")
    draft.refresh_from_db()
    assert (draft.claimed_evidence, draft.evidence) == ("agency_data", "agency_data")

    editor = with_role(Role.EDITOR)
    set_level(draft, "self_reported", {"en": "No register was shown."}, editor)
    claim(client, draft, "independent_evaluation")
    draft.refresh_from_db()
    assert (draft.claimed_evidence, draft.evidence) == ("independent_evaluation", "self_reported")
    page = signed_in(editor).get(f"/en/review/practice/{draft.pk}/evidence/").content.decode()
    assert "Set so far: Self-reported." in page
    assert "The submitter claims: Independent evaluation." in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>Бірінші</p><ul><li>Екінші</li></ul>", "<p>Бірінші</p><ul><li>Екінші</li></ul>"),
        (
            '<p class="MsoNormal" style="color:red">Біз <b>жасадық</b><o:p></o:p></p><script>x()</script>',
            "<p>Біз <strong>жасадық</strong></p>",
        ),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
        ("a < b and c > d.", "<p>a &lt; b and c &gt; d.</p>"),
        ("<3", "<h2>&lt;3</h2>"),
    ],
)
def test_html_is_taken_as_html_and_plain_lines_as_plain_lines(typed: str, kept: str) -> None:
    assert html_of(typed, "") == kept
