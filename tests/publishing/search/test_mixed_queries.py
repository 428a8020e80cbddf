"""Alphabets mixed, look-alikes, hyphens, apostrophes, numbers, acronyms: what is typed meets what is written."""

import pytest

from publishing.search.query import parse
from publishing.search.snippets import highlight
from publishing.search.vocabulary import WordList


def meets(typed, text, language):
    query = parse(typed, vocabulary=WordList([text]))
    marked = highlight(text, language, query)
    return len(query.terms) > 0 and marked.count("<mark>") >= 1


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("хқко", "ХҚКО-ның жұмысы", "kk"),
        ("ХҚКО-ға", "жаңа ХҚКО", "kk"),
        ("хкко", "жаңа ХҚКО", "kk"),
        ("БҰҰ-дағы", "БҰҰ жарғысы", "kk"),
        ("ЦОНы", "Очередь в ЦОН", "ru"),
        ("e-Gov-тың", "e-Gov порталы", "kk"),
        ("egov", "портал e-Gov", "ru"),
        ("2013-го", "в 2013 году", "ru"),
        ("2013-ші жыл", "2013 жыл", "kk"),
        ("2013–2014", "планы на 2013-2014 годы", "ru"),
        ("2013-2014", "планы на 2013–2014 годы", "ru"),
        ("1 250,5", "бюджет 1 250,5 млн", "ru"),
        ("1250.5", "бюджет 1 250,5 млн", "ru"),
        ("1 250", "1250 тенге", "ru"),
        ("учет", "Учёт", "ru"),
        ("учёт", "Учет", "ru"),
        ("МЕМЛЕКЕТ", "мемлекеттің", "kk"),
        ("İSTANBUL", "Istanbul", "en"),
        ("cлужащий", "служащие", "ru"),
        ("госслужaщиe", "Госслужащие", "ru"),
        ("Kазақстан", "Қазақстан мен Kазақстан", "kk"),
        ("servаnt", "civil servants", "en"),
        ("civil қызмет", "Civil қызметтер", "kk"),
        ("civil қызмет", "қызметтер: civil", "ru"),
        ("O’Connor", "O'Connor", "en"),
        ("people’s", "the people", "en"),
        ("бiлiм", "білім берудің сапасы", "kk"),
        ("№5 қаулы", "№ 5 қаулы", "kk"),
    ],
)
def test_what_is_typed_meets_what_is_written(typed, text, language):
    assert meets(typed, text, language)


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("2013", "20130 тенге", "ru"),
        ("бала", "балық", "kk"),
        ("көл", "қол", "kk"),
        ("түр", "тур", "ru"),
    ],
)
def test_what_is_another_word_is_not_met(typed, text, language):
    assert not meets(typed, text, language)
