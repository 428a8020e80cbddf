"""What else happens when a record moves on, told by parts that the workflow does not know."""

from collections.abc import Callable
from typing import Any

from ..models import Event

Effect = Callable[[Any, str, Event], None]
"""Gets the workflow with the record as it stands now, the action, and the event that was written."""

_effects: list[Effect] = []


def register_after(effect: Effect) -> None:
    """Let something follow every transition, in its transaction; called once, when its app is ready."""
    if effect not in _effects:
        _effects.append(effect)


def perform_afterwards(flow: Any, action: str, event: Event) -> None:
    """Let everything follow that was registered."""
    for effect in _effects:
        effect(flow, action, event)
