"""What a portal needs before it can serve: catalogues, tables, static files, content."""

import hashlib
import inspect
import io
import shutil
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from hub.message_catalogues import compile_all
from launcher.bootstrap import PROJECT
from launcher.refusal import Refusal
from launcher.steps import Steps


def prepare(steps: Steps, *, development: bool) -> str:
    """Take the steps one by one; the list of demonstration accounts to show at the end.

    Raises Refusal, in one line, for what the reader can mend.
    """
    try:
        return _prepare(steps, development=development)
    except (CommandError, DatabaseError, ImproperlyConfigured, ValueError) as error:
        raise Refusal(f"This step failed: {' '.join(str(error).split())}") from error


def _prepare(steps: Steps, *, development: bool) -> str:
    with steps.step("message catalogues") as outcome:
        outcome.append(f"{compile_all(PROJECT)} compiled")
    with steps.step("tables") as outcome:
        django.setup()
        migrated = _migrate()
        outcome.append(f"{migrated} migrations applied" if migrated else "up to date")
    if not development:
        with steps.step("static files") as outcome:
            outcome.append(_collect_static())
    with steps.step("content") as outcome:
        is_upgrade = migrated > 0 and _has_entries()
        outcome.append("; ".join(_said("load_sample").splitlines()) or "loaded")
        if is_upgrade:
            outcome.append(f"catalogue: {_said('rebuild_catalogue').splitlines()[-1]}")
    with steps.step("demonstration data") as outcome:
        lines = _said("load_demonstration").splitlines()
        heading = next((number for number, line in enumerate(lines) if line.endswith(":")), len(lines))
        outcome.append("; ".join(lines[:heading]) or "ready")
    return "\n".join(lines[heading:])


def _has_entries() -> bool:
    """Whether the portal has published records, whose entries an older version may have written."""
    from publishing.models import Entry

    return Entry.objects.exists()


def _migrate() -> int:
    """Apply what is pending; how many migrations that were."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", verbosity=0, interactive=False)
    return pending


def _collect_static() -> str:
    """Collect, name and compress; a half-made collection is made anew."""
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


def _digest_of_static_files() -> str:
    """Of the files to collect, and of what names and compresses them."""
    storage_class = import_string(settings.STORAGES["staticfiles"]["BACKEND"])
    digest = hashlib.sha256(Path(inspect.getfile(storage_class)).read_bytes())
    digest.update((PROJECT / "requirements.lock").read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _said(command: str) -> str:
    """What a management command printed."""
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue().strip()
