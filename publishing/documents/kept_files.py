"""A file between its check and its confirmation: put aside for an hour, taken back by a signed token, once."""

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import now

FOLDER: Final = "imports"
CONFIRM_WITHIN: Final = 3600
"""So many seconds a checked file waits to be confirmed."""


class Gone(Exception):
    """The token is forged or too old, or its file was taken already."""


class NotTheirs(Gone):
    """The token is another person's."""


def keep(content: bytes, kind: str, user_key: int, purpose: str, **more: str) -> str:
    """Put a checked file aside; gives the signed token by which its owner confirms it. What nobody confirmed goes."""
    sweep()
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.{kind}", ContentFile(content))
    return signing.dumps([name, user_key, more], salt=purpose)


def take(token: str, user_key: int, purpose: str) -> tuple[bytes, str, dict[str, str]]:
    """The content, the kind and what was noted with it; the file is gone afterwards. Raises Gone or NotTheirs.

    Two that ask at once are kept apart by the caller's lock.
    """
    try:
        name, owner, more = signing.loads(token, salt=purpose, max_age=CONFIRM_WITHIN)
        if owner != user_key:
            raise NotTheirs
        with default_storage.open(name) as stored:
            content = stored.read()
        default_storage.delete(name)
    except (signing.BadSignature, OSError, ValueError, TypeError) as error:
        raise Gone from error
    return content, name.rpartition(".")[2], more


def sweep() -> None:
    """Delete what nobody confirmed within the hour."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        with suppress(OSError):  # another worker may sweep at the same moment
            if default_storage.get_modified_time(path) < now() - timedelta(seconds=CONFIRM_WITHIN):
                default_storage.delete(path)
