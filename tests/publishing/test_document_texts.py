"""Texts of files: found by the search where the document is public, nowhere where it is not, and never for ever."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader, PdfWriter

from hub.models import Page
from hub.workflow import PageWorkflow
from publishing import catalogue
from publishing.document_texts import extract as program
from publishing.document_texts import extraction, states
from publishing.document_texts.extraction import extract
from publishing.documents.content_kinds import MEDIA_TYPES
from publishing.documents.uploads import inspect
from publishing.enums import Access, TextProblem, TextState
from publishing.models import Document, DocumentFile, DocumentText, Entry, Word
from tests.admin.test_uploads import office, pdf, png, text_pdf, upload
from tests.factories.hub import page, superuser

LINE = "Founding Declaration of the Hub"


def word_file() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("Ережелер мен талаптар")
    made.add_table(1, 2).cell(0, 1).text = "Ячейка таблицы"
    made.sections[0].footer.paragraphs[0].text = "Нижний колонтитул"
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Показатель занятости", 2013])
    book.save(out)
    return out.getvalue()


def protected_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(text_pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def open_text() -> bytes:
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t"><text:tracked-changes><text:p>Удалённое</text:p>'
        "</text:tracked-changes><text:p>Начало <text:span>середина</text:span> конец абзаца</text:p></office:document-content>"
    )
    return office(mimetype=MEDIA_TYPES["odt"].encode(), **{"content.xml": content.encode()})


def slides() -> bytes:
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Слайд номер {}: итоги работы</a:t></a:r></a:p></p:sld>'
    parts = {f"ppt/slides/slide{n}.xml": slide.format(n).encode() for n in (10, 9, 1)}
    return office("[Content_Types].xml", **parts)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("word/document.xml", "w") as part:
            for _number in range(250):
                part.write(b"<t>" + b" " * 1024 * 1024)
    return out.getvalue()


def entities() -> bytes:
    lol = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><d><t>&b; text that is long enough</t></d>'
    return office("[Content_Types].xml", **{"word/document.xml": lol})


class TestExtraction:
    @pytest.mark.parametrize(
        ("kind", "content", "words"),
        [
            ("pdf", text_pdf(), [LINE]),
            ("docx", word_file(), ["Ережелер мен талаптар", "Ячейка таблицы", "Нижний колонтитул"]),
            ("xlsx", workbook(), ["Показатель занятости"]),
            ("pptx", slides(), ["Слайд номер 1: итоги работы\nСлайд номер 9: итоги работы\nСлайд номер 10"]),
            ("odt", open_text(), ["Начало середина конец абзаца"]),
            ("txt", "\ufeffПоложение о конкурсе\r\n\x0cраздел".encode(), ["Положение о конкурсе\nраздел"]),
            ("csv", "Показатель;Единица измерения\n".encode(), ["Показатель;Единица измерения"]),
        ],
    )
    def test_the_text_of_each_kind(self, kind: str, content: bytes, words: list[str]) -> None:
        found = extract(content, MEDIA_TYPES[kind])

        assert (found.state, found.problem, found.is_cut) == (TextState.EXTRACTED, "", False)
        assert [line for line in words if line not in found.text] == []
        assert "Удалённое" not in found.text

    @pytest.mark.parametrize(
        ("kind", "content", "state", "problem"),
        [
            ("pdf", pdf(3), TextState.NONE, ""),
            ("png", png(), TextState.NONE, ""),
            ("txt", b" ", TextState.NONE, ""),
            ("pdf", protected_pdf(), TextState.FAILED, TextProblem.PROTECTED),
            ("pdf", b"%PDF-1.4\n" + b"\xff" * 5000, TextState.FAILED, TextProblem.DAMAGED),
            ("docx", b"PK\x03\x04 no archive", TextState.FAILED, TextProblem.DAMAGED),
            ("docx", entities(), TextState.FAILED, TextProblem.DAMAGED),
            ("docx", bomb(), TextState.FAILED, TextProblem.TOO_HEAVY),
        ],
    )
    def test_what_has_no_text_and_what_cannot_be_read(
        self, kind: str, content: bytes, state: TextState, problem: str
    ) -> None:
        found = extract(content, MEDIA_TYPES[kind])

        assert (found.state, found.problem, found.text) == (state, problem, "")

    def test_a_long_text_is_cut(self) -> None:
        found = extract("слово ".encode() * program.LETTERS, MEDIA_TYPES["txt"])

        assert (found.state, found.is_cut) == (TextState.EXTRACTED, True)
        assert len(found.text) <= program.LETTERS

    def test_a_reader_that_hangs_is_ended_and_what_it_wrote_is_kept(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
    ) -> None:
        hanging = tmp_path / "extract.py"
        hanging.write_text("import sys, time\nprint('The first page of the many', flush=True)\ntime.sleep(60)\n")
        monkeypatch.setattr(extraction, "PROGRAM", hanging)
        monkeypatch.setattr(extraction, "SECONDS", 3)

        found = extract(b"%PDF-", MEDIA_TYPES["pdf"])

        assert (found.state, found.text, found.is_cut) == (TextState.EXTRACTED, "The first page of the many", True)

    def test_a_reader_that_hangs_at_once_fails(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        hanging = tmp_path / "extract.py"
        hanging.write_text("import time\ntime.sleep(60)\n")
        monkeypatch.setattr(extraction, "PROGRAM", hanging)
        monkeypatch.setattr(extraction, "SECONDS", 1)

        assert extract(b"%PDF-", MEDIA_TYPES["pdf"]).problem == TextProblem.TOO_HEAVY

    def test_words_divided_at_the_end_of_a_line_are_whole_again(self) -> None:
        assert program.rejoined("госу-\nдарственная служ\u00ad\nба, Кызылорда-\nАстана") == (
            "государственная служба, Кызылорда-\nАстана"
        )


@pytest.fixture
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def paper(of: Page, access: Access = Access.PUBLIC, content: bytes = b"", name: str = "rules.txt") -> DocumentFile:
    content = content or "Неповторимое правило конкурса".encode()
    document = Document.objects.create(record=of, slug=f"paper-{access}", title_ru="Бумага", access=access)
    facts = inspect(upload(name, content)).columns()
    file = DocumentFile.objects.create(document=document, language="ru", file=ContentFile(content, name), **facts)
    states.ask_for([file])
    catalogue.write(document)
    return file


def text_of(file: DocumentFile) -> DocumentText:
    return DocumentText.objects.get(file=file)


@pytest.mark.django_db
@pytest.mark.usefixtures("_media")
class TestStates:
    def test_an_upload_is_read_after_the_transaction_and_found(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            file = paper(page())
        assert text_of(file).state == TextState.WAITING
        task = DBTaskResult.objects.get(task_path="publishing.document_texts.states.read")

        task.task.call(*task.args_kwargs["args"])

        assert (text_of(file).state, text_of(file).checksum) == (TextState.EXTRACTED, file.checksum)
        entry = Entry.objects.get(kind="document")
        assert "'неповторимое':" in entry.vector
        assert "'неповторимое':1A" not in entry.vector
        assert Word.objects.filter(word="неповторимое").exists()
        assert [*catalogue.differences()] == []

    @pytest.mark.parametrize("access", [Access.MEMBERS, Access.COMMITTEE])
    def test_the_text_of_a_closed_document_stays_out(self, access: Access) -> None:
        file = paper(page(), access)
        assert states.read_now(file.pk)
        catalogue.write(file.document.record)
        [*catalogue.rebuild()]

        assert text_of(file).state == TextState.EXTRACTED
        assert not Entry.objects.filter(kind="document").exists()
        assert not Word.objects.filter(word="неповторимое").exists()

    def test_the_text_comes_and_goes_with_the_record_and_the_access(self) -> None:
        record = page(published=False)
        file = paper(record)
        states.read_now(file.pk)
        assert not Word.objects.filter(word="неповторимое").exists()

        PageWorkflow(record, superuser()).publish()
        assert "неповторимое" in Entry.objects.get(kind="document").vector

        PageWorkflow(record, superuser()).archive("By mistake.")
        assert not Entry.objects.exists()

        Page.objects.filter(pk=record.pk).update(state="published")
        catalogue.write(Page.objects.get(pk=record.pk))
        assert "неповторимое" in Entry.objects.get(kind="document").vector
        Document.objects.update(access=Access.MEMBERS)
        catalogue.write(Document.objects.get())
        assert not Entry.objects.filter(kind="document").exists()

    def test_a_replaced_file_takes_its_text_with_it(self) -> None:
        file = paper(page())
        states.read_now(file.pk)
        for name, value in inspect(upload("b.txt", b"Another text altogether, no rule")).columns().items():
            setattr(file, name, value)
        file.file = ContentFile(b"Another text altogether, no rule", "b.txt")
        file.save()
        states.ask_for([file])
        catalogue.write(file.document)

        assert "неповторимое" not in Entry.objects.get(kind="document").vector
        states.read_now(file.pk)
        assert "'altogether':" in Entry.objects.get(kind="document").vector

    def test_what_was_read_of_a_file_that_was_replaced_meanwhile_is_not_kept(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = paper(page())

        def replaced_meanwhile(content: bytes, media_type: str) -> extraction.Extract:
            DocumentFile.objects.filter(pk=file.pk).update(checksum="f" * 64)
            return extract(content, media_type)

        monkeypatch.setattr(states, "extract", replaced_meanwhile)

        assert not states.read_now(file.pk)
        assert text_of(file).state == TextState.WAITING

    def test_a_lost_file_and_a_picture(self) -> None:
        record = page()
        lost, picture = paper(record), paper(record, Access.MEMBERS, png(), "seal.png")
        lost.file.storage.delete(lost.file.name)
        states.read_now(lost.pk), states.read_now(picture.pk)

        assert (text_of(lost).state, text_of(lost).problem) == (TextState.FAILED, TextProblem.LOST)
        assert (text_of(picture).state, text_of(picture).problem) == (TextState.NONE, "")

    def test_a_file_is_read_by_one_worker_and_not_twice(self) -> None:
        file = paper(page())
        DocumentText.objects.update(claimed_at=timezone.now())
        assert not states.read_now(file.pk)
        DocumentText.objects.update(claimed_at=None)

        assert (states.read_now(file.pk), states.read_now(file.pk), states.read_now(0)) == (True, False, False)

    def test_a_file_that_brings_the_worker_down_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        file = paper(page())

        class WorkerDied(Exception): ...

        def dies(_content: bytes, _media_type: str) -> extraction.Extract:
            raise WorkerDied

        monkeypatch.setattr(states, "extract", dies)
        for _attempt in range(states.ATTEMPTS):
            DocumentText.objects.update(claimed_at=timezone.now() - states.PATIENCE - timedelta(seconds=1))
            with pytest.raises(WorkerDied):
                states.read_now(file.pk)
        DocumentText.objects.update(claimed_at=timezone.now() - states.PATIENCE - timedelta(seconds=1))

        assert states.read_now(file.pk)
        assert (text_of(file).state, text_of(file).problem) == (TextState.FAILED, TextProblem.TOO_HEAVY)
        assert not states.read_now(file.pk)

    def test_the_duty_picks_up_what_was_missed(self, django_capture_on_commit_callbacks: Any) -> None:
        record = page()
        never_asked, changed, left = (paper(record, access) for access in Access)
        states.read_now(changed.pk)
        DocumentText.objects.filter(file=never_asked).delete()
        DocumentFile.objects.filter(pk=changed.pk).update(checksum="f" * 64)
        DocumentText.objects.filter(file=left).update(claimed_at=timezone.now() - states.PATIENCE * 2)

        with django_capture_on_commit_callbacks(execute=True):
            states.look_after()

        asked = {task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()}
        assert asked == {never_asked.pk, changed.pk, left.pk}

    def test_the_command_reads_what_is_missing_and_tells_what_failed(self, capsys: Any) -> None:
        record = page()
        good, bad = paper(record), paper(record, Access.MEMBERS)
        bad.file.storage.delete(bad.file.name)
        DocumentText.objects.all().delete()

        call_command("extract_texts")
        assert "2 files read: 1 extracted, 1 failed." in capsys.readouterr().out
        call_command("extract_texts")
        assert "0 files read." in capsys.readouterr().out
        call_command("extract_texts", failed=True)
        assert "1 files read: 1 failed." in capsys.readouterr().out
        call_command("extract_texts", all=True, queue=True)

        assert "2 files wait for the task worker." in capsys.readouterr().out
        assert text_of(good).state == TextState.WAITING
