"""Catalogue entries in the alphabetical order of their titles, as a reader sees them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..finding.scanning import Ids, planned
from ..models import Entry
from ..models.entries import title_key

FIRST: Final = 100
"""So many are put in order at least; a key is made of each title that is looked at, which is dear."""
FEW: Final = 500
"""So many entries are put in order by themselves."""


@dataclass(frozen=True, slots=True)
class TitleOrder:
    """By title, as the pages of a language show it to who has not chosen other languages."""

    language: str


def in_title_order(ids: Ids, order: TitleOrder, kinds: tuple[str, ...], most: int) -> Ids:
    """The first of the entries in the order, so many at most.

    Of many entries of one kind, the beginning of the whole kind's order is read off its index, four times as far each
    time, until they are found; one query where the entries are most of the kind.
    """
    rows = Entry.objects.order_by(title_key(order.language), "-pk").values_list("pk", flat=True)
    reach = max(4 * most, FEW)
    while len(kinds) == 1 and 2 * len(ids) > reach:
        with planned(is_sorted=True):
            first = np.array(rows.filter(kind=kinds[0])[:reach], np.int64)
        found = first[np.isin(first, ids)]
        if len(found) >= min(most, len(ids)) or len(first) < reach:
            return found[:most]
        reach *= 4
    return np.array(rows.filter(pk__in=ids.tolist())[:most], np.int64) if len(ids) else ids
