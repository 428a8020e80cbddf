"""Who is meant by an audience of a letter. Floors above, which know the accounts, say who that is."""

from collections.abc import Callable, Iterable
from typing import Any

from .models import Publication

People = Callable[[Publication], Iterable[Any]]

_audiences: dict[str, People] = {}


def register(name: str, people: People) -> None:
    """Let an audience be written to; called once, when its app is ready."""
    _audiences[name] = people


def people(name: str, record: Publication) -> list[Any]:
    """The active accounts of the audience for a record; none where no floor has registered it."""
    if name == "owner":
        return [record.owner] if record.owner is not None and record.owner.is_active else []
    return [person for person in _audiences[name](record) if person.is_active] if name in _audiences else []
