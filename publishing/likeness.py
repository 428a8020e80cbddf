"""Likely duplicates: which known records say the same as a title and a summary, in whatever language.

A text is compared with the text of the same language where the record has one: by the search analysers' keys, a rare
word counting more than a common one. Where it has none, what crosses languages is compared: names, numbers and the words
that the languages share (портал, portal), in one alphabet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q, QuerySet

from .enums import State
from .languages import CODES, Text, columns, first_of, reading_order
from .models import Entry, Publication
from .querysets import Reader
from .search.analysers import document_keys
from .search.function_words import FUNCTION_WORDS
from .search.tokens import is_kazakh, tokens
from .search.vector import quoted
from .slugs import transliterate

LIKELY: Final = 0.34
"""From this score on a record is worth showing to the author; found on the library's own practices."""
CANDIDATES: Final = 25
DRAFTS: Final = 1000
"""So many unpublished records, the last changed first, are looked through."""
UNWRITTEN: Final = 500
"""So many public records that lack the language, the last changed first, are looked through."""
WORDS: Final = 24
"""By so many words candidates are looked for: those of the title, then the longest of the summary, which are the rarest."""
TITLE_LENGTH: Final = 300
SUMMARY_LENGTH: Final = 2000
_TITLE_SHARE: Final = 0.45
_CROSSING: Final = 1.8
"""Two languages share few words, so each one says more."""
_SAME_COUNTRY: Final = 0.1
_OTHER_COUNTRY: Final = 0.7
_COGNATE_LETTERS: Final = 5
_FOLDED: Final = (
    ("shch", "s"),
    ("sh", "s"),
    ("zh", "j"),
    ("kh", "h"),
    ("ts", "s"),
    ("ch", "s"),
    ("ph", "f"),
    ("x", "ks"),
)
_ALIKE: Final = str.maketrans({"c": "k", "q": "k", "w": "v", "y": "i", "j": "i", "g": "g", "z": "s", "h": None})

_CANDIDATES: Final = """
WITH wanted AS (SELECT * FROM unnest(%(places)s::int[], %(queries)s::text[], %(shares)s::float[]) AS w(place, query, share)),
everything AS (SELECT count(*)::float AS n FROM publishing_entry WHERE content_type_id = %(kind)s),
hit AS MATERIALIZED (
    SELECT w.place, w.share, e.id FROM wanted w JOIN publishing_entry e ON e.vector @@ w.query::tsquery
    WHERE e.content_type_id = %(kind)s AND e.object_id <> %(except)s
),
common AS (SELECT place, count(*)::float AS n FROM hit GROUP BY place),
best AS (
    SELECT hit.id FROM hit JOIN common USING (place) CROSS JOIN everything
    GROUP BY hit.id ORDER BY sum(hit.share * ln(1 + everything.n / common.n)) DESC, hit.id LIMIT %(limit)s
)
SELECT (SELECT n FROM everything), (SELECT json_object_agg(place, n) FROM common), (SELECT array_agg(id) FROM best)
"""

Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may say the same; `score` is 0 to 1, `languages` the two that were compared (sought, found)."""

    model: type[Publication]
    pk: int
    slug: str
    title: Text
    state: str
    score: float
    languages: tuple[str, str]

    @property
    def url(self) -> str:
        """The record's page."""
        unsaved: Any = self.model(slug=self.slug)
        return str(unsaved.get_absolute_url())

    @property
    def percent(self) -> int:
        """The score in hundredths."""
        return round(self.score * 100)

    @property
    def is_published(self) -> bool:
        """Whether everybody can read it."""
        return self.state == State.PUBLISHED


@dataclass(frozen=True, slots=True)
class _Known:
    """A record to compare with: its texts by language."""

    pk: int
    slug: str
    state: str
    country: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for: the words with their weights, the title's first."""

    language: str
    title: list[Keys]
    words: list[Keys]
    weights: Mapping[Keys, float]
    usual: float
    letters: Keys
    cognate_title: list[Keys]
    cognate_words: list[Keys]
    country: str


def likely_duplicates(
    user: Reader,
    model: type[Publication],
    title: str,
    summary: str = "",
    *,
    language: str = "",
    country: str = "",
    except_pk: int | None = None,
    least: float = LIKELY,
    limit: int = 5,
) -> list[Likeness]:
    """The records of the model that most likely say the same as the title and the summary, the likeliest first.

    Call it before a submission: `likely_duplicates(request.user, Practice, title, summary, language="ru",
    except_pk=practice.pk)`. It looks through what is public and through the unpublished records that `user` may see;
    `except_pk` is the record that is being written. `language` is that of both texts; empty: guessed by their letters.
    `country` (ISO code of two letters) is that of the record: what is known of another country is less likely the same. Any string is accepted. At most three queries.
    """
    title, summary = title.replace("\x00", " ")[:TITLE_LENGTH], summary.replace("\x00", " ")[:SUMMARY_LENGTH]
    language = language if language in CODES else language_by_letters(f"{title} {summary}")
    own_title, own_words = _words(title, language), _words(f"{title} {summary}", language)
    if not own_words:
        return []
    telling = _telling(own_title, own_words)
    total, common, entry_keys = _candidates(model, telling, set(own_title), except_pk or 0)
    weights = {word: log(1 + total / max(common.get(place, 1), 1)) for place, word in enumerate(telling)}
    sought = _Sought(
        language=language,
        title=own_title,
        words=own_words,
        weights=weights,
        usual=sum(weights.values()) / len(weights) or 1.0,
        letters=_trigrams(title),
        cognate_title=_cognates(title),
        cognate_words=_cognates(f"{title} {summary}"),
        country=country.upper(),
    )
    known = _published(user, model, entry_keys, except_pk, sought) + _unpublished(user, model, except_pk, sought)
    order = reading_order(language)
    found = [_likeness(model, record, sought, order) for record in known]
    likely = [likeness for likeness in found if likeness.score >= least]
    return sorted(likely, key=lambda likeness: (-likeness.score, not likeness.is_published, likeness.pk))[:limit]


def language_by_letters(text: str) -> str:
    """The language that the letters of a text speak for: kk, ru or en."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in text)
    latin = sum("a" <= letter <= "z" for letter in text.casefold())
    if latin > cyrillic:
        return "en"
    return "kk" if any(is_kazakh(token.word) for token in tokens(text)) else "ru"


def _telling(title: list[Keys], words: list[Keys]) -> list[Keys]:
    rest = sorted((word for word in words if word not in set(title)), key=lambda word: -max(map(len, word)))
    return [*title, *rest][:WORDS]


def _candidates(
    model: type[Publication], words: list[Keys], of_title: set[Keys], except_pk: int
) -> tuple[float, dict[int, int], list[int]]:
    """How many entries there are, in how many each word stands, the keys of the entries with the most telling words."""
    values: dict[str, Any] = {
        "places": list(range(len(words))),
        "queries": [" | ".join(quoted(key) for key in sorted(word)) for word in words],
        "shares": [2.0 if word in of_title else 1.0 for word in words],
        "kind": ContentType.objects.get_for_model(model).pk,
        "except": except_pk,
        "limit": CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        total, common, keys = cursor.fetchone()
    return max(total, 1.0), {int(place): int(amount) for place, amount in (common or {}).items()}, keys or []


def _published(
    user: Reader, model: type[Publication], keys: list[int], except_pk: int | None, sought: _Sought
) -> list[_Known]:
    """The candidates, and of what is not written in the language what passes the sieve."""
    seen = Entry.objects.visible_to(user).filter(content_type=ContentType.objects.get_for_model(model))
    unwritten = seen.filter(**{f"title_{sought.language}": ""}).order_by("-changed_at")[:UNWRITTEN]
    rows = seen.filter(Q(pk__in=keys) | Q(pk__in=unwritten.values("pk"))).exclude(object_id=except_pk or 0)
    names = columns("title", "summary")
    known = [
        _known(key, slug, State.PUBLISHED, country, texts)
        for key, slug, country, *texts in rows.values_list("object_id", "slug", "country", *names)
    ]
    written = [record for record in known if sought.language in record.titles]
    return written + _sieved([record for record in known if sought.language not in record.titles], sought)


def _unpublished(user: Reader, model: type[Publication], except_pk: int | None, sought: _Sought) -> list[_Known]:
    """The person's unpublished records that pass the sieve."""
    if not user.is_authenticated:
        return []
    seen: QuerySet[Any] = model._default_manager.visible_to(user).originals()  # type: ignore[attr-defined]  # every publication has it
    rows = seen.exclude(Q(state=State.PUBLISHED) | Q(pk=except_pk)).order_by("-changed_at", "-pk")
    texts_at = columns(model.title_field) + (columns("summary") if "summary" in model.text_fields else [])
    has_country = any(field.name == "country" for field in model._meta.get_fields())
    names = ["pk", "slug", "state", "country__iso2" if has_country else "slug", *texts_at]
    known = [
        _known(key, slug, state, country if has_country else "", texts)
        for key, slug, state, country, *texts in rows.values_list(*names)[:DRAFTS]
    ]
    return _sieved(known, sought)


def _sieved(known: list[_Known], sought: _Sought) -> list[_Known]:
    """The records with the most words in common by their first letters: cheap, before the comparison proper."""
    own: Keys = frozenset().union(*sought.cognate_words)
    found = []
    for record in known:
        code = _compared(record, sought.language)
        text = f"{record.titles.get(code, '')} {record.summaries.get(code, '')}"
        shared = sum(_cognate(token.word) in own for token in tokens(text))
        if shared:
            found.append((shared, record))
    found.sort(key=lambda pair: -pair[0])
    return [record for _shared, record in found[:CANDIDATES]]


def _known(key: int, slug: str, state: str, country: str, texts: list[Any]) -> _Known:
    titles, summaries = texts[: len(CODES)], texts[len(CODES) :]
    return _Known(
        key,
        slug,
        state,
        country,
        {code: text for code, text in zip(CODES, titles, strict=True) if text},
        {code: text[:SUMMARY_LENGTH] for code, text in zip(CODES, summaries, strict=False) if text},
    )


def _compared(record: _Known, language: str) -> str:
    return next((code for code in reading_order(language) if code in record.titles), language)


def _likeness(model: type[Publication], record: _Known, sought: _Sought, order: tuple[str, ...]) -> Likeness:
    code = _compared(record, sought.language)
    title, summary = record.titles.get(code, ""), record.summaries.get(code, "")
    if code == sought.language:
        by_title = _share(sought.title, _words(title, code), sought)
        by_words = _share(sought.words, _words(f"{title} {summary}", code), sought)
        by_letters = _dice(sought.letters, _trigrams(title))
    else:
        by_title = _share(sought.cognate_title, _cognates(title), sought)
        by_words = _share(sought.cognate_words, _cognates(f"{title} {summary}"), sought)
        by_letters = 0.0
    score = _TITLE_SHARE * by_title + (1 - _TITLE_SHARE) * by_words
    if code != sought.language:
        score = min(score * _CROSSING, 1.0)
    if sought.country and record.country:
        score = score + (1 - score) * _SAME_COUNTRY if sought.country == record.country else score * _OTHER_COUNTRY
    # A title that is letter for letter nearly the same is a sign of its own, whatever the summaries say.
    score = max(score, (by_letters - 0.5) * 2) if by_letters > 0.5 else score
    return Likeness(
        model,
        record.pk,
        record.slug,
        first_of(record.titles, order),
        record.state,
        min(score, 1.0),
        (sought.language, code),
    )


def _share(ours: list[Keys], theirs: list[Keys], sought: _Sought) -> float:
    """How much of what either says the other says too, 0 to 1: half the geometric mean of both shares, half the greater one.

    The greater one counts, because a short note about a known record says little of all that is known of it.
    """
    if not ours or not theirs:
        return 0.0
    our_keys, their_keys = frozenset().union(*ours), frozenset().union(*theirs)
    our_weight = {word: sought.weights.get(word, sought.usual) for word in ours}
    shared = sum(weight for word, weight in our_weight.items() if word & their_keys)
    by_key = {key: weight for word, weight in our_weight.items() for key in word}
    their_weight = {word: max((by_key[key] for key in word if key in by_key), default=sought.usual) for word in theirs}
    shared_by_them = sum(weight for word, weight in their_weight.items() if word & our_keys)
    of_ours, of_theirs = shared / sum(our_weight.values()), shared_by_them / sum(their_weight.values())
    return (sqrt(of_ours * of_theirs) + max(of_ours, of_theirs)) / 2


def _words(text: str, language: str) -> list[Keys]:
    """The words that say something, each once, each as its keys without the skeletons."""
    found: dict[Keys, None] = {}
    for token in tokens(text):
        if token.word not in FUNCTION_WORDS and (len(token.word) > 1 or token.word.isdigit()):
            found[_keys(token.word, language)] = None
    return list(found)


@lru_cache(maxsize=20_000)
def _keys(word: str, language: str) -> Keys:
    return frozenset(document_keys(word, language))


def _cognates(text: str) -> list[Keys]:
    """What of a text crosses languages: numbers, and the beginnings of longer words in one alphabet."""
    return [frozenset({key}) for key in dict.fromkeys(map(_cognate, (token.word for token in tokens(text)))) if key]


@lru_cache(maxsize=50_000)
def _cognate(word: str) -> str:
    if word in FUNCTION_WORDS:
        return ""
    if word.isdigit():
        return word
    latin = transliterate(word)
    for pair, letter in _FOLDED:
        latin = latin.replace(pair, letter)
    latin = latin.translate(_ALIKE)
    return latin[:_COGNATE_LETTERS] if len(latin) >= _COGNATE_LETTERS - 1 else ""


def _trigrams(text: str) -> Keys:
    plain = f" {' '.join(token.word for token in tokens(text))} "
    return frozenset(plain[start : start + 3] for start in range(len(plain) - 2))


def _dice(ours: Keys, theirs: Keys) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
