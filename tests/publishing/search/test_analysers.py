"""Forms of one word meet; words that only look alike do not."""

import time

import pytest

from publishing.search.analysers import ANALYSERS, document_keys, language_keys
from publishing.search.skeleton import skeleton_keys
from publishing.search.tokens import normalise


def meet(language, one, other):
    first, second = (set(language_keys(normalise(word), language)) for word in (one, other))
    return not first.isdisjoint(second)


KAZAKH_FORMS = {
    "қызмет": "қызметі қызметтер қызметтің қызметке қызметінде қызметтерімізге қызметпен",
    "мемлекет": "мемлекеттің мемлекетке мемлекетіміздегі мемлекеттер мемлекетін",
    "кітап": "кітабы кітапты кітаптар кітабымызда",
    "халық": "халқы халықтың халқымыз халыққа",
    "жазу": "жазды жазған жазамын жазып жазса жазбаған",
    "оқу": "оқыды оқиды оқыған оқып оқимыз оқуға",
    "қою": "қойды қояды қойған қоюға",
    "табу": "тапты табады тауып тапқан",
    "ауыл": "ауылда ауылдағы ауылдар",
    "сапа": "сапасы сапаны сапасыз сапамен",
    "реформа": "реформалар реформаның реформасы реформаларды",
    "Алматы": "Алматыда Алматыға Алматының",
    "Назарбаев": "Назарбаевтың Назарбаевқа",
    "портал": "порталы порталда порталдар порталдың",
}
KAZAKH_STRANGERS = [
    ("бала", "балық"),
    ("қала", "қалам"),
    ("ұлт", "ұлтан"),
    ("жол", "жолбарыс"),
    ("ел", "елу"),
    ("мектеп", "мекеме"),
    ("қызмет", "қызыл"),
    ("түс", "тұс"),
]


@pytest.mark.parametrize(("lemma", "form"), [(k, f) for k, fs in KAZAKH_FORMS.items() for f in fs.split()])
def test_kazakh_forms_meet_their_word(lemma, form):
    assert meet("kk", lemma, form)


@pytest.mark.parametrize(("one", "other"), KAZAKH_STRANGERS)
def test_kazakh_words_that_look_alike_stay_apart(one, other):
    assert not meet("kk", one, other)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("служащий", "служащих"),
        ("государственный", "государственных"),
        ("пойти", "пойду"),
        ("учет", "учёта"),
        ("использовать", "используются"),
        ("человек", "люди"),
        ("обучение", "обучением"),
    ],
)
def test_russian_forms_meet_their_word(lemma, form):
    assert meet("ru", lemma, form)


@pytest.mark.parametrize(("one", "other"), [("банк", "банан"), ("право", "правда"), ("кадр", "кадриль")])
def test_russian_words_that_look_alike_stay_apart(one, other):
    assert not meet("ru", one, other)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("write", "wrote"),
        ("child", "children"),
        ("service", "services"),
        ("organization", "organisations"),
        ("program", "programmes"),
        ("labor", "labour"),
        ("found", "founded"),
        ("find", "found"),
        ("crisis", "crises"),
        ("person", "people's"),
        ("exercise", "exercising"),
    ],
)
def test_english_forms_meet_their_word(lemma, form):
    assert meet("en", lemma, form)


@pytest.mark.parametrize(("one", "other"), [("author", "authority"), ("public", "publication"), ("new", "news")])
def test_english_words_that_look_alike_stay_apart(one, other):
    assert not meet("en", one, other)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Қазақстанның", "казакстан"),
        ("Қазақстан", "qazaqstan"),
        ("қызметтері", "qyzmet"),
        ("қызметтері", "кызмет"),
        ("білімін", "bilim"),
        ("үкіметі", "ukimet"),
        ("әділдік", "adildik"),
        ("жаңартудың", "zhanartu"),
        ("өңірлердегі", "ońir"),
        ("ғылымға", "ǵylym"),
        ("мемлекеттік", "memlekettik"),
        ("шешімдер", "şeşim"),
    ],
)
def test_kazakh_is_found_without_its_letters_and_in_latin_script(written, typed):
    found = set(skeleton_keys(normalise(written)))

    assert not found.isdisjoint(skeleton_keys(normalise(typed)))


def test_lanes_of_the_languages_never_share_a_key():
    keys = document_keys("тур", "ru") + document_keys("тур", "kk")[1:]

    assert "r/тур" in keys
    assert "k/тур" in keys
    assert all(key == "тур" or key[1] == "/" for key in keys)


def test_foreign_words_in_a_text_are_read_by_their_own_letters():
    assert "e/govern" in document_keys("government", "ru")
    assert "k/қызмет" in document_keys("қызметінің", "ru")
    assert "r/министерство" in document_keys("министерства", "en")
    assert document_keys("2013", "kk") == ("2013",)


@pytest.mark.parametrize("language", sorted(ANALYSERS))
@pytest.mark.parametrize("word", ["ь", "ъь", "ыы", "аааааааа", "'", "a'", "х" * 64, "у", "ё", "ь" * 64, "ии", "лар"])
def test_no_word_is_without_a_key(language, word):
    assert all(key for key in ANALYSERS[language].keys(word))
    assert ANALYSERS[language].keys(word)
    assert all(skeleton_keys(word))


def test_analysers_are_quick_enough_to_index_a_long_paper():
    forms = [f"{stem}{ending}" for stem in KAZAKH_FORMS for ending in ("лар", "дың", "ға", "сында", "мен")]
    started = time.process_time()
    for number in range(40):
        for form in forms:
            document_keys(form + "абвгд"[number % 5], "kk")

    assert time.process_time() - started < 3
