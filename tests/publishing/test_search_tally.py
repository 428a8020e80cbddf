"""The tally of searches: what is counted and what never, what is kept of it, how editors read it."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import Error
from django.test import Client, RequestFactory
from django.utils.timezone import localdate

from members.enums import Role
from publishing.caching import on_hit
from publishing.finding import tally as search_tally
from publishing.finding.report import report
from publishing.finding.tally import kept_words
from publishing.models import SearchPlace, SearchTally
from tests.factories.members import country
from tests.factories.practices import practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def rows() -> list[tuple[str, str, str, int, int, int]]:
    search_tally.write_down()
    return list(
        SearchTally.objects.order_by("language", "place", "words").values_list(
            "language", "place", "words", "asked", "without_result", "rewritten"
        )
    )


def searched(words: str, times: int = 1, *, found: bool = True, language: str = "ru", place: str = "site") -> None:
    for _number in range(times):
        search_tally.count(language, place, words, is_found=found)
    search_tally.write_down()


def test_searches_of_both_places_are_counted_by_language_and_words(client: Client) -> None:
    practice(country(), "Отбор кадров")
    for words in ("Отбор", " отбор ", "ОТБОР"):
        client.get("/ru/search/", {"q": words}, headers=BROWSER)
    client.get("/kk/search/", {"q": "нетакогослова"}, headers=BROWSER)
    client.get("/ru/practices/", {"q": "отбор"}, headers=BROWSER)

    assert rows() == [
        ("kk", "site", "нетакогослова", 1, 1, 0),
        ("ru", "practices", "отбор", 1, 0, 0),
        ("ru", "site", "отбор", 3, 0, 0),
    ]


def test_a_search_that_needed_another_reading_says_so(client: Client) -> None:
    practice(country(), "Отбор кадров")

    client.get("/ru/search/", {"q": "jn,jh"}, headers=BROWSER)

    assert rows() == [("ru", "site", "jn,jh", 1, 0, 1)]


def test_a_filter_that_leaves_nothing_is_no_search_without_result(client: Client) -> None:
    practice(country(), "Отбор кадров")

    client.get("/ru/practices/", {"q": "отбор", "theme": "ethics-integrity"}, headers=BROWSER)

    assert rows() == [("ru", "practices", "отбор", 1, 0, 0)]


def test_a_page_out_of_the_cache_is_counted_like_one_that_was_made(rf: RequestFactory) -> None:
    request = rf.get("/ru/search/", {"q": "отбор"}, headers=BROWSER)
    search_tally.note(request, SearchPlace.SITE, is_found=False)

    on_hit.play(rf.get("/ru/search/", {"q": "отбор"}, headers=BROWSER), on_hit.calls_of(request))
    on_hit.play(rf.get("/ru/search/", {"q": "отбор"}, headers={"User-Agent": "Googlebot"}), on_hit.calls_of(request))

    assert rows() == [("ru", "site", "отбор", 2, 2, 0)]


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"q": "отбор", "page": "2"}, BROWSER),
        ({"q": "отбор"}, {"User-Agent": "Googlebot/2.1"}),
        ({"q": "отбор"}, {"User-Agent": "curl/8.0"}),
        ({"q": "отбор"}, {}),
        ({"q": "отбор"}, {**BROWSER, "Sec-Purpose": "prefetch;prerender"}),
        ({"q": "отбор"}, {**BROWSER, "Purpose": "prefetch"}),
        ({"q": "отбор"}, {**BROWSER, "X-Moz": "prefetch"}),
        ({"q": ""}, BROWSER),
        ({}, BROWSER),
    ],
)
def test_what_no_person_asked_is_not_counted(client: Client, query: dict[str, str], headers: dict[str, str]) -> None:
    practice(country(), "Отбор кадров")
    client.get("/ru/search/", query, headers=headers)
    client.get("/ru/practices/", query, headers=headers)
    client.head("/ru/search/", {"q": "отбор"}, headers=BROWSER)

    assert rows() == []


@pytest.mark.parametrize(
    "text",
    [
        "ivan@example.kz", "найти Иван＠почта", "+7 701 123 45 67", "870112345678", "850101300123", "ID 123456", "12-34-56",
        "(727) 250-11-22", "x" * 101, "слово " * 60, "1234 5678 9012 3456", "٠١٢٣٤٥٦", "№ 12.34.56/7",
    ],
)  # fmt: skip
def test_what_may_be_personal_is_not_kept(text: str) -> None:
    assert kept_words(text) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Отбор КАДРОВ", "отбор кадров"),
        ("  реформа\t2013\n2020 ", "реформа 2013 2020"),
        ("2013-2014", "2013-2014"),
        ("закон 416-V", "закон 416-v"),
        ("ＥＧＯＶ", "egov"),
        ("а\x01б\u202eв", "а б в"),
        ("12345", "12345"),
        ("=cmd()", "=cmd()"),
    ],
)
def test_words_are_kept_in_one_form(text: str, kept: str) -> None:
    assert kept_words(text) == kept


def test_withheld_searches_count_in_the_sum_alone(client: Client) -> None:
    client.get("/ru/search/", {"q": "ivan@example.kz"}, headers=BROWSER)

    assert rows() == [("ru", "site", "", 1, 1, 0)]
    assert "ivan" not in str(list(SearchTally.objects.values()))


def test_nothing_but_these_columns_is_stored() -> None:
    assert {field.name for field in SearchTally._meta.get_fields()} == {
        "id", "day", "language", "place", "words", "asked", "without_result", "rewritten",
    }  # fmt: skip


def test_counts_of_a_day_are_added_up_and_kept_when_they_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    searched("отбор", 2)

    class Broken:
        def cursor(self) -> None:
            raise Error("gone")

    with monkeypatch.context() as broken:
        broken.setattr(search_tally, "connection", Broken())
        searched("отбор", found=False)
    assert search_tally.write_down() == 1

    assert rows() == [("ru", "site", "отбор", 3, 1, 0)]


def test_a_flood_of_different_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_tally, "MOST", 3)
    for number in range(10):
        search_tally.count("ru", "site", f"слово{number}", is_found=True)

    assert sum(row[3] for row in rows()) == 10
    assert len(rows()) == 4


def test_rows_are_deleted_after_ninety_days() -> None:
    with time_machine.travel(localdate() - timedelta(days=91)):
        searched("давно")
    searched("теперь")

    search_tally.prune()

    assert [row[2] for row in rows()] == ["теперь"]


def test_rare_words_are_shown_only_as_a_sum() -> None:
    searched("часто", 3)
    searched("редко", 2)
    searched("тайна@почта", 4)

    found = report(7)

    assert [row.words for row in found.rows] == ["часто"]
    assert (found.total.asked, found.rare, found.withheld) == (9, 2, 4)


def test_the_report_is_by_period_and_language() -> None:
    with time_machine.travel(localdate() - timedelta(days=20)):
        searched("прежде", 5)
    searched("жаңа", 3, found=False, language="kk")
    searched("новое", 3)
    searched("новое", 1, found=False)

    assert {row.words for row in report(7).rows} == {"жаңа", "новое"}
    assert [row.words for row in report(30, "ru").rows] == ["прежде", "новое"]
    assert [(row.words, row.without_result) for row in report(30).fruitless] == [("жаңа", 3), ("новое", 1)]
    assert report(7).total.share == round(400 / 7)


def test_editors_and_the_secretariat_read_it_and_nobody_else(client: Client) -> None:
    statuses = {}
    for role in (Role.REGISTERED, Role.FOCAL_POINT, Role.REVIEWER, Role.TRANSLATOR, Role.EDITOR, Role.SECRETARIAT):
        someone = person(role)
        assert someone is not None
        client.force_login(someone)
        statuses[role] = [
            client.get(f"/ru/admin/publishing/searchtally/{name}").status_code for name in ("", "searches.csv")
        ]

    assert statuses.pop(Role.EDITOR) == statuses.pop(Role.SECRETARIAT) == [200, 200]
    assert statuses.pop(Role.TRANSLATOR) == [403, 403]
    assert all(found == [302, 302] for found in statuses.values())


def test_the_page_leads_from_a_word_without_result_to_a_synonym(client: Client) -> None:
    searched("госуслуги", 3, found=False)
    searched("ойлап <b>", 3, found=False, language="kk")
    searched("однажды", 1)
    editor = person(Role.EDITOR)
    assert editor is not None
    client.force_login(editor)

    html = client.get("/ru/admin/publishing/searchtally/", {"days": "7", "language": "nonsense"}).content.decode()

    assert "expressions_ru=%D0%B3%D0%BE%D1%81" in html
    assert "ойлап &lt;b&gt;" in html
    assert "однажды" not in html
    assert "Что ищут" in client.get("/ru/admin/").content.decode()


def test_the_file_is_safe_to_open_and_has_no_rare_words(client: Client) -> None:
    searched("=cmd|' /c calc'!a0", 3)
    searched("редко", 1)
    editor = person(Role.EDITOR)
    assert editor is not None
    client.force_login(editor)

    content = client.get("/ru/admin/publishing/searchtally/searches.csv", {"days": "90"}).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(content)))

    assert table[1] == ["'=cmd|' /c calc'!a0", "ru", "3", "0", "0"]
    assert "редко" not in content
    assert table[2][2] == "1"


def test_the_place_is_one_of_those_known() -> None:
    assert set(SearchPlace.values) == {"site", "practices"}
