"""The kinds of letters that the portal writes."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: its template's name, what staff read of it, and whether it asks the recipient to act."""

    name: str
    title: str | Promise
    needs_action: bool = False


_kinds: dict[str, LetterKind] = {}


def register_kind(name: str, title: str | Promise, *, needs_action: bool = False) -> None:
    """Let a letter be written from `templates/letters/<name>.txt`; called once, when its app is ready."""
    _kinds[name] = LetterKind(name, title, needs_action)


def kind_of(name: str) -> LetterKind:
    """The kind of this name; raises LookupError where nobody registered it."""
    if name not in _kinds:
        raise LookupError(f"the letter {name} is not registered")
    return _kinds[name]


def kinds() -> list[LetterKind]:
    """Every kind."""
    return list(_kinds.values())
