"""The local mode: a portal for one machine, with a secret and a database of its own.

`HUB_LOCAL=1` turns it on. Outside of it the settings refuse to start without a secret,
a list of hosts and a database. `make` prepares a folder for local use by writing
`var/secret_key`; from then on `manage.py` enters the local mode by itself in that folder,
unless the environment configures a real site.
"""

import os
import secrets
import tempfile
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SECRET_KEY_FILE = PROJECT / "var" / "secret_key"
REAL_SITE = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")


def is_on(environment: MutableMapping[str, str] = os.environ) -> bool:
    """Whether this process runs in the local mode."""
    return environment.get("HUB_LOCAL") == "1"


def enter_if_prepared(environment: MutableMapping[str, str] = os.environ) -> None:
    """Enter the local mode where `make` prepared the folder and nothing speaks against it."""
    configured = any(environment.get(name) for name in REAL_SITE)
    if "HUB_LOCAL" not in environment and not configured and SECRET_KEY_FILE.exists():
        environment["HUB_LOCAL"] = "1"


def needs_own_database(environment: MutableMapping[str, str] = os.environ) -> bool:
    """Whether the embedded server has to serve: local mode, and no other database named."""
    return is_on(environment) and not environment.get("DATABASE_URL")


def secret_key() -> str:
    """The local secret: made once, readable for its owner alone.

    Raises OSError where the folder cannot be written.
    """
    if not SECRET_KEY_FILE.exists():
        SECRET_KEY_FILE.parent.mkdir(exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=SECRET_KEY_FILE.parent)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was quicker: its secret stands
            os.link(draft, SECRET_KEY_FILE)
        Path(draft).unlink()
    return SECRET_KEY_FILE.read_text()
