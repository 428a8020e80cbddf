"""The epoch for tests whose transaction never ends: there, what waits for the commit does not happen by itself."""

from django.db import connection

from publishing.caching import epoch


def value() -> int:
    """The number in the table, whatever transaction is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM publishing_epoch")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def settle() -> None:
    """What a commit does: let the triggers that wait fire, forget that the transaction was marked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"SET LOCAL {epoch.MARK} = ''")
