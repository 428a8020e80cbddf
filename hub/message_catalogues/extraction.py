"""Which texts the code and the templates ask to have translated."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize

PACKAGES = ("hub", "steering", "programmes", "reforms", "practices", "members", "publishing")
TEMPLATE_SUFFIXES = {".html", ".txt", ".typ", ".xml"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Text(NamedTuple):
    """One text to translate: what Django looks it up by, and its plural form if it has one."""

    context: str | None
    singular: str
    plural: str | None


def texts(project: Path) -> dict[tuple[str | None, str], Text]:
    """All texts of our packages and templates, by context and singular."""
    found: dict[tuple[str | None, str], Text] = {}
    for path in _files(project):
        for text in _texts_of(path):
            key = (text.context, text.singular)
            if key not in found or text.plural:
                found[key] = text
    return found


def _files(project: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (project / package).rglob("*.py") if "migrations" not in path.parts)
    for folder in ("templates", *PACKAGES):
        yield from (path for path in (project / folder).rglob("*") if path.suffix in TEMPLATE_SUFFIXES)


def _texts_of(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django blanks out all but the calls; the brackets free the rest from Python's indentation.
        source = f"(\n{templatize(source, origin=str(path))}\n)"
    file = io.BytesIO(source.encode())
    for _line, message, _comments, context in extract("python", file, KEYWORDS, options={"encoding": "utf-8"}):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield Text(context, singular, plural)
