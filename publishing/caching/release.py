"""Which release of the portal answers: what it keeps is not taken for that of another one."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

SOURCES: Final = {"templates": "*.html", "locale": "*.mo", "content": "*.yaml"}
"""What a page is made of beside code, by folder."""
PLACES: Final = {"PORT", "LOCAL_PORT", "STATIC_ROOT", "MEDIA_ROOT", "EMAIL_FILE_PATH", "LOG_LEVEL"}
"""Settings that differ between machines of one release and stand on no page."""


@lru_cache(maxsize=1)
def release() -> str:
    """A digest of everything but the database that decides how a page looks: code, templates, texts, settings, static files."""
    digest = hashlib.blake2b(digest_size=12)
    for path in _files(Path(settings.BASE_DIR)):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    digest.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for name in sorted(set(dir(settings)) - PLACES):
        value = getattr(settings, name) if name.isupper() else None
        if isinstance(value, str | int):
            digest.update(f"{name}={value!r}\n".encode())
    return digest.hexdigest()


def _files(base: Path) -> list[Path]:
    packages = [folder for folder in base.iterdir() if (folder / "__init__.py").exists() and folder.name != "tests"]
    found = [path for folder in packages for path in folder.rglob("*.py")]
    for folder, pattern in SOURCES.items():
        found += (base / folder).rglob(pattern)
    return sorted(found)
