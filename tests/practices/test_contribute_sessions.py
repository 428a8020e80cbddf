"""Nothing typed is lost when the session ends, and nobody else is shown what was typed."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from members.enums import Role
from members.models import User
from practices.models import Consent, Practice
from practices.workflow import PracticeWorkflow
from publishing.documents.uploads import PER_HOUR
from publishing.enums import Access, State
from publishing.models import Document, DocumentFile
from tests.factories.accounts import sign_in, verified
from tests.factories.members import account, country
from tests.factories.practices import complete
from tests.factories.reviews import accepted, reviewer
from tests.practices.contributing import draft, shown, signed_in, snapshot, url, with_role

pytestmark = pytest.mark.django_db


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\x00\xff"))
    + chunk(b"IEND", b"")
)


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner() -> User:
    return verified("owner@hub.example")


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def status(user: User | None, address: str) -> int:
    """What a person's request is answered with; the file behind it is closed again."""
    answer = (signed_in(user) if user else Client()).get(address)
    if answer.streaming:
        for file in answer._resource_closers:
            file()
    return answer.status_code


def forms_of(page: Any) -> dict[str, str]:
    """The hidden and typed values of the page that carries a form once more."""
    return dict(page.context["pairs"])


@pytest.mark.parametrize("step", ["new", "lessons"])
def test_what_was_sent_after_the_session_waits_behind_the_sign_in(step: str, owner: User) -> None:
    land = country("KZ")
    address = url("new") if step == "new" else url(step, draft(land, owner).pk)
    client = signed_in(owner)
    writer = client.get(address).context["writer"]
    typed = {**(snapshot(land) if step == "new" else shown(client, address)), "writer": writer}
    typed |= {"title": "Не потеряно"} if step == "new" else {"lessons": "Не потеряно"}
    client.logout()

    led = client.post(address, typed)
    back = sign_in(client, owner, next=address)
    page = client.get(back.headers["Location"])

    assert led.headers["Location"] == f"/en/accounts/login/?next={address.replace('/', '%2F')}"
    assert back.headers["Location"] == address
    assert "Не потеряно" in page.content.decode()
    assert "Your session had ended." in page.content.decode()
    saved = Practice.objects.filter(title_ru="Не потеряно") | Practice.objects.filter(lessons_ru__contains="потеряно")
    assert not saved.exists()

    client.post(address, {**typed, "writer": page.context["writer"]})

    assert saved.exists()
    assert "Your session had ended." not in client.get(address).content.decode()


def test_somebody_else_at_the_same_computer_is_not_shown_it(owner: User) -> None:
    land = country("KZ")
    client, other = signed_in(owner), verified("other@hub.example")
    typed = {**snapshot(land, title="Тайное"), "writer": client.get(url("new")).context["writer"]}
    client.logout()
    client.post(url("new"), typed)

    sign_in(client, other)

    assert "Тайное" not in client.get(url("new")).content.decode()


def test_a_form_without_a_valid_token_is_shown_once_more(owner: User) -> None:
    land = country("KZ")
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    page = client.post(url("new"), snapshot(land, title="<b>Не потеряно"))

    assert page.status_code == 403
    assert "&lt;b&gt;Не потеряно" in page.content.decode()
    assert not Practice.objects.exists()
    again = {**forms_of(page), "csrfmiddlewaretoken": page.context["csrf_token"]}
    client.post(url("new"), again)
    assert Practice.objects.get().title_ru == "<b>Не потеряно"


def test_a_long_form_is_carried_by_the_page_itself(owner: User) -> None:
    record = draft(country("KZ"), owner)

    page = Client().post(url("lessons", record.pk), {"lessons": "я" * 200_000})

    assert page.status_code == 401
    assert "я" * 200_000 in page.content.decode()


def test_a_document_is_added_opened_and_removed(owner: User, storage: Path) -> None:
    record = draft(country("KZ"), owner)
    client = signed_in(owner)
    file = SimpleUploadedFile("../../правила №1.png", PNG)

    client.post(
        url("add_document", record.pk),
        {"title": "Правила", "language": "ru", "access": "members", "file": file},
    )

    document = Document.objects.get()
    held = document.files.get()
    assert (document.title_ru, document.access, document.record) == ("Правила", Access.MEMBERS, record)
    assert (held.name, held.size, held.media_type) == ("правила №1.png", len(PNG), "image/png")
    address = url("document", record.pk, document.pk, "ru")
    assert b"".join(client.get(address).streaming_content) == PNG
    assert signed_in(account()).get(address).status_code == 404
    assert Practice.objects.get().edition == record.edition + 1

    client.post(url("remove_document", record.pk, document.pk))
    again = client.post(url("remove_document", record.pk, document.pk))

    assert again.status_code == 302
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.pdf", b"MZ no pdf"),
        ("a.png", b""),
        ("a.exe", b"MZ"),
    ],
)
def test_files_that_are_not_taken_are_refused_beside_the_field(name: str, content: bytes, owner: User) -> None:
    record = draft(country("KZ"), owner)

    page = signed_in(owner).post(
        url("add_document", record.pk),
        {"title": "Остаётся", "language": "ru", "access": "public", "file": SimpleUploadedFile(name, content)},
    )

    assert "file" in page.context["document_form"].errors
    assert "Остаётся" in page.content.decode()
    assert not DocumentFile.objects.exists()


def test_the_same_file_is_not_taken_twice(owner: User) -> None:
    record = draft(country("KZ"), owner)
    client = signed_in(owner)
    data = {"title": "Правила", "language": "ru", "access": "public"}

    for _time in range(2):
        client.post(url("add_document", record.pk), {**data, "file": SimpleUploadedFile("a.png", PNG)})

    assert Document.objects.count() == 1


def test_committee_documents_cannot_be_made_here(owner: User) -> None:
    record = draft(country("KZ"), owner)
    data = {"title": "X", "language": "ru", "access": "committee", "file": SimpleUploadedFile("a.png", PNG)}

    page = signed_in(owner).post(url("add_document", record.pk), data)

    assert "access" in page.context["document_form"].errors


def test_uploads_are_limited_by_the_hour(owner: User) -> None:
    record = draft(country("KZ"), owner)
    client = signed_in(owner)
    data = {"title": "X", "language": "ru", "access": "public"}

    codes = [
        client.post(
            url("add_document", record.pk), {**data, "file": SimpleUploadedFile("a.svg", b"<svg/>")}
        ).status_code
        for _time in range(PER_HOUR + 1)
    ]

    assert codes == [200] * PER_HOUR + [429]


def test_the_letter_of_consent_is_for_keepers_and_judges_alone(owner: User, storage: Path) -> None:
    land = country("KZ")
    record = draft(land, owner)
    client = signed_in(owner)
    seen = client.get(url("documents", record.pk)).context["consent_form"].initial["seen"]
    client.post(url("consent", record.pk), {"seen": seen, "letter": SimpleUploadedFile("согласие.png", PNG)})
    letter = url("consent_letter", record.pk)
    judge = reviewer("judge@hub.example")
    complete(record)
    PracticeWorkflow(record, owner).submit()
    accepted(record, judge)

    answers = {
        name: status(user, letter)
        for name, user in {
            "owner": owner,
            "focal": with_role(Role.FOCAL_POINT, country=land),
            "judge": judge,
            "other reviewer": reviewer(),
            "secretariat": with_role(Role.SECRETARIAT),
            "translator": with_role(Role.TRANSLATOR),
            "stranger": account(),
            "nobody": None,
        }.items()
    }

    assert Consent.objects.get().is_given
    assert answers == {
        "owner": 200, "focal": 200, "judge": 200, "other reviewer": 404, "secretariat": 200, "translator": 404, "stranger": 404,
        "nobody": 302,
    }  # fmt: skip


def test_a_public_practice_does_not_open_its_consent(owner: User) -> None:
    record = draft(country("KZ"), owner)
    Consent.objects.create(
        practice=record, file=SimpleUploadedFile("a.png", PNG), file_name="a.png", media_type="image/png"
    )
    Practice.objects.update(state=State.PUBLISHED, published_at=record.created_at)

    assert signed_in(account()).get(url("consent_letter", record.pk)).status_code == 404


def test_replaced_and_deleted_files_leave_the_storage(
    owner: User, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    record = draft(country("KZ"), owner)
    client = signed_in(owner)
    with django_capture_on_commit_callbacks(execute=True):
        for content in (PNG, PNG + b"2"):
            seen = client.get(url("documents", record.pk)).context["consent_form"].initial["seen"]
            client.post(url("consent", record.pk), {"seen": seen, "letter": SimpleUploadedFile("a.png", content)})
        client.post(
            url("add_document", record.pk),
            {"title": "X", "language": "ru", "access": "public", "file": SimpleUploadedFile("b.png", PNG)},
        )
    assert len(stored(storage)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("delete", record.pk))

    assert stored(storage) == []
