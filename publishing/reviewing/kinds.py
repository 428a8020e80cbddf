"""The kinds of records that are reviewed; floors above say what this floor cannot know of theirs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ReviewedKind:
    """How records of one model are judged.

    `sections` are the translated fields that can be commented on, `rich` those of them that are rich text. `country` and
    `themes` give what proposals go by: an ISO code (empty where there is none), and the slugs of many records by their
    keys. `may_endorse` says whether a person speaks for the record's country. `parts` is a template that prints what else
    a reviewer has to see; `load` loads what it prints, `related` are the relations that come with the record. `evidence` are the levels that can be set in the field `evidence`.
    """

    model: Any
    sections: tuple[str, ...]
    rich: frozenset[str] = frozenset()
    country: Callable[[Any], str] = lambda _record: ""
    themes: Callable[[Iterable[int]], Mapping[int, frozenset[str]]] = lambda _keys: {}
    may_endorse: Callable[[Any, Any], bool] = lambda _user, _record: False
    load: Callable[[Any], None] = lambda _record: None
    parts: str = ""
    related: tuple[str, ...] = ("owner",)
    evidence: tuple[tuple[str, Words], ...] = ()

    def records(self, records: Any = None) -> Any:
        """Records of the kind (all of them, or those given) with their relations."""
        found = self.model._default_manager.all() if records is None else records
        return found.select_related(*self.related)


_kinds: dict[str, ReviewedKind] = {}


def register(kind: ReviewedKind) -> None:
    """Let records of the model be reviewed; called once, when its app is ready."""
    _kinds[kind.model.kind] = kind


def kind_named(name: str) -> ReviewedKind:
    """The kind of this name; raises LookupError where records of it are not reviewed."""
    if name not in _kinds:
        raise LookupError(f"records of the kind {name} are not reviewed")
    return _kinds[name]


def kind_of(record: Any) -> ReviewedKind:
    """The record's kind; raises LookupError where records of it are not reviewed."""
    return kind_named(record.kind)


def is_reviewed(record: Any) -> bool:
    """Whether records of this kind are reviewed."""
    return record.kind in _kinds


def reviewed_kinds() -> list[ReviewedKind]:
    """The kinds whose records are reviewed."""
    return list(_kinds.values())


def reviewed_models() -> list[Any]:
    """The models whose records are reviewed."""
    return [kind.model for kind in _kinds.values()]
