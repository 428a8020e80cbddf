"""Whether anything changed since the last start, so that the next one can be quick."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from launcher.bootstrap import PROJECT

LOOKED_AT = (
    *("hub", "launcher", "locale", "members", "practices", "programmes", "publishing", "reforms", "sample"),
    *("static", "steering", "templates", "manage.py", "requirements.lock"),
)
SETTINGS = ("DATABASE_URL", "DEBUG", "MEDIA_ROOT", "MEDIA_STORAGE", "PLAIN_STATIC", "STATIC_ROOT")

# A database that was emptied, restored or made anew answers differently.
IDENTITY = """
    select oid::text,
           (select string_agg(app || name || applied, ',' order by id) from django_migrations),
           (select count(*) from hub_loadedrecord),
           (select count(*) from members_user)
    from pg_database where datname = current_database()
"""


def fingerprint() -> str | None:
    """Of the files, the settings and the database that a prepared portal depends on; None without its tables."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            identity = connection.execute(IDENTITY).fetchone()
    except psycopg.Error:
        return None
    digest = hashlib.sha256(repr((identity, [os.environ.get(name) for name in SETTINGS])).encode())
    for path in _files():
        digest.update(f"{path.relative_to(PROJECT)}\0".encode(errors="surrogateescape"))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def remembered(mode: str) -> str | None:
    """The accounts that the last start showed, if all is as it left it; else None."""
    try:
        memory = json.loads(_memory(mode).read_text(encoding="utf-8"))
        accounts, before = str(memory["accounts"]), memory["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return accounts if before is not None and before == fingerprint() else None


def remember(mode: str, accounts: str) -> None:
    """Keep the state that a finished preparation left, and the accounts to show."""
    memory = {"fingerprint": fingerprint(), "accounts": accounts}
    _memory(mode).write_text(json.dumps(memory, ensure_ascii=False), encoding="utf-8")


def _memory(mode: str) -> Path:
    return PROJECT / "var" / f"prepared-{mode}.json"


def _files() -> Iterator[Path]:
    for name in LOOKED_AT:
        found = [PROJECT / name, *(PROJECT / name).rglob("*")]
        yield from sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)
    static = Path(os.environ.get("STATIC_ROOT") or PROJECT / "var" / "static")
    yield from (path for path in [static / "staticfiles.json"] if path.is_file())
