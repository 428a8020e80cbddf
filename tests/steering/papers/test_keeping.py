"""The Secretariat prepares papers, sends them out, replaces and withdraws them."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from publishing.documents import uploads
from publishing.models import Letter
from publishing.workflow import Conflict, WorkflowError
from steering.access import Access
from steering.models import Meeting, Paper, PaperVersion
from steering.papers.series import Series
from steering.papers.workflow import Description, PaperWorkflow, SeriesWorkflow
from tests.factories import steering_papers as made

from .conftest import client_of

pytestmark = pytest.mark.django_db


def test_papers_are_numbered_in_their_series(cast: made.Cast, meeting: Meeting) -> None:
    other = made.meeting(4)

    numbers = [made.add(cast.secretariat, of, {}).number for of in (meeting, meeting, other)]

    assert numbers == ["SC/3/1", "SC/3/2", "SC/4/1"]


def test_a_form_that_is_sent_twice_makes_one_paper(cast: made.Cast, meeting: Meeting) -> None:
    nonce = uuid4()

    first, second = (made.add(cast.secretariat, meeting, nonce=nonce) for _time in range(2))

    assert first == second
    assert (Paper.objects.count(), PaperVersion.objects.count()) == (1, 1)


def test_nobody_but_the_secretariat_keeps_papers(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)

    for person in (cast.delegate, cast.observer, cast.registered):
        with override("en"), pytest.raises(WorkflowError, match="Secretariat"):
            made.add(person, meeting)
        with override("en"), pytest.raises(WorkflowError, match="Secretariat"):
            PaperWorkflow(paper, person).withdraw({"withdrawal_reason_en": "x"})
        with override("en"), pytest.raises(WorkflowError, match="Secretariat"):
            SeriesWorkflow(Series(meeting), person).issue([paper.pk])


def test_a_version_that_was_not_sent_out_is_completed_and_corrected(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.add(cast.secretariat, meeting)
    flow = PaperWorkflow(paper, cast.secretariat)

    flow.add_files([made.new_file("ru", made.pdf("Corrected"))], made.DATED, is_new_version=True)
    flow.add_files([made.new_file("kk", made.pdf("Kazakh"))], made.DATED, is_new_version=False)

    kept = list(PaperVersion.objects.order_by("language").values_list("language", "number", "checksum"))
    assert [(language, number) for language, number, _sum in kept] == [("kk", 1), ("ru", 1)]
    assert kept[1][2] == made.new_file("ru", made.pdf("Corrected")).facts.checksum


def test_what_was_sent_out_gets_a_new_version(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    flow = PaperWorkflow(paper, cast.secretariat)
    newer = [made.new_file("ru", made.pdf("Newer"))]

    with override("en"), pytest.raises(WorkflowError, match="sent out in this language"):
        flow.add_files(newer, made.DATED, is_new_version=False)
    flow.add_files(newer, made.DATED, is_new_version=True)
    flow.add_files([made.new_file("kk", made.pdf("Kazakh"))], made.DATED, is_new_version=False)

    assert sorted(PaperVersion.objects.values_list("language", "number")) == [("kk", 2), ("ru", 1), ("ru", 2)]


def test_the_same_file_is_not_kept_twice(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)

    with override("en"), pytest.raises(WorkflowError, match="there already"):
        made.renewed(cast.secretariat, paper, {"ru": made.pdf()})


def test_the_database_refuses_to_change_what_was_sent_out(cast: made.Cast, meeting: Meeting) -> None:
    sent = made.issued(cast.secretariat, meeting).versions.get()
    waiting = made.add(cast.secretariat, meeting).versions.get()

    PaperVersion.objects.filter(pk=waiting.pk).update(dated=date(2026, 9, 2))
    for change in ({"checksum": "0" * 64}, {"issued_at": None}, {"file": "other.pdf"}):
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            PaperVersion.objects.filter(pk=sent.pk).update(**change)
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        PaperVersion.objects.filter(pk=sent.pk).delete()

    sent.refresh_from_db()
    assert (sent.issued_at is not None, sent.dated) == (True, made.DATED)


def test_a_file_goes_with_its_version(
    cast: made.Cast, meeting: Meeting, django_capture_on_commit_callbacks: Any
) -> None:
    paper = made.add(cast.secretariat, meeting)
    version = paper.versions.get()
    path = Path(version.file.path)
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        PaperWorkflow(paper, cast.secretariat).remove(version)
        assert path.exists()

    assert (path.exists(), PaperVersion.objects.count()) == (False, 0)


def test_a_file_that_was_sent_out_stays(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)

    with override("en"), pytest.raises(WorkflowError, match="It stays"):
        PaperWorkflow(paper, cast.secretariat).remove(paper.versions.get())
    with override("en"), pytest.raises(WorkflowError, match="not deleted"):
        PaperWorkflow(paper, cast.secretariat).discard()


def test_one_letter_for_all_that_goes_out_and_none_about_what_is_closed(cast: made.Cast, meeting: Meeting) -> None:
    everybody = [made.add(cast.secretariat, meeting), made.add(cast.secretariat, meeting)]
    closed = made.add(cast.secretariat, meeting, access=Access.SEAT, seats=[cast.seat], titles={"en": "Closed"})

    SeriesWorkflow(Series(meeting), cast.secretariat).issue([paper.pk for paper in [*everybody, closed]])

    letters = {letter.address: letter for letter in Letter.objects.filter(kind="papers_out")}
    assert set(letters) == {cast.delegate.email, cast.other.email, cast.observer.email}
    assert all("SC/3/1" in letter.text and "SC/3/2" in letter.text for letter in letters.values())
    assert {address for address, letter in letters.items() if "SC/3/3" in letter.text} == {cast.delegate.email}
    assert "Closed" not in letters[cast.other.email].text
    assert "/en/committee/meetings/3/papers/" in letters[cast.other.email].text


def test_a_letter_is_in_the_language_of_its_reader(cast: made.Cast, meeting: Meeting) -> None:
    cast.delegate.preferred_language = "kk"
    cast.delegate.save()

    made.issued(cast.secretariat, meeting, titles={"kk": "Бюджет туралы", "en": "Budget"})

    letter = Letter.objects.get(recipient=cast.delegate)
    assert letter.language == "kk"
    assert "Бюджет туралы" in letter.text
    assert "/kk/committee/" in letter.text


def test_an_invented_meeting_writes_to_invented_people_alone(cast: made.Cast) -> None:
    cast.delegate.is_demonstration = True
    cast.delegate.save()

    made.issued(cast.secretariat, made.meeting(5, is_demonstration=True))

    assert [letter.address for letter in Letter.objects.filter(kind="papers_out")] == [cast.delegate.email]


def test_nothing_goes_out_twice(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    first = paper.versions.get().issued_at

    with override("en"), pytest.raises(WorkflowError, match="nothing new"):
        SeriesWorkflow(Series(meeting), cast.secretariat).issue([paper.pk])

    assert (paper.versions.get().issued_at, Letter.objects.count()) == (first, 3)


def test_who_decided_on_an_older_edition_is_told(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.add(cast.secretariat, meeting)
    seen = paper.edition
    what = Description({"title_en": "One"}, None, Access.PUBLIC)
    PaperWorkflow(paper, cast.secretariat).change(what, seen)

    with override("en"), pytest.raises(Conflict, match="has changed"):
        PaperWorkflow(paper, cast.secretariat).change(Description({"title_en": "Two"}, None, Access.PUBLIC), seen)

    paper.refresh_from_db()
    assert (paper.title_en, paper.history.count()) == ("One", 2)


def test_a_withdrawn_paper_keeps_its_number_and_its_reason(cast: made.Cast, meeting: Meeting) -> None:
    paper = made.issued(cast.secretariat, meeting)
    address = paper.versions.get().get_absolute_url()
    delegate = client_of(cast.delegate)
    with override("en"), pytest.raises(WorkflowError, match="reason"):
        PaperWorkflow(paper, cast.secretariat).withdraw({"withdrawal_reason_en": " "})

    answer = client_of(cast.secretariat).post(
        f"/en/committee/papers/{paper.pk}/withdraw/", {"withdrawal_reason_ru": "Ошибка в таблице"}
    )

    page = delegate.get(f"/en/committee/papers/{paper.pk}/").content.decode()
    assert answer.status_code == 302
    assert '<span lang="ru">Ошибка в таблице</span>' in page
    assert delegate.get(address).status_code == 404
    assert made.issued(cast.secretariat, meeting, {"ru": made.pdf("Next")}).number == "SC/3/2"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7 broken", "paper.pdf", "damaged"),
        (b"<html></html>", "paper.pdf", "not what its name says"),
        (b"MZ", "paper.exe", "not accepted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "paper.docx", "password"),
        (b"plain text", "paper.txt", "not accepted"),
        (b"", "paper.pdf", "empty"),
    ],
    ids=["broken", "page", "program", "locked", "text", "empty"],
)
def test_files_that_are_none_of_ours_are_refused_and_what_was_typed_stays(
    content: bytes, name: str, said: str, cast: made.Cast, meeting: Meeting
) -> None:
    answer = client_of(cast.secretariat).post(
        f"/en/committee/meetings/{meeting.number}/papers/new/",
        {
            "title_kk": "Осы қалады",
            "access": "committee",
            "dated": "01.09.2026",
            "nonce": str(uuid4()),
            "file_ru": made.sent(content, name),
        },
    )

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Осы қалады" in answer.content.decode()
    assert Paper.objects.count() == 0


def test_a_pdf_with_a_password_is_refused(cast: made.Cast) -> None:
    from io import BytesIO  # noqa: PLC0415 - only here

    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only here

    writer, file = PdfWriter(PdfReader(BytesIO(made.pdf()))), BytesIO()
    writer.encrypt("secret")
    writer.write(file)

    with override("en"), pytest.raises(ValidationError, match="password"):
        uploads.inspect(made.sent(file.getvalue()))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title_en": ""}, "title in one language"),
        ({"title_en": "x" * 301}, "at most 300"),
        ({"title_en": "nul\x00"}, "Null characters"),
        ({"access": "seat"}, "Tick the seats"),
        ({"access": "everyone"}, "valid choice"),
        ({"dated": "31.02.2027"}, "valid date"),
        ({"agenda_item": "999999"}, "valid choice"),
        ({"nonce": "x"}, "valid UUID"),
    ],
)
def test_bad_input_is_said_by_the_field(fields: dict[str, str], said: str, cast: made.Cast, meeting: Meeting) -> None:
    typed = {"title_en": "Paper", "access": "committee", "dated": "01.09.2026", "nonce": str(uuid4()), **fields}

    answer = client_of(cast.secretariat).post(f"/en/committee/meetings/{meeting.number}/papers/new/", typed)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Paper.objects.count() == 0


def test_an_item_of_another_meeting_is_no_choice(cast: made.Cast, meeting: Meeting) -> None:
    foreign = made.item(made.meeting(4))
    typed = {"title_en": "Paper", "access": "committee", "dated": "01.09.2026", "nonce": str(uuid4())}
    client, address = client_of(cast.secretariat), f"/en/committee/meetings/{meeting.number}/papers/new/"

    refused = client.post(address, {**typed, "agenda_item": foreign.pk})
    accepted = client.post(address, {**typed, "agenda_item": made.item(meeting).pk})

    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert Paper.objects.get().agenda_item.meeting == meeting  # type: ignore[union-attr]  # it has one


def test_a_paper_with_files_goes_all_the_way_over_the_pages(cast: made.Cast, meeting: Meeting) -> None:
    client, papers = client_of(cast.secretariat), f"/en/committee/meetings/{meeting.number}/papers/"
    typed = {
        "title_en": "Plan",
        "access": "seat",
        "seats": [cast.seat.pk],
        "dated": "01.09.2026",
        "nonce": str(uuid4()),
        "file_ru": made.sent(made.pdf("План")),
        "file_en": made.sent(made.docx("Plan"), "plan.docx"),
    }
    paper_address = client.post(f"{papers}new/", typed).headers["Location"]
    paper = Paper.objects.get()
    preview = client.get(f"{papers}send/").content.decode()

    answer = client.post(f"{papers}send/", {"papers": [paper.pk]})
    again = client.post(f"{papers}send/", {"papers": [paper.pk]})

    assert paper_address.endswith(f"/committee/papers/{paper.pk}/")
    assert "SC/3/1 Plan (Русский, English)" in preview
    assert (answer.status_code, again.status_code) == (302, 200)
    assert [
        user.status_code
        for user in (client_of(cast.delegate).get(paper_address), client_of(cast.other).get(paper_address))
    ] == [200, 404]
