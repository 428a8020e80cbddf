"""How good the search's answers are: `make bench-search`, or `python -m bench.relevance [--keep] [--all]`.

It makes a database of its own beside the portal's, loads `sample/` into it, asks the search page each query of
`queries.yaml` in its language, and prints nDCG@10 and recall@10 with what the queries missed. With `--keep` the database
stays, and the next run with `--keep` uses it as it is. The exit code is 1 where the means are below their floors.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from io import StringIO

from bench import databases
from bench.relevance import measuring
from bench.relevance.measuring import Measured

NAME = "bench_relevance"


def main() -> int:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the database, and use one that was kept")
    parser.add_argument("--all", action="store_true", help="tell what every query found, not only those that missed")
    options = parser.parse_args()
    os.environ.setdefault("HUB_LOCAL", "1")
    os.environ["DEBUG"] = "1"  # pages without the collected static files
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    base = databases.server()
    is_there = options.keep and bool(databases.made_from(base, NAME))
    if not is_there:
        databases.create(base, NAME)
    os.environ["DATABASE_URL"] = databases.address(base, NAME)
    import django

    django.setup()
    try:
        if not is_there:
            _load()
            databases.complete(base, NAME, "loaded")
        results = measuring.measured(_search(), measuring.judged())
    finally:
        if not options.keep:
            from django.db import connections

            connections.close_all()
            databases.drop(base, NAME)
    return _report(results, tells_all=options.all)


def _load() -> None:
    from django.core.management import call_command

    for command in ("migrate", "load_sample"):
        call_command(command, stdout=StringIO(), verbosity=0)


def _search() -> measuring.Search:
    """The search page as a reader gets it, a signed-out one."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    client = Client()

    def search(words: str, language: str) -> Sequence[str]:
        response = client.get(f"/{language}/search/", {"q": words})
        return [result.key for result in response.context.get("results") or ()]

    return search


def _report(results: Sequence[Measured], *, tells_all: bool) -> int:
    for one in results:
        if tells_all or one.missing or one.ndcg < measuring.NDCG_FLOOR:
            print(f"{one.ndcg:.2f} {one.recall:.2f}  {one.judged.language}  {one.judged.text}  ({one.judged.how})")
            if one.missing:
                print(f"           missed: {', '.join(one.missing)}")
            if tells_all or one.ndcg < measuring.NDCG_FLOOR:
                print(f"           found:  {', '.join(_graded(one)) or 'nothing'}")
    print()
    means = measuring.figures(results)
    print(f"{'':8}{'queries':>8}{'nDCG@10':>9}{'recall@10':>11}")
    for row in means:
        print(f"{row.name:8}{row.queries:>8}{row.ndcg:>9.3f}{row.recall:>11.3f}")
    is_good = means[0].ndcg >= measuring.NDCG_FLOOR and means[0].recall >= measuring.RECALL_FLOOR
    if not is_good:
        print(f"Below the floors of {measuring.NDCG_FLOOR} and {measuring.RECALL_FLOOR}.", file=sys.stderr)
    return 0 if is_good else 1


def _graded(one: Measured) -> list[str]:
    return [f"{key} ({one.judged.grades.get(key, 0)})" for key in one.found]


if __name__ == "__main__":
    sys.exit(main())
