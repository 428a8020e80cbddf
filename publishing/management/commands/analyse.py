"""Print the search keys of words, to measure the analysers and to see why a word is found or not."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from publishing.search.analysers import ANALYSERS, document_keys
from publishing.search.query import parse
from publishing.search.tokens import words


class Command(BaseCommand):
    """`analyse --language kk < words`: one line of keys for each line read."""

    help = "Reads words on standard input, one a line, and prints their search keys, blank-separated, one line a word."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language, and which side of the search to show."""
        parser.add_argument("--language", choices=sorted(ANALYSERS), default="kk", help="language of the words")
        parser.add_argument(
            "--query",
            action="store_true",
            help="the keys that a query in this language looks for, instead of those under which a document is filed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer line by line, so that the output has as many lines as the input; an empty line where no word is."""
        language, is_query = str(options["language"]), bool(options["query"])
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real standard input is a text wrapper
        for line in sys.stdin:
            text = line.rstrip("\n")
            found = query_keys(text, language) if is_query else filed_keys(text, language)
            self.stdout.write(" ".join(found))


def filed_keys(text: str, language: str) -> list[str]:
    """Every key under which the words of a line are filed, in order, once each."""
    return list(dict.fromkeys(key for word in words(text) for key in document_keys(word, language)))


def query_keys(text: str, language: str) -> list[str]:
    """Every key that a query of this line looks for, in a settled order."""
    terms = parse(text, languages=(language,)).terms
    return sorted({key for term in terms for place in (*term.sequence, term.whole) for key in place})
