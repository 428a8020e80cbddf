"""Rows that become final: the database refuses to change or delete them once a condition holds.

A migration locks a table in the same breath as it makes it. `{row}` in the condition stands for the row:

>>> operations = [
...     locks.protect_when("steering_decision", "{row}.closed_at IS NOT NULL", columns=["closed_by_id"]),
...     locks.protect_when(
...         "steering_position",
...         "EXISTS (SELECT 1 FROM steering_decision d WHERE d.id = {row}.decision_id AND d.closed_at IS NOT NULL)",
...         inserts=True,
...     ),
... ]

The change that makes the condition true is itself allowed, for the row as it was did not fulfil it. A condition on
another table is looked up at that moment, so the parent is closed after its children have been written.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.migrations import RunSQL


def protect_when(table: str, condition_sql: str, columns: Iterable[str] = (), *, inserts: bool = False) -> RunSQL:
    """The operation that refuses UPDATE and DELETE of every row of which the SQL condition holds, and TRUNCATE.

    `columns` may be changed all the same: the level of access that a later release opens, an account that is deleted.
    With `inserts` no row may be added or moved to where the condition holds already: no position to a closed decision.
    Raises ValueError for what is no name and for a condition that does not name `{row}`.
    """
    free = [*columns]
    for name in (table, *free):
        if not name.replace("_", "").isalnum():
            raise ValueError(f"{name!r} is no name of a table or column")
    if "{row}" not in condition_sql:
        raise ValueError("the condition speaks of no {row}")
    function = f"refuse_to_change_sealed_{table}"[:63]
    events = "INSERT OR UPDATE OR DELETE" if inserts else "UPDATE OR DELETE"
    make: Sequence[Any] = [
        _function(function, condition_sql, free, inserts=inserts),
        f"CREATE TRIGGER sealed_rows BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER sealed_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    ]
    drop: Sequence[Any] = [
        f"DROP TRIGGER sealed_whole ON {table}",
        f"DROP TRIGGER sealed_rows ON {table}",
        f"DROP FUNCTION {function}()",
    ]
    return RunSQL(list(make), list(drop))


def unprotect(table: str) -> RunSQL:
    """The operation that takes the lock away before another `protect_when`; to go back, write the former one anew."""
    if not table.replace("_", "").isalnum():
        raise ValueError(f"{table!r} is no name of a table")
    function = f"refuse_to_change_sealed_{table}"[:63]
    return RunSQL(
        [
            f"DROP TRIGGER sealed_whole ON {table}",
            f"DROP TRIGGER sealed_rows ON {table}",
            f"DROP FUNCTION {function}()",
        ]
    )


def _function(name: str, condition: str, free: Sequence[str], *, inserts: bool) -> str:
    old, new = condition.replace("{row}", "OLD"), condition.replace("{row}", "NEW")
    without = "ARRAY[" + ", ".join(f"'{column}'" for column in free) + "]::text[]"
    arriving = f"""
        IF TG_OP IN ('INSERT', 'UPDATE') AND ({new}) AND (TG_OP = 'INSERT' OR NOT ({old})) THEN
            RAISE EXCEPTION 'table %: what is sealed takes no new rows', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    """
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            IF current_setting('hub.may_truncate', true) = 'on' THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION 'table % holds sealed rows: % is refused', TG_TABLE_NAME, TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        {arriving if inserts else ""}
        IF TG_OP = 'INSERT' THEN
            RETURN NEW;
        END IF;
        IF ({old}) AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - {without} IS DISTINCT FROM to_jsonb(OLD) - {without}) THEN
            RAISE EXCEPTION 'table %: row % is sealed: % is refused', TG_TABLE_NAME, OLD.id, TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$
    """
