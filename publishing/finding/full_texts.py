"""The texts of public records that no card shows: where the words of a search stand when nothing on the card has them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Left

from .. import catalogue
from ..enums import TextState
from ..languages import CODES
from ..models import Document, DocumentText, Entry, Publication, Term
from ..richtext.html import to_plain

LONGEST: Final = 60_000
"""Characters of a record's texts in one language that are read."""

_NOTES: Final[dict[type[models.Model], tuple[str, ...]]] = {Term: ("variants", "note")}
"""The fields with texts of records that are no publications."""


def texts_of(entries: Sequence[Entry]) -> dict[int, dict[str, str]]:
    """For the keys of entries, the plain text of their records by language; one query, none for no entries.

    Of a document it is the text of its public files, as far as it has been read.
    """
    models_of = {source.model for source in catalogue.sources()}
    by_model: dict[type[models.Model], dict[int, int]] = {}
    for entry in entries:
        model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
        if model in models_of and model is not None:
            by_model.setdefault(model, {})[entry.object_id] = entry.pk
    parts = [
        rows for number, (model, keys) in enumerate(by_model.items()) if (rows := _rows(number, model, list(keys)))
    ]
    found: dict[int, dict[str, str]] = {}
    keys_of = list(by_model.values())
    for number, key, *texts in parts[0].union(*parts[1:], all=True) if parts else ():
        own = found.setdefault(keys_of[number][key], {})
        for code, text in zip(CODES, texts, strict=True):
            if text:
                own[code] = " ".join([*([own[code]] if code in own else []), *to_plain(text).split()])
    return found


def _rows(number: int, model: type[models.Model], keys: list[int]) -> Any:
    """Number of the model, key and texts by language of its records; None for a model without further texts."""
    if model is Document:
        return _files(number, keys)
    fields = model.text_fields if issubclass(model, Publication) else _NOTES.get(model, ())
    if not fields:
        return None
    texts = {f"text_{code}": _joined(f"{field}_{code}" for field in fields) for code in CODES}
    return _listed(model._default_manager.filter(pk__in=keys), number, "pk", texts)


def _files(number: int, keys: list[int]) -> Any:
    texts = {
        f"text_{code}": Case(
            When(file__language=code, then=Left("text", LONGEST)), default=Value(""), output_field=TextField()
        )
        for code in CODES
    }
    files = DocumentText.objects.filter(file__document__in=keys, state=TextState.EXTRACTED)
    return _listed(files, number, "file__document_id", texts)


def _listed(rows: Any, number: int, key: str, texts: dict[str, Any]) -> Any:
    numbered = rows.order_by().annotate(source=Value(number), key=F(key), **texts)
    return numbered.values_list("source", "key", *texts)


def _joined(columns: Iterable[str]) -> Any:
    """The columns' texts with blanks between them, cut."""
    whole = Func(Value(" \n"), *(F(column) for column in columns), function="concat_ws", output_field=TextField())
    return Left(whole, LONGEST)
