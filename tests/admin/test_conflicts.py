"""Two people at one record: the second sees both texts, and neither loses a word."""

import pytest

from members.enums import Role
from practices.models import Practice, Result
from publishing.models import Tag
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice, staff
from tests.factories.hub import superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Practice:
    return practice()


@pytest.fixture
def aigul():
    return desk(staff(Role.EDITOR, "aigul@hub.example"))


@pytest.fixture
def boris():
    return desk(staff(Role.EDITOR, "boris@hub.example"))


def url(record: Practice) -> str:
    return f"/ru/admin/practices/practice/{record.pk}/change/"


def form_of(client, record) -> dict:
    return fields_of(client.get(url(record)), form_id="practice_form")


def differences(response) -> dict:
    return {one.name: one for group in response.context["groups"] for one in group.differences}


def test_the_second_saver_sees_both_texts_and_nothing_is_saved(record, aigul, boris):
    hers, his = form_of(aigul, record), form_of(boris, record)
    aigul.post(url(record), hers | {"title_ru": "Её название", "summary_ru": "Её краткое описание"})

    response = boris.post(url(record), his | {"title_ru": "Его название", "lessons_ru": "<p>Его уроки</p>"})

    assert response.status_code == 409
    found = differences(response)
    assert set(found) == {"title_ru", "summary_ru", "lessons_ru"}
    assert (found["title_ru"].theirs, found["title_ru"].yours, found["title_ru"].preset) == (
        "Её название",
        "Его название",
        "yours",
    )
    assert found["summary_ru"].preset == "theirs", "he did not touch it"
    assert found["lessons_ru"].preset == "yours", "she did not touch it"
    assert "aigul@hub.example" in response.content.decode()
    assert Practice.objects.get().title_ru == "Её название"


def test_what_was_chosen_comes_back_in_the_form_and_is_saved_there(record, aigul, boris):
    hers, his = form_of(aigul, record), form_of(boris, record)
    aigul.post(url(record), hers | {"title_ru": "Её название", "summary_ru": "Её краткое описание"})
    page = boris.post(url(record), his | {"title_ru": "Его название", "lessons_ru": "<p>Его уроки</p>"})

    form = boris.post(url(record), fields_of(page, containing="_continue_merged"))

    assert form.status_code == 200
    assert Practice.objects.get().title_ru == "Её название", "nothing is saved before he has looked"
    saved = boris.post(url(record), fields_of(form, form_id="practice_form"))
    assert saved.status_code == 302
    final = Practice.objects.get()
    assert (final.title_ru, final.summary_ru, final.lessons_ru) == (
        "Его название",
        "Её краткое описание",
        "<p>Его уроки</p>",
    )
    assert final.edition == record.edition + 2


def test_a_third_save_during_the_choice_asks_again(record, aigul, boris):
    his = form_of(boris, record)
    aigul.post(url(record), form_of(aigul, record) | {"title_ru": "Первое"})
    page = boris.post(url(record), his | {"title_ru": "Его название"})
    aigul.post(url(record), form_of(aigul, record) | {"title_ru": "Второе"})

    again = boris.post(url(record), fields_of(page, containing="_continue_merged"))

    assert again.status_code == 409
    assert differences(again)["title_ru"].theirs == "Второе"
    assert differences(again)["title_ru"].yours == "Его название"


def test_rows_of_parts_are_compared_by_their_key(record, aigul, boris):
    Result.objects.create(practice=record, indicator_ru="Второй", before=1, after=2, position=2)
    hers, his = form_of(aigul, record), form_of(boris, record)
    aigul.post(url(record), hers | {"results-0-after": "10", "results-1-DELETE": "on"})

    page = boris.post(url(record), his | {"results-0-year": "2020", "results-1-after": "3"})

    found = differences(page)
    assert found["results-0-after"].theirs.startswith("10")
    assert found["results-0-after"].preset == "theirs"
    assert found["results-0-year"].preset == "yours"
    assert [group.vanished for group in page.context["groups"] if group.vanished] == ["_choice-results-1"]
    form = boris.post(url(record), fields_of(page, containing="_continue_merged"))
    saved = boris.post(url(record), fields_of(form, form_id="practice_form"))
    assert saved.status_code == 302, form.context["errors"]
    rows = [(row.indicator_ru, int(row.after), row.year) for row in record.results.all()]
    assert rows == [("Время ожидания", 10, 2020), ("Второй", 3, None)]


def test_a_row_that_the_other_added_stays(record, aigul, boris):
    hers, his = form_of(aigul, record), form_of(boris, record)
    aigul.post(
        url(record), hers | {"awards-TOTAL_FORMS": "2", "awards-1-name_ru": "Новая премия", "awards-1-position": "2"}
    )

    page = boris.post(url(record), his | {"title_ru": "Его название"})
    form = boris.post(url(record), fields_of(page, containing="_continue_merged"))
    boris.post(url(record), fields_of(form, form_id="practice_form"))

    assert [group.appeared for group in page.context["groups"]] == [False, True]
    assert sorted(award.name_ru for award in record.awards.all()) == ["Новая премия", "Премия"]
    assert Practice.objects.get().title_ru == "Его название"


def test_publishing_on_an_outdated_page_is_refused(record, aigul, boris):
    step = f"/ru/admin/practices/practice/{record.pk}/workflow/archive/"
    page = boris.get(step)
    aigul.post(url(record), form_of(aigul, record) | {"title_ru": "Её название"})

    edition = fields_of(page, containing="reason")["edition"]
    boris.post(step, {"edition": edition, "reason": "Устарело"})

    assert Practice.objects.get().state == "published"


def test_records_without_an_edition_are_guarded_as_well():
    tag = Tag.objects.create(slug="queue", name="queue", name_ru="очередь")
    address = f"/ru/admin/publishing/tag/{tag.pk}/change/"
    first, second = desk(superuser()), desk(superuser())
    hers, his = (fields_of(one.get(address), form_id="tag_form") for one in (first, second))
    first.post(address, hers | {"name_ru": "очереди"})

    response = second.post(address, his | {"name_ru": "талоны"})

    assert response.status_code == 409
    assert Tag.objects.get().name_ru == "очереди"


def test_a_form_without_its_edition_saves_nothing(record, aigul):
    data = form_of(aigul, record) | {"title_ru": "Без издания"}
    del data["_edition"], data["_seen"]

    response = aigul.post(url(record), data)

    assert response.status_code == 409
    assert Practice.objects.get().title_ru != "Без издания"
