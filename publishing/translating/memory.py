"""The translation memory: what sentences of approved translations say in the other language, and where that helps again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import QuerySet
from django_tasks import task

from ..enums import Kind, LanguageState
from ..languages import CODES
from ..models import Publication, Segment
from .blocks import plain, split
from .records import kinds
from .units import Unit, units_of

ALIKE: Final = 0.55
"""From this trigram similarity on an earlier sentence is worth showing."""
PER_SENTENCE: Final = 2
SENTENCES: Final = 150
"""So many sentences of a record are looked up at most."""
SHORTEST, LONGEST = 8, 1200
"""Characters of a segment that is remembered."""
_ENDS: Final = re.compile(r"(?<=[.!?…])[»”\")]*\s+(?=[«“\"(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An earlier sentence like this one, its translation, and how alike they are in percent."""

    sentence: str
    source: str
    target: str
    percent: int


def learn(record: Publication, language: str, units: list[Unit] | None = None) -> int:
    """Remember the record's translation into a language in place of what was remembered before; how many segments.

    Texts about a person stay out of the memory: their consent ends, and they help nobody else.
    """
    if record.kind == Kind.EXPERT:
        return 0
    kind = ContentType.objects.get_for_model(type(record))
    Segment.objects.filter(content_type=kind, object_id=record.pk, target_language=language).delete()
    made = [
        Segment(
            content_type=kind,
            object_id=record.pk,
            source_language=record.original_language,
            target_language=language,
            source=source,
            target=target,
        )
        for source, target in pairs_of(units or units_of(record), record.original_language, language)
    ]
    return len(Segment.objects.bulk_create(made))


def learn_all(record: Publication) -> int:
    """Remember all approved and current translations of the record and forget the others; how many segments."""
    number, units = 0, units_of(record)
    versions = record.versions()
    Segment.objects.filter(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk).delete()
    for code in CODES:
        row = versions.get(code)
        is_good = row is not None and row.state == LanguageState.APPROVED and not record.is_outdated(row)
        if code != record.original_language and is_good:
            number += learn(record, code, units)
    return number


def rebuild() -> Iterator[tuple[type[Publication], int]]:
    """Make the memory anew in one transaction; yields each kind of record with how many segments it gave."""
    with transaction.atomic():
        Segment.objects.all().delete()
        for model in kinds().values():
            originals: QuerySet[Publication] = model._default_manager.originals()  # type: ignore[attr-defined]  # every publication has it
            records = originals.prefetch_related("language_versions").order_by("pk")
            yield model, sum(learn_all(record) for record in records.iterator(chunk_size=200))


@task()
def rebuild_later() -> None:
    """The same by the task worker, after many records were loaded."""
    for _model, _number in rebuild():
        pass


def pairs_of(units: list[Unit], source: str, target: str) -> list[tuple[str, str]]:
    """Sentences and their translations, each pair once; blocks whose parts do not match one to one are left out or kept whole."""
    found: dict[tuple[str, str], None] = {}
    for unit in units:
        for before, after in _aligned(_blocks(unit, unit.text(source)), _blocks(unit, unit.text(target))):
            for pair in _aligned(sentences(before), sentences(after)) or [(before, after)]:
                if SHORTEST <= len(pair[0]) <= LONGEST and 1 < len(pair[1]) <= 2 * LONGEST and pair[0] != pair[1]:
                    found[pair] = None
    return list(found)


def sentences(text: str) -> list[str]:
    """The sentences of a block of plain text."""
    return [part for part in (piece.strip() for piece in _ENDS.split(text)) if part]


def source_sentences(unit: Unit, text: str) -> list[str]:
    """The sentences of a text of a unit."""
    return [sentence for block in _blocks(unit, text) for sentence in sentences(block)]


def suggestions(texts: dict[str, list[str]], source: str, target: str) -> dict[str, list[Suggestion]]:
    """What earlier translations offer for the sentences of each unit (by key), the most alike first; two queries."""
    asked = [(key, sentence) for key, parts in texts.items() for sentence in parts if len(sentence) >= SHORTEST]
    asked = asked[:SENTENCES]
    found: dict[str, list[Suggestion]] = {}
    for place, text, translation, likeness in _alike([sentence for _key, sentence in asked], source, target):
        key, sentence = asked[place]
        found.setdefault(key, []).append(Suggestion(sentence, text, translation, int(likeness * 100)))
    return found


def _alike(asked: list[str], source: str, target: str) -> Iterator[tuple[int, str, str, float]]:
    if not asked:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(
            """
            SELECT asked.place - 1, near.source, near.target, near.likeness
            FROM unnest(%s::text[]) WITH ORDINALITY AS asked(sentence, place)
            CROSS JOIN LATERAL (
                SELECT source, target, max(similarity(source, asked.sentence)) AS likeness, max(id) AS latest
                FROM publishing_segment
                WHERE source %% asked.sentence AND source_language = %s AND target_language = %s
                GROUP BY source, target
                ORDER BY likeness DESC, latest DESC
                LIMIT %s
            ) AS near
            ORDER BY asked.place, near.likeness DESC
            """,
            [asked, source, target, PER_SENTENCE],
        )
        yield from cursor.fetchall()


def _blocks(unit: Unit, text: str) -> list[str]:
    if unit.is_rich:
        return [plain(block) for block in split(text).blocks]
    return [line.strip() for line in text.splitlines() if line.strip()]


def _aligned(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """The parts side by side where there are as many of them; else none."""
    return list(zip(before, after, strict=True)) if len(before) == len(after) else []
