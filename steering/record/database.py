"""The database's own check of the chain: a new entry stands behind the last one, and its fingerprint is right."""

from typing import Final

from django.db.migrations import RunSQL

LOCK: Final = 0x7265636F7264
"""The advisory lock of the chain: "record" in ASCII."""

FUNCTION: Final = """
CREATE FUNCTION refuse_what_breaks_the_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_sequence bigint;
    last_fingerprint text;
    sealed text;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    SELECT sequence, fingerprint INTO last_sequence, last_fingerprint
        FROM steering_recordentry ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> coalesce(last_sequence, 0) + 1 THEN
        RAISE EXCEPTION 'entry % does not follow entry %', NEW.sequence, coalesce(last_sequence, 0)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.previous <> coalesce(last_fingerprint, repeat('0', 64)) THEN
        RAISE EXCEPTION 'entry % names another past', NEW.sequence
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    sealed := concat_ws(E'\\n', NEW.sequence, NEW.previous, NEW.kind, NEW.subject_type, NEW.subject_id,
        coalesce(NEW.corrects_id::text, ''),
        to_char(NEW.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.content);
    IF NEW.fingerprint <> encode(sha256(convert_to(sealed, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the fingerprint of entry % is not that of its content', NEW.sequence
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


def chain() -> RunSQL:
    """The operation that lets the table of entries take only the next link."""
    return RunSQL(
        [
            FUNCTION.replace("{lock}", str(LOCK)),
            (
                "CREATE TRIGGER next_link BEFORE INSERT ON steering_recordentry FOR EACH ROW"
                " EXECUTE FUNCTION refuse_what_breaks_the_chain()"
            ),
        ],
        [
            "DROP TRIGGER next_link ON steering_recordentry",
            "DROP FUNCTION refuse_what_breaks_the_chain()",
        ],
    )
