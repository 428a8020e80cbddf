"""The table of a run, and bench/results.md, which keeps the newest run of each size side by side."""

import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.databases import PROJECT
from bench.speed.load import Load

FILE: Final = PROJECT / "bench" / "results.md"
HEAD: Final = """# Speed, as measured by `make bench`

Written by the bench itself; each section is the newest run of its size. CPU is the processor time of one request, web
processes and database connections together; requests per second come with {clients} connections on one machine that
also makes the load; p50 and p95 with one user. Uncached means that the cache of pages is switched off (`PAGE_CACHE=0`);
what a process keeps of public rows and answers under the epoch stays on, as in production. Pages asked for
once each show what a page costs of which nothing is kept.
What is equal and what is not between the portal and the peer: [peer_wagtail/README.md](peer_wagtail/README.md).
"""


@dataclass(slots=True)
class Row:
    """What one scenario gave, by contestant."""

    title: str
    found: dict[str, "Summary"]
    notes: list[tuple[str, bool | None]] = field(default_factory=list)
    """Targets with what was reached, and whether that is enough."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The medians of the rounds."""

    per_second: float
    cpu_ms: float
    web_ms: float
    database_ms: float
    p50: float
    p95: float
    failed: int


def summary(many: Sequence[Load], alone: Sequence[Load]) -> Summary:
    """The medians over rounds with several clients and with one."""
    return Summary(
        *(_median(getattr(one, name) for one in many) for name in ("per_second", "cpu_ms", "web_ms", "database_ms")),
        *(_median(getattr(one, name) for one in alone) for name in ("p50", "p95")),
        sum(one.failed for one in [*many, *alone]),
    )


def table(rows: Iterable[Row]) -> str:
    """The scenarios as a table of Markdown, a line for each contestant."""
    lines = ["| | | requests/s | CPU ms | of it web + database | p50 ms | p95 ms | target |", "|---|---|--:|--:|--:|--:|--:|---|"]
    for row in rows:
        for place, (name, one) in enumerate(row.found.items()):
            told = "; ".join(_told(*note) for note in row.notes) if place == 0 else ""
            failed = f" ({one.failed} failed)" if one.failed else ""
            lines.append(
                f"| {row.title if place == 0 else ''} | {name}{failed} | {one.per_second:,.1f} | {one.cpu_ms:.2f} "
                f"| {one.web_ms:.2f} + {one.database_ms:.2f} | {one.p50:.1f} | {one.p95:.1f} | {told} |"
            )
    return "\n".join(lines)


def machine() -> str:
    """What it ran on and with which versions."""
    import psutil

    libraries = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian", "psycopg"))
    load = ", ".join(f"{one:.1f}" for one in psutil.getloadavg())
    memory = psutil.virtual_memory().total / 1024**3
    return (
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}; {psutil.cpu_count()} processors "
        f"({platform.machine()}, {_processor()}), {memory:.0f} GB; Python {platform.python_version()}, {libraries}; "
        f"load before the run {load}"
    )


def write(records: int, text: str) -> Path:
    """Put the section of this size into the file, in the order of the sizes; the others stay."""
    from bench.speed.load import CLIENTS

    standing = FILE.read_text() if FILE.exists() else ""
    sections: dict[int, str] = {}
    for one in re.split(r"(?m)^(?=## )", standing)[1:]:
        if known := re.match(r"## ([\d,]+) practices", one):
            sections[int(known[1].replace(",", ""))] = one.strip()
    sections[records] = f"## {records:,} practices\n\n{text.strip()}"
    FILE.write_text("\n\n".join([HEAD.format(clients=CLIENTS).strip(), *(sections[key] for key in sorted(sections))]) + "\n")
    return FILE


def _told(what: str, is_reached: bool | None) -> str:
    return what if is_reached is None else f"{what}: {'reached' if is_reached else '**not reached**'}"


def _median(values: Iterable[float]) -> float:
    ranked = sorted(values)
    return ranked[len(ranked) // 2] if ranked else 0.0


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else "unknown processor"


def hostile_table(rows: Sequence[tuple[str, int, float, str]], limit: float) -> str:
    """What, status, milliseconds, remark; with what went beyond the limit."""
    lines = ["| hostile query | status | ms (median of 3) | slowest page |", "|---|--:|--:|---|"]
    lines += [
        f"| {what} | {status} | {took:.0f} | {remark}{'' if took <= limit else ' **too slow**'} |"
        for what, status, took, remark in rows
    ]
    return "\n".join(lines)


def memory_table(held: dict[str, tuple[float, float]]) -> str:
    """Megabytes of the web processes after the first round and at the end."""
    lines = ["| web processes, PSS in MB | after the first round | at the end |", "|---|--:|--:|"]
    lines += [f"| {name} | {before:.0f} | {after:.0f} |" for name, (before, after) in held.items()]
    return "\n".join(lines)


def as_dict(row: Row) -> dict[str, Any]:
    """For keeping the figures beside the table."""
    return {"title": row.title, **{name: {key: getattr(one, key) for key in Summary.__slots__} for name, one in row.found.items()}}  # type: ignore[attr-defined]  # made by dataclass(slots=True)
