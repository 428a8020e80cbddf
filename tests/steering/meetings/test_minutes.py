"""Minutes from the draft to the sealed paper."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from members.models import User
from publishing.models import Letter
from publishing.workflow import WorkflowError
from steering.desk.duties import duties_of
from steering.desk.news import news_for
from steering.meetings.minutes_workflow import MinutesWorkflow
from steering.models import Action, Correction, Meeting, Minutes, RulesOfProcedure
from steering.record import registry
from steering.record.canonical import canonical
from steering.record.chain import entry_of, fingerprint_of
from tests.factories.steering_meetings import adopted, circulated, closed, meeting, member, there
from tests.steering.meetings.conftest import ClientOf

pytestmark = pytest.mark.django_db


def page(minutes: Minutes, path: str = "") -> str:
    return f"/en/committee/meetings/{minutes.meeting.number}/minutes/{path}"


def over(minutes: Minutes) -> None:
    Minutes.objects.filter(pk=minutes.pk).update(corrections_until=timezone.now() - timedelta(minutes=1))


def pdf(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))


def test_a_draft_has_an_entry_for_each_item_with_its_actions(secretariat: User, in_force: RulesOfProcedure) -> None:
    found = closed(secretariat)
    first = found.items.get(number=1)
    due = timezone.localdate()
    Action.objects.create(agenda_item=first, title_en="Write the guide", title_ru="Написать руководство", due_on=due)

    minutes = MinutesWorkflow(found, secretariat).draft()

    entry = minutes.entries.get(item=first)
    assert minutes.entries.count() == 2
    assert entry.actions_ru.startswith("Написать руководство – ")
    assert entry.actions_en.startswith("Write the guide – ")
    with override("en"), pytest.raises(WorkflowError, match="once"):
        MinutesWorkflow(found, secretariat).draft()


def test_two_who_write_at_once_are_told_and_nothing_is_lost(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    found = closed(secretariat)
    minutes = MinutesWorkflow(found, secretariat).draft()
    client, address = client_of(secretariat), page(minutes, "items/1/edit/")

    client.post(address, {"discussion_kk": "Бірінші", "edition": "0"})
    second = client.post(address, {"discussion_kk": "Екінші", "edition": "0"})

    entry = minutes.entries.get(item__number=1)
    assert (second.status_code, entry.discussion_kk, entry.edition) == (409, "Бірінші", 1)
    assert "Екінші" in second.content.decode()
    assert 'name="edition" value="1"' in second.content.decode()


def test_items_without_a_text_hold_the_circulation_back(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    found = closed(secretariat)
    minutes = MinutesWorkflow(found, secretariat).draft()

    assert "no text yet: 1, 2" in client_of(secretariat).get(page(minutes)).content.decode()
    client_of(secretariat).post(page(minutes, "circulate/"))

    assert Minutes.objects.get().circulated_at is None


def test_circulation_gives_a_deadline_and_tells_everybody(secretariat: User, in_force: RulesOfProcedure) -> None:
    member("KG", preferred_language="en")

    minutes = circulated(secretariat)

    letter = Letter.objects.get(kind="minutes_circulated")
    assert minutes.corrections_until is not None
    assert minutes.corrections_until > timezone.now() + timedelta(days=2)
    assert "Corrections of your seat are taken until" in letter.text
    assert "Asia/Bishkek" in letter.subject


def test_drafts_are_for_the_secretariat_and_circulated_ones_for_the_committee(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    user, _place = member("KG")
    found = closed(secretariat)
    minutes = MinutesWorkflow(found, secretariat).draft()
    paths = ("", "minutes.pdf", "items/1/extract.pdf")

    assert [client_of(user).get(page(minutes, path)).status_code for path in paths] == [404, 404, 404]
    assert [client_of(secretariat).get(page(minutes, path)).status_code for path in paths] == [200, 200, 200]


def test_a_seat_asks_for_a_correction_and_gets_an_answer(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    user, place = member("KG")
    other, _foreign = member("UZ")
    minutes = circulated(secretariat)
    client, address = client_of(user), page(minutes, "items/1/correct/")
    typed = {"seat": place.pk, "language": "ru", "text": "Пропущена оговорка", "wording": "С оговоркой"}

    for _press in range(2):
        client.post(address, typed)
    assert client_of(other).post(address, typed).status_code == 200  # a seat that is not theirs is no choice
    correction = Correction.objects.get()
    assert (correction.seat, correction.author) == (place, user)
    assert '<div lang="ru"><p>Пропущена оговорка</p>' in client_of(other).get(page(minutes)).content.decode()

    answer = page(minutes, f"corrections/{correction.pk}/")
    refused = client_of(secretariat).post(answer, {"answer": "refused", "language": "en", "reason": ""})
    assert "Say why" in refused.content.decode()
    assert client_of(user).post(answer, {"answer": "accepted", "language": "en"}).status_code == 403
    client_of(secretariat).post(answer, {"answer": "partly", "language": "en", "reason": "It was said later."})
    again = client_of(secretariat).post(answer, {"answer": "refused", "language": "en", "reason": "No."})

    correction.refresh_from_db()
    assert (again.status_code, correction.answer, correction.reason) == (409, "partly", "It was said later.")


def test_corrections_are_taken_until_the_deadline(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    user, place = member("KG")
    minutes = circulated(secretariat)
    over(minutes)

    answer = client_of(user).post(
        page(minutes, "items/1/correct/"), {"seat": place.pk, "language": "ru", "text": "Поздно"}
    )

    assert (answer.status_code, Correction.objects.count()) == (409, 0)
    assert "The time for corrections is over" in answer.content.decode()
    assert "Поздно" in answer.content.decode()


def test_adoption_waits_for_the_deadline_and_for_answers(secretariat: User, in_force: RulesOfProcedure) -> None:
    user, place = member("KG")
    minutes = circulated(secretariat)
    flow = MinutesWorkflow(Meeting.objects.get(), secretariat)
    MinutesWorkflow(Meeting.objects.get(), user).correct(minutes.entries.all()[0], place, "ru", "Текст", "")

    with override("en"):
        assert "not over" in str(flow.may_adopt().reason)
        over(minutes)
        flow = MinutesWorkflow(Meeting.objects.get(), secretariat)
        assert "waits for an answer" in str(flow.may_adopt().reason)
        flow.answer(Correction.objects.get(), "accepted", "", "ru")
        with pytest.raises(WorkflowError, match="Name the decision"):
            flow.adopt({"en": ""})
    flow.adopt({"en": "Meeting 2, item 1"})

    assert Minutes.objects.get().adopted_at is not None


def test_adopted_minutes_are_sealed_and_the_database_refuses_every_touch(
    secretariat: User, in_force: RulesOfProcedure
) -> None:
    _user, place = member("KG")
    minutes = adopted(secretariat)
    sealed = entry_of("minutes", minutes.pk)

    assert sealed is not None
    assert fingerprint_of(sealed) == sealed.fingerprint
    assert "Said of 2." in sealed.content
    touches = [
        "UPDATE steering_minutesentry SET discussion_en = 'Other'",
        "UPDATE steering_minutes SET basis_en = 'Other'",
        "UPDATE steering_meeting SET place_en = 'Other'",
        "UPDATE steering_agendaitem SET title_en = 'Other'",
        "DELETE FROM steering_minutesentry",
        "DELETE FROM steering_meeting",
        f"INSERT INTO steering_attendance (meeting_id, seat_id, state, noted_at) SELECT {minutes.meeting_id}, {place.pk}, 'announced', now()",
    ]
    for sql in touches:
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_sealed_minutes_name_who_was_there_by_the_names_of_that_day(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    user, place = member("KG")
    found = closed(secretariat)
    there(found, place, mandate=place.mandates.get())
    flow = MinutesWorkflow(found, secretariat)
    minutes = flow.draft()
    for entry in minutes.entries.all():
        flow.write(entry, {"discussion_en": "Said."}, 0)
    flow.circulate()
    over(minutes)
    flow = MinutesWorkflow(Meeting.objects.get(), secretariat)
    flow.adopt({"en": "Meeting 2"})
    assert place.country is not None
    place.country.name_en = "Renamed"
    place.country.save()

    text = client_of(user).get(page(minutes)).content.decode()

    assert "Country KG" in text
    assert "Renamed" not in text


def test_the_public_reads_released_minutes_without_closed_items(
    secretariat: User, in_force: RulesOfProcedure, client: Client
) -> None:
    minutes = adopted(secretariat)
    paths = ("", "minutes.pdf", "items/1/extract.pdf")
    assert [client.get(page(minutes, path)).status_code for path in paths] == [404, 404, 404]

    MinutesWorkflow(Meeting.objects.get(), secretariat).release()

    shown = client.get(page(minutes))
    assert "Said of 1." in shown.content.decode()
    assert "Said of 2." not in shown.content.decode()
    assert "Said of 2." not in words(pdf(client.get(page(minutes, "minutes.pdf")).content))
    assert client.get(page(minutes, "items/2/extract.pdf")).status_code == 404
    assert client.get(page(minutes, "items/1/extract.pdf")).status_code == 200


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Minutes of meeting", "Said of 2."),
        ("ru", "Протокол заседания", "Сказано о 2."),
        ("kk", "отырысының хаттамасы", "Сказано о 2."),
    ],
)
def test_the_paper_is_tagged_in_its_language_and_bears_the_fingerprint(
    language: str, title: str, said: str, secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    minutes = adopted(secretariat)
    sealed = entry_of("minutes", minutes.pk)
    assert sealed is not None
    base = page(minutes).replace("/en/", f"/{language}/")
    client = client_of(secretariat)

    answer = client.get(f"{base}minutes.pdf")
    extract = client.get(f"{base}items/1/extract.pdf")

    reader = pdf(answer.content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]  # a dictionary of the file
    assert "/StructTreeRoot" in root  # type: ignore[operator]  # a dictionary of the file
    assert str(root["/Lang"]) == language  # type: ignore[index]  # a dictionary of the file
    assert b"pdfuaid" in answer.content
    assert title in str(reader.metadata.title)  # type: ignore[union-attr]  # ours has them
    text = words(reader)
    assert said in text
    assert sealed.fingerprint in text.replace(" ", "")
    assert sealed.code in text
    assert said not in words(pdf(extract.content))
    assert sealed.fingerprint in words(pdf(extract.content)).replace(" ", "")
    assert client.get(f"{base}minutes.pdf").content == answer.content


def test_the_history_of_an_entry_keeps_every_wording(secretariat: User, in_force: RulesOfProcedure) -> None:
    minutes = circulated(secretariat)
    entry = minutes.entries.get(item__number=1)
    MinutesWorkflow(minutes.meeting, secretariat).write(entry, {"discussion_en": "Said better."}, 1)

    versions = list(entry.history.order_by("pk").values_list("discussion_en", flat=True))

    assert versions[1:] == ["Said of 1.", "Said better."]
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.history.all().update(discussion_en="Other")


def test_a_decision_that_does_not_exist_adopts_nothing(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    minutes = circulated(secretariat)
    over(minutes)

    answer = client_of(secretariat).post(page(minutes, "adopt/"), {"decision": "999999"})

    assert "not one of the available choices" in answer.content.decode()
    assert Minutes.objects.get().adopted_at is None


def test_the_desk_says_what_awaits_a_seat_and_what_happened(secretariat: User, in_force: RulesOfProcedure) -> None:
    user, place = member("KG")
    before = timezone.now()
    minutes = circulated(secretariat)
    convened = meeting(state="convened", title_en="Next meeting")

    with override("en"):
        awaited = {(duty.kind.value, duty.url) for duty in duties_of(user, [place])}
        told = {one.what for one in news_for(user, before)}

    assert ("correction", minutes.get_absolute_url().replace("/ru/", "/en/")) in awaited
    assert ("attendance", convened.get_absolute_url().replace("/ru/", "/en/")) in awaited
    assert {"held", "minutes circulated"} <= told
    with override("en"):
        assert {one.what for one in news_for(AnonymousUser(), before)} == {"held"}


def test_what_was_sealed_is_what_the_rows_still_say(secretariat: User, in_force: RulesOfProcedure) -> None:
    _user, place = member("KG")
    minutes = adopted(secretariat)
    sealed = entry_of("minutes", minutes.pk)
    assert place.country is not None
    place.country.name_en = "Renamed"
    place.country.save()
    MinutesWorkflow(Meeting.objects.get(), secretariat).release()

    told = registry.subject_of("minutes")

    assert told is not None
    assert sealed is not None
    assert canonical(told.content_of(Minutes.objects.get())) == sealed.content
    assert told.due is not None
    assert list(told.due()) == [minutes]
