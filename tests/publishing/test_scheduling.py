"""Transitions that happen later."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from members.enums import Role
from practices.models import Practice
from publishing import scheduling
from publishing.models import Entry, LanguageVersion, Letter, ScheduledTransition
from publishing.workflow import WorkflowError
from tests.factories.hub import page, superuser
from tests.factories.members import country
from tests.factories.practices import language_state, practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


def accepted(**fields: Any) -> Practice:
    record = practice(country(), published=False, **fields)
    Practice.objects.filter(pk=record.pk).update(state="accepted")
    record.refresh_from_db()
    return record


def soon(**passed: int) -> datetime:
    return timezone.now() + timedelta(**(passed or {"hours": 1}))


def after(**passed: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**passed), tick=False)


def test_it_is_published_at_its_moment_and_not_before() -> None:
    record, editor = accepted(), person(Role.EDITOR)
    row = scheduling.schedule(record, "publish", soon(), editor)

    assert scheduling.perform_due() == 0
    with after(hours=2):
        assert scheduling.perform_due() == 1
        assert scheduling.perform_due() == 0

    record.refresh_from_db()
    row.refresh_from_db()
    assert (record.state, row.state, row.why) == ("published", "done", "")
    assert record.events.get(action="publish").actor == editor
    assert Entry.objects.filter(kind="practice", object_id=record.pk).exists()


def test_it_is_archived_with_reason_and_successor() -> None:
    land = country()
    record, other = practice(land), practice(land)
    scheduling.schedule(record, "archive", soon(), superuser(), reason="Replaced", successor=other)

    with after(hours=2):
        scheduling.perform_due()

    record.refresh_from_db()
    assert (record.state, record.successor) == ("archived", other)
    assert record.events.get(action="archive").reason == "Replaced"


def test_rights_are_asked_again_at_the_moment_and_the_person_is_told() -> None:
    record, editor = accepted(), person(Role.EDITOR)
    editor.preferred_language = "en"
    editor.save()
    row = scheduling.schedule(record, "publish", soon(), editor)
    editor.groups.clear()

    with after(hours=2):
        scheduling.perform_due()

    record.refresh_from_db()
    row.refresh_from_db()
    assert (record.state, row.state, row.why) == ("accepted", "failed", "Your role does not allow this.")
    letter = Letter.objects.get(kind="schedule_failed")
    assert letter.address == editor.email
    assert "Your role does not allow this." in letter.text


def test_a_record_that_moved_on_fails_with_the_reason() -> None:
    record = accepted()
    row = scheduling.schedule(record, "publish", soon(), superuser())
    Practice.objects.filter(pk=record.pk).update(state="declined")

    with after(hours=2):
        scheduling.perform_due()

    row.refresh_from_db()
    assert row.state == "failed"
    assert row.why


@pytest.mark.parametrize("loss", ["person", "account", "record"])
def test_a_lost_person_or_record_is_a_failure_and_no_error(loss: str) -> None:
    record, editor = accepted(), person(Role.EDITOR)
    row = scheduling.schedule(record, "publish", soon(), editor)
    if loss == "person":
        editor.delete()
    elif loss == "account":
        editor.is_active = False
        editor.save()
    else:
        record.delete()

    with after(hours=2):
        assert scheduling.perform_due() == 1

    row.refresh_from_db()
    assert row.state == "failed"
    assert Letter.objects.filter(kind="schedule_failed").count() == (1 if loss == "record" else 0)


def test_all_languages_appear_at_one_instant() -> None:
    record = accepted()
    for code, state in (("ru", "approved"), ("en", "approved"), ("kk", "draft")):
        language_state(record, code, state)
    scheduling.schedule(record, "publish", timezone.now(), superuser(), waits_for_languages=True)

    with after(minutes=5):
        assert scheduling.perform_due() == 0
        language_state(record, "kk", "approved")
        assert scheduling.perform_due() == 1

    record.refresh_from_db()
    assert record.state == "published"
    assert set(Entry.objects.get(kind="practice").states.values()) == {"approved"}


def test_a_cancelled_one_does_not_happen() -> None:
    record = accepted()
    row = scheduling.schedule(record, "publish", soon(), superuser())

    scheduling.cancel(row, superuser())
    with pytest.raises(WorkflowError):
        scheduling.cancel(row, superuser())
    with after(hours=2):
        assert scheduling.perform_due() == 0

    record.refresh_from_db()
    assert record.state == "accepted"


def test_what_cannot_be_scheduled_is_refused() -> None:
    record, root = accepted(), superuser()
    scheduling.schedule(record, "publish", soon(), root)

    for action, at, by, reason in (
        ("publish", soon(), root, ""),
        ("archive", soon(), root, "x"),
        ("publish", timezone.now() - timedelta(1), root, ""),
        ("publish", timezone.now() + timedelta(9000), root, ""),
        ("publish", soon(), person(Role.REGISTERED), ""),
        ("accept", soon(), root, ""),
    ):
        with pytest.raises(WorkflowError):
            scheduling.schedule(record, action, at, by, reason=reason)
    with pytest.raises(WorkflowError):
        scheduling.schedule(practice(country("UZ")), "archive", soon(), root, reason=" ")
    assert ScheduledTransition.objects.count() == 1


def address(record: Practice, action: str = "publish") -> str:
    return f"/en/schedule/practice/{record.pk}/{action}/"


def test_the_page_takes_a_moment_in_the_time_of_the_portal(client: Client) -> None:
    record = accepted()
    client.force_login(person(Role.EDITOR))
    day = localdate() + timedelta(days=30)
    assert "UTC+5" in client.get(address(record)).content.decode()

    response = client.post(address(record), {"when": "later", "day": f"{day:%d.%m.%Y}", "hour": "09:30"})

    assert (response.status_code, response["Location"]) == (302, "/en/schedule/")
    wanted = datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Almaty")) + timedelta(hours=9, minutes=30)
    assert ScheduledTransition.objects.get().at == wanted
    html = client.get("/en/schedule/").content.decode()
    assert "09:30" in html
    assert "Call off" in html


def test_one_language_now_and_the_others_promised(client: Client) -> None:
    record = accepted(languages=("ru",))
    language_state(record, "ru", "approved")
    client.force_login(person(Role.EDITOR))
    day = localdate() + timedelta(days=20)
    promised = {"promised_kk": f"{day:%d.%m.%Y}", "promised_en": f"{day:%d.%m.%Y}"}

    refused = client.post(address(record), {"when": "now", "promised_kk": promised["promised_kk"]})
    assert refused.status_code == 200
    assert "Promise a day" in refused.content.decode()
    client.post(address(record), {"when": "now", **promised})

    record.refresh_from_db()
    assert record.state == "published"
    dates = dict(LanguageVersion.objects.filter(object_id=record.pk).values_list("language", "promised_for"))
    assert dates == {"ru": None, "kk": day, "en": day}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"when": "never"},
        {"when": "later"},
        {"when": "later", "day": "31.02.2027", "hour": "09:00"},
        {"when": "later", "day": "01.01.0001", "hour": "09:00"},
        {"when": "later", "day": "31.12.9999", "hour": "23:59"},
        {"when": "later", "day": "\x00", "hour": "9" * 5000},
        {"when": "now", "promised_kk": "01.01.1990"},
    ],
)
def test_bad_input_is_refused_by_the_field(client: Client, data: dict[str, str]) -> None:
    record = accepted(languages=("ru",))
    client.force_login(person(Role.EDITOR))

    response = client.post(address(record), data)

    assert response.status_code in {200, 400}
    assert not ScheduledTransition.objects.exists()
    record.refresh_from_db()
    assert record.state == "accepted"


def test_others_neither_see_nor_cancel(client: Client) -> None:
    row = scheduling.schedule(accepted(), "publish", soon(), superuser())
    client.force_login(person(Role.REGISTERED))

    assert str(row.record) not in client.get("/en/schedule/").content.decode()
    assert client.post(f"/en/schedule/{row.pk}/cancel/").status_code == 404
    assert client.get(address(row.record)).status_code == 404
    row.refresh_from_db()
    assert row.state == "waiting"


def test_calling_off_on_the_page(client: Client) -> None:
    row = scheduling.schedule(accepted(), "publish", soon(), superuser())
    client.force_login(person(Role.EDITOR))

    client.post(f"/en/schedule/{row.pk}/cancel/")

    row.refresh_from_db()
    assert row.state == "cancelled"


@pytest.mark.parametrize("path", ["practice/1/accept/", "nothing/1/publish/", "practice/99999/publish/"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    client.force_login(person(Role.EDITOR))

    assert client.get(f"/en/schedule/{path}").status_code == 404


def test_pages_go_the_short_way(client: Client) -> None:
    record = page(published=False)
    scheduling.schedule(record, "publish", soon(), superuser())

    with after(hours=2):
        scheduling.perform_due()

    record.refresh_from_db()
    assert record.state == "published"
