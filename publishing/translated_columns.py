"""The language columns of a model: their names, and what stands in them."""

from django.db import models
from modeltranslation.translator import NotRegistered, translator

from .languages import CODES


def translated_fields(model: type[models.Model]) -> list[str]:
    """The names of the model's translated fields, such as `title`, in its own order; none for a model without them."""
    try:
        known = set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return []
    return [field.name for field in model._meta.concrete_fields if field.name in known]


def language_columns(model: type[models.Model]) -> dict[str, str]:
    """The model's language columns with their language: `{"title_kk": "kk", …}`."""
    return {f"{name}_{code}": code for name in translated_fields(model) for code in CODES}


def written(record: models.Model, code: str) -> bool:
    """Whether the record has any text in the language."""
    return any(getattr(record, f"{name}_{code}") for name in translated_fields(type(record)))
