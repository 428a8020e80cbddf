"""`make run` and `make dev`: everything a portal needs, step by step, then its processes."""

import http.client
import os
import sys
import time

from hub import local_mode
from launcher import database, preflight, unchanged
from launcher.bootstrap import PROJECT, SERVING
from launcher.environment import one_at_a_time
from launcher.processes import Process, Watch
from launcher.steps import Steps

PATIENCE = 60.0  # seconds for the first answer


def serve(port: int, *, development: bool) -> int:
    """Prepare the portal, run it until it is stopped, and give the exit code.

    Raises Refusal with one line when the machine does not allow it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    if development:
        os.environ.setdefault("DEBUG", "1")
    mode = "dev" if development else "run"
    steps = Steps(SERVING[mode])
    with one_at_a_time(PROJECT):
        local_mode.secret_key()
        with steps.step("database") as outcome:
            outcome.append(database.open_it())
        accounts = unchanged.remembered(mode)
        if accounts is None:
            from launcher import preparation  # slow: it brings Django

            accounts = preparation.prepare(steps, development=development)
            unchanged.remember(mode, accounts)
        else:
            with steps.all_but_last("tables, files and content") as outcome:
                outcome.append("as they were")
    preflight.port(str(port))
    return _run(steps, port, accounts, development=development)


def _run(steps: Steps, port: int, accounts: str, *, development: bool) -> int:
    watch = Watch()
    web, *helpers = _processes(port, development=development)
    try:
        with steps.step("web server and task worker") as outcome:
            watch.begin(web)
            if running := _answers(watch, web, port):
                for helper in helpers:
                    watch.begin(helper)
                outcome.append("running")
        if running:
            print(f"\n{accounts}\n\nThe portal is at http://{preflight.HOST}:{port}/   Ctrl-C stops it.", flush=True)
        code = watch.keep(database.keep_open) if running else int(not watch.asked_to_stop())
    finally:
        watch.stop()
    print("The portal has stopped." if code == 0 else "The portal has stopped after a failure.", flush=True)
    return code


def _processes(port: int, *, development: bool) -> tuple[Process, Process, Process]:
    manage = [sys.executable, "manage.py"]
    if development:
        web = [*manage, "runserver", f"{preflight.HOST}:{port}"]
    else:
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--respawn-failed-workers"]
        web += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        web += ["--host", preflight.HOST, "--port", str(port), "hub.wsgi:application"]
    worker = [*manage, "db_worker", "--no-startup-delay", "--reload" if development else "--no-reload"]
    return (
        Process("web server", web, restart=False),
        Process("task worker", worker, restart=True),
        Process("keeper of the time", [*manage, "keep_time"], restart=True),
    )


def _answers(watch: Watch, web: Process, port: int) -> bool:
    """Wait for an answer, of whatever kind; False when the server died or the patience ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and web.code() is None and not watch.asked_to_stop():
        connection = http.client.HTTPConnection(preflight.HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return True
        finally:
            connection.close()
    return False
