"""The best of many matches, ranked exactly.

Beyond the window matches stand by title hit and quality, which need no look at their texts; so a word that stands in
every record costs no more than this many ranks.
"""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from ..languages import CODES
from ..search import ranking
from ..search.query import RANK_WEIGHTS, Query

SIZE: Final = 300
"""Matches that are ranked exactly; a page of results is 20."""

_LETTERS: Final = ", ".join(f"nullif(length(title_{code}), 0)" for code in CODES)
_RANKS: Final = ranking.RANKS
_MATCHES: Final = ("in_title", "other_in_title", "other_in_summary", "same_in_title", "same_in_summary", "is_there")


def ranked(query: Query, ids: Sequence[int], qualities: Sequence[int]) -> list[int]:
    """The entries, best first; one query to the database. Of equals, the one that comes first stands first.

    `qualities` are those of the entries (`columns`). An entry that has gone meanwhile is left out.
    """
    if len(ids) <= 1:
        return list(ids)
    lanes = ranking.lanes(query)
    asked = [
        (number, name, text)
        for number, lane in enumerate(lanes.parts)
        for name in (*_RANKS, *_MATCHES)
        if (text := getattr(lane, name))
    ]
    asked += [(len(lanes.parts), "near", lanes.near)] if lanes.near else []
    columns = "".join(
        ", keys[1] @@ %s::tsquery" if name in _MATCHES else ", ts_rank(%s::float4[], keys[1], %s::tsquery)"
        for _number, name, _text in asked
    )
    # the vector is read from where long values lie once, not for each column: what stands in an array is in memory
    sql = f"""SELECT id, coalesce(least({_LETTERS}), 0){columns} FROM (
        SELECT id, {", ".join(f"title_{code}" for code in CODES)}, ARRAY[vector] AS keys
        FROM publishing_entry WHERE id = ANY(%s::bigint[]) OFFSET 0) AS entry"""  # noqa: S608 - names of our own columns
    parameters = [
        value for _n, name, text in asked for value in ((text,) if name in _MATCHES else (RANK_WEIGHTS, text))
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, list(ids)])
        rows = {key: (letters, answers) for key, letters, *answers in cursor.fetchall()}
    known = [(key, quality) for key, quality in zip(ids, qualities, strict=True) if key in rows]
    candidates = [_candidate(quality, rows[key][0], asked, rows[key][1], len(lanes.parts)) for key, quality in known]
    letters = sum(len(term.typed) for term in query.terms if not term.is_excluded)
    scores = ranking.score(candidates, letters)
    best = sorted(range(len(known)), key=lambda place: -scores[place])
    return [known[place][0] for place in best]


def _candidate(
    quality: int, letters: int, asked: Sequence[tuple[int, str, str]], answers: Sequence[float], parts: int
) -> ranking.Candidate:
    """The database's answers for one entry, by part."""
    by_part: list[dict[str, float]] = [{} for _part in range(parts + 1)]
    for (number, name, _text), answer in zip(asked, answers, strict=True):
        by_part[number][name] = answer
    had = tuple(ranking.Had(**own) for own in by_part[:-1])  # type: ignore[arg-type]  # ranks and matches by their names
    return ranking.Candidate(parts=had, near=by_part[-1].get("near", 0.0), quality=quality, title_letters=letters)
