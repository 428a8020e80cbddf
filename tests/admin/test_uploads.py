"""Uploaded files: facts for the honest, a refusal for the rest, never a failure."""

import hashlib
import io
import struct
import tempfile
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
import typst
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pypdf import PdfWriter

from publishing.documents import uploads
from publishing.models import Document, DocumentFile, Entry
from tests.admin.page_forms import fields_of
from tests.admin.records import desk, practice
from tests.factories.hub import page, superuser


def pdf(pages: int = 3) -> bytes:
    """A PDF without a word of text: what a scanner makes."""
    writer, out = PdfWriter(), io.BytesIO()
    for _number in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def text_pdf() -> bytes:
    """A PDF with text, as small as one can be."""
    stream = b"BT /F1 12 Tf 10 50 Td (Founding Declaration of the Hub) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def office(*names: str, **contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, b"<x/>"))
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def png(text: bytes = b"") -> bytes:
    """A picture of one point, with a comment."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    note = chunk(b"tEXt", b"Comment\x00" + text) if text else b""
    return b"\x89PNG\r\n\x1a\n" + head + note + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_pdf_gives_its_facts():
    content = text_pdf()

    found = uploads.inspect(upload("Декларация 2013.PDF", content))

    assert (found.name, found.media_type, found.size, found.pages, found.notice) == (
        "Декларация 2013.pdf",
        "application/pdf",
        len(content),
        1,
        found.notice,
    )
    assert "разметки" in str(found.notice)
    assert (found.has_text_layer, found.is_tagged) == (True, False)
    assert found.checksum == hashlib.sha256(content).hexdigest()


def test_a_scan_is_flagged():
    found = uploads.inspect(upload("scan.pdf", pdf(3)))

    assert (found.pages, found.has_text_layer) == (3, False)
    assert "без текстового слоя" in str(found.notice)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.4\n" + b"\xff" * 5000,
        pdf()[:200],
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        b"%PDF-1.4\n1 0 obj << /Type /Pages /Kids [1 0 R 1 0 R] /Count 99999999 >> endobj\n2 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\ntrailer << /Root 2 0 R >>\n%%EOF",
        b"%PDF-1.4\n" + b"[" * 200_000,
    ],
)
def test_a_damaged_pdf_is_refused_or_told(content):
    with suppress(ValidationError):
        assert uploads.inspect(upload("hostile.pdf", content)).notice


def test_a_damaged_pdf_is_refused():
    with pytest.raises(ValidationError, match="повреждён"):
        uploads.inspect(upload("broken.pdf", pdf()[:200]))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_that_asks_for_a_password_is_refused(algorithm):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm=algorithm)
    writer.write(out)

    with pytest.raises(ValidationError, match="парол"):
        uploads.inspect(upload("closed.pdf", out.getvalue()))


def test_a_pdf_that_opens_without_a_password_is_accepted():
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("", "owner", algorithm="AES-256")
    writer.write(out)

    assert uploads.inspect(upload("no-printing.pdf", out.getvalue())).pages == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", office("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("a.pptx", office("[Content_Types].xml", "ppt/presentation.xml")),
        ("a.odt", office(mimetype=b"application/vnd.oasis.opendocument.text")),
        ("a.ods", office(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")),
        ("a.txt", "Қазақша мәтін".encode()),
        ("a.csv", b"a,b\n1,2\n"),
        ("a.png", png()),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"0" * 20 + b"\xff\xd9"),
    ],
)
def test_accepted_kinds_are_known_by_their_content(name, content):
    assert uploads.inspect(upload(name, content)).pages is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ this is a program"),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.docx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("a.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.docx", office("readme.txt")),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.txt", b"\x00\x01"),
        ("a.txt", "кириллица".encode("cp1251")),
        ("a.html", b"<p>x</p>"),
        ("a.svg", b"<svg/>"),
        ("a", b"x"),
        ("a.txt", b""),
        ("a.txt", b"<!DOCTYPE html><p>x"),
        ("a.txt", b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.csv", b"a,b\n<script>alert(1)</script>,2"),
        ("a.txt", b"<?xml version='1.0'?><x/>"),
        ("a.pdf", b"<html><script>alert(1)</script>" + text_pdf()),
        ("a.png", png() + b"<script>alert(1)</script>"),
        ("a.png", png(b"<svg onload=alert(1)>")),
        ("a.png", png()[:-4]),
        ("a.jpg", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>\xff\xd9"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        ("a.docx", office("[Content_Types].xml", "word/document.xml", "xl/workbook.xml")),
        ("a.docx", office("[Content_Types].xml", **{"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"})),
        ("a.pdf", office("[Content_Types].xml", "word/document.xml")),
    ],
)
def test_everything_else_is_refused(name, content):
    with pytest.raises(ValidationError):
        uploads.inspect(upload(name, content))


def test_a_file_above_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT = 10

    with pytest.raises(ValidationError, match="10"):
        uploads.inspect(upload("a.txt", b"eleven bytes"))


def bomb(name: str, size: int) -> bytes:
    """An office file one of whose parts unpacks to so many bytes of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _megabyte in range(size // 2**20):
                part.write(b"\x20" * 2**20)
    return out.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The archive with another size of its greatest part in the table of contents."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true = max(part.file_size for part in archive.infolist())
    return content.replace(struct.pack("<I", true), struct.pack("<I", size))


@pytest.mark.parametrize(
    "content",
    [
        bomb("word/document.xml", 400 * 2**20),
        bomb("word/document.xml", 40 * 2**20),
        office("[Content_Types].xml", *(f"word/part{number}.xml" for number in range(2500))),
        lying(office("[Content_Types].xml", **{"word/document.xml": b"<x>" + b"letters " * 9000}), 1000),
        office("[Content_Types].xml", "word/document.xml")[:-30],
        office("[Content_Types].xml", **{"word/document.xml": b"<x/>" * 50})[:60] + b"\x00" * 40,
    ],
    ids=["huge", "shrunk", "many", "lying", "cut", "rubbish"],
)
def test_a_bomb_is_refused_at_once(content):
    started = time.monotonic()

    with pytest.raises(ValidationError):
        uploads.inspect(upload("a.docx", content))

    assert time.monotonic() - started < 5


def test_a_bomb_within_a_document_stays_closed():
    inner = bomb("word/document.xml", 40 * 2**20)
    outer = office("[Content_Types].xml", **{"word/document.xml": b"<x/>", "word/embeddings/inner.docx": inner})

    assert uploads.inspect(upload("a.docx", outer)).size == len(outer)


def test_what_is_no_archive_of_parts_of_one_name():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, b"<x/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", b"<x/>")

    with pytest.raises(ValidationError):
        uploads.inspect(upload("a.docx", out.getvalue()))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("В каждом районе открыли центр, и люди получают услуги в одном месте, а не в десяти, как это было раньше, и на это уходит час. " * 2, "ru"),
        ("Әр ауданда орталық ашылды, енді адамдар қызметті бір жерден алады, бұрынғыдай он мекемеге бармайды, ал бұған бір сағат қана кетеді. " * 2, "kk"),
        ("In every district there is now a centre, so that people get what they need in one place and not in ten, as it was before. " * 2, "en"),
        ("короткий", ""),
        ("Le gouvernement a ouvert un centre dans chaque district pour tous les habitants, avec des services en un seul lieu. " * 2, ""),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_told(text, language):
    found = uploads.inspect(upload("a.txt", text.encode()))

    assert found.language == language
    with translation.override("ru"):
        assert bool(found.notices(stated="kk")) == (language not in {"", "kk"})


def test_a_tagged_pdf_with_text_is_praised_by_silence():
    path = Path(tempfile.mkdtemp()) / "tagged.typ"
    path.write_text(
        '#set text(lang: "ru")\n= Отчёт\n'
        + "В каждом районе открыли центр, и люди получают услуги в одном месте, а не в десяти. " * 3,
        encoding="utf-8",
    )
    content = typst.compile(str(path))

    found = uploads.inspect(upload("tagged.pdf", content))

    assert (found.pages, found.has_text_layer, found.is_tagged, found.language) == (1, True, True, "ru")
    assert found.notices(stated="ru") == []
    assert "Қазақша" in found.notices(stated="kk")[0]


def test_the_rule_is_told_before(settings):
    settings.UPLOAD_LIMIT = 3 * 2**20

    assert "3.0" in str(uploads.rule()).replace(",", ".")
    assert "docx" in str(uploads.rule())
    assert "1.0" in str(uploads.rule("csv", 2**20)).replace(",", ".")


@pytest.mark.django_db
def test_too_many_files_within_an_hour_are_refused():
    for _number in range(uploads.PER_HOUR):
        uploads.count_upload("a person")

    uploads.count_upload("another")
    with pytest.raises(ValidationError):
        uploads.count_upload("a person")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\docs\\Хат №5 (жоба).pdf", "Хат №5 (жоба).pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b__Set-Cookie_ x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("а\x00б.pdf", "аб.pdf"),
        ("CON.pdf", "CON.pdf"),
        ("😀.pdf", "document.pdf"),
        ("...pdf", "document.pdf"),
        ("ж" * 300 + ".pdf", "ж" * 100 + ".pdf"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert uploads.safe_name(name, "pdf") == safe


@pytest.mark.django_db
class TestInTheAdmin:
    """The same through the form of a document."""

    def add(self, name: str, content: bytes):
        client = desk(superuser())
        record = page()
        form = client.get("/ru/admin/publishing/document/add/")
        choices = [
            value
            for _group, rows in form.context["adminform"].form.fields["belongs_to"].choices[1:]
            for value, label in rows
            if label == str(record)
        ]
        data = fields_of(form, form_id="document_form") | {
            "title_ru": "Декларация",
            "belongs_to": choices[0],
            "access": "committee",
            "files-TOTAL_FORMS": "1",
            "files-0-language": "ru",
            "files-0-file": upload(name, content),
        }
        return client, client.post("/ru/admin/publishing/document/add/", data, follow=True)

    def test_a_file_is_kept_with_its_facts_and_served_by_permission_only(self, client):
        _desk, response = self.add("../Декларация.pdf", pdf(2))

        file = DocumentFile.objects.get()
        assert (file.name, file.pages, file.document.slug, file.document.record.slug) == (
            "Декларация.pdf",
            2,
            "deklaratsiia",
            "rationale",
        )
        assert file.has_text_layer is False
        assert "без текстового слоя" in "".join(str(message) for message in response.context["messages"])
        assert client.get("/ru/documents/deklaratsiia/ru/").status_code == 404
        assert b"".join(_desk.get("/ru/documents/deklaratsiia/ru/").streaming_content) == pdf(2)
        assert not Entry.objects.filter(kind="document").exists(), "the Committee's documents are not public"

    def test_a_refusal_stands_by_the_field(self):
        _desk, response = self.add("a.pdf", b"MZ")

        assert response.status_code == 200
        assert not Document.objects.exists()
        assert "file" in response.context["inline_admin_formsets"][0].formset.forms[0].errors

    def test_a_replaced_file_leaves_the_storage(self, django_capture_on_commit_callbacks):
        client, _response = self.add("a.txt", b"text")
        old = DocumentFile.objects.get().file
        address = f"/ru/admin/publishing/document/{Document.objects.get().pk}/change/"
        data = fields_of(client.get(address), form_id="document_form")

        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, data | {"files-0-file": upload("b.txt", b"newer")})

        with DocumentFile.objects.get().file.open("rb") as file:
            assert file.read() == b"newer"
        assert not old.storage.exists(old.name)

    def test_a_second_file_of_one_language_is_refused(self):
        client, _response = self.add("a.txt", b"text")
        address = f"/ru/admin/publishing/document/{Document.objects.get().pk}/change/"
        data = fields_of(client.get(address), form_id="document_form")

        response = client.post(
            address,
            data | {"files-TOTAL_FORMS": "2", "files-1-language": "ru", "files-1-file": upload("b.txt", b"text")},
        )

        assert response.status_code == 200
        assert DocumentFile.objects.count() == 1


def test_records_of_every_kind_can_own_a_document(db):
    client = desk(superuser())
    practice()

    groups = client.get("/ru/admin/publishing/document/add/").context["adminform"].form.fields["belongs_to"].choices[1:]

    assert {"Практики", "Страны"} <= {name for name, _rows in groups}
