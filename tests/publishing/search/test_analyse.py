"""The command that prints keys: as many lines out as in, whatever the lines hold."""

import io
import sys

import pytest
from django.core.management import call_command


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


def test_query_side_allows_for_kazakh_without_its_letters(monkeypatch):
    filed, asked = analyse(monkeypatch, "қызметтер\n"), analyse(monkeypatch, "кызмет\n", "--query")

    assert set(filed[0].split()) & set(asked[0].split()) == {"~/кызмет"}


@pytest.mark.parametrize(("language", "word", "key"), [("ru", "служащих", "r/служащий"), ("en", "written", "e/write")])
def test_other_languages(monkeypatch, language, word, key):
    assert key in analyse(monkeypatch, word, "--language", language)[0].split()
