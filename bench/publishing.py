"""How long it takes to publish one practice, and to look for likely duplicates, in a library of many practices.

    .venv/bin/python -m bench.publishing [--records 10000] [--limits]

It makes a database of its own beside the portal's, fills it with practices in three languages whose texts are mixed from
those in `sample/`, measures, and drops it. With `--limits` it fails where publishing takes 300 ms or more, or the look
for duplicates 100 ms or more, in the median.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

NAME = "bench_publishing"
CODES = ("kk", "ru", "en")
LONG = ("problem", "solution", "results_text", "lessons", "transfer")
PUBLISH_WITHIN, ALIKE_WITHIN = 300, 100
ROUNDS = 21
ANALYSED = 400
"""So many texts are analysed for the index; the other practices repeat their entries, which costs readers the same."""
SEED = 20130315


def main() -> int:
    """Fill, measure, print; the exit code tells whether the limits were kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--limits", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("HUB_LOCAL", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    from hub import embedded_postgres

    with database(os.environ.get("DATABASE_URL") or embedded_postgres.up()) as url:
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        return measure(options.records, has_limits=options.limits)


@contextmanager
def database(server: str) -> Iterator[str]:
    """The address of an empty database on the server, which is dropped afterwards."""
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(NAME))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
    try:
        yield make_conninfo(**{**conninfo_to_dict(server), "dbname": NAME})
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(drop)


def measure(records: int, *, has_limits: bool) -> int:
    """Fill the database and measure; 1 where a limit was asked for and not kept."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    fill(records)
    print(f"{records} practices in {time.perf_counter() - started:.0f} s")
    publish = timed("publish one practice", [publication(number) for number in range(ROUNDS)])
    alike = timed("look for likely duplicates", [likeness(number) for number in range(ROUNDS)])
    if has_limits and (publish >= PUBLISH_WITHIN or alike >= ALIKE_WITHIN):
        print(f"too slow: limits are {PUBLISH_WITHIN} and {ALIKE_WITHIN} ms")
        return 1
    return 0


def timed(what: str, rounds: list[Callable[[], object]]) -> float:
    """The median of the rounds in milliseconds; the first, which warms up, is told apart."""
    took, worked = [], []
    for one in rounds:
        started, busy = time.perf_counter(), time.process_time()
        one()
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    first, *rest = took
    median, own = statistics.median(rest), statistics.median(worked[1:])
    print(
        f"{what}: median {median:.0f} ms (our own work {own:.0f} ms), fastest {min(rest):.0f}, slowest {max(rest):.0f}, first {first:.0f}"
    )
    return median


class Texts:
    """Texts in three languages, mixed from those of the sample so that no two practices are alike."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - the same library each time
        files = sorted((Path(__file__).parent.parent / "sample" / "practices").glob("*.yaml"))
        self.known = [yaml.safe_load(path.read_text()) for path in files]

    def columns(self) -> dict[str, str]:
        """The language columns of a practice."""
        found = {}
        for name, limit in (("title", 200), ("summary", 600), ("institution", 300)):
            for code in CODES:
                found[f"{name}_{code}"] = self._mixed(name, code, " ")[:limit]
        for name in LONG:
            for code in CODES:
                found[f"{name}_{code}"] = f"<p>{self._mixed(name, code, '</p><p>')}</p>"
        return found

    def _mixed(self, name: str, code: str, glue: str) -> str:
        pair = [(self.random.choice(self.known).get(name) or {}).get(code) or "" for _ in range(2)]
        halves = [words[: len(words) // 2 + 1] for words in (text.split() for text in pair)]
        return glue.join(" ".join(half) for half in halves)


def fill(records: int) -> None:
    """Practices with themes, a figure, a source and their languages, and their entries in the catalogue."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from django.utils import timezone

    from members.models import Country
    from practices.models import Practice, PracticeTheme, Result
    from publishing import catalogue
    from publishing.enums import LanguageState, State
    from publishing.models import Entry, LanguageVersion, Source, Theme

    texts, now = Texts(), timezone.now()
    land = Country.objects.filter(iso2="KZ").first() or Country.objects.create(iso2="KZ", slug="kazakhstan", name_en="Kazakhstan")  # fmt: skip
    themes, kind = list(Theme.objects.all()), ContentType.objects.get_for_model(Practice)
    for start in range(0, records, 500):
        made = Practice.objects.bulk_create(
            Practice(
                country=land, slug=f"bench-{number}", original_language=CODES[number % 3], state=State.PUBLISHED,
                published_at=now, start_year=2000 + number % 25, **texts.columns(),
            )
            for number in range(start, min(start + 500, records))
        )  # fmt: skip
        PracticeTheme.objects.bulk_create(
            PracticeTheme(practice=one, theme=themes[(one.pk + step) % len(themes)], position=step)
            for one in made
            for step in range(2)
        )
        Result.objects.bulk_create(
            Result(
                practice=one, before=65, after=8, year=2017, **{f"indicator_{code}": "Waiting time" for code in CODES}
            )
            for one in made
        )
        Source.objects.bulk_create(
            Source(content_type=kind, object_id=one.pk, key="s1", title="A report", url="https://example.org/")
            for one in made
        )
        LanguageVersion.objects.bulk_create(
            LanguageVersion(content_type=kind, object_id=one.pk, language=code, state=LanguageState.APPROVED)
            for one in made
            for code in CODES
        )
    first = list(Practice.objects.order_by("pk")[:ANALYSED])
    with transaction.atomic(), catalogue.gathered():
        for one in first:
            catalogue.write(one)
    others = ", ".join(
        f'"{field.column}"' for field in Entry._meta.concrete_fields if field.name not in {"id", "object_id", "slug"}
    )
    own = ", ".join(f"e.{column}" for column in others.split(", "))
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX entry_vector")  # made anew below: faster than row by row
        cursor.execute(
            f"""INSERT INTO publishing_entry (object_id, slug, {others}) SELECT p.id, p.slug, {own}
            FROM (SELECT id, slug, row_number() OVER (ORDER BY id) - 1 AS place FROM practices_practice) p
            JOIN (SELECT *, row_number() OVER (ORDER BY object_id) - 1 AS place FROM publishing_entry) e
            ON e.place = p.place %% %s WHERE p.place >= %s""",  # noqa: S608 - names of our own columns
            [len(first), len(first)],
        )
        cursor.execute("CREATE INDEX entry_vector ON publishing_entry USING gin (vector) WITH (fastupdate = off)")
        cursor.execute("ANALYZE")


def publication(number: int) -> Callable[[], object]:
    """An accepted practice, ready to be published by an editor with the letters to its owner and two focal points."""
    from django.contrib.auth.models import Group

    from members.enums import Role
    from members.models import Country, User
    from practices.models import Practice, PracticeTheme
    from practices.workflow import PracticeWorkflow
    from publishing.enums import State
    from publishing.models import Theme

    land = Country.objects.get(iso2="KZ")
    editor = User.objects.filter(email="editor@bench.example").first()
    if editor is None:
        editor = User.objects.create_superuser("editor@bench.example", None)
        for name in ("owner", "first", "second"):
            person = User.objects.create_user(f"{name}@bench.example", None, country=land)
            if name != "owner":
                person.groups.add(Group.objects.get(name=Role.FOCAL_POINT))
    texts = Texts()
    texts.random.seed(SEED + 1 + number)
    practice = Practice.objects.create(
        country=land,
        original_language="ru",
        state=State.ACCEPTED,
        owner=User.objects.get(email="owner@bench.example"),
        slug=f"bench-new-{number}",
        **texts.columns(),
    )
    PracticeTheme.objects.create(practice=practice, theme=Theme.objects.first())
    return lambda: PracticeWorkflow(practice, User.objects.get(pk=editor.pk)).publish()


def likeness(number: int) -> Callable[[], object]:
    """The look for practices that are like one in the library."""
    from members.models import User
    from practices.models import Practice
    from publishing.likeness import likely_duplicates

    practice: Any = Practice.objects.get(slug=f"bench-{number}")
    owner = User.objects.get(email="owner@bench.example")
    return lambda: likely_duplicates(
        owner, Practice, practice.title_ru, practice.summary_ru, language="ru", country="KZ", except_pk=practice.pk
    )


if __name__ == "__main__":
    sys.exit(main())
