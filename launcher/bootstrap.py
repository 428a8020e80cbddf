"""From the machine's own Python into the project's environment."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from launcher import environment, preflight
from launcher.refusal import Refusal

PROJECT = Path(__file__).resolve().parent.parent
INTERRUPTED = 130

SERVING = {"run": 8, "dev": 7}
"""The commands that end in a running portal, and how many steps each takes."""

WITH_DEVELOPMENT_TOOLS = {"test", "lint", "messages", "lock", "bench-search", "bench"}


def run(arguments: Sequence[str]) -> NoReturn:
    """Check what can be checked early, make the environment, and go on inside it."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        options = _read(arguments)
        _prepare(options)
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(INTERRUPTED)
    python = str(environment.python(PROJECT))
    os.environ["HUB_LOCAL"] = "1"
    os.execv(python, [python, "-m", "launcher.commands", *arguments])


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="launcher")
    parser.add_argument("command", choices=sorted({*SERVING, *WITH_DEVELOPMENT_TOOLS}))
    parser.add_argument("--port", default="8000")
    parser.add_argument("--records", type=int, default=10_000)
    return parser.parse_args(arguments)


def _prepare(options: argparse.Namespace) -> None:
    if options.command in SERVING:
        preflight.port(options.port)
        preflight.database(os.environ.get("DATABASE_URL", ""))
    preflight.writable(PROJECT)
    steps = SERVING.get(options.command)
    label = f"1/{steps} Python environment" if steps else "Python environment"
    lock = "requirements-dev.lock" if options.command in WITH_DEVELOPMENT_TOOLS else "requirements.lock"
    environment.prepare(PROJECT, lock, lambda doing: print(f"{label}: {doing}", flush=True))
