"""What happened to a record, in words: the names of the actions and states that events keep.

Each part names its own actions when its app is ready. Names that mean something else for another kind of record (a
country accepts a correction, an editor a practice) are registered for that kind alone, by the model's label.

>>> register(dict(AdoptionAction.choices), dict(AdoptionState.choices), of="practices.adoption")
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise

Words = str | Promise
Pairs = Iterable[tuple[str, Any]]
EVERY_KIND: Final = ""

_actions: dict[str, dict[str, Words]] = {}
_states: dict[str, dict[str, Words]] = {}


def register(actions: Pairs = (), states: Pairs = (), *, of: str = EVERY_KIND) -> None:
    """Name actions and states: of one kind of record (`app.model`, in small letters), or of every kind."""
    _actions.setdefault(of, {}).update((str(key), words) for key, words in actions)
    _states.setdefault(of, {}).update((str(key), words) for key, words in states)


def action_name(action: str, of: str = EVERY_KIND) -> str:
    """The action in words of the reader's language; its key where nobody has named it."""
    return _named(_actions, action, of)


def state_name(state: str, of: str = EVERY_KIND) -> str:
    """The state in words of the reader's language; its key where nobody has named it."""
    return _named(_states, state, of)


def knows_action(action: str, of: str = EVERY_KIND) -> bool:
    """Whether somebody has named the action."""
    return action in _actions.get(of, {}) or action in _actions.get(EVERY_KIND, {})


def choices() -> list[tuple[str, str]]:
    """Every action once, for a filter: where kinds call it by different names, all of them."""
    found: dict[str, dict[str, None]] = {}
    for names in _actions.values():
        for action, words in names.items():
            found.setdefault(action, {})[str(words)] = None
    return [(action, " / ".join(words)) for action, words in found.items()]


def _named(names: Mapping[str, Mapping[str, Words]], key: str, of: str) -> str:
    return str(names.get(of, {}).get(key) or names.get(EVERY_KIND, {}).get(key) or key)
