"""The tables of a contribution: figures, sources and other rows, added, changed, removed and refused."""

from decimal import Decimal

import pytest

from members.models import Country, User
from practices.models import Result
from tests.factories.members import account, country
from tests.factories.practices import result, source
from tests.practices.contributing import draft, shown, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Country:
    return country("KZ")


@pytest.fixture
def owner() -> User:
    return account("owner@hub.example")


def test_rows_are_added_changed_and_removed(land: Country, owner: User) -> None:
    record = draft(land, owner)
    first, second = result(record, indicator_ru="Срок"), result(record, indicator_ru="Лишнее")
    client = signed_in(owner)
    data = shown(client, url("results", record.pk))

    answer = client.post(
        url("results", record.pk),
        {
            **data,
            "results-0-before": "1 234,5",
            "results-0-after": "−8",
            "results-1-DELETE": "on",
            "results-2-indicator": "Новый",
            "results-2-after": "38",
            "results-2-year": "2021",
            "then": "stay",
        },
    )

    assert answer.headers["Location"] == url("results", record.pk)
    rows = list(Result.objects.order_by("position"))
    assert [row.indicator_ru for row in rows] == ["Срок", "Новый"]
    assert (rows[0].pk, rows[0].before, rows[0].after) == (first.pk, Decimal("1234.5"), Decimal(-8))
    assert (rows[1].year, rows[1].is_self_reported) == (2021, True)
    assert not Result.objects.filter(pk=second.pk).exists()


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("kk", "1 234,5", "1234.5"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("ru", "1\u202f234\u202f567", "1234567"),
        ("en", "1,234.5", "1234.5"),
        ("en", "1,234", "1234"),
        ("ru", "1,234", "1.234"),
        ("kk", "12.5", "12.5"),
        ("en", "12,5", "12.5"),
        ("ru", "1.234.567,8", "1234567.8"),
        ("en", "\u22123", "-3"),
    ],
)
def test_figures_are_read_as_they_are_written(language: str, typed: str, kept: str, land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("results", record.pk).replace("/en/", f"/{language}/")

    client.post(address, {**shown(client, address), "results-0-indicator": "Срок", "results-0-after": typed})

    assert Result.objects.get().after == Decimal(kept)


@pytest.mark.parametrize("typed", ["abc", "1e5", "NaN", "12 %", "9" * 40, "1,2,3", "٣", "1.2.3", "--5", "0x10"])
def test_what_is_no_figure_is_refused_beside_its_field(typed: str, land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("results", record.pk)

    answer = client.post(address, {**shown(client, address), "results-0-indicator": "Срок", "results-0-after": typed})

    assert answer.status_code == 200
    assert "after" in answer.context["sheet"].tables_shown[0].forms[0].errors
    assert 'href="#id_results-0-after"' in answer.content.decode()
    assert not Result.objects.exists()


def test_sources_get_keys_and_a_figure_can_name_them(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    sources = url("sources", record.pk)
    client.post(
        sources,
        {
            **shown(client, sources),
            "sources-0-title": "Отчёт",
            "sources-0-url": "example.org/отчёт",
            "sources-1-title": "Закон",
        },
    )
    first, second = record.sources.all()

    results = url("results", record.pk)
    client.post(
        results,
        {
            **shown(client, results),
            "results-0-indicator": "Срок",
            "results-0-after": "1",
            "results-0-source": str(second.pk),
        },
    )

    assert (first.key, first.url, second.key) == ("s1", "https://example.org/отчёт", "s2")
    assert Result.objects.get().source == second


def test_a_figure_cannot_name_the_source_of_another_practice(land: Country, owner: User) -> None:
    record, strange = draft(land, owner), source(draft(land, account()))
    client = signed_in(owner)
    address = url("results", record.pk)

    answer = client.post(
        address,
        {
            **shown(client, address),
            "results-0-indicator": "Срок",
            "results-0-after": "1",
            "results-0-source": str(strange.pk),
        },
    )

    assert "source" in answer.context["sheet"].tables_shown[0].forms[0].errors


def test_a_row_of_another_practice_stays_untouched(land: Country, owner: User) -> None:
    record, strange = draft(land, owner), result(draft(land, account()), indicator_ru="Чужой")
    client = signed_in(owner)
    address = url("results", record.pk)

    client.post(
        address,
        {
            **shown(client, address),
            "results-0-pk": str(strange.pk),
            "results-0-indicator": "Мой",
            "results-0-after": "1",
        },
    )

    strange.refresh_from_db()
    assert strange.indicator_ru == "Чужой"
    assert record.results.get().indicator_ru == "Мой"


@pytest.mark.parametrize(
    "data", [{}, {"results-TOTAL_FORMS": "x"}, {"results-TOTAL_FORMS": "99999999", "results-INITIAL_FORMS": "0"}]
)
def test_a_mutilated_table_is_refused(data: dict[str, str], land: Country, owner: User) -> None:
    record = draft(land, owner)
    result(record)

    answer = signed_in(owner).post(url("results", record.pk), data)

    assert answer.status_code == 200
    assert answer.context["sheet"].has_errors()
    assert Result.objects.count() == 1


def test_rows_sent_twice_are_added_once(land: Country, owner: User) -> None:
    record = draft(land, owner)
    client = signed_in(owner)
    address = url("results", record.pk)
    data = {**shown(client, address), "results-0-indicator": "Срок", "results-0-after": "8"}

    client.post(address, data)
    client.post(address, data)

    assert Result.objects.count() == 1
