"""Practices out to a spreadsheet and back: nothing lost, nothing published, every problem named."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.enums import Role
from practices.cells import defused, plain
from practices.models import Practice
from practices.resources import PracticeResource
from practices.tables import ROW_LIMIT
from publishing.models import Entry
from tests.admin.records import desk, practice, staff

pytestmark = pytest.mark.django_db
IMPORT = "/ru/admin/practices/practice/import/"


@pytest.fixture
def editor():
    return desk(staff(Role.EDITOR))


def exported(client, kind: str = "csv") -> list[dict[str, str]]:
    response = client.get(f"/ru/admin/practices/practice/export/{kind}/")
    assert response.status_code == 200
    if kind == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def sheet(rows: list[dict], name: str = "practices.csv") -> SimpleUploadedFile:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    if name.endswith("xlsx"):
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in [headers, *([one.get(key) for key in headers] for one in rows)]:
            book.active.append(row)
        book.save(out)
        return SimpleUploadedFile(name, out.getvalue())
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headers)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def check(client, rows: list[dict], name: str = "practices.csv"):
    return client.post(IMPORT, {"file": sheet(rows, name)})


def run(client, rows: list[dict], name: str = "practices.csv"):
    page = check(client, rows, name)
    assert page.context["problems"] == [], [one.text for one in page.context["problems"]]
    return client.post(f"{IMPORT}confirm/", {"token": page.context["token"]}, follow=True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(editor, kind):
    practice()
    before = list(Practice.objects.values())

    page = check(editor, exported(editor, kind), f"practices.{kind}")

    assert page.context["problems"] == []
    assert (page.context["planned"], page.context["unchanged"]) == ([], 1)
    assert list(Practice.objects.values()) == before


def test_everything_of_a_practice_is_in_its_row(editor):
    practice()

    row = exported(editor)[0]

    assert (row["slug"], row["state"], row["country"], row["themes"], row["tags"]) == (
        "one-stop",
        "published",
        "KZ",
        Practice.objects.get().theme_rows.get().theme.slug,
        "mobile",
    )
    assert row["title_kk"] == "Бір терезе орталықтары"
    assert json.loads(row["results"]) == [
        {
            "indicator": {"ru": "Время ожидания"},
            "before": 60,
            "after": 15,
            "unit": {"ru": "минут"},
            "year": 2019,
            "source": "s1",
            "self_reported": True,
        }
    ]
    assert json.loads(row["sources"])[0]["id"] == "s1"
    assert json.loads(row["awards"]) == [{"name": {"ru": "Премия"}, "year": 2018, "source": "s1"}]
    assert row["languages"] == "kk=approved; ru=approved; en=approved"


def test_the_export_follows_the_filters_of_the_list(editor):
    practice("public")
    practice("draft", published=False)

    response = editor.get("/ru/admin/practices/practice/export/csv/?state__exact=draft")

    assert b"\ndraft," in response.content.replace(b"\r", b"")
    assert b"\npublic," not in response.content.replace(b"\r", b"")


def test_a_changed_row_changes_the_practice_and_the_catalogue(editor):
    record = practice()
    row = exported(editor)[0] | {
        "title_ru": "Новые центры",
        "results": json.dumps([{"indicator": {"ru": "Очередь"}, "after": 3, "source": "s1"}]),
    }

    run(editor, [row])

    changed = Practice.objects.get()
    assert (changed.title_ru, changed.state, changed.edition, changed.text_version) == (
        "Новые центры",
        "published",
        record.edition + 1,
        2,
    )
    assert [(result.indicator_ru, int(result.after), result.source.key) for result in changed.results.all()] == [
        ("Очередь", 3, "s1")
    ]
    assert changed.awards.count() == 1
    assert Entry.objects.get(kind="practice").title_ru == "Новые центры"


def test_new_rows_are_drafts_whatever_the_file_says(editor):
    practice()

    run(
        editor,
        [{"slug": "", "country": "KZ", "title_en": "Open data", "state": "published", "themes": "", "level": ""}],
    )

    record = Practice.objects.get(slug="open-data")
    assert (record.state, record.owner.email, record.edition) == ("draft", "editor@hub.example", 1)
    assert record.versions()["en"].state == "approved"
    assert not Entry.objects.filter(slug="open-data").exists()


def test_every_problem_is_listed_by_row_and_column(editor):
    practice()
    rows = [
        {
            "slug": "one-stop",
            "country": "XX",
            "title_ru": "Да" * 200,
            "start_year": "давно",
            "evidence": "trust me",
            "themes": "no-such-theme",
            "results": "[{]",
        },
        {
            "slug": "Bad Slug",
            "country": "KZ",
            "title_ru": "",
            "start_year": "99",
            "evidence": "",
            "themes": "",
            "results": '[{"indicator": {"ru": "И"}, "before": "много", "source": "s9"}]',
        },
    ]

    page = check(editor, rows)

    found = {(one.row, one.column) for one in page.context["problems"]}
    assert found >= {
        (2, "country"),
        (2, "title_ru"),
        (2, "start_year"),
        (2, "evidence"),
        (2, "themes"),
        (2, "results"),
        (3, "slug"),
        (3, "start_year"),
        (3, "results"),
        (3, "title_en"),
    }
    assert page.context["token"] == ""
    assert "нет в списке" not in page.content.decode()
    assert "XX" in page.content.decode()
    assert Practice.objects.get().country.iso2 == "KZ"


def test_a_practice_that_changed_since_the_export_is_refused(editor):
    record = practice()
    row = exported(editor)[0] | {"title_ru": "Из файла"}
    Practice.objects.filter(pk=record.pk).update(edition=record.edition + 1)

    page = check(editor, [row])

    assert [(one.row, one.column) for one in page.context["problems"]] == [(2, "edition")]


def test_nothing_is_imported_when_something_changed_after_the_check(editor):
    record = practice()
    rows = [exported(editor)[0] | {"title_ru": "Из файла"}, {"slug": "fresh", "country": "KZ", "title_ru": "Новая"}]
    page = check(editor, rows)
    Practice.objects.filter(pk=record.pk).update(edition=record.edition + 1)

    editor.post(f"{IMPORT}confirm/", {"token": page.context["token"]})

    assert [one.slug for one in Practice.objects.all()] == ["one-stop"]
    assert Practice.objects.get().title_ru != "Из файла"


def test_formulas_are_defused_and_come_back(editor):
    record = practice(
        title_en='=HYPERLINK("https://evil.example","x")',
        summary_en="+1",
        institution_en="@SUM(A1)",
        institution_ru="-2",
    )

    row = exported(editor)[0]

    assert [row[name][0] for name in ("title_en", "summary_en", "institution_en", "institution_ru")] == ["'"] * 4
    assert check(editor, [row]).context["unchanged"] == 1
    book = editor.get("/ru/admin/practices/practice/export/xlsx/").content
    cells = [cell for line in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert record.title_en.startswith("=")


def test_a_control_character_does_not_break_the_workbook(editor):
    practice(title_en="One\x0bstop")

    book = editor.get("/ru/admin/practices/practice/export/xlsx/")

    assert book.status_code == 200
    cells = [
        cell.value for line in openpyxl.load_workbook(io.BytesIO(book.content)).active.iter_rows() for cell in line
    ]
    assert "One\ufffdstop" in cells


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "'обычный апостроф", "обычный"])
def test_defusing_is_undone_by_reading(text):
    assert plain(defused(text)).strip() == text.strip()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\x00\x01\x02", "a.csv"),
        (b"title_ru\nx\n", "a.csv"),
        (b"slug,slug\na,b\n", "a.csv"),
        (b"slug\na,b,c\n", "a.csv"),
        (b"not a zip", "a.xlsx"),
        (b"slug\n" + b"a\n" * (ROW_LIMIT + 1), "a.csv"),
        (b"slug\nx\n", "a.exe"),
        (b'slug,"' + b"x" * 300_000 + b'"\n', "a.csv"),
    ],
)
def test_what_is_no_table_is_refused_by_the_field(editor, content, name):
    page = editor.post(IMPORT, {"file": SimpleUploadedFile(name, content)})

    assert page.status_code == 200
    assert "file" in page.context["form"].errors


def test_a_workbook_that_unpacks_to_too_much_is_refused(editor, settings):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))

    page = editor.post(IMPORT, {"file": SimpleUploadedFile("bomb.xlsx", out.getvalue())})

    assert "file" in page.context["form"].errors


def test_only_who_may_add_and_change_imports_and_a_token_serves_its_owner():
    practice()
    editor, other, translator = (
        desk(staff(Role.EDITOR)),
        desk(staff(Role.EDITOR, "other@hub.example")),
        desk(staff(Role.TRANSLATOR)),
    )
    page = check(editor, [{"slug": "fresh", "country": "KZ", "title_ru": "Новая"}])

    assert translator.get(IMPORT).status_code == 403
    assert other.post(f"{IMPORT}confirm/", {"token": page.context["token"]}).status_code == 403
    assert editor.post(f"{IMPORT}confirm/", {"token": "forged"}).status_code == 302
    assert not Practice.objects.filter(slug="fresh").exists()


def test_every_text_column_of_a_practice_is_in_the_spreadsheet():
    names = {field.name for field in Practice._meta.concrete_fields if field.name.endswith(("_kk", "_ru", "_en"))}

    assert names <= set(PracticeResource._meta.fields)
