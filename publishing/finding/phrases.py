"""Phrases: of the entries that have all words of one, those where the words stand side by side.

The index knows words, not their places, so each entry has to be looked into. That is bounded: of many entries the best
are looked into. What the reader asked for stays exact, at the price of the others; other words for what was typed need not
stand side by side where many entries have them.
"""

from typing import Final

import numpy as np
from django.db import connection

from .counting import RELEVANCE, tally
from .scanning import MOST_CHECKED, Chunk, Ids, Mask, Scan, Scope

MOST_OTHERS: Final = 1000
"""The same where only other words for what was typed are phrases."""


def checked(found: Scan, scope: Scope) -> Scan:
    """Those of the entries found that match `scope.exact`; one query, none where nobody asked for phrases and many were found.

    All matches are held at once, whereas `Scan` lets them go one chunk after the other.
    """
    chunks = list(found.chunks)
    number = sum(map(len, chunks))
    held = Scan(found.numbers, iter(chunks), found.title_hits)
    if not number or (number > MOST_OTHERS and not scope.is_strict):
        return held
    ids = np.concatenate([chunk.ids for chunk in chunks])
    is_partial = number > MOST_CHECKED
    if is_partial:
        tallied = tally(held, (), {}, RELEVANCE)
        ids = tallied.ids[tallied.first(MOST_CHECKED)]
    matching = _matching(ids, scope.exact)
    kept = (_part(chunk, np.isin(chunk.ids, matching)) for chunk in chunks)
    return Scan(found.numbers, iter([chunk for chunk in kept if len(chunk)]), found.title_hits, is_partial)


def _matching(ids: Ids, exact: str) -> Ids:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT id, vector FROM publishing_entry WHERE id = ANY(%s::bigint[]) OFFSET 0) AS entry"
            " WHERE vector @@ %s::tsquery",
            [ids.tolist(), exact],
        )
        return np.array([key for (key,) in cursor.fetchall()], np.int64)


def _part(chunk: Chunk, mask: Mask) -> Chunk:
    """The rows of a chunk that a mask keeps."""
    if mask.all():
        return chunk
    kept = mask[chunk.theme_rows]
    places = np.cumsum(mask) - 1
    return Chunk(chunk.ids[mask], chunk.fixed[mask], places[chunk.theme_rows[kept]], chunk.themes[kept])
