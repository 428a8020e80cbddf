"""`make run` and `make dev`: everything a portal needs, step by step, then its processes."""

import http.client
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import Error as DatabaseError

from hub import local_mode, message_catalogues
from launcher import database, preflight, preparation
from launcher.bootstrap import PROJECT, SERVING
from launcher.environment import one_at_a_time
from launcher.processes import Process, Watch
from launcher.refusal import Refusal

PATIENCE = 60.0  # seconds for the first answer


def serve(port: int, *, development: bool) -> int:
    """Prepare the portal, run it until it is stopped, and give the exit code.

    Raises Refusal with one line when the machine does not allow it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    if development:
        os.environ.setdefault("DEBUG", "1")
    steps = Steps(SERVING["dev" if development else "run"])
    try:
        with one_at_a_time(PROJECT):
            accounts = _prepare(steps, development=development)
    except (CommandError, DatabaseError, ImproperlyConfigured, ValueError) as error:
        raise Refusal(f"This step failed: {' '.join(str(error).split())}") from error
    except PermissionError as error:
        raise Refusal(f"No permission to write {error.filename}: start as the user that it belongs to.") from error
    preflight.port(str(port))
    return _run(steps, port, accounts, development=development)


class Steps:
    """Prints `2/8 database: …`; the first step is the environment, which is there already."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 1

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Announce the next step; what is put into the list is printed as its outcome."""
        self.number += 1
        print(f"{self.number}/{self.total} {name}: ", end="", flush=True)
        outcome: list[str] = []
        try:
            yield outcome
        finally:
            print(" ".join(outcome) or "failed", flush=True)


def _prepare(steps: Steps, *, development: bool) -> str:
    local_mode.secret_key()
    with steps.step("database") as outcome:
        outcome.append(database.open_it())
    with steps.step("message catalogues") as outcome:
        outcome.append(f"{message_catalogues.compile_all(PROJECT)} compiled")
    with steps.step("tables") as outcome:
        django.setup()
        outcome.append(preparation.migrate())
    if not development:
        with steps.step("static files") as outcome:
            outcome.append(preparation.collect_static())
    with steps.step("content") as outcome:
        outcome.append(preparation.load_content())
    with steps.step("demonstration data") as outcome:
        accounts = preparation.load_demonstration()
        outcome.append("ready")
    return accounts


def _run(steps: Steps, port: int, accounts: str, *, development: bool) -> int:
    watch = Watch(_processes(port, development=development))
    try:
        with steps.step("web server and task worker") as outcome:
            watch.start()
            if running := _answers(watch, port):
                outcome.append("running")
        if running:
            print(f"\n{accounts}\n\nThe portal is at http://{preflight.HOST}:{port}/   Ctrl-C stops it.", flush=True)
        code = watch.keep() if running else int(not watch.asked_to_stop())
    finally:
        watch.stop()
    print("The portal has stopped." if code == 0 else "The portal has stopped after a failure.", flush=True)
    return code


def _processes(port: int, *, development: bool) -> list[Process]:
    manage = [sys.executable, "manage.py"]
    if development:
        web = [*manage, "runserver", f"{preflight.HOST}:{port}"]
    else:
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--respawn-failed-workers"]
        web += ["--no-ws", "--log-level", "warning", "--host", preflight.HOST, "--port", str(port)]
        web += ["hub.wsgi:application"]
    worker = [*manage, "db_worker", "--no-startup-delay", "--reload" if development else "--no-reload"]
    return [Process("web server", web, restart=False), Process("task worker", worker, restart=True)]


def _answers(watch: Watch, port: int) -> bool:
    """Wait for an answer, of whatever kind; False when the server died or the patience ended."""
    deadline = time.monotonic() + PATIENCE
    web = watch.processes[0]
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
