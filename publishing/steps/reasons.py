"""What may already stand in the field for the reason, so that nobody types again what others have written."""

from collections.abc import Callable
from typing import Any

Words = Callable[[Any], str]

_words: dict[str, Words] = {}


def register(action: str, words: Words) -> None:
    """Let the reason of an action begin with these words about a record; called once, when the app is ready."""
    _words[str(action)] = words


def first_words(action: str, record: Any) -> str:
    """What the reason begins with; empty where nobody has registered anything."""
    found = _words.get(str(action))
    return found(record) if found else ""
