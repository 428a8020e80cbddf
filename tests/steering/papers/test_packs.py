"""Packs of papers: what is in them, what they say honestly, and how long they take."""

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from steering.access import Access
from steering.models import Meeting, Paper, PaperReceipt, PaperVersion
from steering.papers import pack_pdf
from steering.papers.series import Series
from steering.papers.workflow import PaperWorkflow, SeriesWorkflow
from tests.factories import steering_papers as made

from .conftest import client_of, fetched

pytestmark = pytest.mark.django_db
PAPERS, PAGES, SECONDS = 40, 10, 10
MANY = 24
"""So many papers have contents of more than one page."""


def pack(client: Client, language: str = "en", form: str = "pdf", only: str = "") -> bytes:
    """The pack of meeting 3."""
    status, content = fetched(
        client, f"/en/committee/meetings/3/papers/pack/?language={language}&form={form}&only={only}"
    )
    assert status == 200
    return content


def read(content: bytes) -> tuple[PdfReader, list[str]]:
    """The PDF, and the text of each page without line breaks."""
    reader = PdfReader(io.BytesIO(content))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]


def bookmarks(reader: PdfReader) -> list[tuple[str, int]]:
    """Titles and pages (from 1) of the bookmarks, those inside of others after them."""

    def walk(entries: Any) -> Any:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry)
            else:
                yield str(entry.title), reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline))


def test_a_pack_has_contents_bookmarks_links_and_numbers(cast: made.Cast, meeting: Meeting) -> None:
    items = [made.item(meeting, number) for number in (1, 2)]
    made.issued(cast.secretariat, meeting, {"en": made.pdf("Second", 2)}, agenda_item=items[1], titles={"en": "Later"})
    made.issued(cast.secretariat, meeting, {"en": made.pdf("First", 3)}, agenda_item=items[0], titles={"en": "Sooner"})

    reader, texts = read(pack(client_of(cast.delegate)))

    assert "Meeting 3" in texts[0]
    assert "Made for: Delegate Example" in texts[0]
    assert [text[-len("SC/3 · 1 / 6") :] for text in texts] == [f"SC/3 · {number} / 6" for number in range(1, 7)]
    assert bookmarks(reader) == [
        ("1. Item 1", 2), ("SC/3/2 Sooner", 2), ("First 1", 2), ("First 2", 3), ("First 3", 4),
        ("2. Item 2", 5), ("SC/3/1 Later", 5), ("Second 1", 5), ("Second 2", 6),
    ]  # fmt: skip
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]  # a list of references
    pages = [reader.get_page_number(link["/Dest"][0].get_object()) + 1 for link in links]
    assert sorted(set(pages)) == [2, 5]
    assert "pack.invalid" not in str(links)
    assert "p. 2" in texts[0]
    assert "p. 5" in texts[0]


def test_the_numbers_are_right_behind_long_contents(cast: made.Cast, meeting: Meeting) -> None:
    for number in range(1, MANY + 1):
        files = {"en": made.pdf(f"Text{number}end")}
        made.add(cast.secretariat, meeting, files, titles={"en": f"A long title of a paper {number} " * 4})
    keys = Paper.objects.values_list("pk", flat=True)
    SeriesWorkflow(Series(meeting), cast.secretariat).issue(set(keys))

    reader, texts = read(pack(client_of(cast.delegate)))

    front = len(texts) - MANY
    assert front > 1
    assert all(f"Text{number}end" in texts[front + number - 1] for number in range(1, MANY + 1))
    contents = " ".join(texts[:front])
    assert all(f"p. {front + number}" in contents for number in range(1, MANY + 1))


def test_a_paper_that_lacks_the_language_is_put_in_with_a_note(cast: made.Cast, meeting: Meeting) -> None:
    made.issued(cast.secretariat, meeting, {"ru": made.pdf("Russian")}, titles={"kk": "Бюджет"})

    _reader, texts = read(pack(client_of(cast.delegate), "kk"))

    assert len(texts) == 3
    assert "Русский" in texts[1]
    assert "SC/3/1" in texts[1]
    assert "Russian 1" in texts[2]


def test_what_is_newer_in_another_language_comes_before_what_is_older_in_the_own(
    cast: made.Cast, meeting: Meeting
) -> None:
    paper = made.issued(cast.secretariat, meeting, {"en": made.pdf("Old"), "ru": made.pdf("Old Russian")})
    made.renewed(cast.secretariat, paper, {"ru": made.pdf("New Russian")})

    _reader, texts = read(pack(client_of(cast.delegate), "en"))

    assert "version 1 alone. The newer version 2 is put in, in: Русский" in texts[1]
    assert "New Russian" in texts[2]
    assert not any("Old" in text for text in texts)


def test_what_cannot_be_merged_gets_a_page_that_names_it(cast: made.Cast, meeting: Meeting) -> None:
    secretariat = cast.secretariat
    paper = made.add(secretariat, meeting, {}, titles={"en": "A table"})
    PaperWorkflow(paper, secretariat).add_files(
        [made.new_file("en", made.docx(), "x.docx")], made.DATED, is_new_version=True
    )
    made.issued(secretariat, meeting, {}, titles={"en": "To follow"})
    client_of(secretariat).post("/en/committee/meetings/3/papers/send/", {"papers": [paper.pk]})

    _reader, texts = read(pack(client_of(cast.delegate)))

    assert len(texts) == 3
    assert "DOCX" in texts[1]
    assert f"/en/committee/papers/{paper.pk}/" in texts[1]
    assert "there is no file of it yet" in texts[2]


def test_a_pdf_that_turns_out_broken_costs_its_pages_alone(cast: made.Cast, meeting: Meeting) -> None:
    broken = made.issued(cast.secretariat, meeting, {"en": made.pdf("Broken")})
    made.issued(cast.secretariat, meeting, {"en": made.pdf("Sound")})
    Path(broken.versions.get().file.path).write_bytes(b"%PDF-1.7 nothing")

    _reader, texts = read(pack(client_of(cast.delegate)))

    assert len(texts) == 3
    assert "could not be put in" in texts[1]
    assert "Sound 1" in texts[2]


def test_a_lost_file_is_named(cast: made.Cast, meeting: Meeting) -> None:
    lost = made.issued(cast.secretariat, meeting, {"en": made.pdf("Lost")})
    Path(lost.versions.get().file.path).unlink()
    client = client_of(cast.delegate)

    _reader, texts = read(pack(client))
    bag = zipfile.ZipFile(io.BytesIO(pack(client, form="zip")))

    assert "cannot be found at the moment" in texts[1]
    assert bag.namelist() == ["00_contents.txt"]
    assert "cannot be found at the moment" in bag.read("00_contents.txt").decode("utf-8-sig")


def test_what_is_too_heavy_for_one_pdf_is_offered_as_a_zip(
    cast: made.Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.issued(cast.secretariat, meeting)
    monkeypatch.setattr(pack_pdf, "MOST_BYTES", 10)
    client = client_of(cast.delegate)

    answer = client.get("/en/committee/meetings/3/papers/pack/?language=en&form=pdf", follow=True)

    assert "Take them as a ZIP" in answer.content.decode()
    assert PaperReceipt.objects.count() == 0
    assert zipfile.is_zipfile(io.BytesIO(pack(client, form="zip")))


def test_a_zip_is_named_in_order_and_lists_what_it_holds(cast: made.Cast, meeting: Meeting) -> None:
    item = made.item(meeting)
    made.issued(cast.secretariat, meeting, {"en": made.pdf("Loose")})
    made.issued(cast.secretariat, meeting, {"ru": made.pdf("Russian")}, agenda_item=item)
    withdrawn = made.issued(cast.secretariat, meeting, {"en": made.pdf("Gone")})
    PaperWorkflow(withdrawn, cast.secretariat).withdraw({"withdrawal_reason_en": "A mistake"})

    bag = zipfile.ZipFile(io.BytesIO(pack(client_of(cast.delegate), form="zip")))

    assert sorted(bag.namelist()) == ["00_contents.txt", "01_SC-3-2_v1_ru.pdf", "02_SC-3-1_v1_en.pdf"]
    assert bag.read("02_SC-3-1_v1_en.pdf") == made.pdf("Loose")
    contents = bag.read("00_contents.txt").decode("utf-8-sig")
    assert "Withdrawn: SC/3/3." in contents
    assert "Русский" in contents


def test_only_what_is_new_since_the_last_time(cast: made.Cast, meeting: Meeting) -> None:
    first = made.issued(cast.secretariat, meeting, {"en": made.pdf("First")})
    client = client_of(cast.delegate)
    pack(client)
    nothing = client.get("/en/committee/meetings/3/papers/pack/?language=en&form=pdf&only=new", follow=True)
    made.renewed(cast.secretariat, first, {"en": made.pdf("Renewed")})
    made.issued(cast.secretariat, meeting, {"en": made.pdf("Further")})

    _reader, texts = read(pack(client, only="new"))
    other = zipfile.ZipFile(io.BytesIO(pack(client_of(cast.other), form="zip", only="new")))

    assert "nothing new to take" in nothing.content.decode()
    assert "Only what is new to you" in texts[0]
    assert [("Renewed" in text, "Further" in text) for text in texts[1:]] == [(True, False), (False, True)]
    assert len(other.namelist()) == 3
    assert PaperReceipt.objects.of(cast.delegate).count() == 3


@pytest.mark.parametrize("query", ["", "language=de&form=pdf", "language=en&form=exe", "language=en&form=pdf&only=x"])
def test_a_pack_of_nonsense_is_not_found(query: str, cast: made.Cast, meeting: Meeting) -> None:
    assert client_of(cast.delegate).get(f"/en/committee/meetings/3/papers/pack/?{query}").status_code == 404


def test_packs_cannot_be_asked_for_without_end(
    cast: made.Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steering.papers.views.PACKS_PER_HOUR", 1)
    made.issued(cast.secretariat, meeting)
    client, address = client_of(cast.delegate), "/en/committee/meetings/3/papers/pack/?language=en&form=zip"

    assert [fetched(client, address)[0] for _time in range(2)] == [200, 429]


def test_a_pack_of_forty_papers_takes_less_than_ten_seconds(cast: made.Cast, meeting: Meeting) -> None:
    first = made.issued(cast.secretariat, meeting, {"en": made.pdf("Paper", PAGES)})
    kept = first.versions.get()
    papers = Paper.objects.bulk_create(
        Paper(
            meeting=meeting,
            number=f"SC/3/{number}",
            position=number,
            title_en=f"Paper {number}",
            access=Access.COMMITTEE,
            issued_at=first.issued_at,
        )
        for number in range(2, PAPERS + 1)
    )
    facts = {
        name: getattr(kept, name)
        for name in ("name", "media_type", "size", "pages", "checksum", "dated", "file", "issued_at")
    }
    PaperVersion.objects.bulk_create(PaperVersion(paper=paper, language="en", number=1, **facts) for paper in papers)
    client = client_of(cast.delegate)
    started = time.monotonic()

    content = pack(client)

    took = time.monotonic() - started
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) >= PAPERS * PAGES + 2
    assert took < SECONDS


def test_nothing_in_a_pack_runs_and_turned_pages_are_numbered(cast: made.Cast, meeting: Meeting) -> None:
    writer, file = PdfWriter(PdfReader(io.BytesIO(made.pdf("Turned")))), io.BytesIO()
    page = writer.pages[0].rotate(90)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    box = ArrayObject([])
    page[NameObject("/Annots")] = ArrayObject(
        [
            DictionaryObject(
                {NameObject("/Subtype"): NameObject("/Link"), NameObject("/Rect"): box, NameObject("/A"): script}
            )
        ]
    )
    writer.write(file)
    made.issued(cast.secretariat, meeting, {"en": file.getvalue()})

    content = pack(client_of(cast.delegate))

    _reader, texts = read(content)
    assert b"app.alert" not in content
    assert "SC/3 · 2 / 2" in texts[1]
