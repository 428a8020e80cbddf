"""Rows of models into their tables by COPY."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Field, Model
from django.utils import translation
from psycopg import sql

PLAIN: Final = frozenset({str, int, bool, type(None), datetime, date})
"""What goes to the database as it is."""


def copy_rows(model: type[Model], rows: Sequence[Model]) -> None:
    """Write the rows, each with its key. What a column does without stays at the field's default."""
    if not rows:
        return
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    with translation.override("en"):  # the untranslated column holds the English text
        copy_values(model, fields, ([_value(field, row) for field in fields] for row in rows))


def copy_values(model: type[Model], fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of values that are prepared for the database already, in the order of the fields."""
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def prepared(field: Any, value: Any) -> Any:
    """The value as the database takes it."""
    return field.get_db_prep_save(value, connection)


def _value(field: Any, row: Model) -> Any:
    value = getattr(row, field.attname)
    if value is None and not field.null:
        value = field.get_default()
    return value if type(value) in PLAIN else prepared(field, value)
