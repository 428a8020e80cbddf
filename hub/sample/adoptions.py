"""Adoptions that published sources tell of: written once, stated by nobody yet; afterwards they are the countries' own."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from practices.adoption.enums import AdoptionAction, AdoptionStage
from practices.adoption.models import LONGEST, Adoption
from publishing import catalogue
from publishing.enums import Language
from publishing.models import Event, Source

from . import rows
from .fields import Fields
from .files import Mentions, sources_of
from .kinds import Lookup, language_of
from .records import AdoptionRecord

SOURCE_COLUMNS: Final = ("key", "title", "publisher", "year", "is_year_approximate", "url", "note")
"""What a file says of a source, column by column."""


def read(fields: Fields, mentions: Mentions) -> AdoptionRecord:
    """A file of `adoptions/`."""
    practice = mentions.one("practices", fields, "practice", fields.slug("practice"))
    own = fields.slug("own_practice") if fields.has("own_practice") else ""
    stage = fields.choice("stage", AdoptionStage.values)
    record = AdoptionRecord(
        place=fields.place,
        key=fields.slug("slug"),
        practice=practice,
        country=mentions.one("countries", fields, "country", fields.country("country")),
        own_practice=mentions.one("practices", fields, "own_practice", own),
        year=fields.year("year", required=True),
        stage=stage,
        original_language=fields.choice("original_language", Language.values),
        texts={
            "changes": fields.texts("changes", LONGEST, None, required=False),
            "result": fields.texts("result", LONGEST, None, required=False),
            "why_dropped": fields.texts("why_dropped", LONGEST, None, required=stage == AdoptionStage.DROPPED),
        },
        sources=sources_of(fields),
    )
    if stage != AdoptionStage.DROPPED and record.texts["why_dropped"]:
        fields.complain("why_dropped", "is only for the stage dropped")
    return record


def write(records: Iterable[AdoptionRecord], lookup: Lookup) -> tuple[list[str], list[str]]:
    """Write what no country has stated yet; gives the names of the new ones and of those left as they are."""
    created, left = [], []
    for record in records:
        practice, country = lookup.practices.get(record.practice), lookup.countries.get(record.country)
        if (
            practice is None
            or country is None
            or practice.country_id == country.pk
            or Adoption.objects.filter(practice=practice, country=country).exists()
        ):
            left.append(record.key)
        else:
            _create(record, practice, country, lookup)
            created.append(record.key)
    return created, left


def _create(record: AdoptionRecord, practice: Any, country: Any, lookup: Lookup) -> None:
    adoption = Adoption.objects.create(
        practice=practice,
        country=country,
        own_practice=lookup.practices.get(record.own_practice),
        year=record.year or 0,
        stage=record.stage,
        original_language=record.original_language,
        is_from_sources=True,
        waiting_since=timezone.now(),
        **rows.columns(record.texts),
    )
    kind = ContentType.objects.get_for_model(Adoption)
    rows.insert(
        [
            Source(
                content_type=kind,
                object_id=adoption.pk,
                position=position,
                title_language=language_of(note.title),
                **{name: getattr(note, name) for name in SOURCE_COLUMNS},
            )
            for position, note in enumerate(record.sources)
        ]
    )
    Event.objects.create(
        content_type=kind, object_id=adoption.pk, action=AdoptionAction.STATE, from_state="", to_state=adoption.state
    )
    catalogue.write(practice)
