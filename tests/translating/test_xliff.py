"""Exchange files: out, through another tool, and back; what is hostile, lost or moved is refused and writes nothing."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from translate.storage.placeables import xliff as placeables
from translate.storage.placeables.strelem import StringElem
from translate.storage.xliff import Xliff1File

from practices.models import Practice
from publishing.glossary.terminology import refresh
from publishing.models import Term, TranslationDraft
from publishing.translating.workflow import TranslationWorkflow, desk_of
from publishing.translating.xliff.reading import take_upload
from publishing.translating.xliff.writing import file_name, xliff_of
from tests.factories.members import country
from tests.factories.practices import practice, result
from tests.factories.translating import submitted, translator, version_of

pytestmark = pytest.mark.django_db

PROBLEM = (
    '<h2>Очереди</h2><p>Люди <strong>долго</strong> ждали, см. <a href="https://example.org/r?a=1&amp;b=2" rel="noopener noreferrer">отчёт</a>.<br>Потом ушли.</p>'
    "<ul><li>первое &lt;b&gt;</li><li>второе</li></ul>"
    '<table><tbody><tr><th scope="col">Год</th><td>2013</td></tr></tbody></table>'
)


@pytest.fixture
def record():
    made = practice(country(), languages=("ru",), problem_ru=PROBLEM, summary_ru="Первая строка\nвторая & третья")
    for code, state in (("ru", "approved"), ("kk", "missing"), ("en", "missing")):
        version_of(made, code, state=state)
    return Practice.objects.get()


def exported(record, language="kk"):
    return xliff_of(desk_of(record, language))


def translated_by_tool(content, mark="ҚАЗ "):
    """What a person does in translate-toolkit: every unit gets a target, its inline codes kept."""
    store = Xliff1File.parsestring(content)
    for unit in store.units:
        if unit.isheader():
            continue
        words = unit.rich_source[0].copy()
        words.apply_to_strings(str.upper)
        words.sub = [StringElem(mark), *words.sub]
        unit.rich_target = [words]
    return bytes(store)


def words_only(content, old, new):
    changed = content.decode().replace(old, new)
    assert changed != content.decode(), "the test changes nothing"
    return changed.encode()


def test_the_round_trip_through_translate_toolkit_loses_nothing(record):
    user = translator()
    result(record, "Минуты ожидания", indicator_kk="", indicator_en="")
    original = {field: getattr(record, field) for field in ("problem_ru", "title_ru", "text_version", "edition")}

    outcome = take_upload("a.xlf", translated_by_tool(exported(record)), user)[0]

    assert outcome.problems == []
    desk = desk_of(record, "kk")
    assert desk.texts["title"] == "ҚАЗ " + record.title_ru.upper()
    assert desk.texts["problem"] == (
        '<h2>ҚАЗ ОЧЕРЕДИ</h2><p>ҚАЗ ЛЮДИ <strong>ДОЛГО</strong> ЖДАЛИ, СМ. <a href="https://example.org/r?a=1&amp;b=2" rel="noopener noreferrer">ОТЧЁТ</a>.<br>ПОТОМ УШЛИ.</p>'
        "<ul><li>ҚАЗ ПЕРВОЕ &lt;B&gt;</li><li>ҚАЗ ВТОРОЕ</li></ul>"
        '<table><tbody><tr><th scope="col">ҚАЗ ГОД</th><td>ҚАЗ 2013</td></tr></tbody></table>'
    )
    assert desk.texts["summary"] == "ҚАЗ ПЕРВАЯ СТРОКА\nВТОРАЯ & ТРЕТЬЯ"
    assert [key for key in desk.texts if key.startswith("results-")]
    fresh = Practice.objects.get()
    assert (fresh.title_kk or "") == ""  # nothing of it is public
    assert {field: getattr(fresh, field) for field in original} == original


def test_every_text_and_every_code_comes_out_as_the_tool_went_in(record):
    store = Xliff1File.parsestring(exported(record))
    again = Xliff1File.parsestring(bytes(store))

    ids = [unit.getid() for unit in store.units]
    assert len(ids) == len(set(ids))
    assert [str(unit.rich_source[0]) for unit in again.units] == [str(unit.rich_source[0]) for unit in store.units]
    paragraph = next(unit for unit in store.units if unit.xmlelement.get("id") == "problem.2")
    kinds = [type(part) for part in paragraph.rich_source[0].depth_first()]
    assert (kinds.count(placeables.G), kinds.count(placeables.X)) == (2, 1)
    assert "&lt;strong" not in exported(record).decode()


def test_a_file_tells_field_language_and_defined_terms(record):
    Term.objects.all().delete()
    Term.objects.create(slug="queue", name="queue", name_ru="очередь", name_kk="кезек", name_en="queue")
    refresh()

    content = exported(record).decode()

    assert 'source-language="ru" target-language="kk"' in content
    assert '<note from="field">Problem</note>' in content or '<note from="field">' in content
    assert "кезек" in content
    refresh()


def test_a_translation_that_exists_goes_out_and_an_untouched_file_changes_nothing(record):
    user = translator()
    submitted(record, "kk", user, title="Ашық есік", problem=PROBLEM.replace("Очереди", "Кезек"))
    TranslationWorkflow(record, "kk", translator()).approve(version=2)
    record = Practice.objects.get()
    content = exported(record)

    assert b'state="final"' in content
    outcome = take_upload("a.xlf", content, user)[0]
    assert outcome.problems == []
    assert desk_of(record, "kk").texts == {"title": "Ашық есік", "problem": PROBLEM.replace("Очереди", "Кезек")}


def test_a_translation_built_otherwise_is_offered_beside(record):
    submitted(record, "kk", translator(), title="Ашық есік", problem="<p>Бір ғана абзац</p>")

    content = exported(record).decode()

    assert "<alt-trans" in content
    assert "Бір ғана абзац" in content


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{("&" + before + ";") * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + ']><xliff version="1.2"><file original="&i;"/></xliff>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff><file original="&a;"/></xliff>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not xml", b"<xliff", b"\x00\x01\x02", BOMB.encode(), OUTSIDE.encode(), b"<html/>", b"<a>" * 100_000,
        b'<?xml version="1.0" encoding="nonsense"?><a/>', '<?xml version="1.0"?><xliff version="2.0"/>'.encode("utf-16"),
        b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>',
        b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="practice/99999999999999999999" target-language="kk"/></xliff>',
        b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="user/1" target-language="kk"/></xliff>',
        b"PK\x03\x04 broken archive",
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused(record, content):
    outcome = take_upload("a.xlf", content, translator())[0]

    assert outcome.problems
    assert "root:" not in " ".join(outcome.problems)
    assert not TranslationDraft.objects.exists()


def nested(content, depth):
    inner = b'<g id="1">' * depth + b"x" + b"</g>" * depth
    return content.replace(b"</source>", b"</source><target>" + inner + b"</target>", 1)


def refusals(record):
    content = translated_by_tool(exported(record))
    text = content.decode()
    first = text[text.index("<trans-unit") : text.index("</trans-unit>") + len("</trans-unit>")]
    return {
        "a unit is gone": (text.replace(first, "", 1), "missing from the file: title.1"),
        "a unit is twice": (text.replace(first, first + first, 1), "there twice"),
        "a unit is foreign": (
            text.replace(first, first + first.replace("title.1", "title.7"), 1),
            "does not have these units",
        ),
        "a code is gone": (_without_break(text), "inline codes are lost"),
        "another language": (text.replace('target-language="kk"', 'target-language="de"'), "belongs to no record"),
        "another source language": (text.replace('source-language="ru"', 'source-language="en"'), "source language"),
        "the source was rewritten": (text.replace(">второе<", ">другое<", 1), "not what was exported"),
        "another version": (text.replace('product-version="1"', 'product-version="7"'), "version 7"),
        "nested deeply": (nested(exported(record), 300).decode(), "nested too deeply"),
        "nothing translated": (exported(record).decode(), "no translation in this file"),
    }


def _without_break(text):
    start, end = (
        text.index("<target", text.index('id="problem.2"')),
        text.index("</target>", text.index('id="problem.2"')),
    )
    return text[:start] + re.sub(r"<x [^>]*/>", "", text[start:end]) + text[end:]


@pytest.mark.parametrize(
    "case",
    [
        "a unit is gone", "a unit is twice", "a unit is foreign", "a code is gone", "another language", "another source language",
        "the source was rewritten", "another version", "nested deeply", "nothing translated",
    ],
)  # fmt: skip
def test_a_file_that_lost_something_is_refused_and_writes_nothing(record, case):
    content, message = refusals(record)[case]

    outcome = take_upload("a.xlf", content.encode(), translator())[0]

    assert message in " ".join(outcome.problems), outcome.problems
    assert not TranslationDraft.objects.exists()


def test_an_original_that_moved_is_named_by_its_fields(record):
    content = translated_by_tool(exported(record))
    fresh = Practice.objects.get()
    fresh.problem_ru, fresh.text_version = PROBLEM.replace("второе", "третье"), 2
    fresh.save()

    outcome = take_upload("a.xlf", content, translator())[0]

    assert outcome.problems == [
        "The original has changed since the export: Problem. Nothing was written; export it anew."
    ]
    assert not TranslationDraft.objects.exists()


def test_a_draft_that_moved_on_is_not_overwritten_unless_asked_for(record):
    user = translator()
    content = translated_by_tool(exported(record))
    TranslationWorkflow(record, "kk", translator()).save({"title": "Кейінгі"}, version=0)

    refused = take_upload("a.xlf", content, user)[0]
    assert "has changed since the export" in refused.problems[0]
    assert desk_of(record, "kk").texts == {"title": "Кейінгі"}

    assert take_upload("a.xlf", content, user, replace=True)[0].problems == []
    assert desk_of(record, "kk").texts["title"].startswith("ҚАЗ")


def test_a_draft_in_review_takes_no_file(record):
    content = translated_by_tool(exported(record))
    submitted(record, "kk", translator(), title="Ашық есік")

    outcome = take_upload("a.xlf", content, translator(), replace=True)[0]

    assert "being reviewed" in outcome.problems[0]
    assert desk_of(record, "kk").texts == {"title": "Ашық есік"}


def test_what_is_only_partly_translated_stays_as_it_was(record):
    content = translated_by_tool(exported(record)).decode()
    place = content.index('id="problem.2"')
    start, end = content.index("<target", place), content.index("</target>", place) + len("</target>")

    outcome = take_upload("a.xlf", (content[:start] + content[end:]).encode(), translator())[0]

    assert outcome.problems == []
    assert "Problem: not every part has a translation yet" in outcome.remarks[0]
    assert "problem" not in desk_of(record, "kk").texts
    assert desk_of(record, "kk").texts["title"].startswith("ҚАЗ")


def test_markup_typed_into_a_target_is_text_and_scripts_do_not_arrive(record):
    content = translated_by_tool(exported(record))
    content = words_only(content, "ҚАЗ ВТОРОЕ", "&lt;script&gt;alert(1)&lt;/script&gt;")

    take_upload("a.xlf", content, translator())

    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in desk_of(record, "kk").texts["problem"]


def test_many_files_go_out_in_a_zip_and_come_back(record):
    practice(country("UZ"), languages=("ru",))
    client = Client()
    user = translator()
    client.force_login(user)

    answer = client.get("/en/translate/export/", {"language": "kk", "kind": "practice"})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert len(archive.namelist()) == 2
    back = io.BytesIO()
    with zipfile.ZipFile(back, "w") as made:
        for name in archive.namelist():
            made.writestr(name, translated_by_tool(archive.read(name)))
        made.writestr("readme.txt", "not an exchange file")

    answer = client.post("/en/translate/import/", {"file": SimpleUploadedFile("back.zip", back.getvalue())})

    assert answer.status_code == 200
    assert all(outcome.is_taken for outcome in answer.context["outcomes"])
    assert TranslationDraft.objects.count() == 2


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("big.xlf", b"a" * (60 * 1024 * 1024))
    return buffer.getvalue()


def without_files():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("../../etc/passwd", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(("content", "message"), [(bomb, "too large"), (without_files, "no XLIFF file")])
def test_hostile_archives_are_refused(record, content, message):
    outcome = take_upload("a.zip", content(), translator())[0]

    assert message in outcome.problems[0]


def test_the_import_page_says_what_is_wrong(record):
    client = Client()
    client.force_login(translator())

    assert "Choose a file." in client.post("/en/translate/import/").content.decode()
    answer = client.post("/en/translate/import/", {"file": SimpleUploadedFile("<b>.xlf", b"<b>")})
    assert answer.status_code == 422
    assert "not well-formed XML" in answer.content.decode()


def test_a_downloaded_file_has_a_plain_name(record):
    client = Client()
    client.force_login(translator())

    answer = client.get(f"/en/translate/practice/{record.pk}/kk/xliff/")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file_name(desk_of(record, "kk"))}"'
    assert Path(file_name(desk_of(record, "kk"))).suffix == ".xlf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
