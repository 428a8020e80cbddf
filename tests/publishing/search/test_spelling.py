"""What the vocabulary adds to a word: other spellings, and forms of words that no list knows."""

import pytest

from publishing.search.query import parse
from publishing.search.vocabulary import MOST_WORDS, WordList, skeletons_of, stems_of

WORDS = WordList(
    ["мемлекеттің қызметтері", "жаңа түр", "тур по стране", "Бәйдібектің бұзқалаңы", "көл мен қол", "qazaq"]
)


class Counting(WordList):
    """Counts what it is asked."""

    asked = 0

    def spelt_like(self, skeletons, stems):
        self.asked += 1
        return super().spelt_like(skeletons, stems)


def keys(typed, vocabulary=WORDS, **options):
    query = parse(typed, vocabulary=vocabulary, **options)
    return {key for term in query.terms for place in term.sequence for key in place}


@pytest.mark.parametrize(
    "typed", ["мемлекет", "мемлекеттин", "memleket", "memleketke", "memlekettiñ", "MEMLEKET", "memlekettin"]
)
def test_word_is_found_however_it_is_typed(typed):
    assert "k/мемлекет" in keys(typed)


@pytest.mark.parametrize(("typed", "word"), [("кызмет", "қызмет"), ("qyzmet", "қызмет"), ("kyzmetter", "қызмет")])
def test_words_found_are_told(typed, word):
    term = parse(typed, vocabulary=WORDS).terms[0]

    assert term.is_folded
    assert term.spelt == ("қызметтері",)
    assert f"k/{word}" in term.folded


def test_several_words_of_one_spelling_are_all_found():
    assert {"көл", "қол"} <= keys("кол", languages=("kk",))
    assert {"көл", "қол"} <= keys("kol")


def test_word_with_kazakh_letters_is_taken_at_its_letters():
    assert "қол" not in keys("көл")
    assert not parse("көл", vocabulary=WORDS).is_folded


def test_forms_of_a_word_that_no_list_knows_are_found_among_the_portals_words():
    assert "бұзқалаңы" in keys("бұзқалаң")
    assert not parse("бұзқалаң", vocabulary=WORDS).is_folded
    assert "бұзқалаңы" not in keys("бұз")


def test_excluded_words_phrases_and_other_languages_are_not_guessed():
    assert not parse("налог -кызмет", vocabulary=WORDS).is_folded
    assert not parse('"кызмет"', vocabulary=WORDS).is_folded
    assert not parse("кызмет", languages=("ru",), vocabulary=WORDS).is_folded


def test_one_question_for_the_whole_query_and_none_for_words_that_cannot_be_spelt_otherwise():
    words = Counting(["қызмет"])

    parse("кызмет қызмет memleket саласы", vocabulary=words)
    assert words.asked == 1
    parse("2013 №5 и", vocabulary=words)
    parse("", vocabulary=words)
    assert words.asked == 1


def test_empty_vocabulary_changes_nothing():
    assert parse("кызмет", vocabulary=WordList([])).tsquery == parse("кызмет").tsquery


def test_what_a_vocabulary_gives_is_bounded():
    many = WordList(f"қалам{'лар' * (number % 2)}{'ғақдтнй'[number % 7]}{number}" for number in range(10))
    crowd = WordList([f"сала{a}{b}{c}" for a in "бвгджзкл" for b in "аоеиуы" for c in "бвгджзкл"])

    assert all(len(found) <= MOST_WORDS for found in crowd.spelt_like(["сала"], ["сала"]).values())
    assert len(keys("сала", crowd)) <= 60
    assert keys("калам", many)


@pytest.mark.parametrize("word", ["қазақстанның", "qazaqstannyñ", "казакстан", "o'zbek", "жүріп"])
def test_stems_and_skeletons_have_no_letters_of_kazakh_or_latin(word):
    strings = (*skeletons_of(word), *stems_of(word))

    assert strings
    assert not set("".join(strings)) & set("әғқңөұүһіabcdefghijklmnopqrstuvwxyz'")


@pytest.mark.parametrize("word", ["2013", "ა", "5g", ""])
def test_what_has_no_forms_has_no_skeleton(word):
    assert skeletons_of(word) == stems_of(word) == ()


def test_nearest_words():
    assert WORDS.nearest("қызметерi")[0] == "қызметтері"
    assert WORDS.nearest("қызметтері") == ()
    assert WORDS.has(["түр", "нет"]) == {"түр"}


KAZAKH = WordList(["жұмыс тапты, жасы жетті, кітабын оқыды"])


@pytest.mark.parametrize(("typed", "key"), [("zhasqa", "k/жас"), ("kitaptar", "k/кітап"), ("tapqan", "k/тап")])
def test_form_in_latin_script_is_known_by_its_stem_and_ending(typed, key):
    assert key in keys(typed, KAZAKH)


@pytest.mark.parametrize("typed", ["tape", "red tape", "tap", "kit"])
def test_short_english_word_is_no_form_of_a_kazakh_one(typed):
    assert not parse(typed, vocabulary=KAZAKH).is_folded
