"""Load on a server: many addresses in turn, by wrk, or by a generator of our own where there is no wrk."""

import http.client
import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.speed.servers import HOST, Server

CLIENTS: Final = 4
TIMEOUT: Final = 30

SCRIPT: Final = """
local paths, place, step = {}, 0, 1
local counter = 0
function setup(thread) thread:set("first", counter); counter = counter + 7919 end
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  place = first % #paths
  math.randomseed(first + 1)
end
function request()
  place = place % #paths + 1
  local address = "10." .. math.random(0, 255) .. "." .. math.random(0, 255) .. "." .. math.random(1, 254)
  return wrk.format("GET", paths[place], {["Host"] = "127.0.0.1", ["X-Forwarded-For"] = address, ["Accept-Encoding"] = "gzip"})
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests": %d, "seconds": %f, "failed": %d, "p50": %f, "p95": %f}\\n', summary.requests,
    summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3))
end
"""
"""Each connection goes on to the next address; each request seems to come from another reader (limits are by address)."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of load gave; times in milliseconds, processor time by request."""

    requests: int
    seconds: float
    failed: int
    p50: float
    p95: float
    web_ms: float
    database_ms: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Processor time of one request: web processes and database together."""
        return self.web_ms + self.database_ms


def generator() -> str:
    """What makes the load, for the report."""
    return "wrk" if shutil.which("wrk") else "bench.speed.load (threads of Python; no wrk on this machine)"


def load(server: Server, paths: Sequence[str], *, seconds: float, clients: int = CLIENTS) -> Load:
    """Ask for the addresses in turn for so long, longer where nothing was answered in time; raises RuntimeError at last."""
    web, database = server.cpu()
    run = _by_wrk if shutil.which("wrk") else _by_threads
    requests, took, failed, p50, p95 = run(server, paths, seconds, clients)
    if not requests:
        requests, took, failed, p50, p95 = run(server, paths, TIMEOUT, clients)
    web_after, database_after = server.cpu()
    if not requests:
        raise RuntimeError(f"{server.name} answered nothing in {seconds} s: {paths[0]}")
    per_request = 1000 / requests
    return Load(
        requests, took, failed, p50, p95, (web_after - web) * per_request, (database_after - database) * per_request
    )


Outcome = tuple[int, float, int, float, float]


def _by_wrk(server: Server, paths: Sequence[str], seconds: float, clients: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "paths.lua"), Path(folder, "paths")
        script.write_text(SCRIPT)
        listed.write_text("\n".join(paths))
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", f"--timeout={TIMEOUT}s", "-s"]
        command += [str(script), f"http://{HOST}:{server.port}", "--", str(listed)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(said.strip().splitlines()[-1])
    return found["requests"], found["seconds"], found["failed"], found["p50"], found["p95"]


def _by_threads(server: Server, paths: Sequence[str], seconds: float, clients: int) -> Outcome:
    took: list[float] = []
    failed = [0]
    started = time.perf_counter()

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection(HOST, server.port, timeout=TIMEOUT)
        place = first * len(paths) // clients
        while time.perf_counter() - started < seconds:
            before = time.perf_counter()
            headers = {"X-Forwarded-For": f"10.{first}.{place // 250 % 250}.{place % 250 + 1}", "Accept-Encoding": "gzip"}
            connection.request("GET", paths[place % len(paths)], headers=headers)
            response = connection.getresponse()
            response.read()
            took.append((time.perf_counter() - before) * 1000)
            failed[0] += response.status >= 400
            place += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ranked = sorted(took) or [0.0]
    p50, p95 = ranked[len(ranked) // 2], ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
    return len(took), time.perf_counter() - started, failed[0], p50, p95
