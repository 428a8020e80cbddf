"""The words of the records: kept with their entries, asked by queries, counted, and never the names of people."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from hub.models import Page
from hub.workflow import PageWorkflow
from publishing import catalogue
from publishing.enums import Origin
from publishing.finding import vocabulary, word_counts
from publishing.finding.vocabulary import Found, StoredWords
from publishing.models import Entry, Word
from publishing.search.vocabulary import MOST_WORDS, WordList, skeletons_of, stems_of
from tests.factories.hub import page, superuser
from tests.factories.members import country, expert

stored = StoredWords()


def rows(word: str) -> set[tuple[str, str]]:
    return set(Word.objects.filter(word=word, records__gt=0).values_list("language", "origin"))


def titled(slug: str, title: str, **values: str) -> Page:
    return page(slug, title_ru=title, **values)


def cartographer() -> None:
    expert("Ержан Тестбаев", of=country("KZ"), position_ru="Картографистка")


@pytest.mark.django_db
class TestKeeping:
    def test_words_come_with_the_entry_in_the_language_of_their_text(self) -> None:
        titled("rationale", "Цифровизация реестра", title_kk="Тізілімді цифрландыру")

        assert rows("цифровизация") == {("ru", "text")}
        assert rows("тізілімді") == {("kk", "text")}

    def test_a_draft_brings_none_and_a_rollback_leaves_none(self) -> None:
        record = page("rationale", published=False, title_ru="Неслыханное словцо")
        catalogue.write(record)
        assert not rows("неслыханное")

        with transaction.atomic():
            PageWorkflow(record, superuser()).publish()
            assert rows("неслыханное")
            transaction.set_rollback(True)

        assert not Word.objects.filter(word="неслыханное").exists()
        assert not Entry.objects.filter(slug="rationale").exists()

    def test_numbers_and_other_alphabets_are_no_words(self) -> None:
        vocabulary.keep([Found("2013", "ru", "text"), Found("東京", "en", "text"), Found("covid19", "en", "text")])

        assert not Word.objects.exists()

    def test_nothing_is_kept_twice(self) -> None:
        found = [Found("реестр", "ru", "text"), Found("реестр", "kk", "text")]

        assert (vocabulary.keep(found), vocabulary.keep(found), Word.objects.count()) == (2, 0, 2)

    def test_names_of_people_are_marked(self) -> None:
        cartographer()

        assert ("ru", "name") in rows("тестбаев")
        assert rows("картографистка") == {("ru", "person")}


@pytest.mark.django_db
class TestAnswers:
    """The table answers as the list in memory does."""

    WORDS = ("қазақстан", "қазақстанның", "казакстан", "түс", "тұс", "қызмет", "қызметі", "transport", "служба", "yrys")

    def test_spelt_like_and_has_are_those_of_the_list(self) -> None:
        vocabulary.keep(Found(word, "kk", "text") for word in self.WORDS)
        asked = {key for word in self.WORDS for key in skeletons_of(word)}
        stems = {key for word in self.WORDS for key in stems_of(word)}
        memory = WordList(self.WORDS)

        table, listed = stored.spelt_like(asked, stems), memory.spelt_like(asked, stems)

        assert {key: set(words) for key, words in table.items()} == {key: set(words) for key, words in listed.items()}
        assert stored.has([*self.WORDS, "нету"]) == memory.has([*self.WORDS, "нету"]) == frozenset(self.WORDS)

    def test_the_most_frequent_come_first_and_no_more_than_so_many(self) -> None:
        Word.objects.bulk_create(
            Word(word=f"сөз{'а' * n}", language="kk", origin="text", skeletons=["соз"], stems=[], records=n + 1)
            for n in range(MOST_WORDS + 5)
        )

        found = stored.spelt_like(["соз"], [])["соз"]

        assert len(found) == MOST_WORDS
        assert found[0] == f"сөз{'а' * (MOST_WORDS + 4)}"

    def test_one_query_each(self, django_assert_num_queries: Callable[..., object]) -> None:
        with django_assert_num_queries(1):
            stored.spelt_like({"соз", "тус"}, {"соз", "кызмет"})
        with django_assert_num_queries(1):
            stored.has(["сөз", "түс"])
        with django_assert_num_queries(1):
            stored.nearest("қызмте")
        with django_assert_num_queries(0):
            assert (stored.spelt_like([], []), stored.has([]), stored.nearest("2013")) == ({}, frozenset(), ())

    @pytest.mark.parametrize("odd", ["\x00", "'", "\\", "'; drop table", "\ud800", "%s", "a" * 10_000, ""])
    def test_odd_strings_find_nothing(self, odd: str) -> None:
        assert (stored.spelt_like([odd], [odd]), stored.has([odd]), stored.nearest(odd)) == ({}, frozenset(), ())

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("қызмте", "қызмет"), ("цифровзация", "цифровизация"), ("цыфравизация", "цифровизация"), ("служьа", "служба")],
    )
    def test_nearest_words(self, typed: str, meant: str) -> None:
        titled("rationale", "Цифровизация служба", title_kk="Мемлекеттік қызмет")

        assert meant in stored.nearest(typed)
        assert stored.nearest(meant) == ()

    def test_names_of_people_are_never_proposed(self) -> None:
        cartographer()
        titled("rationale", "Говорит Тестбаев")

        assert stored.nearest("тестбаеф") == ()
        assert stored.nearest("картографиска") == ()
        assert "тестбаев" in stored.spelt_like(["тестбаев"], [])["тестбаев"]

    def test_a_word_whose_record_was_withdrawn_is_not_proposed_from_that_moment(self) -> None:
        record = titled("rationale", "Засекреченное предприятие")
        assert stored.nearest("засекречнное") == ("засекреченное",)

        PageWorkflow(record, superuser()).archive("By mistake.")

        assert stored.nearest("засекречнное") == ()


@pytest.mark.django_db
class TestCounting:
    def test_records_are_counted_and_equal_rows_become_one(self) -> None:
        titled("rationale", "Общее слово"), titled("history", "Общее дело")
        vocabulary_row = Word.objects.get(word="общее")
        Word.objects.create(word="общее", language="ru", origin=Origin.TEXT, skeletons=["общее"], stems=[])
        assert vocabulary_row.records == 1

        word_counts.refresh()

        assert [*Word.objects.filter(word="общее").values_list("records", flat=True)] == [2]
        assert Word.objects.get(word="дело").records == 1

    def test_a_word_without_records_is_hidden_first_and_goes_later(self) -> None:
        record = titled("rationale", "Засекреченное предприятие")
        PageWorkflow(record, superuser()).archive("By mistake.")

        word_counts.refresh()
        assert stored.has(["засекреченное"]) == frozenset()
        assert Word.objects.get(word="засекреченное").records == 0
        word_counts.refresh()

        assert not Word.objects.filter(word="засекреченное").exists()

    def test_a_hidden_word_that_comes_again_is_there_again(self) -> None:
        record = titled("rationale", "Засекреченное предприятие")
        PageWorkflow(record, superuser()).archive("By mistake.")
        word_counts.refresh()
        Page.objects.filter(pk=record.pk).update(state="published")
        catalogue.write(record)
        assert stored.has(["засекреченное"]) == {"засекреченное"}

        word_counts.refresh()

        assert [*Word.objects.filter(word="засекреченное").values_list("records", flat=True)] == [1]

    @pytest.mark.parametrize("part", [None, *range(word_counts.SLICES)])
    def test_a_large_library_is_counted_by_samples_and_by_parts(
        self, part: int | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(word_counts, "SAMPLE", 1)
        titled("rationale", "Общее слово"), titled("history", "Общее дело")
        Word.objects.update(records=77)
        Word.objects.create(word="пропавшее", language="ru", origin="text", skeletons=["пропавшее"], stems=[])

        word_counts.refresh(part=part)

        def is_looked_at(word: Word) -> bool:
            return part is None or word.pk % word_counts.SLICES == part

        gone = Word.objects.get(word="пропавшее")
        assert gone.records == (0 if is_looked_at(gone) else 1)
        rare = Word.objects.get(word="дело")
        assert rare.records != 77 or not is_looked_at(rare)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publications_that_bring_the_same_words_do_not_wait_for_each_other() -> None:
    """Each holds its own new words, then brings the other's; with a constraint the two would wait crosswise."""
    admin = superuser()
    page("declaration")  # so that the kind has its number for the facets
    first, second = (
        page(slug, published=False, title_ru=title, body_ru=f"<p>{word}</p>")
        for slug, title, word in (("rationale", "Аавангард", "яяблоко"), ("history", "Яяблоко", "аавангард"))
    )
    both_have_written = threading.Barrier(2, timeout=10)
    problems: list[Exception] = []

    def publish(record: Page, early: str, late: str) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '5s'")
                vocabulary.keep([Found(early, "ru", "text")])
                both_have_written.wait()
                vocabulary.keep([Found(late, "ru", "text")])
                PageWorkflow(Page.objects.get(pk=record.pk), admin).publish()
                both_have_written.wait()
        except Exception as problem:  # noqa: BLE001 - told below
            problems.append(problem)
            both_have_written.abort()
        finally:
            connection.close()

    threads = [
        threading.Thread(target=publish, args=(first, "аавангард", "яяблоко")),
        threading.Thread(target=publish, args=(second, "яяблоко", "аавангард")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert problems == []
    assert set(Entry.objects.filter(kind="page").values_list("slug", flat=True)) == {
        "declaration",
        "rationale",
        "history",
    }
    word_counts.refresh()
    assert [*Word.objects.filter(word="яяблоко").values_list("records", flat=True)] == [2]
