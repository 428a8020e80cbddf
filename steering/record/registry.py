"""What each kind of record is today: by this the sealed content is compared with the rows it was made of.

A subject registers once, in `steering/apps.py`:

>>> registry.register("decision", Decision, content_of, due=Decision.objects.closed)

`content_of` gives of a row of today exactly what was given to `seal`; where it learns to tell more, it must go on giving
older rows what they were sealed with (a format number in the content tells them apart).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Model

from publishing.languages import Text, text_of

ContentOf = Callable[[Any], dict[str, Any]]
Due = Callable[[], "models.QuerySet[Any]"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of sealed row."""

    model: type[Model]
    content_of: ContentOf
    due: Due | None
    """All rows that must have an entry; None where nothing tells."""

    def visible_to(self, user: Any) -> "models.QuerySet[Any]":
        """The rows that are open to this person, by the model's own rule."""
        rows: Any = self.model._default_manager
        found: models.QuerySet[Any] = rows.visible_to(user)
        return found


_subjects: dict[str, Subject] = {}


def register(kind: str, model: type[Model], content_of: ContentOf, *, due: Due | None = None) -> None:
    """Say of which rows the records of a kind are made; called once for each kind, at the start.

    The model's manager must have `visible_to(user)`. `due` gives the rows that must be sealed by now.
    """
    _subjects[kind] = Subject(model, content_of, due)


def subject_of(kind: str) -> Subject | None:
    """What was registered for the kind."""
    return _subjects.get(kind)


def name_of(row: Any) -> Text | str:
    """What a sealed row is called, in the reader's language where it has a title."""
    return text_of(row, "title") if hasattr(row, "title") else str(row)


def kinds() -> list[str]:
    """The kinds that somebody registered."""
    return sorted(_subjects)
