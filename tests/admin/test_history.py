"""Versions: who changed what, and the way back."""

import pytest

from members.enums import Role
from practices.models import Practice
from publishing.models import Entry
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return desk(staff(Role.EDITOR))


@pytest.fixture
def record(editor) -> Practice:
    """A practice whose Russian title was changed once."""
    made = practice()
    url = f"/ru/admin/practices/practice/{made.pk}/change/"
    editor.post(
        url,
        fields_of(editor.get(url), form_id="practice_form")
        | {"title_ru": "Испорчено", "lessons_ru": "<p>Лишнее</p>", "results-0-after": "14"},
    )
    return Practice.objects.get()


def test_the_history_shows_who_changed_what(editor, record):
    page = editor.get(f"/ru/admin/practices/practice/{record.pk}/history/").content.decode()

    assert "Центры одного окна" in page
    assert "Испорчено" in page
    assert "editor@hub.example" in page
    assert "&lt;p&gt;" not in page, "rich text is shown as text"
    assert "14" in page, "the rows of the parts have their history too"


def test_restoring_goes_through_the_same_save(editor, record):
    first = record.history.last()
    url = f"/ru/admin/practices/practice/{record.pk}/history/{first.history_id}/"

    response = editor.post(url, {"edition": record.edition})

    assert response.status_code == 302
    restored = Practice.objects.get()
    assert (restored.title_ru, restored.lessons_ru or "") == ("Центры одного окна", "")
    assert (restored.edition, restored.state) == (record.edition + 1, "published")
    assert restored.text_version == record.text_version + 1
    assert Entry.objects.get(kind="practice").title_ru == "Центры одного окна"
    assert restored.history.filter(title_ru="Испорчено").exists(), "nothing is lost from the history"


def test_restoring_over_a_newer_edition_is_refused(editor, record):
    first = record.history.last()

    editor.post(
        f"/ru/admin/practices/practice/{record.pk}/history/{first.history_id}/", {"edition": record.edition - 1}
    )

    assert Practice.objects.get().title_ru == "Испорчено"


def test_a_translator_may_look_but_not_restore(record):
    translator, first = desk(staff(Role.TRANSLATOR)), record.history.last()
    url = f"/ru/admin/practices/practice/{record.pk}/history/{first.history_id}/"

    assert translator.get(url).status_code == 200
    assert translator.post(url, {"edition": record.edition}).status_code == 403
    assert Practice.objects.get().title_ru == "Испорчено"


def test_an_unknown_version_is_404(editor, record):
    assert editor.get(f"/ru/admin/practices/practice/{record.pk}/history/999999/").status_code == 404
