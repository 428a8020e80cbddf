"""Contributions in content files: entered once, with their sources."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from steering.models import Contribution, Contributor

pytestmark = pytest.mark.django_db

FILE = """\
slug: fund-2013
organisation: {en: A fund, ru: Фонд, kk: Қор}
kind: money
purpose: {en: Start, ru: Начало, kk: Бастау}
amount: 100000
currency: USD
offered_year: 2013
covers_from: 2013
covers_until: 2014
confirmed: true
sources:
- {id: s1, title: A report, publisher: A paper, year: 2019, url: https://example.org/r}
"""


def load(folder: Path, text: str = FILE) -> str:
    (folder / "contributions").mkdir(exist_ok=True)
    (folder / "contributions" / "fund-2013.yaml").write_text(text, encoding="utf-8")
    out, errors = StringIO(), StringIO()
    try:
        call_command("load_sample", str(folder), stdout=out, stderr=errors)
    except CommandError:
        return errors.getvalue()
    return out.getvalue()


def test_a_contribution_is_entered_once(tmp_path: Path) -> None:
    assert "contributions: 1 created" in load(tmp_path)
    assert "contributions: 1 unchanged" in load(tmp_path, FILE.replace("100000", "5"))

    found = Contribution.objects.get()
    assert (found.amount, found.state, found.is_year_only, found.years) == (100000, "confirmed", True, "2013–2014")
    assert (Contributor.objects.get().organisation_kk, found.sources.get().url) == ("Қор", "https://example.org/r")
    assert found.events.get().action == "offer"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("USD", "XAU", "currency"),
        ("100000", "-1", "amount"),
        ("100000", "1.005", "amount"),
        ("amount: 100000\n", "", "amount"),
        ("offered_year: 2013", "offered_year: 2013\noffered_on: 2013-02-01", "offered_on"),
        ("covers_until: 2014", "covers_until: 2012", "covers_until"),
        ("kind: money", "kind: gold", "kind"),
    ],
)
def test_what_contradicts_itself_is_not_loaded(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert said in load(tmp_path, FILE.replace(before, after))
    assert not Contribution.objects.exists()


def test_the_sample_of_the_house_can_be_read() -> None:
    from django.conf import settings  # noqa: PLC0415 - beside the one use

    from hub.sample.folder import read_folder  # noqa: PLC0415 - beside the one use

    found = read_folder(settings.BASE_DIR / "sample").contributions

    assert {record.key: record.amount for record in found} == {
        "kz-start-up-2013": 293333,
        "kz-start-up-in-kind-2013": 38000,
        "kz-undp-institutional-support-2014": 14_000_000,
        "undp-start-up-2013": 100000,
    }
    assert all(set(record.texts["purpose"]) == {"kk", "ru", "en"} and record.sources for record in found)
