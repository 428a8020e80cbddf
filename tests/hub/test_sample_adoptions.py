"""Adoptions in content files and in the demonstration: written once, sent to nobody, never taken for facts."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from members.models import Country
from practices.adoption.models import Adoption
from publishing import catalogue
from publishing.models import Entry, Letter
from tests.factories.adoptions import statement
from tests.factories.members import country
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db

FILE = """\
slug: kg-road
practice: road
country: KG
year: 2018
stage: adopted
original_language: en
changes: {en: Another operator}
sources:
- {id: s1, title: A report, publisher: A paper, year: 2019, url: https://example.org/r}
"""


@pytest.fixture
def kg() -> Country:
    practice(country("EE"), slug="road")
    return country("KG")


def load(folder: Path, text: str = FILE, **options: Any) -> str:
    (folder / "adoptions").mkdir(exist_ok=True)
    (folder / "adoptions" / "kg-road.yaml").write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("load_sample", str(folder), stdout=out, **options)
    return out.getvalue()


def test_an_adoption_is_written_once_and_stated_by_nobody(tmp_path: Path, kg: Country) -> None:
    assert "adoptions: 1 created" in load(tmp_path)
    assert "adoptions: 1 unchanged" in load(tmp_path, FILE.replace("2018", "2017"))

    record = Adoption.objects.get()
    page = Client().get(f"/en/adoptions/{record.pk}/").content.decode()
    assert (record.year, record.state, record.is_from_sources, record.stated_by) == (2018, "stated", True, None)
    assert "Entered by the Secretariat from published sources. Not yet confirmed by: Country KG, Country EE." in page
    assert "https://example.org/r" in page
    assert Letter.objects.count() == 0


def test_a_statement_of_the_country_is_left_alone(tmp_path: Path, kg: Country) -> None:
    own = statement(Adoption._meta.get_field("practice").related_model.objects.get(), kg)

    load(tmp_path)

    assert list(Adoption.objects.all()) == [own]


def test_a_dry_run_writes_nothing(tmp_path: Path, kg: Country) -> None:
    assert "adoptions: 1" in load(tmp_path, dry_run=True)
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("stage: adopted", "stage: famous", "famous"),
        ("practice: road", "practice: nowhere", "nowhere"),
        ("country: KG", "country: ZQ", "unknown country"),
        ("year: 2018", "year: soon", "year"),
        ("stage: adopted", "stage: dropped", "why_dropped"),
        ("changes:", "why_dropped:", "only for the stage dropped"),
        ("slug: kg-road", "slug: other", "does not fit"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, kg: Country, before: str, after: str, words: str
) -> None:
    said = StringIO()
    with pytest.raises(CommandError):
        load(tmp_path, FILE.replace(before, after), stderr=said)

    assert "kg-road.yaml" in said.getvalue()
    assert words in said.getvalue()
    assert not Adoption.objects.exists()


def test_the_demonstration_adopts_what_there_is_and_marks_it() -> None:
    for iso2 in ("KZ", "KG", "UZ", "AZ", "GE", "EE", "KR", "MN", "LT", "AM", "TR", "TJ"):
        country(iso2)
    practice(Country.objects.get(iso2="AZ"), slug="az-asan-xidmet")
    for expected in ("2 created", "2 unchanged"):
        out = StringIO()
        call_command("load_demonstration", stdout=out)
        assert f"adoptions: {expected}" in out.getvalue()

    assert Adoption.objects.filter(is_demonstration=True).count() == 2
    assert Letter.objects.count() == 0
    assert Entry.objects.get(kind="practice").adoptions == 0
    assert "Demonstration:" in Client().get("/en/practices/az-asan-xidmet/").content.decode()
    assert list(catalogue.differences()) == []
