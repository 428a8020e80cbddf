"""What is asked: many different addresses for each scenario, in the three languages mixed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import psycopg

from bench.synthetic.words import CODES, SEED, name, words_of

SHARING: Final = 5
"""As in bench.synthetic.library: so many practices are of one place."""
MANY: Final = 400
"""So many addresses has a scenario at most."""
FEW: Final = 150
"""So many practices are asked for again and again, as the better known ones are."""
ONCE: Final = 5_000
"""So many pages are asked for once each, so that nothing of them is kept."""
EVERYWHERE: Final = {"ru": ("служба", "службы", "службой", "службе"), "kk": ("қызмет", "қызметі"), "en": ("service", "services")}  # fmt: skip
"""Words of the phrase that stands in every summary; every practice has a Russian text."""
FIRST_COMMON, LAST_COMMON = 25, 160
"""Ranks of words that stand in many records, but not in all."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of request. `peer` are the same requests for the Wagtail site, where it has such a page."""

    name: str
    title: str
    paths: list[str]
    peer: list[str] = field(default_factory=list)
    is_cached: bool = False
    is_once: bool = False
    """Whether each address is to be asked for once, as far as they suffice."""


class Library:
    """What there is to ask for in a bench database."""

    def __init__(self, database: str, records: int) -> None:
        self.chance = random.Random(SEED)  # noqa: S311 - the same addresses each time
        self.records = records
        kind = "kind = 'practice'"
        with psycopg.connect(database, autocommit=True) as connection:
            share = min(100.0, 120 * (FEW + ONCE) / max(records, 1))
            sampled = f"select slug from publishing_entry tablesample bernoulli ({share}) repeatable (7) where {kind}"
            self.slugs = [slug for (slug,) in connection.execute(f"{sampled} limit {FEW + ONCE}")]  # type: ignore[call-overload]  # the stubs want a literal
            self.themes = [slug for (slug,) in connection.execute("select slug from publishing_theme order by position")]
            self.countries = [code for (code,) in connection.execute("select iso2 from members_country order by id limit 25")]
        self.chance.shuffle(self.slugs)

    def scenarios(self) -> list[Scenario]:
        """All of them, in the order of the report."""
        every = [f"/{code}/practices/{slug}/" for code, slug in zip(self._languages(), self.slugs, strict=True)]
        pages, once = every[:FEW], every[FEW:] or every
        lists = self._lists()
        suggestions = [f"/{code}/search/suggest/?{urlencode({'q': typed})}" for code, typed in self._beginnings()]
        return [
            Scenario("practice", "practice page, uncached", pages, pages),
            Scenario("practice_once", "practice page, uncached, each asked for once", once, is_once=True),
            Scenario("practice_cached", "practice page, cached", pages, pages, is_cached=True),
            Scenario("list", "library list with facets", lists, [path.replace("sort=newest", "sort=") for path in lists]),
            *self._both("filtered", "filtered list (two facets)", self._filters, (("", ""),)),
            *self._both("rare", "search: a rare word", self._words(self._rare)),
            *self._both("common", "search: a common word", self._words(self._common)),
            *self._both("inflected", "search: an inflected word", self._words(self._inflected)),
            *self._both("everywhere", "search: a word that stands in every record", self._words(self._everywhere)),
            *self._both("faceted", "search with two facets chosen", self._filters, self._common()),
            Scenario("suggestion", "suggestion", suggestions),
            Scenario("site_search", "search over everything", [
                f"/{code}/search/?{urlencode({'q': word})}" for code, word in [*self._common(), *self._inflected()]
            ]),
        ]  # fmt: skip

    def _languages(self) -> list[str]:
        return [CODES[number % 3] for number in range(len(self.slugs))]

    def _both(
        self, key: str, title: str, made: Callable[..., list[str]], words: Sequence[tuple[str, str]] = ()
    ) -> list[Scenario]:
        paths = made(words) if words else made()
        return [Scenario(key, title, paths, paths)]

    def _lists(self) -> list[str]:
        """Pages of the list in its orders; most readers look at the first ones."""
        orders = ["newest", "newest", "newest", "adopted", "start", "title"]
        found = []
        for number in range(MANY):
            page = min(1 + int(self.chance.expovariate(0.4)), max(1, self.records // 20))
            asked = {"sort": orders[number % len(orders)], **({"page": page} if page > 1 else {})}
            found.append(f"/{CODES[number % 3]}/practices/?{urlencode(asked)}")
        return found

    def _filters(self, words: Sequence[tuple[str, str]] = ()) -> list[str]:
        """Two facets chosen, each time another pair; with words too where they are given."""
        found = []
        pairs: list[tuple[str, list[str]]] = [
            ("theme", self.themes), ("country", self.countries[:12]), ("stage", ["pilot", "implemented", "scaled"]),
            ("evidence", ["self_reported", "agency_data", "independent_evaluation"]), ("level", ["national", "local"]),
            ("decade", ["2000", "2010", "2020"]),
        ]  # fmt: skip
        for number in range(MANY):
            chosen = self.chance.sample(pairs, 2)
            code, word = words[number % len(words)]
            asked = {key: self.chance.choice(values) for key, values in chosen} | ({"q": word} if word else {})
            found.append(f"/{code or CODES[number % 3]}/practices/?{urlencode(asked)}")
        return found

    def _words(self, pick: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[str]]:
        return lambda: [f"/{code}/practices/?{urlencode({'q': word})}" for code, word in pick()]

    def _mixed(self, choices: dict[str, list[str]], count: int = MANY) -> list[tuple[str, str]]:
        """Language and word by turns; each word again only when all have been asked."""
        return [(code := CODES[number % 3], choices[code][number // 3 % len(choices[code])]) for number in range(count)]

    def _rare(self) -> list[tuple[str, str]]:
        """Names that stand in a few records each, and words that hardly ever stand anywhere."""
        numbers = self.chance.sample(range(self.records), min(self.records, MANY))
        return self._mixed({
            code: [word for number in numbers[:100] for word in (name(code, number // SHARING).lower(), words_of(code).all[-1 - number % 15_000])]
            for code in CODES
        })  # fmt: skip

    def _common(self) -> list[tuple[str, str]]:
        return self._mixed({
            code: [word for word in words_of(code).known[FIRST_COMMON:LAST_COMMON] if len(word) > 4] for code in CODES
        })  # fmt: skip

    def _inflected(self) -> list[tuple[str, str]]:
        """Forms of the sample's words that the sample itself does not have."""
        found: dict[str, list[str]] = {}
        for code in CODES:
            words = words_of(code)
            made = words.all[len(words.known) : len(words.known) + 4000]
            found[code] = self.chance.sample([word for word in made if len(word) > 6], 130)
        return self._mixed(found)

    def _everywhere(self) -> list[tuple[str, str]]:
        return self._mixed({code: list(words) for code, words in EVERYWHERE.items()}, 60)

    def _beginnings(self) -> list[tuple[str, str]]:
        """What stands in the field while somebody types the words of a title."""
        words = [*self._common()[:120], *self._rare()[:120], *self._everywhere()[:12]]
        return [(code, word[:length]) for code, word in words for length in (2, 3, 5) if len(word) >= length]


def hostile() -> dict[str, str]:
    """Queries that want to be expensive or to break something, by what they are."""
    languages = [words_of(code) for code in CODES]
    chance = random.Random(SEED)  # noqa: S311 - the same queries each time
    stop = "и в на не что с по как это для of the and a in to is және мен бен пен үшін"
    facets: list[tuple[str, Any]] = [("theme", f"theme-{number}") for number in range(500)]
    facets += [("country", chr(65 + number // 26 % 26) + chr(65 + number % 26)) for number in range(500)]
    texts = {
        "10,000 characters": "служба қызмет service " * 455,
        "one word of 10,000 letters": "қызмет" * 1667,
        "500 words": " ".join(word for words in languages for word in words.draw(chance, 167)),
        "500 words, joined by OR": " OR ".join(word for words in languages for word in words.draw(chance, 167)),
        "only stop words": stop,
        "only operators": '- -- "" OR OR - & | ! ( ) <-> :* \\ %',
        "unbalanced quotes": '"служба "қызмет service" "',
        "quotes within quotes": '"' * 300 + "служба" + '"' * 299,
        "NUL": "служба\0қызмет",
        "control characters": "".join(map(chr, range(1, 32))) + "служба",
        "right to left": "\u202eخدمة المدنية \u200fשירות",
        "emoji": "👩🏽‍💻🏛️🇰🇿 служба 🎉",
        "everything excluded": "-служба -қызмет -service",
        "a phrase of words that stand everywhere": '"государственная служба"',
        "tsquery syntax": "служба:* & !(қызмет <2> service) | 'x'",
        "SQL": "'; DROP TABLE publishing_entry; --",
        "HTML": "<script>alert(1)</script>",
        "combining marks": "с\u0301" * 400,
        "the wrong keyboard": "cke;,f",
    }
    found = {what: urlencode({"q": text}) for what, text in texts.items()}
    found["a thousand facets"] = urlencode([*facets, ("q", "служба")])
    found["page 10 to the 18th"] = urlencode({"q": "служба", "page": 10**18})
    found["bytes that are not UTF-8"] = "q=%ff%fe%c0%80&theme=%ed%a0%80"
    return found
