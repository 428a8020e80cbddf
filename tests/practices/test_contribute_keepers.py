"""Who reads, writes, hands over and deletes a contribution, and what two people at it see."""

import pytest
from django.http import Http404

from members.enums import Role
from members.models import Country, User
from practices.contribute import views
from practices.contribute.saving import save_step
from practices.contribute.steps import STEPS
from practices.models import Consent, Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import State
from publishing.models import Event
from publishing.workflow import WorkflowError
from tests.factories.members import account, country
from tests.factories.practices import complete
from tests.practices.contributing import draft, shown, signed_in, snapshot, url, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Country:
    return country("KZ")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example")


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


def test_a_draft_that_was_taken_back_can_be_deleted(land: Country, owner: User) -> None:
    record = complete(draft(land, owner))
    PracticeWorkflow(record, owner).submit()
    PracticeWorkflow(record, owner).withdraw()

    signed_in(owner).post(url("delete", record.pk))

    assert not Practice.objects.exists()
