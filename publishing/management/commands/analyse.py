"""Print the search keys of words, to measure the analysers and to see why a word is found or not."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from publishing.finding.vocabulary import StoredWords
from publishing.search.analysers import ANALYSERS, document_keys
from publishing.search.query import parse
from publishing.search.tokens import words
from publishing.search.vocabulary import Vocabulary, WordList


class Command(BaseCommand):
    """`analyse --language kk < words`: one line of keys for each line read."""

    help = "Reads words on standard input, one a line, and prints their search keys, blank-separated, one line a word."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language, which side of the search to show, and where the portal's words come from."""
        parser.add_argument("--language", choices=sorted(ANALYSERS), default="kk", help="language of the words")
        parser.add_argument(
            "--query",
            action="store_true",
            help="the keys that a query in this language looks for, instead of those under which a document is filed",
        )
        parser.add_argument(
            "--vocabulary",
            metavar="FILE",
            help="the portal's words, one a line, that a query falls back on, instead of those in the database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer line by line, so that the output has as many lines as the input; an empty line where no word is."""
        language, is_query = str(options["language"]), bool(options["query"])
        vocabulary: Vocabulary | None = None
        if options["vocabulary"] is not None:
            vocabulary = _words_of(str(options["vocabulary"]))
        elif is_query:
            vocabulary = self._stored_words()

        @lru_cache(maxsize=100_000)
        def answer(text: str) -> str:
            found = query_keys(text, language, vocabulary) if is_query else filed_keys(text, language)
            return " ".join(found)

        for line in _lines():
            self.stdout.write(answer(line))

    def _stored_words(self) -> Vocabulary | None:
        """The portal's own words; none, with a word on standard error, where the database does not have them."""
        words = StoredWords()
        try:
            words.has(["a"])
        except DatabaseError as error:
            self.stderr.write(f"Without the portal's words, which cannot be read: {str(error).splitlines()[0]}")
            return None
        return words


def _lines() -> Iterator[str]:
    """Standard input line by line as it comes, without line ends."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real standard input is a text wrapper
    for line in sys.stdin:
        yield line.rstrip("\n")


def _words_of(path: str) -> WordList:
    """The words of a file, one or more a line; raises CommandError where it cannot be read."""
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"The vocabulary cannot be read: {path}: {error.strerror}") from error
    return WordList(text.split("\n"))


def filed_keys(text: str, language: str) -> list[str]:
    """Every key under which the words of a line are filed, in order, once each."""
    return list(dict.fromkeys(key for word in words(text) for key in document_keys(word, language)))


def query_keys(text: str, language: str, vocabulary: Vocabulary | None = None) -> list[str]:
    """Every key that a query of this line looks for, in a settled order."""
    terms = parse(text, languages=(language,), vocabulary=vocabulary).terms
    return sorted({key for term in terms for place in (*term.sequence, term.whole) for key in place})
