"""Decisions and offices of the Committee in content files: entered once, sealed, with their sources."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from steering.models import Decision, Mandate
from steering.record.chain import entry_of
from tests.factories.steering import mandate

pytestmark = pytest.mark.django_db

DECISION = """\
slug: founding
kind: substance
decided_on: 2013-03-15
decided_by: Founding Conference
title: {en: Founding, ru: Учреждение, kk: Құру}
basis: {en: "Source: a brochure", ru: "Источник: брошюра", kk: "Дереккөз: кітапша"}
sections:
- text: {en: The Hub is established., ru: Хаб учреждён., kk: Хаб құрылды.}
"""
CHAIR = """\
slug: chair
office: chair
starts_on: 2014-09-17
name: {en: A Person, ru: Человек, kk: Адам}
basis: {en: "Source: a paper", ru: "Источник: газета", kk: "Дереккөз: газет"}
"""


def load(folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / name).mkdir(exist_ok=True)
        slug = text.partition("slug: ")[2].partition("\n")[0]
        (folder / name / f"{slug}.yaml").write_text(text, encoding="utf-8")
    out, errors = StringIO(), StringIO()
    try:
        call_command("load_sample", str(folder), stdout=out, stderr=errors)
    except CommandError:
        return errors.getvalue()
    return out.getvalue()


def test_a_decision_is_entered_once_sealed_and_public(tmp_path: Path) -> None:
    assert "decisions: 1 created" in load(tmp_path, decisions=DECISION)
    assert "decisions: 1 unchanged" in load(tmp_path, decisions=DECISION.replace("Founding,", "Forged,"))

    found = Decision.objects.get()
    assert (found.number, found.decided_on, found.way) == ("2013/1", date(2013, 3, 15), "recorded")
    assert (found.closed_by, found.closed_by_name) == (None, "Founding Conference")
    assert entry_of("decision", found.pk) is not None
    page = Client().get(f"/en/committee/decisions/{found.pk}/").content.decode()
    assert "The Hub is established." in page
    assert "The text that rules" not in page


def test_the_real_chair_takes_the_place_of_the_invented_one(tmp_path: Path) -> None:
    mandate(office="chair", is_demonstration=True, name_en="Invented")

    assert "mandates: 1 created" in load(tmp_path, mandates=CHAIR)
    assert "mandates: 1 unchanged" in load(tmp_path, mandates=CHAIR)

    assert [(one.name_en, one.starts_on) for one in Mandate.objects.all()] == [("A Person", date(2014, 9, 17))]


@pytest.mark.parametrize(
    ("name", "text", "before", "after", "said"),
    [
        ("decisions", DECISION, "decided_on: 2013-03-15\n", "", "decided_on"),
        ("decisions", DECISION, "kind: substance", "kind: whim", "kind"),
        ("mandates", CHAIR, "office: chair", "office: delegate", "office"),
        ("mandates", CHAIR, "starts_on: 2014-09-17", "starts_on: 2014-09-17\nends_on: 2013-01-01", "ends_on"),
        ("mandates", CHAIR, "starts_on: 2014-09-17\n", "", "starts_on"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, before: str, after: str, said: str
) -> None:
    assert said in load(tmp_path, **{name: text.replace(before, after)})

    assert not Decision.objects.exists()
    assert not Mandate.objects.exists()
