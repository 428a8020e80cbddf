"""Editing a record: texts, parts, language versions, address, catalogue."""

import pytest
from django.test import Client

from members.enums import Role
from practices.models import Practice, Result
from publishing.enums import LanguageState, State
from publishing.models import Entry, FormerSlug, Source, Theme
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return desk(staff(Role.EDITOR))


def url(record: Practice) -> str:
    return f"/ru/admin/practices/practice/{record.pk}/change/"


def form_of(client: Client, record: Practice) -> dict:
    return fields_of(client.get(url(record)), form_id="practice_form")


def errors_of(response) -> str:
    return str([response.context["errors"]] if response.context else "")


def test_a_save_reaches_record_catalogue_and_edition(editor):
    record = practice()
    data = form_of(editor, record) | {"title_ru": "Центры обслуживания", "tags": []}

    response = editor.post(url(record), data)

    assert response.status_code == 302, errors_of(response)
    changed = Practice.objects.get()
    assert (changed.title_ru, changed.edition) == ("Центры обслуживания", record.edition + 1)
    assert Entry.objects.get(object_id=record.pk, kind="practice").title_ru == "Центры обслуживания"
    assert Entry.objects.get(object_id=record.pk, kind="practice").tags == []
    assert changed.history.first().history_user.email == "editor@hub.example"


def test_an_untouched_form_saves_nothing_new_but_the_edition(editor):
    record = practice()

    response = editor.post(url(record), form_of(editor, record))

    assert response.status_code == 302, errors_of(response)
    changed = Practice.objects.get()
    for name in ("title_ru", "problem_kk", "text_version", "significant_version", "state", "slug", "start_year"):
        assert getattr(changed, name) == getattr(record, name)
    assert [row.state for row in changed.language_versions.order_by("language")] == ["approved"] * 3


def test_rich_text_is_sanitised(editor):
    record = practice()
    data = form_of(editor, record) | {"solution_ru": '<p onclick="x()">Да</p><script>alert(1)</script><h2>Итог</h2>'}

    editor.post(url(record), data)

    assert Practice.objects.get().solution_ru == "<p>Да</p><h2>Итог</h2>"


@pytest.mark.parametrize(("severity", "text", "significant"), [("typo", 1, 1), ("inform", 2, 1), ("wrong", 2, 2)])
def test_a_change_of_the_original_is_counted_by_its_severity(editor, severity, text, significant):
    record = practice()

    editor.post(url(record), form_of(editor, record) | {"problem_ru": "<p>Новое.</p>", "severity": severity})

    changed = Practice.objects.get()
    assert (changed.text_version, changed.significant_version) == (text, significant)
    states = Entry.objects.get(object_id=record.pk, kind="practice").states
    assert states == {
        "ru": "approved",
        **dict.fromkeys(("kk", "en"), "outdated" if severity == "wrong" else "approved"),
    }


def test_a_translation_that_was_brought_up_to_date_is_current_again(editor):
    record = practice()
    editor.post(url(record), form_of(editor, record) | {"problem_ru": "<p>Новое.</p>", "severity": "wrong"})
    data = form_of(editor, record) | {"problem_kk": "<p>Жаңа.</p>"}
    rows = {record.versions()[code].pk: code for code in ("kk", "ru", "en")}
    number = next(
        n for n in range(3) if rows[int(data[f"publishing-languageversion-content_type-object_id-{n}-id"])] == "kk"
    )

    editor.post(url(record), data | {f"publishing-languageversion-content_type-object_id-{number}-caught_up": "on"})

    states = Entry.objects.get(object_id=record.pk, kind="practice").states
    assert states == {"kk": "draft", "ru": "approved", "en": "outdated"}
    assert record.versions()["kk"].changed_by.email == "editor@hub.example"


def test_a_new_language_is_a_draft_and_an_emptied_one_is_missing(editor):
    record = practice(languages=("ru", "en"))
    data = form_of(editor, record) | {"title_kk": "Жаңа атау", "title_en": "", "problem_en": ""}

    editor.post(url(record), data)

    versions = record.versions()
    assert {code: row.state for code, row in versions.items()} == {
        "kk": LanguageState.DRAFT,
        "ru": LanguageState.APPROVED,
        "en": LanguageState.MISSING,
    }


def test_a_new_record_gets_an_address_a_state_and_its_language_rows(editor):
    land = practice().country
    data = fields_of(editor.get("/ru/admin/practices/practice/add/"), form_id="practice_form")
    data |= {"country": str(land.pk), "original_language": "kk", "title_kk": "Ашық бюджет", "slug": ""}

    response = editor.post("/ru/admin/practices/practice/add/", data)

    assert response.status_code == 302, errors_of(response)
    record = Practice.objects.get(slug="ashyk-biudzhet")
    assert (record.state, record.owner.email) == (State.DRAFT, "editor@hub.example")
    assert {code: row.state for code, row in record.versions().items()} == {
        "kk": "approved",
        "ru": "missing",
        "en": "missing",
    }
    assert not Entry.objects.filter(object_id=record.pk, kind="practice").exists()


def test_a_record_without_any_title_is_refused_by_the_field(editor):
    record = practice()

    response = editor.post(url(record), form_of(editor, record) | {"title_kk": "", "title_ru": "", "title_en": ""})

    assert response.status_code == 200
    assert "title_kk" in response.context["adminform"].form.errors


def test_a_changed_address_keeps_redirecting_and_a_taken_one_is_refused(editor):
    record, other = practice(), practice("other")

    editor.post(url(record), form_of(editor, record) | {"slug": "service-centres"})
    refused = editor.post(url(other), form_of(editor, other) | {"slug": "one-stop"})

    assert Practice.objects.get(pk=record.pk).slug == "service-centres"
    assert FormerSlug.objects.get(slug="one-stop").object_id == record.pk
    assert "slug" in refused.context["adminform"].form.errors
    assert Entry.objects.get(object_id=record.pk, kind="practice").slug == "service-centres"


def test_a_figure_names_the_sources_of_its_own_record_only(editor):
    record, other = practice(), practice("other")
    foreign = Source.objects.get(object_id=other.pk, content_type=record.sources.first().content_type)
    data = form_of(editor, record)

    response = editor.post(url(record), data | {"results-0-source": str(foreign.pk)})

    assert response.status_code == 200
    assert Result.objects.get(practice=record).source.object_id == record.pk


def test_two_sources_with_one_key_are_refused_by_the_row(editor):
    record = practice()
    prefix = "publishing-source-content_type-object_id"
    data = form_of(editor, record) | {
        f"{prefix}-TOTAL_FORMS": "2",
        f"{prefix}-1-key": "s1",
        f"{prefix}-1-title": "Ещё один",
        f"{prefix}-1-position": "1",
    }

    response = editor.post(url(record), data)

    assert response.status_code == 200
    assert record.sources.count() == 1


def test_a_changed_theme_reaches_the_entries_that_bear_it():
    from tests.factories.hub import superuser  # noqa: PLC0415

    client, record = desk(superuser()), practice()
    theme = Theme.objects.get(practice_rows__practice=record)
    address = f"/ru/admin/publishing/theme/{theme.pk}/change/"

    response = client.post(address, fields_of(client.get(address), form_id="theme_form") | {"slug": "renamed"})

    assert response.status_code == 302
    assert Entry.objects.get(object_id=record.pk, kind="practice").themes == ["renamed"]
