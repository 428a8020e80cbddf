"""The public page on which a record is checked."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from members.enums import Role
from members.models import User
from publishing.pdf import compile_pdf
from steering.models import RecordCopy, RecordEntry, Seat
from steering.record import registry, views
from steering.record.stamp import issued, stamp_of
from tests.factories.steering import seat
from tests.factories.steering_record import content_of, sealed
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
PAGE = "/en/committee/check/"


@pytest.fixture
def entry() -> RecordEntry:
    """A sealed record."""
    return sealed(seat(organisation_en="Institute of Rivers"))


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of records are open to nobody."""

    class Closed(registry.Subject):
        def visible_to(self, user: Any) -> Any:
            return Seat.objects.none()

    monkeypatch.setitem(registry._subjects, "decision", Closed(Seat, content_of, None))


def pdf(entry: RecordEntry, word: str = "adopted") -> bytes:
    """A file with the stamp of the entry at its foot."""
    data = {
        "language": "en",
        "title": f"Decision {word}",
        "title_language": "en",
        "author": "",
        "keywords": [],
        "description": "",
        "hub": "Hub",
        "kind": "Decision",
        "line": "",
        "badge": None,
        "notices": [],
        "summary": None,
        "sections": [],
        "facts": {"heading": "In brief", "rows": []},
        "sources": {"heading": "Sources", "items": []},
        "foot": {"address": "hub.example", "date": "1 May 2026", "stamp": stamp_of(entry)},
    }
    return compile_pdf("record.typ", data, entry.sealed_at)


def upload(client: Client, content: bytes, name: str = "decision.pdf") -> Any:
    return client.post(f"{PAGE}file/", {"file": SimpleUploadedFile(name, content, "application/pdf")})


def test_the_code_says_what_it_is_and_that_it_stands(client: Client, entry: RecordEntry) -> None:
    page = client.get(PAGE, {"code": entry.code.lower().replace("a", "а")})  # the second letter is Cyrillic

    text = page.content.decode()
    assert page.status_code == 200
    assert "The record is as it was sealed." in text
    assert "Institute of Rivers" in text
    assert entry.fingerprint in text
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_an_unknown_code_is_said_to_be_unknown(client: Client, entry: RecordEntry) -> None:
    text = client.get(PAGE, {"code": "0000-0000-0000-0000"}).content.decode()

    assert "The record knows nothing of this." in text
    assert entry.code not in text


@pytest.mark.parametrize("typed", ["", "xyz", "a" * 5000])
def test_what_is_no_code_is_explained_by_the_field(client: Client, typed: str) -> None:
    page = client.get(PAGE, {"code": typed})

    assert page.status_code == 200
    assert 'class="field__errors"' in page.content.decode()
    assert "What was found" not in page.content.decode()


@pytest.mark.usefixtures("hidden")
def test_a_record_that_is_not_open_gives_away_no_name(client: Client, entry: RecordEntry) -> None:
    text = client.get(PAGE, {"code": entry.code}).content.decode()

    assert "The record is as it was sealed." in text
    assert "what it says is not open to you" in text
    assert "Institute of Rivers" not in text


def test_a_row_that_was_changed_past_the_portal_is_named_as_touched(client: Client, entry: RecordEntry) -> None:
    Seat.objects.filter(pk=entry.subject_id).update(organisation_en="Institute of Lakes")

    text = client.get(PAGE, {"code": entry.code}).content.decode()

    assert "no longer agrees with what was sealed" in text
    assert "The record is as it was sealed." not in text


def test_a_file_that_was_given_out_is_known(client: Client, entry: RecordEntry) -> None:
    content = pdf(entry)
    issued(HttpResponse(content), entry)

    text = upload(client, content).content.decode()

    assert "it was not altered" in text
    assert entry.code in text


def test_an_altered_file_is_not_called_genuine_though_it_prints_the_code(client: Client, entry: RecordEntry) -> None:
    issued(HttpResponse(pdf(entry)), entry)

    for altered in (pdf(entry, "rejected"), pdf(entry) + b"\n"):
        text = upload(client, altered).content.decode()
        assert "it is not a file that the portal gave out" in text
        assert "it was not altered" not in text
        assert entry.code in text


def test_a_file_from_elsewhere_is_unknown(client: Client, entry: RecordEntry) -> None:
    text = upload(client, b"%PDF-1.7 nothing of ours").content.decode()

    assert "The record knows nothing of this." in text
    assert entry.code not in text


def test_a_file_given_out_for_a_record_that_was_touched_is_not_good(client: Client, entry: RecordEntry) -> None:
    content = pdf(entry)
    issued(HttpResponse(content), entry)
    Seat.objects.filter(pk=entry.subject_id).update(organisation_en="Institute of Lakes")

    text = upload(client, content).content.decode()

    assert "no longer agrees with what was sealed" in text
    assert "it was not altered" not in text


def test_no_file_an_empty_one_and_one_too_large_are_explained(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000

    assert "field__errors" in client.post(f"{PAGE}file/", {}).content.decode()
    assert "empty" in upload(client, b"").content.decode()
    assert "too large" in upload(client, b"%PDF-" + b"a" * 1500).content.decode()


def test_codes_and_files_are_counted(client: Client, entry: RecordEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "CODES_PER_HOUR", 1)
    monkeypatch.setattr(views, "FILES_PER_HOUR", 1)

    assert [client.get(PAGE, {"code": entry.code}).status_code for _time in range(2)] == [200, 429]
    assert [upload(client, b"text").status_code for _time in range(2)] == [200, 429]


def test_the_same_file_is_noted_once_and_a_known_answer_notes_nothing(entry: RecordEntry) -> None:
    for _time in range(2):
        issued(HttpResponse(b"the file"), entry)
    issued(HttpResponse(status=304), entry)
    issued(HttpResponse(b"another", status=404), entry)

    assert RecordCopy.objects.count() == 1


def correct(client: Client, entry: RecordEntry, **fields: str) -> Any:
    return client.post(f"/en/committee/record/{entry.pk}/correct/", fields)


RIGHT = {
    "text_en": "The seat exists since 2023.", "reason_en": "The letter was read wrongly.",
    "text_kk": "Орын 2023 жылдан бар.", "reason_kk": "Хат қате оқылған.",
}  # fmt: skip


@pytest.fixture
def secretariat(client: Client) -> User:
    """Signed in: who runs the Committee's business."""
    user = person(Role.SECRETARIAT)
    client.force_login(user)
    return user


@pytest.mark.usefixtures("secretariat")
def test_a_correction_is_sealed_and_each_names_the_other(client: Client, entry: RecordEntry) -> None:
    assert correct(client, entry, **RIGHT).status_code == 302

    own = RecordEntry.objects.get(kind="correction")
    assert (own.corrects, own.sequence) == (entry, 2)
    assert own.data["text"] == {"en": RIGHT["text_en"], "kk": RIGHT["text_kk"], "ru": ""}
    of_entry = Client().get(PAGE, {"code": entry.code}).content.decode()
    assert "Corrected later" in of_entry
    assert RIGHT["text_en"] in of_entry
    of_correction = Client().get(PAGE, {"code": own.code}).content.decode()
    assert f"?code={entry.code}" in of_correction
    assert "The record is as it was sealed." in of_correction


@pytest.mark.usefixtures("secretariat")
def test_a_second_click_seals_nothing_more(client: Client, entry: RecordEntry) -> None:
    assert [correct(client, entry, **RIGHT).status_code for _time in range(2)] == [302, 409]

    assert RecordEntry.objects.filter(kind="correction").count() == 1


@pytest.mark.usefixtures("secretariat")
@pytest.mark.parametrize("fields", [{}, {"text_ru": "Верно так"}, {"reason_en": "Because"}, {"text_en": "a" * 5001}])
def test_half_a_correction_is_explained_and_kept(client: Client, entry: RecordEntry, fields: dict[str, str]) -> None:
    page = correct(client, entry, **fields)

    assert page.status_code == 200
    assert "field__errors" in page.content.decode()
    assert all(text in page.content.decode() for text in fields.values())
    assert RecordEntry.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [(None, 302), (Role.REGISTERED, 403), (Role.COMMITTEE, 403)])
def test_only_the_secretariat_corrects(client: Client, entry: RecordEntry, role: Role | None, status: int) -> None:
    if role is not None:
        client.force_login(person(role))

    assert correct(client, entry, **RIGHT).status_code == status
    assert client.get(f"/en/committee/record/{entry.pk}/correct/").status_code == status
    assert RecordEntry.objects.count() == 1


@pytest.mark.usefixtures("secretariat", "hidden")
def test_a_record_that_is_not_open_is_not_found(client: Client, entry: RecordEntry) -> None:
    assert client.get(f"/en/committee/record/{entry.pk}/correct/").status_code == 404
    assert client.get("/en/committee/record/99/correct/").status_code == 404


@pytest.mark.usefixtures("secretariat")
def test_a_correction_can_not_be_changed(client: Client, entry: RecordEntry) -> None:
    correct(client, entry, **RIGHT)

    with pytest.raises(Exception, match="only grows"), connection.cursor() as cursor:
        cursor.execute("UPDATE steering_recordcorrection SET text_en = 'forged'")
