"""Addresses: ASCII slugs made once from the English or transliterated title; former ones redirect."""

from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify

from .languages import CODES
from .models import FormerSlug, Publication

LENGTH: Final = 80

# Kazakh by the romanisation of passports, Russian by ICAO Doc 9303; one table, since the letters do not collide.
_LATIN: Final = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        [
            "a",
            "a",
            "b",
            "v",
            "g",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "k",
            "l",
            "m",
            "n",
            "n",
            "o",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "u",
            "u",
            "f",
            "kh",
            "h",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "i",
            "",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)


def transliterate(text: str) -> str:
    """The text in Latin letters, for addresses only."""
    return "".join(_LATIN.get(letter, letter) for letter in text.lower())


def slug_from(title: str) -> str:
    """An ASCII slug of at most 80 characters, cut at a word; empty where the title has no letter to offer."""
    slug = slugify(transliterate(title)).replace("_", "-").strip("-")
    if len(slug) > LENGTH:
        slug = slug[: LENGTH + 1].rsplit("-", 1)[0][:LENGTH]
    return slug


def ensure_slug(record: Publication) -> list[str]:
    """Give the record a free slug if it has none; returns the names of the fields that changed."""
    if record.slug:
        return []
    titles = [getattr(record, f"{record.title_field}_{code}") for code in ("en", *CODES)]
    base = next(
        (slug for title in titles if title and (slug := slug_from(title))), type(record)._meta.model_name or "record"
    )
    record.slug, number = base, 1
    while _is_taken(record):
        number += 1
        record.slug = f"{base}-{number}"
    return ["slug"]


def change_slug(record: Publication, slug: str) -> None:
    """Move a saved record to another address; the old one keeps redirecting to it."""
    content_type = ContentType.objects.get_for_model(type(record))
    FormerSlug.objects.filter(content_type=content_type, slug=slug).delete()
    FormerSlug.objects.update_or_create(content_type=content_type, slug=record.slug, defaults={"object_id": record.pk})
    record.slug = slug
    record.save(update_fields=["slug"])


def record_at_former(model: type[Publication], slug: str) -> int | None:
    """The key of the record that once had this slug, if any."""
    content_type = ContentType.objects.get_for_model(model)
    return FormerSlug.objects.filter(content_type=content_type, slug=slug).values_list("object_id", flat=True).first()


def _is_taken(record: Publication) -> bool:
    model = type(record)
    others = model._default_manager.filter(slug=record.slug).exclude(pk=record.pk)
    return others.exists() or record_at_former(model, record.slug) not in {None, record.pk}
