"""The search over the catalogue, compared with a slow and plain reckoning."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from practices.enums import Evidence
from publishing.caching import epoch
from publishing.collation import kk_key
from publishing.finding import columns, phrases, windows
from publishing.finding import find as finding
from publishing.finding.counting import NEWEST, ColumnFacet, Key, Order
from publishing.finding.explaining import explained
from publishing.finding.find import Wish, search
from publishing.finding.result_cache import ResultCache, results
from publishing.listing import titles
from publishing.listing.titles import TitleOrder
from publishing.models import Entry, FacetValue, Theme
from publishing.search.vector import tsvector_literal

pytestmark = pytest.mark.django_db

KIND = ColumnFacet("kind", "kind")
FACETS = (
    ColumnFacet("theme", "theme"), ColumnFacet("country", "country"), ColumnFacet("evidence", "evidence"),
    ColumnFacet("stage", "stage"), ColumnFacet("level", "level"), ColumnFacet("depth", "depth"),
    ColumnFacet("language", "languages"), ColumnFacet("decade", "decade"),
)  # fmt: skip
TAG = ColumnFacet("tag", "tags")
VALUES: dict[str, list[str]] = {
    "kind": ["practice", "reform", "term"],
    "theme": [f"theme-{number}" for number in range(12)],
    "country": ["KZ", "EE", "UZ"],
    "evidence": [*Evidence.values, ""],
    "stage": ["pilot", "scaled", ""],
    "level": ["national", "local", ""],
    "depth": ["full", "snapshot", ""],
    "language": ["kk", "ru", "en"],
    "decade": ["1990", "2000", "2010", "2020"],
    "tag": ["queues", "pay", "law"],
}
WORDS = ("судья", "ротация", "министерство", "отчёт", "очередь", "проверка", "закон", "конкурс")
TODAY = localdate()


def made(number: int, chance: random.Random, **fixed: Any) -> list[Entry]:
    """Entries of any kind and sort, as the catalogue would write them; some of them without columns."""
    content_type = ContentType.objects.get_for_model(Theme)
    rows = []
    for place in range(number):
        title, body = (" ".join(chance.sample(WORDS, chance.randint(1, 3))) for _ in range(2))
        entry = Entry(**{
            "content_type": content_type, "object_id": place + 1, "slug": f"e{place}", "original_language": "ru",
            "kind": chance.choice(VALUES["kind"]), "country": chance.choice(VALUES["country"]),
            "themes": chance.sample(VALUES["theme"], chance.choice([0, 1, 2, 3, 11])),
            "tags": chance.sample(VALUES["tag"], chance.randint(0, 2)), "evidence": chance.choice(VALUES["evidence"]),
            "stage": chance.choice(VALUES["stage"]), "level": chance.choice(VALUES["level"]),
            "details": {"depth": depth} if (depth := chance.choice(VALUES["depth"])) else {},
            "languages": (languages := chance.sample(VALUES["language"], chance.randint(1, 3))),
            "states": dict.fromkeys(languages, "approved"), "start_year": chance.choice([None, 1991, 1999, 2000, 2010, 2024]),
            "adoptions": chance.choice([0, 0, 0, 1, 5]), "title_ru": title, "title_kk": chance.choice(["", f"{title} ә", "Қазақ"]),
            "published_at": datetime(2026, 1, chance.randint(1, 28), tzinfo=UTC), "changed_at": datetime(2026, 2, 1, tzinfo=UTC),
            "visible_until": chance.choice([None, None, TODAY, TODAY - timedelta(1), TODAY + timedelta(9)]),
            "vector": tsvector_literal([("A", "ru", title), ("C", "ru", body)]), "summary_ru": body,
            **fixed,
        })  # fmt: skip
        rows.append(entry)
    packed = columns.packed([{name: getattr(row, name) for name in columns.FIELDS} for row in rows])
    for row, stored in zip(rows, packed, strict=True):
        row.columns = stored if chance.random() < 0.8 else None
    return Entry.objects.bulk_create(rows)


def values_of(entry: Entry, name: str) -> set[str]:
    by_name: dict[str, list[Any]] = {
        "kind": [entry.kind], "theme": entry.themes, "country": [entry.country], "evidence": [entry.evidence],
        "stage": [entry.stage], "level": [entry.level], "depth": [entry.details.get("depth", "")],
        "language": entry.languages, "tag": entry.tags,
        "decade": [entry.start_year // 10 * 10] if entry.start_year else [],
    }  # fmt: skip
    return {str(value) for value in by_name[name] if value != ""}


def fits(entry: Entry, selection: dict[str, list[str]], but: str = "") -> bool:
    return all(name == but or not chosen or values_of(entry, name) & set(chosen) for name, chosen in selection.items())


def is_visible(entry: Entry) -> bool:
    return entry.visible_until is None or entry.visible_until >= TODAY


def says(entry: Entry, words: tuple[str, ...], *, title_only: bool = False) -> bool:
    text = entry.title_ru if title_only else f"{entry.title_ru} {entry.summary_ru}"
    return all(word in text.split() for word in words)


def all_pages(wish: Wish) -> Iterator[Entry]:
    number = 1
    while True:
        found = search(replace(wish, page=number))
        if found.is_beyond:
            return
        yield from found.page
        number += 1


@pytest.mark.parametrize("seed", range(10))
def test_every_facet_is_counted_under_all_others(seed: int) -> None:
    chance = random.Random(seed)
    rows = [row for row in made(260, chance) if is_visible(row)]
    for _round in range(4):
        names = chance.sample([*VALUES], chance.randint(0, 4))
        chosen = {name: chance.sample([v for v in VALUES[name] if v], chance.randint(1, 2)) for name in names}
        words = tuple(chance.sample(WORDS, chance.randint(0, 2)))
        known = [row for row in rows if says(row, words)]
        facets = (KIND, *FACETS, TAG)

        found = search(Wish(text=" ".join(words), facets=facets, selection=chosen, per_page=500, is_guessing=False))

        if not known:
            assert words
            continue
        assert {row.pk for row in found.page} == {row.pk for row in known if fits(row, chosen)}
        assert found.total == len(found.page)
        for facet in (KIND, *FACETS):
            wanted = {
                value: sum(value in values_of(row, facet.name) and fits(row, chosen, facet.name) for row in known)
                for value in VALUES[facet.name]
            }
            assert found.counts.by_facet[facet.name] == {value: n for value, n in wanted.items() if n}


def test_what_is_not_of_the_kind_is_no_choice() -> None:
    rows = [row for row in made(60, random.Random(5)) if is_visible(row)]

    found = search(Wish(kinds=("reform", "term"), facets=(KIND,), per_page=100))

    assert {row.pk for row in found.page} == {row.pk for row in rows if row.kind != "practice"}
    assert set(found.counts.by_facet["kind"]) == {"reform", "term"}


ORDERS: dict[str, tuple[Order | TitleOrder, Any]] = {
    "newest": (NEWEST, lambda row: (-row.published_at.timestamp(), -row.pk)),
    "adopted": ((Key("adoptions"), *NEWEST), lambda row: (-row.adoptions, -row.published_at.timestamp(), -row.pk)),
    "evidence": (
        (Key("evidence", tuple(reversed(Evidence.values))), *NEWEST),
        lambda row: (-Evidence.values.index(row.evidence) if row.evidence else 1, -row.published_at.timestamp(), -row.pk),
    ),
    "start": ((Key("start_year"), *NEWEST), lambda row: (-(row.start_year or 0), -row.published_at.timestamp(), -row.pk)),
    "oldest start": ((Key("start_year", is_rising=True),), lambda row: (row.start_year or 0, -row.pk)),
    "title": (TitleOrder("kk"), lambda row: (kk_key(row.title_kk or row.title_ru), -row.pk)),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("first", [5, 1000])
def test_orders_over_all_pages(name: str, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FIRST", first)
    rows = [row for row in made(150, random.Random(7)) if is_visible(row) and row.country == "KZ"]
    order, key = ORDERS[name]

    found = list(all_pages(Wish(facets=FACETS, selection={"country": ["KZ"]}, order=order, per_page=7)))

    assert [row.pk for row in found] == [row.pk for row in sorted(rows, key=key)]


@pytest.mark.parametrize(("few", "first"), [(1, 1), (500, 100)])
def test_titles_of_a_kind_stand_in_order(few: int, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(titles, "FEW", few)
    monkeypatch.setattr(titles, "FIRST", first)
    rows = [row for row in made(150, random.Random(8)) if is_visible(row) and row.kind == "reform"]
    order, key = ORDERS["title"]

    found = list(all_pages(Wish(kinds=("reform",), order=order, per_page=5)))

    assert [row.pk for row in found] == [row.pk for row in sorted(rows, key=key)]


@pytest.mark.parametrize("size", [1, 10, 300])
def test_matches_stand_once_on_all_pages_those_in_titles_first(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "SIZE", size)
    rows = [row for row in made(240, random.Random(3)) if is_visible(row) and says(row, ("судья",))]

    found = list(all_pages(Wish(text="судью", facets=FACETS, per_page=9)))

    assert sorted(row.pk for row in found) == sorted(row.pk for row in rows)
    hits = [says(row, ("судья",), title_only=True) for row in found]
    assert sum(hits) > 10
    assert all(hits[: sum(hits)])


def test_a_page_beyond_the_last_is_the_last() -> None:
    made(30, random.Random(1), visible_until=None)

    found = search(Wish(page=10**6))

    assert (found.page.number, found.is_beyond, len(found.page)) == (2, True, 10)


def test_more_themes_than_columns_hold_are_counted() -> None:
    made(1, random.Random(1), themes=[f"t{number}" for number in range(300)], visible_until=None)
    assert Entry.objects.get().columns is None

    found = search(Wish(facets=FACETS, selection={"theme": ["t299"]}))

    assert len(found.counts.by_facet["theme"]) == 300
    assert found.total == 1


def test_values_that_have_no_number_yet_are_counted() -> None:
    made(3, random.Random(1), themes=["leadership"], country="KG", visible_until=None)
    Entry.objects.update(columns=None)
    FacetValue.objects.all().delete()

    found = search(Wish(facets=FACETS, selection={"country": ["KG"], "theme": ["leadership"]}))

    assert found.total == 3
    assert found.counts.by_facet["country"] == {"KG": 3}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("судья", {"one", "three"}),
        ("судья закон", {"three"}),
        ("судья -закон", {"one"}),
        ("судья OR очередь", {"one", "two", "three"}),
        ('"ротация судьи"', set()),
        ('"судья закон"', {"three"}),
        ('"закон судья"', set()),
        ("-судья", set()),
        ("", {"one", "two", "three"}),
        ("—", {"one", "two", "three"}),
    ],
)
def test_words_phrases_alternatives_and_exclusions(text: str, wanted: set[str]) -> None:
    rows = made(3, random.Random(1), visible_until=None)
    for row, slug, title in zip(rows, ("one", "two", "three"), ("судья", "очередь", "судья закон"), strict=True):
        row.slug, row.title_ru, row.vector = slug, title, tsvector_literal([("A", "ru", title)])
    Entry.objects.bulk_update(rows, ["slug", "title_ru", "vector"])

    assert {row.slug for row in search(Wish(text=text, is_guessing=False)).page} == wanted


def test_words_that_stand_nowhere_together_are_left_out_and_named() -> None:
    made(1, random.Random(1), visible_until=None, vector=tsvector_literal([("A", "en", "Rotation of judges")]))

    found = search(Wish(text="rotation judges zzzzqqqx"))

    assert (found.reason, found.left_out, found.total) == ("fewer", ("zzzzqqqx",), 1)
    assert [term.typed for term in found.query.terms] == ["rotation", "judges"]


def test_some_of_the_words_will_do_where_no_record_has_all() -> None:
    vectors = ["Rotation of judges", "Rotation of judges", "Queues", "Something else"]
    for row, title in zip(made(4, random.Random(1), visible_until=None), vectors, strict=True):
        Entry.objects.filter(pk=row.pk).update(vector=tsvector_literal([("A", "en", title)]), title_ru=title)

    found = search(Wish(text="queues rotation judges"))

    assert found.reason == "fewer"
    assert [row.title_ru for row in found.page][:2] == ["Rotation of judges"] * 2
    assert search(Wish(text="queues rotation judges", is_guessing=False)).total == 0


def test_nothing_is_left_out_of_a_single_word() -> None:
    made(3, random.Random(1))

    found = search(Wish(text="zzzzqqqx", facets=FACETS))

    assert (found.reason, found.left_out, found.total, list(found.page)) == ("", (), 0, [])
    assert found.counts.by_facet == {facet.name: {} for facet in FACETS}


@pytest.mark.parametrize(
    ("text", "rows", "queries"),
    [("", 1, 2), ("", 3, 2), ("", 400, 2), ("закон", 1, 4), ("закон", 3, 5), ("закон", 400, 5), ("zzzzqqqx", 3, 7)],
)
def test_a_search_costs_few_queries(
    text: str, rows: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made(rows, random.Random(2), visible_until=None, vector=tsvector_literal([("A", "ru", "закон о судьях")]))
    Entry.objects.filter(columns=None).delete()

    with django_assert_num_queries(queries):
        search(Wish(text=text, facets=FACETS, selection={"country": VALUES["country"]}))


@pytest.fixture
def _kept() -> Iterator[None]:
    """An epoch in force, so that what is found is kept."""
    with epoch.held(10**15):
        yield
    results.clear()


@pytest.mark.usefixtures("_kept")
def test_what_is_kept_answers_like_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made(150, random.Random(4))
    for text in ("", "закон"):
        for selection in ({}, {"country": ["KZ"]}, {"theme": ["theme-1", "theme-2"], "language": ["kk"]}):
            wish = Wish(text=text, facets=FACETS, selection=selection, per_page=10)
            first, second = search(wish), search(replace(wish, page=2))
            with epoch.held(None):
                plain, after = search(wish), search(replace(wish, page=2))
            with django_assert_num_queries(0):
                again = search(wish)

            assert [row.pk for row in first.page] == [row.pk for row in again.page] == [row.pk for row in plain.page]
            assert [row.pk for row in second.page] == [row.pk for row in after.page]
            assert first.counts == again.counts == plain.counts


@pytest.mark.usefixtures("_kept")
def test_that_nothing_is_found_is_kept_as_well(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made(3, random.Random(4))
    search(Wish(text="zzzzqqqx yyyywwwx"))

    with django_assert_num_queries(0):
        assert search(Wish(text="zzzzqqqx yyyywwwx")).total == 0


BESIDE = {"visible_until": None, "vector": tsvector_literal([("C", "ru", "закон о земле"), ("C", "ru", "отчёт")])}
APART = {"visible_until": None, "vector": tsvector_literal([("C", "ru", "земле нужен отчёт и закон")])}


@pytest.mark.parametrize(
    ("text", "number"),
    [('"закон о земле"', 4), ('отчёт "закон о земле"', 4), ('отчёт -"закон о земле"', 7), ("отчёт земле закон", 11)],
)
def test_a_phrase_stands_so(text: str, number: int) -> None:
    made(11, random.Random(4), **APART)
    near = [row.pk for row in Entry.objects.order_by("?")[:4]]
    Entry.objects.filter(pk__in=near).update(vector=BESIDE["vector"])

    found = search(Wish(text=text, facets=FACETS, is_guessing=False))

    assert (found.total, len(found.page)) == (number, number)
    if number == 4:
        assert {row.pk for row in found.page} == set(near)
        themes = [theme for row in Entry.objects.filter(pk__in=near) for theme in row.themes]
        assert found.counts.by_facet["theme"] == {theme: themes.count(theme) for theme in set(themes)}


def test_of_very_many_the_best_are_looked_into_for_a_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "MOST_CHECKED", 5)
    rows = made(9, random.Random(4), **BESIDE)
    best = sorted(rows, key=lambda row: (-columns.quality_of(vars(row)), -row.published_at.timestamp(), -row.pk))[:5]

    found = search(Wish(text='"закон о земле"', is_guessing=False))

    assert {row.pk for row in found.page} == {row.pk for row in best}
    assert explained('"закон о земле"', found.reading).checked
    with epoch.held(3):
        again = [search(Wish(text='"закон о земле"', is_guessing=False)) for _once_more in range(2)]
    assert all(one.reading.is_partial for one in again)

    whole = search(Wish(text="закон земле", is_guessing=False))
    assert whole.total == 9
    assert not explained("закон земле", whole.reading).checked


def test_the_page_says_that_a_phrase_was_looked_for_in_some(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "MOST_CHECKED", 5)
    made(9, random.Random(4), **BESIDE)

    assert "in the 10,000 best of them" in client.get("/en/search/", {"q": '"закон о земле"'}).content.decode()
    assert "best of them" not in client.get("/en/search/", {"q": "закон земле"}).content.decode()


@pytest.mark.usefixtures("_kept")
def test_a_choice_among_known_matches_reads_nothing_but_the_page(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made(50, random.Random(4))
    search(Wish(facets=FACETS))

    with django_assert_num_queries(1):
        found = search(Wish(facets=FACETS, selection={"country": ["EE"]}, order=(Key("adoptions"),)))

    assert found.total == len([row for row in Entry.objects.filter(country="EE") if is_visible(row)])


@pytest.mark.usefixtures("_kept")
def test_a_new_epoch_shows_what_has_changed() -> None:
    made(3, random.Random(4), visible_until=None)
    assert search(Wish()).total == 3
    Entry.objects.all()[0].delete()

    with epoch.held(10**15 + 1):
        assert search(Wish()).total == 2


def test_the_room_for_results_is_bounded() -> None:
    cache = ResultCache(room=10_000, largest=3000)
    for number in range(100):
        cache.put(1, number, b"", 1000)
    cache.put(1, "large", b"", 3000)

    assert cache.taken <= 10_000
    assert cache.get(1, 99) == b""
    assert (cache.get(1, 0), cache.get(1, "large"), cache.get(2, 99)) == (None, None, None)
    cache.put(2, "new", b"2", 1)
    cache.put(1, "old", b"1", 1)
    assert (cache.get(2, "new"), cache.get(1, "old"), cache.get(1, 99)) == (b"2", None, None)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x00" * 44, b"\xff" * 50])
def test_columns_of_another_version_are_not_believed(stored: bytes) -> None:
    rows = [row for row in made(40, random.Random(6)) if is_visible(row)]
    Entry.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(columns=stored)

    found = search(Wish(facets=FACETS, selection={"country": ["KZ"]}, per_page=50))

    assert {row.pk for row in found.page} == {row.pk for row in rows if row.country == "KZ"}
