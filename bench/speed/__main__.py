"""Measure the portal: `python -m bench.speed [--records 10000] [--peer | --no-peer] [--rounds 3] [--seconds 3]`.

It makes the databases (kept between runs), starts the production servers, asks the contestants in turn, prints the
table and writes it to `bench/results.md`. At more than 10,000 practices the portal with 10,000 runs beside, where that
database exists, to see whether pages cost more in a larger library. The exit code tells whether all targets were reached.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import databases
from bench.speed import asking, peer, report
from bench.speed.load import CLIENTS, Load, generator, load
from bench.speed.servers import Server, first_failure, get, hub

PORTAL, CACHED, SMALL, WAGTAIL = "portal", "portal, cached", "portal at 10,000", "Wagtail"
SMALL_RECORDS: Final = 10_000
PEER_RECORDS: Final = 10_000
"""Up to so many practices the peer is measured without being asked for: its search index takes long to make."""
HOSTILE_MS: Final = 300
WARM: Final = 5
"""So often is each page asked for before what is kept is measured: each worker keeps its own."""
FLAT: Final = 1.15
"""Memory counts as flat when it does not grow by more than this factor."""
KEPT: Final = databases.PROJECT / "var" / "bench"


def main() -> int:
    """Prepare, measure, write; 1 where a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=SMALL_RECORDS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, help=f"with the Wagtail site (default: up to {PEER_RECORDS:,})")
    parser.add_argument("--keep", action="store_true", help="keep complete databases, whatever has changed since")
    parser.add_argument("--only", default="", help="keys of scenarios, separated by commas; nothing is written then")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the servers are stopped too
    os.environ.setdefault("HUB_LOCAL", "1")
    os.environ.setdefault("BENCH_SERVER_URL", databases.server())
    machine = report.machine()
    with ExitStack() as stack:
        run = Run(options, stack)
        rows = run.measure()
        hostile = [] if options.only else run.hostile()
        held = run.memory()
    text = run.text(machine, rows, hostile, held)
    print(text)
    if not options.only:
        print(f"\nWritten to {report.write(options.records, text).relative_to(databases.PROJECT)}")
        kept = KEPT / f"speed_{options.records}.json"
        kept.write_text(json.dumps([report.as_dict(row) for row in rows], indent=1, ensure_ascii=False))
    return int("not reached" in text or "too slow" in text)


class Run:
    """One run: the servers and what they are asked."""

    def __init__(self, options: argparse.Namespace, stack: ExitStack) -> None:
        self.options = options
        records: int = options.records
        database = _database(records, is_kept=options.keep)
        self.library = asking.Library(database, records)
        static = _static()
        self.servers: dict[str, Server] = {
            PORTAL: stack.enter_context(hub(PORTAL, database, is_cached=False, static=static)),
            CACHED: stack.enter_context(hub(CACHED, database, is_cached=True, static=static)),
        }
        self.small: asking.Library | None = None
        if records > SMALL_RECORDS and (small := _standing(SMALL_RECORDS)):
            self.small = asking.Library(small, SMALL_RECORDS)
            self.servers[SMALL] = stack.enter_context(hub(SMALL, small, is_cached=False, static=static))
        self.has_peer = records <= PEER_RECORDS if options.peer is None else options.peer
        if self.has_peer:
            self.servers[WAGTAIL] = stack.enter_context(peer.server(peer.prepare(records, database)))
        self.before = {name: server.memory() for name, server in self.servers.items()}
        self.hostile_ok = True
        self.once: set[str] = set()
        self.asked: Counter[str] = Counter()

    def measure(self) -> list[report.Row]:
        """All scenarios, the contestants by turns in every round."""
        plan = self._plan()
        wanted = {key for key in self.options.only.split(",") if key}
        plan = {key: one for key, one in plan.items() if not wanted or key in wanted}
        for key, (title, paths) in plan.items():
            for name in paths:
                if failure := first_failure(self.servers[name], paths[name][:5]):
                    raise RuntimeError(failure)
                self._warm(name, paths[name], is_thorough=name == CACHED or (name, key) == (PORTAL, "practice"))
            print(f"  warm: {title}", file=sys.stderr, flush=True)
        found: dict[tuple[str, str], list[tuple[Load, Load]]] = {}
        for number in range(self.options.rounds):
            for key, (title, paths) in plan.items():
                names = list(paths)
                for name in names[number % len(names) :] + names[: number % len(names)]:
                    many, alone = (self._ask(key, name, paths[name], clients) for clients in (CLIENTS, 1))
                    found.setdefault((key, name), []).append((many, alone))
                print(f"  round {number + 1}: {title}", file=sys.stderr, flush=True)
            if number == 0:  # by now every kind of page has been asked for often
                self.before = {name: server.memory() for name, server in self.servers.items()}
        rows = {
            key: report.Row(title, {name: report.summary(*zip(*found[key, name], strict=True)) for name in paths})
            for key, (title, paths) in plan.items()
        }
        self._judge(rows)
        return list(rows.values())

    def _ask(self, key: str, name: str, paths: list[str], clients: int) -> Load:
        """One measurement; of addresses that are asked for once it goes on where the last one ended."""
        first = self.asked[key] % len(paths) if key in self.once else 0
        one = load(self.servers[name], paths[first:] + paths[:first], seconds=self.options.seconds, clients=clients)
        self.asked[key] += one.requests
        return one

    def _warm(self, name: str, paths: list[str], *, is_thorough: bool) -> None:
        """Ask without measuring; thoroughly: until every worker has met each page, so that it keeps what it ever keeps."""
        wanted, asked = WARM * len(paths) if is_thorough else 1, 0
        while asked < wanted:
            asked += load(self.servers[name], paths, seconds=1, clients=4 * CLIENTS if name == CACHED else CLIENTS).requests

    def _plan(self) -> dict[str, tuple[str, dict[str, list[str]]]]:
        """By scenario its title, and by contestant the addresses."""
        nothing = ["/bench/empty/"]
        plan = {"empty": ("empty view", {CACHED: nothing, PORTAL: nothing} | ({WAGTAIL: nothing} if self.has_peer else {}))}
        small = {one.name: one for one in self.small.scenarios()} if self.small else {}
        for one in self.library.scenarios():
            if one.is_once:
                self.once.add(one.name)
            paths = {CACHED if one.is_cached else PORTAL: one.paths}
            if one.name in small and one.name in {"practice", "list"}:
                paths[SMALL] = small[one.name].paths
            if one.peer and self.has_peer:
                paths[WAGTAIL] = one.peer
            plan[one.name] = (one.title, paths)
        return plan

    def _judge(self, rows: dict[str, report.Row]) -> None:
        """Note by each row what it had to reach at this size, and the ratio where there is no target."""
        least = {"practice": 5.0, "list": 8.0, "everywhere": 60.0} if self.options.records == SMALL_RECORDS else {}
        for key, row in rows.items():
            own, other = row.found.get(PORTAL) or row.found.get(CACHED), row.found.get(WAGTAIL)
            if own and other and key != "empty":
                ratio, target = own.per_second / max(other.per_second, 0.01), least.get(key)
                what = f"{ratio:.1f} × Wagtail" + (f" (≥ {target:g} ×)" if target else "")
                row.notes.append((what, ratio >= target if target else None))
        if "practice_cached" in rows and "empty" in rows:
            ratio = rows["practice_cached"].found[CACHED].per_second / rows["empty"].found[CACHED].per_second
            rows["practice_cached"].notes.append((f"{ratio:.2f} × empty view (≥ 0.6 ×)", ratio >= 0.6))
        for key in ("practice", "list"):
            found = rows[key].found if key in rows else {}
            if SMALL in found and PORTAL in found:
                ratio = found[PORTAL].cpu_ms / found[SMALL].cpu_ms
                is_due = self.options.records == 100_000
                rows[key].notes.append((f"{ratio:.2f} × the cost at 10,000" + " (≤ 1.3 ×)" * is_due, ratio <= 1.3 if is_due else None))
        searches = ("rare", "common", "inflected", "everywhere", "faceted", "site_search")
        limits = {
            100_000: {**dict.fromkeys(searches, 120), "list": 60, "filtered": 60, "suggestion": 30},
            1_000_000: dict.fromkeys(searches, 800),
        }
        for key, limit in limits.get(self.options.records, {}).items():
            if key in rows:
                took = rows[key].found[PORTAL].p95
                rows[key].notes.append((f"p95 {took:.0f} ms (≤ {limit} ms)", took <= limit))

    def hostile(self) -> list[tuple[str, int, float, str]]:
        """Each hostile query to the library, to the search over everything and to the suggestions: the slowest of the medians."""
        server, found = self.servers[PORTAL], []
        for what, query in asking.hostile().items():
            worst: tuple[int, float, str] = (0, 0.0, "")
            for place, page in enumerate(("practices/", "search/", "search/suggest/")):
                reader = {"X-Forwarded-For": f"10.9.{place}.{len(found) + 1}"}
                answers = sorted((get(server, f"/ru/{page}?{query}", reader) for _ in range(3)), key=lambda one: one[1])
                status, took, body = answers[1]
                is_clear = status < 500 and (b"<h1" in body or page.endswith("suggest/"))
                if took > worst[1] or not is_clear:
                    worst = (status, took, page if is_clear else f"**no clear page**: {page}")
            found.append((what, *worst))
        self.hostile_ok = all(took <= HOSTILE_MS and "**" not in remark for _what, _status, took, remark in found)
        return found

    def memory(self) -> dict[str, tuple[float, float]]:
        """Megabytes of the web processes, after the first round and at the end."""
        return {name: (self.before[name], server.memory()) for name, server in self.servers.items()}

    def text(
        self, machine: str, rows: list[report.Row], hostile: list[tuple[str, int, float, str]],
        held: dict[str, tuple[float, float]],
    ) -> str:  # fmt: skip
        """The section of the report."""
        beside = f"; beside it {peer.versions()} (granian, 2 workers)" if self.has_peer else ""
        grown = max(after / before for before, after in held.values())
        flat = f"Memory grew by at most {100 * (grown - 1):.0f} % ({'flat' if grown <= FLAT else '**not reached**: not flat'})."
        parts = [
            f"{machine}.\nLoad by {generator()}, {CLIENTS} connections; medians of {self.options.rounds} rounds of "
            f"{self.options.seconds:g} s, contestants by turns{beside}.",
            report.table(rows),
            report.memory_table(held) + f"\n\n{flat}",
        ]
        if hostile:
            said = "reached" if self.hostile_ok else "**not reached**"
            parts.append(f"Hostile queries, at most {HOSTILE_MS} ms each and a clear page: {said}.\n\n" + report.hostile_table(hostile, HOSTILE_MS))  # fmt: skip
        return "\n\n".join(parts)


def _database(records: int, *, is_kept: bool) -> str:
    """The address of the bench database; made in a process of its own."""
    command = [sys.executable, "-m", "bench.make", "--records", str(records)] + ["--keep"] * is_kept
    said = subprocess.run(command, cwd=databases.PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return said.strip().splitlines()[-1]


def _standing(records: int) -> str:
    """The address of a bench database if it is complete; empty otherwise."""
    base, name = databases.server(), f"bench_{records}"
    return databases.address(base, name) if databases.made_from(base, name) else ""


def _static() -> Path:
    """The static files as production serves them: collected, named by their contents, compressed."""
    target, stamp = KEPT / "static", KEPT / "static.digest"
    KEPT.mkdir(parents=True, exist_ok=True)
    wanted = databases.digest(path for path in (databases.PROJECT / "static").rglob("*") if path.is_file())
    if not target.exists() or not stamp.exists() or stamp.read_text() != wanted:
        environment = {**os.environ, "STATIC_ROOT": str(target), "DATABASE_URL": databases.server()}
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
        subprocess.run(command, cwd=databases.PROJECT, env=environment, check=True)
        stamp.write_text(wanted)
    return target


if __name__ == "__main__":
    sys.exit(main())
