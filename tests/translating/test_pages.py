"""The desk's pages: who gets in, nothing typed is lost, hostile input."""

import json

import pytest
from django.test import Client
from django.utils import translation

from members.enums import Role
from practices.models import Practice
from publishing.glossary.terminology import refresh
from publishing.models import Event, Segment, Term, TranslationDraft
from publishing.translating.workflow import TranslationWorkflow, desk_of
from tests.factories.members import PASSWORD, country
from tests.factories.practices import practice, result
from tests.factories.translating import submitted, translator, version_of
from tests.tables.cast import ROLES, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    made = practice(country(), languages=("ru",))
    for code, state in (("ru", "approved"), ("kk", "missing"), ("en", "missing")):
        version_of(made, code, state=state)
    return made


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def url(record, step="", language="kk", page="en"):
    return f"/{page}/translate/practice/{record.pk}/{language}/{step}"


def sent(record, version=0, **texts):
    return {"version": str(version), "source_version": str(record.text_version)} | {
        f"text-{key}": text for key, text in texts.items()
    }


GETS = ("", "review/", "xliff/")
POSTS = ("save/", "submit/", "machine/", "approve/", "send-back/", "take-back/", "discard/", "assign/", "promise/")


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in(record, role):
    user, client = person(role), Client()
    if user:
        client.force_login(user)
    may = role in {Role.TRANSLATOR, Role.EDITOR, Role.SECRETARIAT}
    closed = 302 if user is None else 403

    assert client.get("/en/translate/").status_code == (200 if may else closed)
    assert client.get("/en/translate/import/").status_code == (200 if may else closed)
    assert client.get(url(record)).status_code == (200 if may else closed)
    for step in POSTS:
        answer = client.post(url(record, step), {"version": "9"})
        assert answer.status_code in ({302, 409} if may else {closed}), step
        assert client.get(url(record, step)).status_code == 405
    assert Event.objects.filter(language="kk").count() == (2 if may else 0)  # assigned to nobody, no promise


def test_what_cannot_be_translated_is_missing(record):
    client = client_of(translator())

    for address in (
        url(record, language="ru"), url(record, language="de"), f"/en/translate/practice/{10**30}/kk/", "/en/translate/practice/0/kk/",
        f"/en/translate/expert/{record.pk}/kk/", f"/en/translate/document/{record.pk}/kk/", f"/en/translate/nothing/{record.pk}/kk/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_a_draft_is_saved_and_comes_back(record):
    client = client_of(translator())

    answer = client.post(url(record, "save/"), sent(record, title="Ашық <b>есік</b>", problem="<p>Иә</p>"), follow=True)

    page = answer.content.decode()
    assert "Ашық &lt;b&gt;есік&lt;/b&gt;</textarea>" in page
    assert 'name="version" value="1"' in page
    assert (Practice.objects.get().title_kk or "") == ""


def test_saving_an_untouched_form_makes_no_draft(record):
    client_of(translator()).post(url(record, "save/"), sent(record, title="", problem=""))

    assert not TranslationDraft.objects.exists()


def test_a_stale_form_overwrites_nothing_and_loses_nothing(record):
    first, second = translator("Aru"), translator("Bek")
    client_of(first).post(url(record, "save/"), sent(record, title="Бірінші"))
    client = client_of(second)

    answer = client.post(url(record, "save/"), sent(record, title="Екінші"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Екінші</textarea>" in page
    assert "Бірінші" in page
    assert desk_of(record, "kk").texts["title"] == "Бірінші"
    assert client.post(url(record, "save/"), sent(record, version=1, title="Екінші")).status_code == 302
    assert desk_of(record, "kk").texts["title"] == "Екінші"


def test_the_script_saves_in_json(record):
    client = client_of(translator())
    headers = {"Accept": "application/json"}

    told = client.post(url(record, "save/"), sent(record, title="Ашық есік"), headers=headers)
    stale = client.post(url(record, "save/"), sent(record, title="Басқа"), headers=headers)

    assert (told.status_code, told.json()["fields"]) == (200, {"version": 1})
    assert stale.status_code == 409
    assert "Nothing was overwritten" in stale.json()["message"]


def test_what_was_typed_after_the_session_ended_comes_back_after_signing_in(record):
    user = translator()
    client = Client()

    answer = client.post(url(record, "save/"), sent(record, title="Жоғалмайтын мәтін"))
    assert (answer.status_code, TranslationDraft.objects.count()) == (302, 0)
    client.login(username=user.email, password=PASSWORD)
    page = client.get(url(record)).content.decode()

    assert "Жоғалмайтын мәтін</textarea>" in page
    assert "not saved yet" in page
    client.post(url(record, "save/"), sent(record, title="Жоғалмайтын мәтін"))
    assert desk_of(record, "kk").texts == {"title": "Жоғалмайтын мәтін"}
    assert "not saved yet" not in client.get(url(record)).content.decode()


def test_a_signed_out_script_is_told_in_json(record):
    answer = Client().post(url(record, "save/"), sent(record, title="Мәтін"), headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert "signed out" in answer.json()["message"]


def test_submitting_leads_to_the_review_and_a_second_person_approves(record):
    writer, reader = client_of(translator()), client_of(translator())

    answer = writer.post(url(record, "submit/"), sent(record, title="Ашық есік"), follow=True)
    assert "You wrote this draft yourself" in answer.content.decode()
    refused = writer.post(url(record, "approve/"), {"version": "2"}, follow=True)
    assert "whatever your role" in refused.content.decode()
    assert (Practice.objects.get().title_kk or "") == ""

    reader.post(url(record, "approve/"), {"version": "2"})
    assert Practice.objects.get().title_kk == "Ашық есік"


def test_a_too_long_text_is_said_by_its_field_and_kept(record):
    client = client_of(translator())

    answer = client.post(url(record, "submit/"), sent(record, title="ұ" * 900))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "these are 900" in page
    assert "ұ" * 900 in page
    assert desk_of(record, "kk").draft.state == "draft"


def test_an_original_that_moved_during_the_work_is_said_and_the_text_kept(record):
    client = client_of(translator())
    data = sent(record, title="Ашық есік")
    Practice.objects.update(text_version=2, significant_version=2)

    answer = client.post(url(record, "submit/"), data, follow=True)

    assert "The original has changed while you were working" in answer.content.decode()
    assert desk_of(Practice.objects.get(), "kk").texts["title"] == "Ашық есік"


def test_the_editor_shows_what_changed_in_the_original(record):
    user = translator()
    submitted(record, "kk", user, title="Ашық есік")
    TranslationWorkflow(record, "kk", translator()).approve(version=2)
    fresh = Practice.objects.get()
    fresh.problem_ru, fresh.text_version, fresh.significant_version = "<p>Новый текст задачи</p>", 2, 2
    fresh.save()

    page = client_of(user).get(url(record)).content.decode()

    assert "<ins>Новый" in page
    assert "The original has changed since" in page


def test_terms_are_marked_and_another_rendering_is_warned_of(record):
    Term.objects.all().delete()
    Term.objects.create(
        slug="merit", name_ru="меритократия", name_kk="меритократия қағидаты", name_en="merit", name="merit"
    )
    refresh()
    Practice.objects.update(summary_ru="Здесь меритократия")

    client = client_of(translator())
    client.post(url(record, "save/"), sent(record, summary="Мұнда еңбек сіңіру"))
    page = client.get(url(record)).content.decode()

    assert '<mark class="term">меритократия</mark>' in page
    assert "меритократия қағидаты</b>" in page
    assert "is defined as: меритократия қағидаты" in page
    refresh()


def test_earlier_translations_are_offered(record):
    other = practice(country("UZ"), languages=("ru",), summary_ru="Запись к врачу через портал стала простой.")
    version_of(other, "kk", state="missing")
    submitted(other, "kk", translator(), title="Портал", summary="Портал арқылы дәрігерге жазылу оңайлады.")
    TranslationWorkflow(other, "kk", translator()).approve(version=2)
    Practice.objects.filter(pk=record.pk).update(summary_ru="Запись к врачу через портал стала очень простой.")

    page = client_of(translator()).get(url(record)).content.decode()

    assert "Портал арқылы дәрігерге жазылу оңайлады." in page
    assert Segment.objects.filter(object_id=other.pk).count() == 2


def test_sending_back_without_a_reason_is_refused(record):
    submitted(record, "kk", translator(), title="Ашық есік")

    answer = client_of(translator()).post(url(record, "send-back/"), {"reason": " "}, follow=True)

    assert "Give a reason." in answer.content.decode()
    assert desk_of(record, "kk").is_in_review


@pytest.mark.parametrize("value", ["2027-02-30", "yesterday", "1999-01-01", "9" * 400, "\x00"])
def test_a_promise_that_is_no_day_to_come_is_refused(record, value):
    answer = client_of(translator()).post(url(record, "promise/"), {"promised_for": value})

    assert answer.status_code == 302
    assert record.versions()["kk"].promised_for is None


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 30, "\x00"])
def test_an_assignment_to_nobody_who_exists_is_refused(record, value):
    answer = client_of(translator()).post(url(record, "assign/"), {"assignee": value}, follow=True)

    assert "There is no such account." in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-5", "1e9", "9" * 50])
def test_a_version_that_is_none_is_a_stale_form(record, version):
    answer = client_of(translator()).post(url(record, "save/"), {"version": version, "text-title": "Мәтін"})

    assert answer.status_code == 409
    assert "Мәтін</textarea>" in answer.content.decode()


def test_scripts_in_texts_do_not_run(record):
    client = client_of(translator())
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"

    client.post(url(record, "submit/"), sent(record, title=hostile, problem=hostile), follow=True)

    for step in ("", "review/"):
        page = client.get(url(record, step)).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_every_page_opens_in_every_language(record, code):
    result(record)
    client = client_of(translator())
    client.post(url(record, "submit/"), sent(record, title="Ашық есік"))

    for address in (
        f"/{code}/translate/",
        url(record, "review/", page=code),
        url(record, page=code),
        f"/{code}/translate/import/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{code}"' in answer.content.decode()


class Toy:
    """Translates by writing the language before each text."""

    def translate(self, texts, *, source, target, is_html):
        return [
            text.replace("<p>", f"<p>[{target}] ") if rich else f"[{target}] {text}"
            for text, rich in zip(texts, is_html, strict=True)
        ]


class Broken:
    """A provider that is out of order."""

    def translate(self, texts, *, source, target, is_html):
        raise RuntimeError("quota")


def test_without_a_provider_there_is_no_button(record):
    client = client_of(translator())

    assert "machine/" not in client.get(url(record)).content.decode()
    assert "No machine translation" in client.post(url(record, "machine/"), sent(record), follow=True).content.decode()


def test_a_machine_fills_what_is_empty_and_is_called_a_machine(record, settings):
    settings.MACHINE_TRANSLATOR = "tests.translating.test_pages.Toy"
    client = client_of(translator())
    assert "machine/" in client.get(url(record)).content.decode()

    client.post(url(record, "machine/"), sent(record, title="Ашық есік"))

    desk = desk_of(record, "kk")
    assert desk.draft.state == "machine_draft"
    assert desk.texts["title"] == "Ашық есік"
    assert desk.texts["problem"] == "<p>[kk] Текст задачи</p>"
    assert (Practice.objects.get().problem_kk or "") == ""
    client.post(url(record, "save/"), sent(record, version=desk.draft_version, summary="Оқылды"))
    assert desk_of(record, "kk").draft.state == "draft"


def test_a_broken_machine_changes_nothing(record, settings):
    settings.MACHINE_TRANSLATOR = "tests.translating.test_pages.Broken"
    client = client_of(translator())

    answer = client.post(url(record, "machine/"), sent(record), follow=True)

    assert "did not answer" in answer.content.decode()
    assert not TranslationDraft.objects.exists()


def test_the_editor_costs_the_same_for_one_row_and_for_three(record, django_assert_num_queries):
    user = translator()
    client = client_of(user)
    result(record, "Очередь")
    with translation.override("en"):
        client.get(url(record))
    with django_assert_num_queries(14):
        client.get(url(record))
    result(record, "Жалобы")
    result(record, "Ошибки")
    with django_assert_num_queries(14):
        client.get(url(record))


def test_json_of_a_draft_never_holds_other_keys_than_the_record_has(record):
    client_of(translator()).post(
        url(record, "save/"), sent(record, title="Ашық", password="x", **{"results-1-unit": "y"})
    )

    assert json.dumps(TranslationDraft.objects.get().texts, ensure_ascii=False) == '{"title": "Ашық"}'


def test_a_reason_for_a_draft_that_moved_on_is_not_lost(record):
    writer = translator()
    submitted(record, "kk", writer, title="Ашық есік")
    read = desk_of(record, "kk").draft_version
    TranslationWorkflow(record, "kk", writer).take_back()
    submitted(record, "kk", writer, title="Жаңа есік")

    answer = client_of(translator()).post(
        url(record, "send-back/"), {"version": str(read), "reason": "Терминді <b>түзетіңіз</b>"}, follow=True
    )

    page = answer.content.decode()
    assert "Nothing was overwritten" in page
    assert "You wrote: Терминді &lt;b&gt;түзетіңіз&lt;/b&gt;" in page
    assert desk_of(record, "kk").is_in_review
