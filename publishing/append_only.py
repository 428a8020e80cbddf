"""Tables that only grow: the database itself refuses to change, delete or truncate their rows.

A migration that makes a history table protects it in the same breath:

>>> operations = [..., append_only.protect("practices_historicalpractice")]

Two things remain possible. The column that names a person may be emptied, because an account may be deleted. A session
that has set `hub.may_truncate` to `on` may empty a whole table: tests need that, a site never does.
"""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db import models
from django.db.migrations import RunSQL

TRIGGER: Final = "only_grows"
PERSON: Final = "history_user_id"
"""The column of a history table that names a person."""

FUNCTION: Final = """
CREATE OR REPLACE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_setting('hub.may_truncate', true) = 'on' THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0]
           AND (to_jsonb(NEW) -> TG_ARGV[0] = 'null'::jsonb OR to_jsonb(NEW) -> TG_ARGV[0] = to_jsonb(OLD) -> TG_ARGV[0])
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def make_function() -> RunSQL:
    """The operation that makes the function behind all triggers."""
    return RunSQL(FUNCTION, "DROP FUNCTION refuse_to_change_history()")


def protect(table: str, person: str = PERSON) -> RunSQL:
    """The operation that lets a table only grow; `person` is the one column that may be emptied."""
    for name in (table, person):
        if not name.replace("_", "").isalnum():
            raise ValueError(f"{name!r} is no name of a table or column")
    rows = f"{TRIGGER}_rows"
    whole = f"{TRIGGER}_whole"
    return RunSQL(
        [
            (
                f"CREATE TRIGGER {rows} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
                f" EXECUTE FUNCTION refuse_to_change_history('{person}')"
            ),
            (
                f"CREATE TRIGGER {whole} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION refuse_to_change_history('{person}')"
            ),
        ],
        [f"DROP TRIGGER {whole} ON {table}", f"DROP TRIGGER {rows} ON {table}"],
    )


def tables() -> Iterator[tuple[str, str]]:
    """Every table that may only grow, with its person's column: events, published versions, decisions on the evidence, positions, verdicts, the record, all histories."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in {"publishing.Event", "publishing.PublishedVersion"}:
            yield model._meta.db_table, "actor_id"
        elif model._meta.label in {
            "publishing.EvidenceDecision",
            "steering.PositionChange",
            "steering.VerdictChange",
        }:
            yield model._meta.db_table, "by_id"
        elif model._meta.label == "steering.RecordEntry":
            yield model._meta.db_table, "sealed_by_id"
        elif model._meta.label == "steering.RecordCorrection":
            yield model._meta.db_table, "made_by_id"
        elif model._meta.label == "steering.RecordCopy" or _is_history(model):
            yield model._meta.db_table, PERSON


def _is_history(model: type[models.Model]) -> bool:
    return model.__name__.startswith("Historical") and hasattr(model, "history_id")
