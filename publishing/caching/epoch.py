"""Whether anything that a public page can read has changed: one number, raised by the database itself.

What is kept of public pages (whole pages, counted results) is kept under this number; a change makes it unreachable
for every worker at once. The number is raised at commit, once for a transaction, by triggers on every table that a
public page reads: so raw SQL, imports and the admin raise it like the workflow does. A migration that makes such a
table watches it in the same breath; one that no public page reads is named in `EXEMPT` with the reason.

>>> operations = [..., epoch.watch("publishing_collection")]

The triggers are constraint triggers that wait for the commit. The first changed row of a transaction enters the raise
and marks the transaction; further rows cost the look at that mark. At commit the raise enters itself a second time,
behind the checks of foreign keys: who holds the one row waits for nothing more, so writers can't lock crosswise.
They fire under `session_replication_role = replica` as well; only `ALTER TABLE … DISABLE TRIGGER` silences them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations import RunSQL
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

EXEMPT: Final = {
    "account_emailaddress": "addresses of accounts",
    "account_emailconfirmation": "addresses of accounts",
    "auth_group": "what roles may do; nobody is signed in on a page that is kept",
    "auth_group_permissions": "what roles may do; nobody is signed in on a page that is kept",
    "auth_permission": "what roles may do; nobody is signed in on a page that is kept",
    "django_admin_log": "the admin's diary",
    "django_content_type": "changed by migrations alone",
    "django_session": "sessions",
    "django_tasks_database_dbtaskresult": "tasks that wait or ran",
    "hub_enquiry": "letters to the Hub",
    "hub_loadedrecord": "what the sample's loader remembers",
    "mfa_authenticator": "second factors",
    "publishing_dailyviews": "how often a page is read; changes with every minute",
    "publishing_deskvisit": "when a person was last at their desk",
    "publishing_duty": "when regular duties last ran",
    "publishing_epoch": "the number itself",
    "publishing_letter": "letters to persons",
    "publishing_news": "what awaits a follower's next letter",
    "publishing_review": "work of reviewers; what becomes public of it is an endorsement or an event",
    "publishing_reviewerprofile": "what a reviewer says of themselves to the secretariat",
    "publishing_reviewerprofile_themes": "what a reviewer says of themselves to the secretariat",
    "publishing_score": "work of reviewers",
    "publishing_searchtally": "what was searched for; the report is for editors",
    "publishing_sectioncomment": "work of reviewers",
    "publishing_segment": "the translators' memory",
    "publishing_subscription": "what a person follows",
    "publishing_titleplace": "suggestions; written with the entries that they suggest",
    "publishing_titleword": "suggestions; written with the entries that they suggest",
    "publishing_translationdraft": "translations that nobody has approved",
    "publishing_translationdraft_writers": "translations that nobody has approved",
    "publishing_word": "the portal's words; added with the entries that hold them, counted every hour",
    "steering_committeevisit": "when a person was last at the Committee desk",
    "steering_recordcopy": "checksums of files that were given out; asked by an upload alone, which nothing keeps",
    "steering_calendarfeed": "secret addresses of persons",
    "steering_chosenzone": "what a person chose",
    "steering_correction": "work of the Committee; what comes of it stands in the minutes",
    "steering_position": "for the Committee until the release, which changes the decision's own row; final from then on",
    "steering_positionchange": "who spoke for a seat; the Committee alone sees it",
    "steering_handover": "for the two whom it concerns and the secretariat",
    "steering_handoveritem": "for the two whom it concerns and the secretariat",
    "steering_verdictchange": "how a verdict came about; the verdicts themselves are watched",
    "steering_linkopening": "by whom a private link was opened is for its maker",
    "steering_paper_seats": "for which seats a paper is; nobody else sees such a paper",
    "steering_paperreceipt": "what a person has taken",
    "steering_privatelink": "for its maker and the secretariat; what it opens is never kept",
    "practices_revision": "proposed changes; approved ones are in the record's own tables",
    "socialaccount_socialaccount": "single sign-on",
    "socialaccount_socialapp": "single sign-on",
    "socialaccount_socialtoken": "single sign-on",
    "taggit_tag": "not used: tags are publishing_tag",
    "taggit_taggeditem": "not used: tags are publishing_taggedrecord",
}
"""The tables whose changes no public page shows, each with the reason."""

MARK: Final = "hub.epoch"
MARKED: Final = (
    f"CASE WHEN current_setting('{MARK}', true) = 'due' THEN false ELSE set_config('{MARK}', 'due', true) = 'due' END"
)
"""True for the first row of a transaction, which it marks; a savepoint that is rolled back takes its mark with it."""

MACHINERY: Final[list[Any]] = [
    "CREATE UNLOGGED TABLE publishing_epochturn (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
    """
    CREATE FUNCTION epoch_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO publishing_epochturn DEFAULT VALUES;
        RETURN NULL;
    END $$
    """,
    f"""
    CREATE FUNCTION epoch_is_due_after_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF ({MARKED}) THEN
            INSERT INTO publishing_epochturn DEFAULT VALUES;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION raise_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM publishing_epochturn WHERE id = NEW.id;
        INSERT INTO publishing_epoch AS known (id, value)
            VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
            ON CONFLICT (id) DO UPDATE SET value = greatest(known.value + 1, excluded.value);
        RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER raise_epoch AFTER INSERT ON publishing_epochturn
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_epoch()
    """,
    "ALTER TABLE publishing_epochturn ENABLE ALWAYS TRIGGER raise_epoch",
    "INSERT INTO publishing_epoch (id, value) VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)",
]
NO_MACHINERY: Final[list[Any]] = [
    "DROP TABLE publishing_epochturn",
    "DROP FUNCTION raise_epoch()",
    "DROP FUNCTION epoch_is_due_after_truncate()",
    "DROP FUNCTION epoch_is_due()",
]

_held: ContextVar[int | None] = ContextVar("epoch", default=None)


def current() -> int | None:
    """The number as it is now, by one short query.

    None where nothing may be kept under it: inside a transaction, whose own changes are not counted before its commit,
    and in a database whose row was taken away by hand.
    """
    held = _held.get()
    if held is not None:
        return held
    if in_transaction():
        return None
    kept: Any = connection
    if kept.connection is not None and not kept.health_check_done:
        try:
            # stands for the check of a kept connection as well, which would double what a page out of the cache costs
            kept.health_check_done = True
            return _read()
        except (InterfaceError, OperationalError):
            kept.close()
    return _read()


def held_value() -> int | None:
    """The number that is held around this request; None where none is. Never a query."""
    return _held.get()


def _read() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM publishing_epoch")
        row = cursor.fetchone()
    return int(row[0]) if row else None


def in_transaction() -> bool:
    """Whether a transaction is open, so that the number says nothing of what this request reads."""
    return connection.in_atomic_block


@contextmanager
def held(value: int | None) -> Iterator[None]:
    """Let `current()` give this number without a query; only around requests that change nothing."""
    token = _held.set(value)
    try:
        yield
    finally:
        _held.reset(token)


def steady(view: View) -> View:
    """Let a view that changes nothing read the number once."""

    @wraps(view)
    def reading_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with held(current()):
            return view(request, *args, **kwargs)

    return reading_once


def make_machinery() -> RunSQL:
    """The operation that makes what all triggers use."""
    return RunSQL(MACHINERY, NO_MACHINERY)


def watch(table: str, *, where: str = "", without: tuple[str, ...] = ()) -> RunSQL:
    """The operation that lets every change of the table raise the number.

    `where` restricts it to rows of which the SQL condition holds before or after the change; `{row}` in it stands for
    the row. `without` names columns whose change alone does not count. Raises ValueError for what is no name.
    """
    for name in (table, *without):
        if not name.replace("_", "").isalnum():
            raise ValueError(f"{name!r} is no name of a table or column")
    left_out = "ARRAY[" + ", ".join(f"'{name}'" for name in without) + "]"
    moved = (
        f"(to_jsonb(OLD) - {left_out}) IS DISTINCT FROM (to_jsonb(NEW) - {left_out})" if without else "OLD.* *<> NEW.*"
    )
    whens = {
        "insert": [where.format(row="NEW")] if where else [],
        "update": [f"({where.format(row='OLD')}) OR ({where.format(row='NEW')})" if where else "true", moved],
        "delete": [where.format(row="OLD")] if where else [],
    }
    make: list[Any] = []
    drop: list[Any] = []
    for event, conditions in whens.items():
        name = f"epoch_{event}"
        counts = " AND ".join(f"({condition})" for condition in conditions) or "true"
        make.append(
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event.upper()} ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW WHEN (CASE WHEN {counts} THEN {MARKED} ELSE false END) EXECUTE FUNCTION epoch_is_due()"
        )
        make.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        drop.append(f"DROP TRIGGER {name} ON {table}")
    make.append(
        f"CREATE TRIGGER epoch_truncate AFTER TRUNCATE ON {table} FOR EACH STATEMENT"
        " EXECUTE FUNCTION epoch_is_due_after_truncate()"
    )
    make.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER epoch_truncate")
    return RunSQL(make, [f"DROP TRIGGER epoch_truncate ON {table}", *drop])


def tables() -> Iterator[str]:
    """Every table that has to be watched: all of all apps, without the exempt ones and the histories.

    A history's row is written in the transaction that changes its record, whose own table is watched.
    """
    for model in apps.get_models(include_auto_created=True):
        history = model.__name__.startswith("Historical") and hasattr(model, "history_id")
        if model._meta.managed and not model._meta.proxy and not history and model._meta.db_table not in EXEMPT:
            yield model._meta.db_table
