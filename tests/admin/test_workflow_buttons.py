"""Publish, archive and confirm from the admin, one record or many: only through the workflow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.enums import Role
from practices.models import Practice
from publishing.models import Entry, Event, Letter
from publishing.scheduling.plan import schedule
from publishing.versions.keeping import keep_version
from tests.admin.records import desk, practice, staff
from tests.factories.hub import superuser
from tests.factories.members import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return desk(staff(Role.EDITOR))


def step(record: Practice, action: str) -> str:
    return f"/ru/admin/practices/practice/{record.pk}/workflow/{action}/"


def state() -> str:
    return Practice.objects.get().state


def test_publish_makes_it_public_and_writes_the_event(editor):
    record = practice(published=False)
    Practice.objects.update(state="accepted")

    looked = editor.get(step(record, "publish"))
    response = editor.post(step(record, "publish"), {"edition": record.edition})

    assert looked.status_code == 200

    assert response.status_code == 302
    assert state() == "published"
    assert Entry.objects.filter(kind="practice", slug="one-stop").count() == 1
    assert record.events.get(action="publish").actor.email == "editor@hub.example"


def test_archive_needs_a_reason(editor):
    record = practice()

    editor.post(step(record, "archive"), {"reason": "  "})
    assert state() == "published"
    editor.post(step(record, "archive"), {"reason": "Практика закрыта"})

    assert state() == "archived"
    assert Event.objects.get(action="archive").reason == "Практика закрыта"
    assert not Entry.objects.filter(kind="practice").exists()


def test_confirm_sets_the_next_check(editor):
    record = practice()

    editor.post(step(record, "confirm"), {"edition": record.edition})

    assert (Practice.objects.get().check_due - Practice.objects.get().checked_on).days == 365


def test_a_get_changes_nothing_and_an_unknown_action_is_404(editor):
    record = practice(published=False)
    Practice.objects.update(state="accepted")

    assert editor.get(step(record, "publish")).status_code == 200
    assert editor.post(step(record, "destroy")).status_code == 404
    assert state() == "accepted"


def test_the_page_shows_each_letter_and_sends_it_as_it_was_edited(editor):
    owner = account("owner@hub.example", preferred_language="kk")
    record = practice(published=False, owner=owner)
    Practice.objects.update(state="in_review")

    page = editor.get(step(record, "request_changes")).content.decode()
    assert "owner@hub.example" in page
    assert "қабылдануы үшін мына түзетулер қажет" in page
    prefix = "letter-changes_requested:owner@hub.example"
    editor.post(
        step(record, "request_changes"),
        {
            "edition": record.edition,
            "reason": "Дереккөз керек",
            f"{prefix}-is_sent": "on",
            f"{prefix}-subject": "Өзгертілген тақырып",
            f"{prefix}-text": "Сәлем!",
        },
    )

    letter = Letter.objects.get()
    assert state() == "changes_requested"
    assert (letter.language, letter.subject) == ("kk", "Өзгертілген тақырып")
    assert letter.text == "Сәлем!\n\nДереккөз керек"  # the reason is in it, though its mark was deleted
    assert letter.event.reason == "Дереккөз керек"


def test_a_letter_that_is_left_out_is_not_sent_and_what_was_typed_stays(editor):
    record = practice(published=False, owner=account("owner@hub.example"))
    Practice.objects.update(state="in_review")
    prefix = "letter-changes_requested:owner@hub.example"

    page = editor.post(
        step(record, "request_changes"),
        {
            "edition": record.edition,
            "reason": " ",
            f"{prefix}-is_sent": "on",
            f"{prefix}-subject": "",
            f"{prefix}-text": "Мой текст",
        },
    ).content.decode()
    assert state() == "in_review"
    assert "Мой текст" in page
    editor.post(step(record, "request_changes"), {"edition": record.edition, "reason": "Нужен источник"})

    assert state() == "changes_requested"
    assert not Letter.objects.exists()


def test_a_closed_button_says_why(editor):
    record = practice(published=False)

    page = editor.get(f"/en/admin/practices/practice/{record.pk}/change/").content.decode()

    assert "This is not possible in the state “Draft”." in page
    assert "Still missing: Institution, Solution, Consent of the institution." in page
    assert f"/en/admin/practices/practice/{record.pk}/workflow/publish_unreviewed/" in page
    assert f"/en/admin/practices/practice/{record.pk}/workflow/archive/" not in page


def test_a_translator_cannot_publish():
    record = practice(published=False)
    translator = desk(staff(Role.TRANSLATOR))

    page = translator.get(f"/en/admin/practices/practice/{record.pk}/change/").content.decode()
    translator.post(step(record, "publish"))

    assert "Your role does not allow this." in page
    assert state() == "draft"


def test_the_state_is_no_field_of_the_form(editor):
    record = practice(published=False)

    page = editor.get(f"/ru/admin/practices/practice/{record.pk}/change/").content.decode()

    assert 'name="state"' not in page
    assert 'name="published_at"' not in page


def test_the_list_publishes_each_and_says_of_each_why_not(editor):
    drafts = [practice("a", published=False), practice("b", published=False), practice("c")]
    Practice.objects.filter(slug__in=["a", "b"]).update(state="accepted")
    chosen = {"action": "publish_selected", "_selected_action": [one.pk for one in drafts]}

    asked = editor.post("/ru/admin/practices/practice/", chosen)
    assert asked.status_code == 200
    assert set(Practice.objects.values_list("state", flat=True)) == {"accepted", "published"}
    response = editor.post("/ru/admin/practices/practice/", chosen | {"confirmed": "1"}, follow=True)

    assert set(Practice.objects.values_list("state", flat=True)) == {"published"}
    words = [str(message) for message in response.context["messages"]]
    assert len(words) == 2
    assert sum("2" in word for word in words) == 1


def test_the_list_archives_with_one_reason(editor):
    records = [practice("a"), practice("b")]
    chosen = {"action": "archive_selected", "_selected_action": [one.pk for one in records]}

    asked = editor.post("/ru/admin/practices/practice/", chosen)
    empty = editor.post("/ru/admin/practices/practice/", chosen | {"confirmed": "1", "reason": " "})
    assert (asked.status_code, empty.status_code) == (200, 200)
    assert set(Practice.objects.values_list("state", flat=True)) == {"published"}
    editor.post("/ru/admin/practices/practice/", chosen | {"confirmed": "1", "reason": "Закрыты"})

    assert set(Practice.objects.values_list("state", flat=True)) == {"archived"}
    assert set(Event.objects.filter(action="archive").values_list("reason", flat=True)) == {"Закрыты"}


def test_what_is_public_cannot_be_deleted_and_a_deleted_draft_leaves_no_entry():
    root, public, draft = desk(superuser()), practice("public"), practice("draft", published=False)

    refused = root.post(f"/ru/admin/practices/practice/{public.pk}/delete/", {"post": "yes"})
    deleted = root.post(f"/ru/admin/practices/practice/{draft.pk}/delete/", {"post": "yes"})

    assert (refused.status_code, deleted.status_code) == (403, 302)
    assert list(Practice.objects.values_list("slug", flat=True)) == ["public"]
    assert Entry.objects.filter(kind="practice").count() == 1


def test_the_record_leads_to_its_reviews_versions_and_what_is_scheduled():
    record, root = practice(), superuser()
    keep_version(record, root)
    schedule(record, "archive", timezone.now() + timedelta(days=3), root, reason="Replaced")

    page = desk(root).get(f"/en/admin/practices/practice/{record.pk}/change/").content.decode()

    assert f"/en/review/practice/{record.pk}/" in page
    assert f"{record.get_absolute_url().removeprefix('/en')}versions/" in page
    assert "Scheduled: Archive, " in page
