"""From the .po files that people edit to the .mo files that Django reads."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class WithSingulars:
    """A catalogue in which a text with a plural is found without a number as well.

    Python does that by itself from some releases of 3.11 and later on; before, “practice” stood in English wherever
    “practices” is counted elsewhere.
    """

    def __init__(self, catalogue: Catalog) -> None:
        self._catalogue = catalogue
        self.charset = catalogue.charset

    def __iter__(self) -> Iterator[Message]:
        """The messages, the header first, then the singulars by themselves."""
        yield from self._catalogue
        for message in self._catalogue:
            ids, texts = message.id, message.string
            if isinstance(ids, list | tuple) and isinstance(texts, list | tuple) and texts[0] and not message.fuzzy:
                yield Message(ids[0], texts[0], context=message.context)


def sources(project: Path) -> Iterator[Path]:
    """Every catalogue of the project: its own, and those that complete the libraries'."""
    yield from sorted((project / "locale").glob("**/LC_MESSAGES/*.po"))


def compile_all(project: Path) -> int:
    """Compile the catalogues that are newer than what was made of them; how many there were.

    Raises ValueError, with file and line, for one that cannot be read.
    """
    stale = [path for path in sources(project) if not _is_current(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_current(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _compile(path: Path) -> None:
    try:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parent.parent.name, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".mo.new")
    with os.fdopen(handle, "wb") as target:
        write_mo(target, cast("Catalog", WithSingulars(catalogue)))
    Path(draft).chmod(0o644)
    Path(draft).replace(path.with_suffix(".mo"))
