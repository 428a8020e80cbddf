"""Every door through which a public record is saved keeps a version."""

import pytest

from members.enums import Role
from practices.models import Practice
from publishing.translating.workflow import TranslationWorkflow, desk_of
from publishing.versions.keeping import versions_of
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice, staff
from tests.factories.members import country
from tests.factories.practices import practice as public_practice
from tests.factories.translating import submitted, translator, version_of

pytestmark = pytest.mark.django_db


def save(editor, record: Practice, **changes: str):
    url = f"/ru/admin/practices/practice/{record.pk}/change/"
    return editor.post(url, fields_of(editor.get(url), form_id="practice_form") | changes)


def test_saving_in_the_admin_keeps_a_version_with_the_note_for_readers():
    editor, record = desk(staff(Role.EDITOR)), practice()

    save(editor, record, title_ru="Новое имя", change_note_ru="Новое имя", change_note_kk="Жаңа атау", severity="wrong")

    version = versions_of(record)[0]
    assert (version.number, version.note_ru, version.note_kk, version.note_en) == (2, "Новое имя", "Жаңа атау", "")
    assert (version.changed_languages, version.severity, version.role) == (["ru"], "wrong", Role.EDITOR)
    assert version.actor.email == "editor@hub.example"


def test_a_changed_row_alone_makes_a_version():
    editor, record = desk(staff(Role.EDITOR)), practice()

    save(editor, record, **{"results-0-after": "14"})

    assert versions_of(record)[0].content["rows"]["results"][0]["after"] == "14"


def test_saving_nothing_makes_no_version():
    editor, record = desk(staff(Role.EDITOR)), practice()

    save(editor, record)

    assert versions_of(record).count() == 1


def test_a_note_that_is_too_long_is_refused_and_nothing_is_lost():
    editor, record = desk(staff(Role.EDITOR)), practice()

    response = save(editor, record, title_ru="Новое имя", change_note_ru="a" * 2001)

    assert response.status_code == 200
    assert "Новое имя" in response.content.decode()
    assert versions_of(record).count() == 1


def test_restoring_keeps_a_version_and_says_so():
    editor, record = desk(staff(Role.EDITOR)), practice()
    save(editor, record, title_ru="Испорчено")
    record = Practice.objects.get()

    editor.post(
        f"/ru/admin/practices/practice/{record.pk}/history/{record.history.last().history_id}/",
        {"edition": record.edition},
    )

    version = versions_of(record)[0]
    assert (version.number, version.note_ru) == (3, "Восстановлена прежняя версия.")
    assert version.content["texts"]["title"]["ru"] == "Центры одного окна"


def test_an_approved_translation_keeps_a_version():
    record = public_practice(country(), languages=("ru",))
    for code, state in (("ru", "approved"), ("kk", "missing"), ("en", "missing")):
        version_of(record, code, state=state)
    submitted(record, "kk", translator("Aru"), title="Ашық есік", problem="<p>Кезек ұзақ болды. Адамдар күтті.</p>")

    TranslationWorkflow(record, "kk", translator("Bek")).approve(version=desk_of(record, "kk").draft_version)

    version = versions_of(record)[0]
    assert (version.number, version.changed_languages) == (2, ["kk"])
    assert version.content["texts"]["title"]["kk"] == "Ашық есік"


def test_the_history_in_the_admin_shows_what_changed_word_by_word():
    editor, record = desk(staff(Role.EDITOR)), practice()
    save(editor, record, title_ru="Центры одного большого окна")

    html = editor.get(f"/ru/admin/practices/practice/{record.pk}/history/").content.decode()

    assert "Центры одного<ins> большого</ins> окна" in html
