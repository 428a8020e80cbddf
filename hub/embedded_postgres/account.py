"""The system account that the server runs under: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from hub.embedded_postgres.refusal import Unavailable

ROOT_UID = 0


class Account:
    """Runs commands and owns files as the user of the database.

    An ordinary user is that user. For root it is the owner of the existing data,
    else `postgres`, else `nobody`.
    """

    def __init__(self, data_folders: Sequence[Path]) -> None:
        self.uid = os.geteuid()
        self._popen: dict[str, Any] = {}
        if self.uid == ROOT_UID:
            entry = self._stand_in(data_folders)
            self.uid = entry.pw_uid
            self._popen = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    @staticmethod
    def _stand_in(data_folders: Sequence[Path]) -> pwd.struct_passwd:
        owner = next((path.stat().st_uid for path in data_folders if path.exists()), ROOT_UID)
        if owner != ROOT_UID:
            with suppress(KeyError):
                return pwd.getpwuid(owner)
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                return pwd.getpwnam(name)
        raise Unavailable(
            "PostgreSQL refuses to run as root, and this machine has neither a user "
            "“postgres” nor “nobody”: start as an ordinary user, or set DATABASE_URL."
        )

    def take(self, path: Path) -> None:
        """Give a file or folder to the account (as root; otherwise it is ours already)."""
        if self._popen:
            os.chown(path, self._popen["user"], self._popen["group"])

    def take_tree(self, folder: Path) -> None:
        """Give a folder with all it holds to the account, links not followed."""
        if self._popen:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, self._popen["user"], self._popen["group"], follow_symlinks=False)

    def run(self, *command: str | Path) -> bool:
        """Run a command as the account; True when it succeeded.

        No pipes: the server that `pg_ctl` leaves behind would hold them open.
        """
        try:
            done = subprocess.run(
                [str(word) for word in command],
                check=False,
                cwd="/",
                env={**os.environ, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self._popen,
            )
        except PermissionError as error:
            if not self._popen:
                return False
            raise Unavailable(
                "This root may not become another user, and PostgreSQL refuses to run as root: "
                "start as an ordinary user, or set DATABASE_URL."
            ) from error
        return done.returncode == 0

    def may(self, flag: str, path: Path) -> bool:
        """Whether the account passes `test FLAG PATH` (-x, -w …)."""
        return self.run(shutil.which("test") or "/usr/bin/test", flag, path)
