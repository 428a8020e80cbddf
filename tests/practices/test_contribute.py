"""Contributing a practice: begun, filled in step by step, checked, by whom it may be."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from members.enums import Role
from members.models import Country, User
from practices.contribute import views
from practices.contribute.fields import html_of
from practices.contribute.progress import FOR_SNAPSHOT, lacking
from practices.contribute.saving import save_step
from practices.contribute.steps import STEPS
from practices.enums import SubmittedFor
from practices.models import Consent, Practice, Result
from practices.workflow import PracticeWorkflow
from publishing.enums import State
from publishing.models import Event, Theme
from publishing.reviewing.evidence import set_level
from publishing.workflow import WorkflowError
from tests.factories.members import account, country
from tests.factories.practices import complete, practice, result, source

pytestmark = pytest.mark.django_db

SNAPSHOT = {
    "original_language": "ru",
    "title": "Единый конкурс",
    "summary": "Один тест для всех министерств.",
    "institution": "Агентство",
    "level": "national",
    "stage": "pilot",
    "start_year": "2019",
    "problem": "Тестов было много.\n\n- долго\n- дорого",
    "solution": "Сделали один тест.",
}


@pytest.fixture
def land() -> Country:
    return country("KZ")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_role(role: Role, **fields: Any) -> User:
    user = account(f"{role.value}@desk.example", **fields)
    user.groups.add(Group.objects.get(name=role.value))
    return user


def url(name: str, *args: object) -> str:
    return f"/en{reverse(f'contribute:{name}', args=args)[3:]}"


def snapshot(land: Country, **changes: str) -> dict[str, str]:
    theme = Theme.objects.get(slug="leadership")
    return {**SNAPSHOT, "country": str(land.pk), "theme_1": str(theme.pk), **changes}


def shown(client: Client, address: str) -> dict[str, str]:
    """What the form of a page holds, as a browser would send it back."""
    sheet = client.get(address).context["sheet"]
    data = {bound.html_name: bound.value() for bound in sheet}
    for table in sheet.tables_shown:
        data |= {bound.html_name: bound.value() for bound in table.management_form}
        data |= {bound.html_name: bound.value() for row in table for bound in row}
    return {name: str(value) for name, value in data.items() if value is not None and value is not False}


def draft(land: Country, owner: User, **fields: Any) -> Practice:
    return practice(land, published=False, owner=owner, languages=("ru",), original_language="ru", **fields)


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


def test_rows_are_added_changed_and_removed(land: Country, owner: User) -> None:
    record = draft(land, owner)
    first, second = result(record, indicator_ru="Срок"), result(record, indicator_ru="Лишнее")
    client = signed_in(owner)
    data = shown(client, url("results", record.pk))

    answer = client.post(
        url("results", record.pk),
        {
            **data,
            "results-0-before": "1 234,5",
            "results-0-after": "−8",
            "results-1-DELETE": "on",
            "results-2-indicator": "Новый",
            "results-2-after": "38",
            "results-2-year": "2021",
            "then": "stay",
        },
    )

    assert answer.headers["Location"] == url("results", record.pk)
    rows = list(Result.objects.order_by("position"))
    assert [row.indicator_ru for row in rows] == ["Срок", "Новый"]
    assert (rows[0].pk, rows[0].before, rows[0].after) == (first.pk, Decimal("1234.5"), Decimal(-8))
    assert (rows[1].year, rows[1].is_self_reported) == (2021, True)
    assert not Result.objects.filter(pk=second.pk).exists()


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("kk", "1 234,5", "1234.5"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("ru", "1\u202f234\u202f567", "1234567"),
        ("en", "1,234.5", "1234.5"),
        ("en", "1,234", "1234"),
        ("ru", "1,234", "1.234"),
        ("kk", "12.5", "12.5"),
        ("en", "12,5", "12.5"),
        ("ru", "1.234.567,8", "1234567.8"),
        ("en", "\u22123", "-3"),
    ],
)
def test_figures_are_read_as_they_are_written(language: str, typed: str, kept: str, land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("results", record.pk).replace("/en/", f"/{language}/")

    client.post(address, {**shown(client, address), "results-0-indicator": "Срок", "results-0-after": typed})

    assert Result.objects.get().after == Decimal(kept)


@pytest.mark.parametrize("typed", ["abc", "1e5", "NaN", "12 %", "9" * 40, "1,2,3", "٣", "1.2.3", "--5", "0x10"])
def test_what_is_no_figure_is_refused_beside_its_field(typed: str, land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("results", record.pk)

    answer = client.post(address, {**shown(client, address), "results-0-indicator": "Срок", "results-0-after": typed})

    assert answer.status_code == 200
    assert "after" in answer.context["sheet"].tables_shown[0].forms[0].errors
    assert 'href="#id_results-0-after"' in answer.content.decode()
    assert not Result.objects.exists()


def test_sources_get_keys_and_a_figure_can_name_them(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    sources = url("sources", record.pk)
    client.post(
        sources,
        {
            **shown(client, sources),
            "sources-0-title": "Отчёт",
            "sources-0-url": "example.org/отчёт",
            "sources-1-title": "Закон",
        },
    )
    first, second = record.sources.all()

    results = url("results", record.pk)
    client.post(
        results,
        {
            **shown(client, results),
            "results-0-indicator": "Срок",
            "results-0-after": "1",
            "results-0-source": str(second.pk),
        },
    )

    assert (first.key, first.url, second.key) == ("s1", "https://example.org/отчёт", "s2")
    assert Result.objects.get().source == second


def test_a_figure_cannot_name_the_source_of_another_practice(land: Country, owner: User) -> None:
    record, strange = draft(land, owner), source(draft(land, account()))
    client = signed_in(owner)
    address = url("results", record.pk)

    answer = client.post(
        address,
        {
            **shown(client, address),
            "results-0-indicator": "Срок",
            "results-0-after": "1",
            "results-0-source": str(strange.pk),
        },
    )

    assert "source" in answer.context["sheet"].tables_shown[0].forms[0].errors


def test_a_row_of_another_practice_stays_untouched(land: Country, owner: User) -> None:
    record, strange = draft(land, owner), result(draft(land, account()), indicator_ru="Чужой")
    client = signed_in(owner)
    address = url("results", record.pk)

    client.post(
        address,
        {
            **shown(client, address),
            "results-0-pk": str(strange.pk),
            "results-0-indicator": "Мой",
            "results-0-after": "1",
        },
    )

    strange.refresh_from_db()
    assert strange.indicator_ru == "Чужой"
    assert record.results.get().indicator_ru == "Мой"


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


@pytest.mark.parametrize(
    "data", [{}, {"results-TOTAL_FORMS": "x"}, {"results-TOTAL_FORMS": "99999999", "results-INITIAL_FORMS": "0"}]
)
def test_a_mutilated_table_is_refused(data: dict[str, str], land: Country, owner: User) -> None:
    record = draft(land, owner)
    result(record)

    answer = signed_in(owner).post(url("results", record.pk), data)

    assert answer.status_code == 200
    assert answer.context["sheet"].has_errors()
    assert Result.objects.count() == 1


def test_a_draft_is_missing_for_everybody_else(land: Country, owner: User) -> None:
    record = draft(land, owner)
    strangers = [
        account("other@hub.example"),
        with_role(Role.FOCAL_POINT, country=country("KG")),
        with_role(Role.COMMITTEE),
    ]

    for user in strangers:
        client = signed_in(user)
        for name in (*(step.key for step in STEPS), "delete", "hand_over", "consent_letter"):
            assert client.get(url(name, record.pk)).status_code == 404, (user, name)
        for name in ("snapshot", "add_document", "consent", "remove_consent_letter", "delete"):
            assert client.post(url(name, record.pk), snapshot(land)).status_code == 404, (user, name)
    assert Practice.objects.get().edition == record.edition


def test_who_may_read_a_draft_cannot_write_it(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(with_role(Role.TRANSLATOR))

    assert client.get(url("snapshot", record.pk)).status_code == 403
    assert client.post(url("snapshot", record.pk), snapshot(land)).status_code == 403


def test_the_focal_point_of_the_country_and_the_secretariat_write_it(land: Country, owner: User) -> None:
    record = draft(land, owner)

    for user in (with_role(Role.FOCAL_POINT, country=land), with_role(Role.SECRETARIAT)):
        client = signed_in(user)
        address = url("snapshot", record.pk)
        client.post(address, {**shown(client, address), "title": f"От {user.email}"})

        assert Practice.objects.get().title_ru == f"От {user.email}"


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED, State.DECLINED, State.ARCHIVED])
def test_a_closed_practice_says_why_and_keeps_what_was_typed(state: State, land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("lessons", record.pk)
    data = shown(client, address)
    Practice.objects.update(state=state)

    page = client.get(address)
    answer = client.post(address, {**data, "lessons": "Новый урок"})

    assert '<fieldset class="closed" disabled>' in page.content.decode()
    assert answer.status_code == 409
    assert "Новый урок" in answer.content.decode()
    assert str(answer.context["refusal"]) == str(page.context["open"].reason)
    assert "Новый урок" not in Practice.objects.get().lessons_ru


def test_requested_changes_open_the_text_with_the_reason_beside_it(land: Country, owner: User) -> None:
    record = complete(draft(land, owner))
    PracticeWorkflow(record, owner).submit()
    PracticeWorkflow(record, with_role(Role.SECRETARIAT)).request_changes("Назовите <b>источник</b>")
    client = signed_in(owner)
    address = url("lessons", record.pk)

    page = client.get(address).content.decode()
    client.post(address, {**shown(client, address), "lessons": "Другой урок"})

    assert "Назовите &lt;b&gt;источник&lt;/b&gt;" in page
    assert Practice.objects.get().lessons_ru == "<h2>Другой урок</h2>"


def test_the_second_to_save_sees_both_texts_and_decides(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client, focal = signed_in(owner), signed_in(with_role(Role.FOCAL_POINT, country=land))
    address = url("snapshot", record.pk)
    mine, theirs = shown(client, address), shown(focal, address)
    focal.post(address, {**theirs, "title": "Их название", "summary": "Их описание"})

    answer = client.post(address, {**mine, "title": "Моё название", "summary": "Моё описание"})

    assert answer.status_code == 409
    page = answer.content.decode()
    for text in ("Их название", "Моё название", "Их описание", "Моё описание"):
        assert text in page
    assert Practice.objects.get().title_ru == "Их название"

    again = {bound.html_name: str(bound.value()) for bound in answer.context["sheet"] if bound.value()}
    client.post(address, {**again, "take": ["summary"]})

    after = Practice.objects.get()
    assert (after.title_ru, after.summary_ru) == ("Моё название", "Их описание")


def test_two_people_on_two_steps_do_not_meet(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client, focal = signed_in(owner), signed_in(with_role(Role.FOCAL_POINT, country=land))
    mine = shown(client, url("lessons", record.pk))
    theirs = shown(focal, url("transfer", record.pk))
    focal.post(url("transfer", record.pk), {**theirs, "transfer": "Нужен закон."})

    answer = client.post(url("lessons", record.pk), {**mine, "lessons": "Начинать с регионов."})

    assert answer.status_code == 302
    after = Practice.objects.get()
    assert (after.transfer_ru, after.lessons_ru) == ("<p>Нужен закон.</p>", "<p>Начинать с регионов.</p>")
    assert after.edition == record.edition + 2


def test_rows_sent_twice_are_added_once(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("results", record.pk)
    data = {**shown(client, address), "results-0-indicator": "Срок", "results-0-after": "8"}

    client.post(address, data)
    client.post(address, data)

    assert Result.objects.count() == 1


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


def test_a_draft_is_deleted_by_its_owner_after_a_question(land: Country, owner: User) -> None:
    record = complete(draft(land, owner))
    client = signed_in(owner)

    assert "Delete for good" in client.get(url("delete", record.pk)).content.decode()
    assert Practice.objects.exists()
    client.post(url("delete", record.pk))

    assert not Practice.objects.exists()
    assert not Consent.objects.exists()


def test_a_second_press_finds_the_draft_deleted(land: Country, owner: User) -> None:
    record, client = draft(land, owner), signed_in(owner)

    answers = [client.post(url("delete", record.pk)) for _press in range(2)]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, url("start"))] * 2


def test_a_draft_that_goes_while_it_is_worked_on_is_no_fault(land: Country, owner: User) -> None:
    record = draft(land, owner)
    key, flow = record.pk, PracticeWorkflow(record, owner)
    Practice.objects.get(pk=key).delete()

    assert views._delete(key, owner)
    with pytest.raises(Http404):
        save_step(owner, key, "lessons", {"lessons": "x"})
    with pytest.raises(WorkflowError, match="удалили"):
        flow.submit()


def test_the_focal_point_cannot_delete_anothers_draft(land: Country, owner: User) -> None:
    record = draft(land, owner)

    answer = signed_in(with_role(Role.FOCAL_POINT, country=land)).post(url("delete", record.pk))

    assert answer.status_code == 409
    assert Practice.objects.exists()


def test_what_was_submitted_cannot_be_deleted(land: Country, owner: User) -> None:
    record = draft(land, owner)
    Practice.objects.update(state=State.SUBMITTED)

    assert signed_in(owner).post(url("delete", record.pk)).status_code == 409
    assert Practice.objects.exists()


def test_a_colleague_takes_over_by_a_link_that_holds_once(land: Country, owner: User) -> None:
    record, colleague, third = draft(land, owner), account("colleague@hub.example"), account("third@hub.example")
    link = signed_in(owner).get(url("hand_over", record.pk)).context["link"].split("testserver")[1]

    assert record.title_ru in signed_in(colleague).get(link).content.decode()
    signed_in(colleague).post(link)

    assert Practice.objects.get().owner == colleague
    assert Event.objects.get(action="hand_over").actor == colleague
    assert signed_in(third).post(link).status_code == 404
    assert signed_in(owner).get(url("snapshot", record.pk)).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzEsMl0:1:forged", "%F0%9F", "a" * 500])
def test_a_forged_link_offers_nothing(token: str, owner: User) -> None:
    assert signed_in(owner).get(f"/en/contribute/take-over/{token}/").status_code == 404
    assert signed_in(owner).post(f"/en/contribute/take-over/{token}/").status_code == 404


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


@pytest.mark.parametrize("day", [str(localdate() + timedelta(days=2)), "0019-01-01", "вчера", "\x00"])
def test_a_day_that_cannot_be_is_refused(day: str, land: Country, owner: User) -> None:
    record = draft(land, owner)

    answer = signed_in(owner).post(url("consent", record.pk), {"name": "Остаётся", "given_on": day})

    assert "given_on" in answer.context["consent_form"].errors
    assert "Остаётся" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_draft_that_was_taken_back_can_be_deleted(land: Country, owner: User) -> None:
    record = complete(draft(land, owner))
    PracticeWorkflow(record, owner).submit()
    PracticeWorkflow(record, owner).withdraw()

    signed_in(owner).post(url("delete", record.pk))

    assert not Practice.objects.exists()


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
