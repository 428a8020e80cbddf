"""The command that prints keys: as many lines out as in, whatever the lines hold."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from publishing.finding.vocabulary import StoredWords
from publishing.models import Word


def analyse(monkeypatch, text, *options):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    out = io.StringIO()
    call_command("analyse", *options, stdout=out)
    return out.getvalue().split("\n")[:-1]


def test_each_line_gives_a_line_of_keys(monkeypatch):
    lines = analyse(monkeypatch, "қызметтер\n\nкітабы\n", "--language", "kk")

    assert len(lines) == 3
    assert "k/қызмет" in lines[0].split()
    assert lines[1] == ""
    assert "k/кітап" in lines[2].split()


def test_query_side_allows_for_kazakh_without_its_letters(monkeypatch, tmp_path):
    vocabulary = tmp_path / "words.txt"
    vocabulary.write_text("қызметтер\nбасқа\n", encoding="utf-8")
    filed = analyse(monkeypatch, "қызметтер\n")

    asked = analyse(monkeypatch, "кызмет\nqyzmet\n", "--query", "--vocabulary", str(vocabulary))

    assert "k/қызмет" in filed[0].split()
    assert all("k/қызмет" in line.split() for line in asked)


def test_missing_vocabulary_is_told(monkeypatch, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        analyse(monkeypatch, "қызмет\n", "--query", "--vocabulary", str(tmp_path / "nowhere"))


def test_database_without_the_words_breaks_nothing(monkeypatch, capsys):
    def missing(self, words):
        raise ProgrammingError('relation "publishing_word" does not exist')

    monkeypatch.setattr(StoredWords, "has", missing)

    assert "k/қызмет" in analyse(monkeypatch, "қызметі\n", "--query")[0].split()
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.django_db
def test_words_of_the_portal_are_asked_where_no_file_is_given(monkeypatch):
    Word.objects.create(word="қызметтер", language="kk", skeletons=["кызметтер"], stems=["кызмет"], records=1)

    assert "k/қызмет" in analyse(monkeypatch, "qyzmet\n", "--query")[0].split()


def test_file_of_words_is_streamed_and_may_hold_anything(monkeypatch, tmp_path):
    vocabulary = tmp_path / "words.txt"
    vocabulary.write_bytes("қызмет\n\n\0 2013 '’ \n".encode() + b"\xff\xfe\n")

    assert len(analyse(monkeypatch, "кызмет\n\0\n" * 3, "--query", "--vocabulary", str(vocabulary))) == 6


@pytest.mark.parametrize(("language", "word", "key"), [("ru", "служащих", "r/служащий"), ("en", "written", "e/write")])
def test_other_languages(monkeypatch, language, word, key):
    assert key in analyse(monkeypatch, word, "--language", language)[0].split()
