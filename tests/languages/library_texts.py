"""Which texts the installed libraries can show a reader, read from their source, not from their catalogues.

A library's own catalogues may lack what its code asks for, so an upgrade that brings a new text is noticed here.
"""

import ast
import io
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django
import django_prose_editor
from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

NOT_SHOWN = {
    "headless": "allauth's JSON interface, which is not switched on",
    "idp": "allauth as an identity provider for others, which is not installed",
    "usersessions": "allauth's list of sessions, which is not installed",
    "openid": "allauth's OpenID 2.0 provider, which is not installed",
    "oauth": "allauth's OAuth 1 client, which no installed provider uses",
    "tests": "read by nobody but the libraries' authors",
    "test": "Django's own test client and runner",
    "migrations": "names of fields as they were",
    "management": "commands speak to an operator, in English",
}
"""Folders of the libraries whose texts reach no reader of the portal, with the reason."""

ARGUMENTS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
"""Where each function takes its context, its singular and its plural."""

BABEL_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class LibraryText(NamedTuple):
    """What Django looks a text up by, its plural if it has one, and where it is asked for."""

    context: str | None
    singular: str
    plural: str | None
    path: str

    def key(self, message: str) -> str:
        """The message as the catalogue has it, context included."""
        return f"{self.context}\x04{message}" if self.context else message


@cache
def page_texts() -> list[LibraryText]:
    """The texts of the libraries' Python code and templates (catalogue `django`)."""
    texts: dict[tuple[str | None, str], LibraryText] = {}
    for folder in _library_folders():
        for path in sorted(folder.rglob("*")):
            if _is_shown(path):
                _gather(texts, _texts_of(path))
    return list(texts.values())


@cache
def script_texts() -> list[LibraryText]:
    """The texts of the scripts of the admin and of the rich text editor (catalogue `djangojs`)."""
    texts: dict[tuple[str | None, str], LibraryText] = {}
    admin = Path(django.__file__).parent / "contrib/admin/static/admin/js"
    for path in sorted(admin.rglob("*.js")):
        if "vendor" not in path.parts:
            _gather(texts, _extracted("javascript", path.read_text(encoding="utf-8"), path))
    _gather(texts, _editor_texts())
    return list(texts.values())


def _gather(found: dict[tuple[str | None, str], LibraryText], texts: Iterable[LibraryText]) -> None:
    for text in texts:
        key = (text.context, text.singular)
        if key not in found or text.plural:
            found[key] = text


def _library_folders() -> set[Path]:
    """Folders of the installed applications that are not ours, and Django's own below `contrib`."""
    home = Path(django.__file__).parent
    installed = {Path(app.path) for app in apps.get_app_configs()}
    ours = Path(settings.BASE_DIR)
    virtual_environments = {folder for folder in ours.glob("*/") if (folder / "pyvenv.cfg").exists()}
    libraries = {
        folder
        for folder in installed
        if not folder.is_relative_to(ours) or any(folder.is_relative_to(home) for home in virtual_environments)
    }
    core = {folder for folder in home.iterdir() if folder.is_dir() and folder.name != "contrib"}
    return libraries | core


def _is_shown(path: Path) -> bool:
    if path.suffix not in {".py", ".html", ".txt"} or NOT_SHOWN.keys() & set(path.parts):
        return False
    if "providers" in path.parts:  # allauth brings a hundred; a folder of an installed one is an application itself
        provider = path.parts[path.parts.index("providers") + 1]
        return provider in {"base", "oauth2", "__init__.py"} or any(
            app.name.endswith(f"providers.{provider}") for app in apps.get_app_configs()
        )
    return True


def _texts_of(path: Path) -> Iterator[LibraryText]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _python_texts(source, path)
    elif "{%" in source or "{{" in source:
        # Django blanks out all but the calls; the brackets free the rest from Python's indentation.
        yield from _extracted("python", f"(\n{templatize(source, origin=str(path))}\n)", path)


def _python_texts(source: str, path: Path) -> Iterator[LibraryText]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        context, singular, plural = (_constant(node, place) for place in ARGUMENTS.get(name, (None, None, None)))
        if singular:
            yield LibraryText(context, singular, plural, str(path))


def _constant(call: ast.Call, place: int | None) -> str | None:
    if place is None or place >= len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _extracted(method: str, source: str, path: Path) -> Iterator[LibraryText]:
    file = io.BytesIO(source.encode())
    for _line, message, _comments, context in extract(method, file, BABEL_KEYWORDS, options={"encoding": "utf-8"}):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield LibraryText(context, singular, plural, str(path))


def _editor_texts() -> Iterator[LibraryText]:
    """The editor's script comes minified: `gettext` has a short name there, set where it is taken from `window`.

    The names in its toolbar are plain strings, which our own script translates.
    """
    path = Path(django_prose_editor.__file__).parent / "static/django_prose_editor/editor.js"
    source = path.read_text(encoding="utf-8")
    alias = re.search(r"(\w+)=window\.gettext\|\|", source)
    assert alias, "the editor no longer takes its texts from window.gettext"
    literals = re.findall(rf'(?<![\w$]){re.escape(alias[1])}\(("(?:[^"\\]|\\.)*")\)', source)
    buttons = re.findall(r'\.(?:material|svg|text)\((?:"[^"]*"|`[^`]*`),("[^"]+")\)', source)
    kinds = re.findall(r'option:\w+\("\w+",\{textContent:("[^"$]+")\}\),active:e=>e\.isActive', source)
    assert buttons, "the editor names its buttons in another way"
    assert kinds, "the editor names the kinds of paragraph in another way"
    for literal in (*literals, *buttons, *kinds):
        yield LibraryText(None, json.loads(literal), None, str(path))
    labels = Path(settings.BASE_DIR) / "static/js/editor-labels.js"
    yield from _extracted("javascript", labels.read_text(encoding="utf-8"), labels)
