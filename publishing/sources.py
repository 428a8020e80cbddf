"""The numbers under which a page names its sources."""

from .models import Publication


def numbers_of(record: Publication) -> dict[int, int]:
    """The number of each source in the record's list, by the source's key; prefetch `sources` before asking."""
    return {source.pk: number for number, source in enumerate(record.sources.all(), start=1)}
