"""The way of a translation: drafts stay apart, a second person approves, nobody overwrites anybody."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from members.enums import Role
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.enums import LanguageState
from publishing.models import Entry, Event, Segment, TranslationDraft
from publishing.translating.workflow import (
    SourceMoved,
    StaleDraft,
    Step,
    TextErrors,
    TranslationWorkflow,
    desk_of,
)
from publishing.workflow import WorkflowError
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.practices import practice
from tests.factories.reforms import milestone, reform
from tests.factories.translating import submitted, translator, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    made = practice(country(), languages=("ru",))
    for code, state in (("ru", "approved"), ("kk", "missing"), ("en", "missing")):
        version_of(made, code, state=state)
    return made


def flow(record, user, language="kk"):
    return TranslationWorkflow(record, language, user)


def test_a_draft_of_a_public_record_is_not_public(record):
    flow(record, translator()).save({"title": "Ашық есік"}, version=0)

    record.refresh_from_db()
    assert (record.title_kk or "") == ""
    assert desk_of(record, "kk").texts == {"title": "Ашық есік"}
    assert Entry.objects.get(object_id=record.pk, kind="practice").title_kk == ""
    assert record.versions()["kk"].state == LanguageState.MISSING


def test_approval_by_a_second_person_writes_record_catalogue_history_and_memory(record):
    writer, reader = translator("Aru"), translator("Bek")
    edition = record.edition
    submitted(record, "kk", writer, title="Ашық есік", problem="<p>Кезек ұзақ болды. Адамдар күтті.</p>")

    flow(record, reader).approve(version=desk_of(record, "kk").draft_version)

    fresh = Practice.objects.get()
    row = fresh.versions()["kk"]
    assert (fresh.title_kk, fresh.problem_kk) == ("Ашық есік", "<p>Кезек ұзақ болды. Адамдар күтті.</p>")
    assert fresh.edition == edition + 1
    assert (row.state, row.reviewed_by, row.submitted_by, row.changed_by) == ("approved", reader, writer, writer)
    assert Entry.objects.get(object_id=record.pk, kind="practice").title_kk == "Ашық есік"
    assert fresh.history.first().title_kk == "Ашық есік"
    assert not TranslationDraft.objects.exists()
    events = Event.objects.filter(language="kk").order_by("pk").values_list("action", "actor__first_name", "to_state")
    assert list(events) == [
        ("translation_save", "Aru", "draft"),
        ("translation_submit", "Aru", "in_review"),
        ("translation_approve", "Bek", "approved"),
    ]
    assert Segment.objects.filter(target_language="kk", source=fresh.title_ru, target="Ашық есік").exists()


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.EDITOR, Role.SECRETARIAT])
def test_who_wrote_a_draft_never_approves_it(record, role):
    writer = translator(role=role)
    submitted(record, "kk", writer, title="Ашық есік")

    with pytest.raises(WorkflowError, match="second person"):
        flow(record, writer).approve(version=desk_of(record, "kk").draft_version)

    assert (Practice.objects.get().title_kk or "") == ""


def test_not_even_a_superuser_approves_what_they_wrote(record):
    submitted(record, "kk", superuser(), title="Ашық есік")

    with pytest.raises(WorkflowError, match="second person"):
        flow(record, superuser()).approve(version=desk_of(record, "kk").draft_version)


def test_everybody_who_touched_the_draft_is_a_writer(record):
    first, second = translator(), translator()
    flow(record, first).save({"title": "Ашық есік"}, version=0)
    submitted(record, "kk", second, summary="Қысқаша")

    for writer in (first, second):
        assert not flow(record, writer).may(Step.APPROVE)
    assert flow(record, translator()).may(Step.APPROVE)


def test_sending_back_needs_a_reason_and_opens_the_draft(record):
    writer, reader = translator(), translator()
    submitted(record, "kk", writer, title="Ашық есік")

    with pytest.raises(WorkflowError, match="reason"):
        flow(record, reader).send_back("  ")
    flow(record, reader).send_back("Терминді түзетіңіз")

    desk = desk_of(record, "kk")
    assert (desk.draft.state, desk.draft.sent_back_because) == ("draft", "Терминді түзетіңіз")
    assert Event.objects.get(action="translation_send_back").reason == "Терминді түзетіңіз"
    assert desk.version.submitted_by is None
    assert flow(record, writer).may(Step.SUBMIT)


def test_nobody_overwrites_a_newer_draft(record):
    one, other = translator(), translator()
    flow(record, one).save({"title": "Бірінші"}, version=0)

    with pytest.raises(StaleDraft):
        flow(record, other).save({"title": "Екінші"}, version=0)

    assert desk_of(record, "kk").texts["title"] == "Бірінші"


def test_approving_another_version_than_the_one_read_is_refused(record):
    writer = translator()
    submitted(record, "kk", writer, title="Ашық есік")
    read = desk_of(record, "kk").draft_version
    flow(record, writer).take_back()
    submitted(record, "kk", writer, title="Басқа")

    with pytest.raises(StaleDraft):
        flow(record, translator()).approve(version=read)

    assert (Practice.objects.get().title_kk or "") == ""


def test_a_second_click_on_approve_does_nothing(record):
    submitted(record, "kk", translator(), title="Ашық есік")
    reader, version = translator(), desk_of(record, "kk").draft_version
    flow(record, reader).approve(version=version)
    edition = Practice.objects.get().edition

    with pytest.raises(WorkflowError):
        flow(record, reader).approve(version=version)

    assert Practice.objects.get().edition == edition


def test_submitting_after_the_original_moved_is_refused(record):
    writer = translator()
    flow(record, writer).save({"title": "Ашық есік"}, version=0)
    Practice.objects.update(text_version=2, significant_version=2)

    with pytest.raises(SourceMoved):
        flow(record, writer).submit(version=1, source_version=1)

    assert desk_of(Practice.objects.get(), "kk").draft.state == LanguageState.DRAFT


def test_a_text_too_long_for_the_record_is_kept_as_a_draft_and_not_submitted(record):
    writer = translator()
    flow(record, writer).save({"title": "ұ" * 5000}, version=0)

    with pytest.raises(TextErrors) as refusal:
        flow(record, writer).submit(version=1, source_version=1)

    assert list(refusal.value.errors) == ["title"]
    assert len(desk_of(record, "kk").texts["title"]) == 5000


def test_a_translation_without_a_title_is_not_submitted(record):
    writer = translator()
    flow(record, writer).save({"summary": "Қысқаша"}, version=0)

    with pytest.raises(TextErrors) as refusal:
        flow(record, writer).submit(version=1, source_version=1)

    assert list(refusal.value.errors) == ["title"]


def test_rich_texts_are_sanitised_and_control_characters_dropped(record):
    flow(record, translator()).save(
        {"title": "Ашық\x00 \x1fесік\nекі", "problem": '<p onclick="x()">Иә</p><script>1</script>'}, version=0
    )

    assert desk_of(record, "kk").texts == {"title": "Ашық есік екі", "problem": "<p>Иә</p>"}


def test_only_a_writer_takes_back(record):
    writer = translator()
    submitted(record, "kk", writer, title="Ашық есік")

    with pytest.raises(WorkflowError, match="who wrote"):
        flow(record, translator()).take_back()
    flow(record, writer).take_back()

    assert not desk_of(record, "kk").is_in_review


def test_a_reader_without_the_role_may_nothing(record):
    stranger = translator(role=Role.REGISTERED)

    for step in Step:
        assert not flow(record, stranger).may(step)


def test_assignment_only_to_who_may_translate(record):
    editor, colleague = translator(role=Role.EDITOR), translator("Dana")

    with pytest.raises(WorkflowError, match="role"):
        flow(record, editor).assign(translator(role=Role.REGISTERED))
    flow(record, editor).assign(colleague)

    assert record.versions()["kk"].assignee == colleague
    flow(record, editor).assign(None)
    assert Practice.objects.get().versions()["kk"].assignee is None


def test_a_promise_is_for_today_or_later(record):
    user = translator()

    with pytest.raises(WorkflowError, match="today"):
        flow(record, user).promise(localdate() - timedelta(days=1))
    flow(record, user).promise(localdate())

    assert record.versions()["kk"].promised_for == localdate()


def test_archived_records_are_not_translated(record):
    PracticeWorkflow(record, superuser()).archive("Ескірді")

    assert not flow(Practice.objects.get(), translator()).may(Step.SAVE)


def test_rows_of_a_record_are_translated_with_it():
    record = reform("Реформа", of=country())
    step = milestone(record, text_kk="", text_en="")
    version_of(record, "kk", state="missing")
    key = f"milestones-{step.pk}-text"
    submitted(record, "kk", translator(), title="Реформа", **{key: "Бірінші қадам жасалды"})

    flow(record, translator()).approve(version=desk_of(record, "kk").draft_version)

    step.refresh_from_db()
    assert step.text_kk == "Бірінші қадам жасалды"


def test_discarding_leaves_what_readers_have(record):
    user = translator()
    flow(record, user).save({"title": "Ашық есік"}, version=0)

    flow(record, user).discard(version=1)

    assert desk_of(record, "kk").texts == {}
    assert Event.objects.filter(action="translation_discard", actor=user).exists()


def test_approving_what_followed_an_older_original_stays_behind(record):
    submitted(record, "kk", translator(), title="Ашық есік")
    Practice.objects.update(text_version=2, significant_version=2)

    flow(record, translator()).approve(version=desk_of(record, "kk").draft_version)

    fresh = Practice.objects.get()
    row = fresh.versions()["kk"]
    assert (row.made_from, fresh.is_outdated(row)) == (1, True)
    assert row.waits_since is not None


def test_what_the_draft_left_alone_follows_the_record(record):
    Practice.objects.update(title_kk="Ескі атау", summary_kk="Ескі мазмұн")
    submitted(record, "kk", translator(), title="Жаңа атау")
    Practice.objects.update(summary_kk="Түзетілген мазмұн")

    assert desk_of(Practice.objects.get(), "kk").clashes == []
    flow(record, translator()).approve(version=desk_of(record, "kk").draft_version)

    fresh = Practice.objects.get()
    assert (fresh.title_kk, fresh.summary_kk) == ("Жаңа атау", "Түзетілген мазмұн")


def test_what_both_changed_is_told_to_the_second_reader(record):
    Practice.objects.update(title_kk="Ескі атау", summary_kk="Ескі мазмұн")
    submitted(record, "kk", translator(), title="Жаңа атау")
    Practice.objects.update(title_kk="Түзетілген атау")

    desk = desk_of(Practice.objects.get(), "kk")

    assert [unit.key for unit in desk.clashes] == ["title"]
    assert desk.texts["title"] == "Жаңа атау"


def test_a_text_that_the_draft_empties_is_emptied(record):
    Practice.objects.update(title_kk="Атау", summary_kk="Мазмұн")
    submitted(record, "kk", translator(), summary="")

    assert desk_of(Practice.objects.get(), "kk").texts == {"title": "Атау"}
    flow(record, translator()).approve(version=desk_of(record, "kk").draft_version)

    assert Practice.objects.get().summary_kk == ""
