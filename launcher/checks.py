"""`make test`, `make lint`, `make messages`, `make lock`, `make bench-search` and `make bench`."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

from hub.message_catalogues import compile_all
from launcher.bootstrap import PROJECT
from launcher.refusal import Refusal

WORKERS = "2"
REAL_SITE = {
    "HUB_LOCAL": "0",
    "SECRET_KEY": "for-the-check-alone-" + "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "hub.example",
    "DATABASE_URL": "postgresql:///hub",
}
"""The environment of a site on the Internet, for `check --deploy`."""


def test() -> int:
    """Run all tests, in parallel."""
    _compile()
    return _run("pytest", "--numprocesses", WORKERS)


def lint() -> int:
    """Run every check, and tell at the end which ones failed."""
    _compile()
    templates = [str(path) for path in sorted((PROJECT / "templates").rglob("*.html"))]
    checks: dict[str, Callable[[], int]] = {
        "ruff check": lambda: _run("ruff", "check", "--output-format", "concise"),
        "ruff format": lambda: _run("ruff", "format", "--check", "--output-format", "concise"),
        "mypy": lambda: _run("mypy"),
        "djlint": lambda: _run("djlint", "--lint", "--quiet", "templates"),
        "djade": lambda: _program("djade", "--check", "--target-version", "5.2", *templates),
        "floors": lambda: _program("lint-imports", "--no-cache"),
        "migrations": lambda: _manage("makemigrations", "--check", "--dry-run"),
        "message catalogues": lambda: _manage("makemessages", "--check"),
        "deployment": lambda: _manage("check", "--deploy", "--fail-level", "WARNING", environment=REAL_SITE),
    }
    failed = []
    for name, check in checks.items():
        print(f"--- {name}", flush=True)
        if check():
            failed.append(name)
    print(f"--- failed: {', '.join(failed)}" if failed else "--- all good", flush=True)
    return 1 if failed else 0


def messages() -> int:
    """Bring the message catalogues in step with the code and the templates."""
    return _manage("makemessages")


def lock() -> int:
    """Pin every library with the hashes of all its files; no address of an index is written."""
    common = ("--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-header", "--quiet", "--upgrade")
    hosts = ("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host")
    compile_lock = ("piptools", "compile", *common, *hosts, "pyproject.toml")
    return _run(*compile_lock, "--output-file", "requirements.lock") or _run(
        *compile_lock, "--extra", "dev", "--constraint", "requirements.lock", "--output-file", "requirements-dev.lock"
    )


def bench_search() -> int:
    """Measure how good the search's answers are."""
    _compile()
    return _run("bench.relevance")


def bench(records: int) -> int:
    """Measure how fast the portal is with so many practices."""
    _compile()
    return _run("bench.speed", "--records", str(records))


COMMANDS: dict[str, Callable[[], int]] = {
    "test": test,
    "lint": lint,
    "messages": messages,
    "lock": lock,
    "bench-search": bench_search,
}


def _compile() -> None:
    try:
        compile_all(PROJECT)
    except ValueError as error:
        raise Refusal(str(error)) from error


def _run(module: str, *arguments: str) -> int:
    return _call([sys.executable, "-m", module, *arguments])


def _program(name: str, *arguments: str) -> int:
    return _call([str(Path(sysconfig.get_path("scripts")) / name), *arguments])


def _manage(*arguments: str, environment: dict[str, str] | None = None) -> int:
    return _call([sys.executable, "manage.py", *arguments], environment)


def _call(command: Sequence[str], environment: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=PROJECT, check=False, env={**os.environ, **(environment or {})}).returncode
