"""The synthetic practices with all that belongs to them, as rows for the database. Each number gives the same practice."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from bench.synthetic.words import CODES, SEED, name, sample, sentences, words_of
from members.models import Country
from practices.adoption.enums import AdoptionStage, AdoptionState
from practices.enums import Evidence, Level, Stage
from practices.models import Adoption, Award, Practice, PracticeTheme, Result
from publishing.enums import LanguageState, State
from publishing.models import LanguageVersion, Source, Tag, TaggedRecord, Theme

FIRST_KEY: Final = 1_000_000
"""Keys of synthetic records begin above those of the sample."""
ROOM: Final = 16
"""So many rows of one table belong to a practice at most."""
SECTIONS: Final = {"problem": 1.0, "solution": 1.6, "results_text": 0.9, "lessons": 0.6, "transfer": 0.8}
"""How long the sections are beside each other."""
SENTENCES: Final = {"problem": 2.6, "solution": 3.2, "results_text": 2.2, "lessons": 1.4, "transfer": 1.8}
FROM_SAMPLE: Final = 0.15
"""How many sentences are whole ones of the sample."""
EVERYWHERE: Final = {"kk": "мемлекеттік қызмет", "ru": "государственная служба", "en": "civil service"}
"""What every summary names. Every practice has a Russian text, so one word of it stands in every record."""
SHARING: Final = 5
"""So many practices are of one place, whose name stands nowhere else: the rarest words."""
INDICATORS: Final = 400
"""So many indicators are known; practices share them."""
FIRST_DAY, LAST_DAY = datetime(2014, 1, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)
HOLDING: Final = (Practice, PracticeTheme, TaggedRecord, Source, Result, Award, LanguageVersion, Adoption)
"""The models in the order in which their rows can be written."""
RELATED: Final[dict[type[Model], str]] = {
    PracticeTheme: "theme_rows", TaggedRecord: "tags", Source: "sources", Result: "results", Award: "awards",
    LanguageVersion: "language_versions", Adoption: "adoptions",
}  # fmt: skip
"""How a practice calls its rows."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Values, some more frequent than others."""

    values: Sequence[Any]
    weights: Sequence[float]

    def one(self, chance: random.Random) -> Any:
        """One of them."""
        return chance.choices(self.values, cum_weights=self.weights)[0]

    def some(self, chance: random.Random, count: int) -> list[Any]:
        """So many different ones."""
        found: dict[Any, None] = {}
        while len(found) < min(count, len(self.values)):
            found[self.one(chance)] = None
        return list(found)


def weighted(values: Sequence[Any], weight: Callable[[int], float]) -> Weighted:
    """The values with the weight of their place."""
    return Weighted(values, list(accumulate(weight(place) for place in range(len(values)))))


EVIDENCE: Final = Weighted([Evidence.SELF_REPORTED, Evidence.AGENCY_DATA, Evidence.INDEPENDENT], [0.45, 0.9, 1.0])
STAGE: Final = Weighted([Stage.IMPLEMENTED, Stage.SCALED, Stage.PILOT, Stage.ENDED], [0.5, 0.8, 0.93, 1.0])
LEVEL: Final = Weighted([Level.NATIONAL, Level.REGIONAL, Level.LOCAL], [0.65, 0.85, 1.0])
ORIGINAL: Final = Weighted(["ru", "en", "kk"], [0.5, 0.8, 1.0])
COUNTS: Final = {
    "themes": Weighted([1, 2, 3, 4], [0.15, 0.5, 0.85, 1.0]),
    "tags": Weighted([0, 1, 2, 3, 4, 5], [0.05, 0.15, 0.4, 0.75, 0.93, 1.0]),
    "results": Weighted([0, 1, 2, 3, 4, 5, 6, 8], [0.25, 0.45, 0.65, 0.78, 0.87, 0.93, 0.97, 1.0]),
    "sources": Weighted([1, 2, 3, 4, 5], [0.3, 0.55, 0.8, 0.95, 1.0]),
    "awards": Weighted([0, 1, 2], [0.9, 0.98, 1.0]),
    "adoptions": Weighted([0, 1, 2, 3, 6], [0.93, 0.97, 0.985, 0.995, 1.0]),
}
DECISION: Final = {
    LanguageState.APPROVED: {"kk": 0.62, "ru": 0.8, "en": 0.66},
    LanguageState.MACHINE_DRAFT: {"kk": 0.9, "ru": 1.0, "en": 0.88},
}
"""Cumulated shares of the states of a translation; the rest is missing. Russian is never missing."""


class Library:
    """Makes practices out of words and of what the vocabularies of the database hold."""

    def __init__(self) -> None:
        self.words = {code: words_of(code) for code in CODES}
        self.themes = weighted(list(Theme.objects.order_by("position", "pk")), lambda place: 1 / (place + 3))
        self.tags = weighted(list(Tag.objects.order_by("slug")), lambda place: 1 / (place + 4))
        self.countries = weighted(list(Country.objects.order_by("pk")), lambda place: 1 / (place + 5))
        self.kind = ContentType.objects.get_for_model(Practice)
        self.indicators = self._indicators()
        self.units = [result["unit"] for one in sample("practices") for result in one.get("results") or [] if result.get("unit")]  # fmt: skip
        self.reports = [source["title"] for one in sample("practices") for source in one["sources"]]
        self.publishers = [source.get("publisher") or "" for one in sample("practices") for source in one["sources"]]

    def rows(self, numbers: range) -> dict[type[Model], list[Model]]:
        """The rows of the practices with these numbers, by model, in the order in which they can be written."""
        rows: dict[type[Model], list[Model]] = {model: [] for model in HOLDING}
        for number in numbers:
            own = list(self._practice(number))
            self._join(own)
            for row in own:
                rows[type(row)].append(row)
        return rows

    @staticmethod
    def _join(rows: list[Model]) -> None:
        """Let the practice know its rows as if they had been read with it: what describes it need not read them."""
        practice: Any = rows[0]
        known: dict[str, list[Any]] = {name: [] for name in RELATED.values()}
        for row in rows[1:]:
            known[RELATED[type(row)]].append(row.tag if isinstance(row, TaggedRecord) else row)
        practice.documented_adoptions = len(known.pop(RELATED[Adoption]))
        practice._prefetched_objects_cache = known

    def _indicators(self) -> list[dict[str, str]]:
        chance = random.Random(SEED)  # noqa: S311 - the same library each time
        known = [result["indicator"] for one in sample("practices") for result in one.get("results") or []]
        made = [
            {code: " ".join(self.words[code].draw(chance, chance.randint(3, 8))).capitalize() for code in CODES}
            for _ in range(INDICATORS - len(known))
        ]
        return [*known, *made]

    def _practice(self, number: int) -> Iterator[Model]:
        chance = random.Random(SEED * 7 + number)  # noqa: S311 - the same library each time
        key, original = FIRST_KEY + number, ORIGINAL.one(chance)
        states = {code: self._state(chance, code, original) for code in CODES}
        written = [code for code in CODES if states[code] != LanguageState.MISSING]
        published = FIRST_DAY + (LAST_DAY - FIRST_DAY) * chance.random() ** 0.7
        start = None if chance.random() < 0.02 else published.year - int(chance.expovariate(0.25)) - 1
        country = self.countries.one(chance)
        columns = self._texts(chance, number, written)
        title = columns.get("title_en") or f"{country.slug} {number}"
        slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split())
        yield Practice(
            pk=key, slug=f"{country.iso2.lower()}-{slug[:80].rstrip('-')}-{number}", original_language=original,
            state=State.PUBLISHED, created_at=published - timedelta(days=chance.randint(5, 200)),
            published_at=published, changed_at=published + (LAST_DAY - published) * chance.random() ** 3,
            checked_on=published.date() + timedelta(days=chance.randint(0, 400)) if chance.random() < 0.6 else None,
            country=country, level=LEVEL.one(chance), stage=STAGE.one(chance), evidence=EVIDENCE.one(chance),
            start_year=max(start, 1991) if start else None, submitted_for=chance.choice(["", "", "country", "person"]),
            **columns,
        )  # fmt: skip
        yield from self._vocabularies(chance, number)
        yield from self._facts(chance, number, written, published)
        for place, code in enumerate(CODES):
            yield LanguageVersion(
                pk=FIRST_KEY + number * ROOM + place, content_type=self.kind, object_id=key, language=code,
                state=states[code], changed_on=published.date(),
            )  # fmt: skip
        yield from self._adoptions(chance, number, country, published)

    @staticmethod
    def _state(chance: random.Random, code: str, original: str) -> LanguageState:
        if code == original:
            return LanguageState.APPROVED
        drawn = chance.random()
        found = (state for state, shares in DECISION.items() if drawn < shares[code])
        return next(found, LanguageState.MISSING)

    def _texts(self, chance: random.Random, number: int, written: Sequence[str]) -> dict[str, str]:
        """The language columns: a title, a summary, an institution, and for most the five sections in full."""
        length = chance.lognormvariate(-0.65, 0.6)
        sections = SECTIONS if chance.random() < 0.5 else {"solution": SECTIONS["solution"]}
        columns: dict[str, str] = {}
        for code in written:
            title = [*self.words[code].draw(chance, chance.randint(5, 9)), name(code, number // SHARING)]
            columns[f"title_{code}"] = " ".join(title).capitalize()[:200]
            body = " ".join(self.words[code].draw(chance, chance.randint(12, 26)))
            columns[f"summary_{code}"] = f"{body.capitalize()}: {EVERYWHERE[code]}."[-600:]
            columns[f"institution_{code}"] = " ".join(self.words[code].draw(chance, chance.randint(3, 7))).capitalize()
            for field, share in sections.items():
                wanted = max(1, round(SENTENCES[field] * length * share * chance.uniform(0.6, 1.4)))
                columns[f"{field}_{code}"] = self._rich(chance, code, field, min(wanted, 60))
        return columns

    def _rich(self, chance: random.Random, code: str, field: str, wanted: int) -> str:
        """Rich text of so many sentences: a list of lessons, paragraphs otherwise."""
        found = [self._sentence(chance, code, field) for _ in range(wanted)]
        if field == "lessons":
            return "<ul>" + "".join(f"<li><p>{one}</p></li>" for one in found) + "</ul>"
        return "".join(f"<p>{' '.join(found[start : start + 4])}</p>" for start in range(0, len(found), 4))

    def _sentence(self, chance: random.Random, code: str, field: str) -> str:
        if chance.random() < FROM_SAMPLE:
            return chance.choice(sentences(code, field)).replace("<", "")
        words = self.words[code].draw(chance, chance.randint(7, 22))
        if len(words) > 12:
            words[len(words) // 2] += ","
        if chance.random() < 0.15:
            words.append(str(chance.choice((chance.randint(1995, 2026), chance.randint(2, 90_000)))))
        return " ".join(words).capitalize() + "."

    def _vocabularies(self, chance: random.Random, number: int) -> Iterator[Model]:
        key, first = FIRST_KEY + number, FIRST_KEY + number * ROOM
        for place, theme in enumerate(self.themes.some(chance, COUNTS["themes"].one(chance))):
            yield PracticeTheme(pk=first + place, practice_id=key, theme=theme, position=place)
        for place, tag in enumerate(self.tags.some(chance, COUNTS["tags"].one(chance))):
            yield TaggedRecord(pk=first + place, content_type=self.kind, object_id=key, tag=tag)

    def _facts(
        self, chance: random.Random, number: int, written: Sequence[str], published: datetime
    ) -> Iterator[Model]:
        """Sources, results and awards."""
        key, first = FIRST_KEY + number, FIRST_KEY + number * ROOM
        sources = COUNTS["sources"].one(chance)
        for place in range(sources):
            yield Source(
                pk=first + place, content_type=self.kind, object_id=key, key=f"s{place + 1}", position=place,
                title=chance.choice(self.reports), publisher=chance.choice(self.publishers),
                year=published.year - chance.randint(0, 6), url=f"https://source.example/{number}/{place}",
            )  # fmt: skip
        for place in range(COUNTS["results"].one(chance)):
            indicator, unit, after = chance.choice(self.indicators), chance.choice(self.units), chance.randint(1, 10**5)
            yield Result(
                pk=first + place, practice_id=key, position=place, year=published.year - chance.randint(0, 4),
                before=Decimal(round(after * chance.uniform(0.2, 3))) if chance.random() < 0.6 else None,
                after=Decimal(after), source_id=first + chance.randrange(sources),
                **{f"indicator_{code}": indicator.get(code) or "" for code in written},
                **{f"unit_{code}": unit.get(code) or "" for code in written},
            )  # fmt: skip
        for place in range(COUNTS["awards"].one(chance)):
            named = chance.choice(self.indicators)
            yield Award(
                pk=first + place, practice_id=key, position=place, year=published.year,
                **{f"name_{code}": named.get(code) or "" for code in written},
            )  # fmt: skip

    def _adoptions(self, chance: random.Random, number: int, own: Country, published: datetime) -> Iterator[Model]:
        countries = self.countries.some(chance, COUNTS["adoptions"].one(chance) + 1)
        for place, country in enumerate(country for country in countries[1:] if country != own):
            yield Adoption(
                pk=FIRST_KEY + number * ROOM + place, practice_id=FIRST_KEY + number, country=country,
                year=min(published.year + chance.randint(0, 3), date(2026, 1, 1).year), state=AdoptionState.CONFIRMED,
                stage=chance.choice([AdoptionStage.PILOTING, AdoptionStage.ADOPTED]), stated_at=published,
                confirmed_at=published, changed_at=published,
            )  # fmt: skip
