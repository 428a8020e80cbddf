"""What the entries say, compared with the records."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from ..finding import columns as entry_columns
from ..finding import vocabulary
from ..models import Entry
from ..search.vector import build_vector
from ..suggesting import places
from .descriptions import columns_of
from .registry import Source, described, sources
from .writing import words_found


def differences(*, with_index: bool = True) -> Iterator[str]:
    """One line for each way in which the catalogue and the records disagree; none when all is well.

    `with_index` also analyses the texts again and compares the search index, which is most of the work.
    """
    for source in sources():
        last = 0
        while batch := list(source.public().filter(pk__gt=last).order_by("pk")[: source.batch]):
            last = batch[-1].pk
            yield from _differences_of(source, batch, with_index=with_index)
        public = source.public().order_by().values("pk")
        for entry in source.entries().exclude(object_id__in=public).defer("vector"):
            if entry.visible_until and entry.visible_until < localdate():
                continue  # hidden by its date; the next rebuild takes it out
            yield f"{source.model._meta.label} {entry.object_id} ({entry.slug}): in the catalogue, but not public"
    known = [ContentType.objects.get_for_model(source.model).pk for source in sources()]
    for entry in Entry.objects.exclude(content_type__in=known).defer("vector"):
        yield f"{entry}: of a model that is not registered"


def _differences_of(source: Source, records: list[Any], *, with_index: bool) -> Iterator[str]:
    keys = [record.pk for record in records]
    standing = {entry.object_id: entry for entry in source.entries().filter(object_id__in=keys).defer("vector")}
    descriptions = dict(zip(keys, described(source, records), strict=True))
    wanted = {key: columns_of(description) for key, description in descriptions.items()}
    numbers = entry_columns.known_numbers(
        pair for values in wanted.values() for pair in entry_columns.values_of(values)
    )
    for values in wanted.values():
        values["columns"] = entry_columns.pack(values, numbers)
    stale_index = _stale_index(source, descriptions) if with_index else {}
    stale_places = places.stale(standing.values())
    for record in records:
        name = f"{source.model._meta.label} {record.pk} ({record})"
        entry = standing.get(record.pk)
        if entry is None:
            yield f"{name}: public, but not in the catalogue"
            continue
        stale = sorted(key for key, value in wanted[record.pk].items() if getattr(entry, key) != value)
        stale += stale_index.get(record.pk, [])
        stale += ["suggestions"] if entry.pk in stale_places else []
        if stale:
            yield f"{name}: the catalogue differs in {', '.join(stale)}"


def _stale_index(source: Source, descriptions: dict[int, Any]) -> dict[int, list[str]]:
    """By record what is wrong with its search index: the vector, or words that the vocabulary lacks."""
    texts = {key: list(description.texts) for key, description in descriptions.items()}
    vectors = {key: build_vector(fields) for key, fields in texts.items()}
    found = {
        key: {
            one for one in words_found([(key, description, texts[key], vectors[key])]) if vocabulary.is_word(one.word)
        }
        for key, description in descriptions.items()
    }
    lacking = vocabulary.lacking({one for several in found.values() for one in several})
    stale = _stale_vectors(source.entries(), {key: vector.literal for key, vector in vectors.items()})
    return {
        key: [*(["vector"] if key in stale else []), *(["words"] if found[key] & lacking else [])]
        for key in descriptions
    }


def _stale_vectors(entries: models.QuerySet[Entry], literals: dict[int, str]) -> set[int]:
    """The keys of the records whose search vector is not what the literal says."""
    whens = [models.When(object_id=key, then=models.Value(literal)) for key, literal in literals.items()]
    wanted = Cast(models.Case(*whens, output_field=models.TextField()), SearchVectorField())
    rows = entries.filter(object_id__in=literals).annotate(
        standing=Cast("vector", models.TextField()), wanted=Cast(wanted, models.TextField())
    )
    return set(rows.exclude(standing=models.F("wanted")).values_list("object_id", flat=True))
