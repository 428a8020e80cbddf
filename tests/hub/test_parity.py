"""Parity of the languages, counted from what is public."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from hub import parity as hub_parity
from publishing.models import LanguageVersion
from publishing.parity import percent
from tests.factories import reforms
from tests.factories.hub import page
from tests.factories.members import country, expert
from tests.factories.practices import language_state, practice
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


def numbers(client: Client, address: str = "/en/parity/") -> dict[str, dict[str, list[int]]]:
    """By section and language the counts: current, outdated, machine draft, not checked, missing."""
    response = client.get(address)
    assert response.status_code == 200
    return {
        section.name: {row.language: [cell.count for cell in row.cells] for row in section.rows}
        for section in response.context["parity"].sections
        if section.name != "interface"
    }


def test_each_section_is_counted_by_language_and_state(client: Client) -> None:
    of = country("KZ")
    practice(of, slug="whole")
    wanting = practice(of, slug="wanting", languages=("ru", "en"), original_language="ru")
    language_state(wanting, "kk", "missing")
    language_state(wanting, "en", "machine_draft")
    outdated = practice(of, slug="outdated", original_language="ru")
    outdated.text_version = outdated.significant_version = 2
    outdated.save()
    for code in ("kk", "en"):
        language_state(outdated, code, "approved")
    draft = practice(of, slug="draft", published=False)
    language_state(draft, "kk", "missing")
    term("only-english", en="word")

    found = numbers(client)

    assert found["practice"] == {"kk": [1, 1, 0, 0, 1], "ru": [3, 0, 0, 0, 0], "en": [1, 1, 1, 0, 0]}
    assert found["term"] == {"kk": [0, 0, 0, 0, 1], "ru": [0, 0, 0, 0, 1], "en": [1, 0, 0, 0, 0]}
    assert found["country"]["ru"] == [1, 0, 0, 0, 0]
    total = client.get("/en/parity/").context["parity"].total
    assert total.total == 5
    assert all(sum(cell.count for cell in row.cells) == 5 for row in total.rows)


def test_invented_experts_do_not_count(client: Client) -> None:
    expert(of=country("KZ"), is_demonstration=True)

    assert "expert" not in numbers(client)


def test_promised_texts_are_listed_with_their_days(client: Client) -> None:
    of = country("KZ")
    today = localdate()
    for number, (slug, state, days) in enumerate(
        [("late", "missing", -1), ("soon", "missing", 7), ("kept", "approved", -3)]
    ):
        record = practice(of, f"Title {number}", slug=slug)
        version = language_state(record, "kk", state)
        LanguageVersion.objects.filter(pk=version.pk).update(promised_for=today + timedelta(days=days))

    response = client.get("/en/parity/")

    counted = response.context["parity"]
    assert [(promise.path, promise.is_overdue) for promise in counted.promises] == [
        ("/en/practices/late/", True),
        ("/en/practices/soon/", False),
    ]
    assert (counted.promised, counted.overdue) == (2, 1)
    assert "1 promise is overdue." in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    of = country("KZ")
    for number in range(rows):
        record = practice(of, slug=f"p-{number}")
        language_state(record, "kk", "missing")
    LanguageVersion.objects.filter(language="kk").update(promised_for=localdate())
    client.get("/en/parity/")

    with django_assert_num_queries(4):
        client.get("/en/parity/")


def test_an_empty_portal_says_so(client: Client) -> None:
    assert "Nothing has been published yet." in client.get("/en/parity/").content.decode()


def test_the_table_says_the_same_as_the_page(client: Client) -> None:
    of = country("KZ")
    practice(of)
    reforms.reform(of=of)

    content = client.get("/ru/parity/parity.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))

    assert {row["Код"] for row in rows} == {"kk", "ru", "en"}
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        states = [
            int(row[name]) for name in ("актуально", "устарел", "машинный черновик", "ещё не проверен", "нет текста")
        ]
        assert sum(states) == int(row["Записи"])
        assert row["По состоянию на"] == localdate().isoformat()


def test_bars_are_drawn_by_the_server_with_points_whatever_the_language(client: Client) -> None:
    of = country("KZ")
    for number in range(3):
        record = practice(of, slug=f"p-{number}")
        language_state(record, "kk", "approved" if number else "machine_draft")

    html = client.get("/ru/parity/").content.decode()

    widths = re.findall(r'<rect class="parity-bar__[a-z_]+" x="([^"]+)" y="0" width="([^"]+)"', html)
    assert ("0.00", "66.67") in widths
    assert all(re.fullmatch(r"\d+\.\d\d", number) for pair in widths for number in pair)


@pytest.mark.parametrize(
    ("count", "total", "shown"), [(0, 0, 0), (0, 9, 0), (9, 9, 100), (999, 1000, 99), (1, 1000, 1), (1, 3, 33)]
)
def test_a_share_never_claims_all_or_nothing(count: int, total: int, shown: int) -> None:
    assert percent(count, total) == shown


def test_the_words_of_the_site_are_counted_from_the_catalogues() -> None:
    found = hub_parity.interface()

    assert found is not None
    by_language = {row.language: row.current.count for row in found.rows}
    assert by_language["en"] == found.total > 1000
    assert 0 < by_language["kk"] <= found.total


def test_a_country_shows_the_parity_of_its_records(client: Client) -> None:
    of, other = country("KZ", slug="kz"), country("KG", slug="kg")
    record = practice(of)
    language_state(record, "kk", "missing")
    reforms.reform(of=of)
    practice(other)

    counted = client.get("/en/countries/kz/").context["parity"]
    assert counted.total == 2
    assert {row.language: [cell.count for cell in row.cells] for row in counted.rows}["kk"] == [1, 0, 0, 0, 1]
    country("UZ", slug="uz")
    assert client.get("/en/countries/uz/").context["parity"] is None


def test_the_front_page_and_the_site_map_lead_there(client: Client) -> None:
    page("rationale")
    practice(country("KZ"))

    assert client.get("/en/").content.decode().count('href="/en/parity/"') == 2
    assert 'href="/en/parity/"' in client.get("/en/site-map/").content.decode()
    assert "/en/parity/" in client.get("/sitemap.xml").content.decode()
