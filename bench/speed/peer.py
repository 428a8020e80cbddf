"""The Wagtail site beside which the portal is measured: its environment, its database, its server."""

import os
import subprocess
import sys
import venv
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from bench import databases
from bench.speed.servers import Server, serving

FOLDER: Final = databases.PROJECT / "bench" / "peer_wagtail"
ENVIRONMENT: Final = databases.PROJECT / "var" / "bench" / "wagtail"
PYTHON: Final = ENVIRONMENT / "bin" / "python"


def prepare(records: int, origin: str) -> str:
    """The address of the peer's database with the same practices; made where there is none that fits."""
    _install()
    base, name = databases.server(), f"bench_wagtail_{records}"
    address, wanted = databases.address(base, name), _fingerprint(records)
    if databases.made_from(base, name) != wanted:
        print(f"{name}: is made (the search index of Wagtail takes most of the time)", file=sys.stderr, flush=True)
        databases.create(base, name)
        _manage(address, "migrate", "--verbosity", "0")
        _manage(address, "fill", origin)
        databases.complete(base, name, wanted)
    return address


def server(address: str) -> AbstractContextManager[Server]:
    """The peer's production server."""
    return serving("Wagtail", "peer.wsgi:application", address, python=PYTHON, folder=FOLDER, DJANGO_SETTINGS_MODULE="peer.settings")  # fmt: skip


def versions() -> str:
    """What the peer runs on."""
    command = [str(PYTHON), "-c", "from importlib.metadata import version as v; print(f'Wagtail {v(\"wagtail\")}, Django {v(\"django\")}')"]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _install() -> None:
    """An environment of its own with what requirements.txt names; the portal's own never has it."""
    stamp, wanted = ENVIRONMENT / "installed", (FOLDER / "requirements.txt").read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    venv.create(ENVIRONMENT, with_pip=True)
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "-r", str(FOLDER / "requirements.txt")]
    subprocess.run(install, check=True)
    stamp.write_text(wanted)


def _fingerprint(records: int) -> str:
    """Of the peer's code and of what the practices are made from."""
    files = [path for path in FOLDER.rglob("*") if path.suffix in {".py", ".html", ".txt"}]
    made = [*(databases.PROJECT / "bench" / "synthetic").glob("*.py"), *(databases.PROJECT / "sample" / "practices").rglob("*.yaml")]
    return databases.digest([path for path in [*files, *made] if path.is_file()], records)


def _manage(address: str, *arguments: str) -> None:
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "peer.settings"}
    command = [str(PYTHON), str(Path("manage.py")), *arguments]
    subprocess.run(command, cwd=FOLDER, env=environment, check=True, stdout=subprocess.DEVNULL)
