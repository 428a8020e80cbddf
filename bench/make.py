"""Make a database of N synthetic practices: `python -m bench.make --records 10000 [--fresh] [--workers 2]`.

The database is called `bench_N` and stands on the server of DATABASE_URL, or on the embedded one. It holds the content of
`sample/` and the synthetic practices with all that belongs to them and with exactly the catalogue that a rebuild would
make. It is kept; it is made anew only where the code that it depends on has changed (`--keep` keeps it even then), or
with `--fresh`. The last line printed is its address.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Final

from bench import databases

BLOCK: Final = 250
"""So many practices are made and written at once."""
CHECKED: Final = 200
"""So many entries are compared with what the catalogue would write."""
INDEXED: Final = ("publishing_entry", "publishing_titleplace")
"""Tables whose indexes are made after their rows: faster than row by row."""


def main() -> int:
    """Make the database; the exit code tells whether its catalogue is what it ought to be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--fresh", action="store_true", help="make it anew even where nothing has changed")
    parser.add_argument("--keep", action="store_true", help="keep one that is complete, whatever has changed since")
    options = parser.parse_args()
    print(made(options.records, workers=options.workers, is_fresh=options.fresh, is_kept=options.keep))
    return 0


def made(records: int, *, workers: int = 2, is_fresh: bool = False, is_kept: bool = False) -> str:
    """The address of the database with so many synthetic practices; made where there is none that fits."""
    os.environ.setdefault("HUB_LOCAL", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    base, name = databases.server(), f"bench_{records}"
    address, wanted = databases.address(base, name), fingerprint()
    standing = databases.made_from(base, name)
    if not is_fresh and (standing == wanted or (standing and is_kept)):
        return address
    with timed(f"{name}: tables and the content of sample/"):
        _template(base)
        databases.create(base, name, databases.TEMPLATE)
    os.environ["DATABASE_URL"] = address
    import django

    django.setup()
    _fill(records, workers)
    databases.complete(base, name, wanted)
    return address


def fingerprint() -> str:
    """Of what the rows and entries depend on: tables, sample, the code of the catalogue and of this generator."""
    root = databases.PROJECT
    code = [
        *(root / "bench" / "synthetic").glob("*.py"),
        *(root / "publishing" / "search").rglob("*.py"),
        *(root / "publishing").glob("*.py"),
        *(root / "publishing" / "catalogue").glob("*.py"),
        *(root / "publishing" / "suggesting").glob("*.py"),
        *(root / "practices").glob("*.py"),
    ]
    return databases.digest(code, databases.schema())


def _template(base: str) -> None:
    """A database with all tables and the content of the sample, from which the others are copied."""
    wanted = databases.schema()
    if databases.made_from(base, databases.TEMPLATE) == wanted:
        return
    databases.create(base, databases.TEMPLATE)
    address = databases.address(base, databases.TEMPLATE)
    _manage(address, "migrate", "--verbosity", "0")
    _manage(address, "load_sample")
    databases.complete(base, databases.TEMPLATE, wanted)


def _manage(address: str, *arguments: str) -> None:
    """One command of manage.py on the database; raises CalledProcessError where it fails."""
    environment = {**os.environ, "HUB_LOCAL": "1", "DATABASE_URL": address}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=databases.PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)


def _connect(address: str) -> None:
    """Set Django up for the database; the first thing that a worker does."""
    os.environ.update(HUB_LOCAL="1", DJANGO_SETTINGS_MODULE="hub.settings", DATABASE_URL=address)
    import django

    django.setup()


def _fill(records: int, workers: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor, _without_indexes(cursor), _without_triggers(cursor):
        connection.commit()
        with timed(f"{records} practices and their entries"):
            _in_blocks(records, workers)
    with timed("words counted"):
        _count_words()
    with timed("statistics"), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    with timed(f"{CHECKED} entries compared with what the catalogue would write"):
        _check(records)
    connection.close()


def _in_blocks(records: int, workers: int) -> None:
    """Practices and entries, block by block, in several processes."""
    blocks = [range(start, min(start + BLOCK, records)) for start in range(0, records, BLOCK)]
    address, done, started = os.environ["DATABASE_URL"], 0, time.monotonic()
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(address,)
    ) as pool:
        for number, written in enumerate(pool.map(_block, blocks), start=1):
            done += written
            if number % 40 == 0 or done == records:
                rate = done / (time.monotonic() - started)
                print(f"  {done:>9,} of {records:,}, {rate:.0f} a second", file=sys.stderr, flush=True)


def _count_words() -> None:
    """What a rebuild does at its end; and new rows get keys behind those of the synthetic ones."""
    from django.core.management.color import no_style
    from django.db import connection

    from bench.synthetic.library import HOLDING
    from publishing.finding import word_counts
    from publishing.models import Entry
    from publishing.suggesting import places

    places.renew()
    word_counts.refresh()
    with connection.cursor() as cursor:
        for command in connection.ops.sequence_reset_sql(no_style(), [*HOLDING, Entry]):
            cursor.execute(command)


_library: Any = None


def _begin(address: str) -> None:
    global _library  # noqa: PLW0603 - one in each worker
    _connect(address)
    from bench.synthetic.entries import copy_instead_of_insert, remember_all_words
    from bench.synthetic.library import Library

    copy_instead_of_insert()
    remember_all_words()
    _library = Library()


def _block(numbers: range) -> int:
    """Make and write one block; how many entries there are."""
    from django.db import connection, transaction

    from bench.synthetic.copying import copy_rows
    from bench.synthetic.entries import write_entries
    from practices.models import Practice
    from publishing import catalogue

    source = next(source for source in catalogue.sources() if source.model is Practice)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        made = _library.rows(numbers)
        for model, rows in made.items():
            copy_rows(model, rows)
        return write_entries(source, made[Practice])


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Drop the indexes that serve no constraint, and make them again at the end."""
    cursor.execute(
        """SELECT indexname, indexdef FROM pg_indexes
        WHERE tablename = ANY(%s) AND schemaname = 'public'
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)""",
        [list(INDEXED)],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET maintenance_work_mem = '1GB'")
    for name, definition in found:
        with timed(f"index {name}"):
            cursor.execute(definition)


@contextmanager
def _without_triggers(cursor: Any) -> Iterator[None]:
    """Nobody reads while the rows are written: what triggers do at each row is not needed."""
    cursor.execute(
        """SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"""
    )
    tables = [name for (name,) in cursor.fetchall() if "historical" not in name]
    for name in tables:
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    for name in tables:
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _check(records: int) -> None:
    """Compare some entries with what the catalogue would write; raises RuntimeError with what differs."""
    import random

    from bench.synthetic.library import FIRST_KEY
    from practices.models import Practice
    from publishing import catalogue
    from publishing.catalogue.checking import _differences_of

    source = next(source for source in catalogue.sources() if source.model is Practice)
    numbers: Sequence[int] = random.Random(1).sample(range(records), min(CHECKED, records))  # noqa: S311 - a sample
    chosen = list(source.public().filter(pk__in=[FIRST_KEY + number for number in numbers]))
    found = list(_differences_of(source, chosen, with_index=True))
    if found or len(chosen) != len(numbers):
        raise RuntimeError("\n".join([f"{len(chosen)} of {len(numbers)} are public", *found[:10]]))


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
