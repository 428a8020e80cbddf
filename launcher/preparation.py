"""What a portal needs before it can serve; each step is skipped when nothing has changed."""

import hashlib
import io
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> str:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", verbosity=0, interactive=False)
    return f"{pending} migrations applied" if pending else "up to date"


def collect_static() -> str:
    """Collect, name and compress the static files; a half-made collection is made anew."""
    target = Path(settings.STATIC_ROOT)
    stamp = target.with_name(target.name + ".digest")
    digest = _digest_of_static_files()
    if target.exists() and stamp.exists() and stamp.read_text() == digest:
        return "as they were"
    stamp.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest)
    return "collected and compressed"


def load_content() -> str:
    """Load `sample/`; what it changed, in its own words."""
    said = io.StringIO()
    call_command("load_sample", stdout=said)
    return "; ".join(line.strip() for line in said.getvalue().strip().splitlines()) or "loaded"


def load_demonstration() -> str:
    """Make the demonstration accounts and records; the list of accounts to show at the end."""
    said = io.StringIO()
    call_command("load_demonstration", stdout=said)
    return said.getvalue().strip()


def _digest_of_static_files() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()
