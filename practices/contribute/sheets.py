"""The common base of the steps' forms: texts in the original language, rows, and what two people write at once."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models

from publishing.richtext.html import to_plain

from ..models import Practice
from .fields import html_of
from .rows import Rows


class Sheet(forms.Form):
    """One step: fields of the practice and tables of its rows, saved together.

    `texts` are lines and `proses` rich texts, both in the original language; `facts` are the practice's own columns.
    """

    texts: ClassVar[tuple[str, ...]] = ()
    proses: ClassVar[tuple[str, ...]] = ()
    facts: tuple[str, ...] = ()
    tables: ClassVar[tuple[type[Rows], ...]] = ()
    are_tables_last: ClassVar[bool] = False

    edition = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, practice: Practice, user: Any) -> None:
        self.practice, self.user, self.language = practice, user, practice.original_language
        self.stored: dict[str, str] = {}
        """What is stored now, in words, of each field and table that somebody else changed meanwhile."""
        super().__init__(data, initial=self.stored_values(), auto_id="id_%s")
        self.tables_shown = [table(data, practice=practice) for table in self.tables]
        for name in (*self.texts, *self.proses):
            self.fields[name].widget.attrs["lang"] = self.language
        if data is None:
            for name in self.proses:
                self.fields[name].widget.attrs["data-html"] = self.column(name)
        self.prepare()
        self.initial = {**self.initial, "edition": str(practice.edition), "seen": self.digest()}

    def prepare(self) -> None:
        """What a step still has to say to its fields."""

    # What is stored

    def stored_values(self) -> dict[str, Any]:
        """The stored values of the step's fields, as the form shows them."""
        values: dict[str, Any] = {name: self.column(name) for name in self.texts}
        values |= {name: to_plain(self.column(name)) for name in self.proses}
        return values | {name: getattr(self.practice, name) for name in self.facts}

    def column(self, name: str) -> str:
        """The stored text of a translated field in the original language."""
        return getattr(self.practice, f"{name}_{self.language}") or ""

    def digest(self) -> str:
        """What the step's values are now, in so few letters that the form can carry them along."""
        values = {name: str(value) for name, value in self.stored_values().items()}
        values |= {name: self.column(name) for name in self.proses}
        rows = {table.key: table.stored_rows() for table in self.tables_shown}
        said = json.dumps([self.language, values, rows], sort_keys=True, default=str)
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()

    # What was typed

    def is_valid(self) -> bool:
        """Whether fields and tables are all in order; every one of them is looked at."""
        tables = [table.is_valid() for table in self.tables_shown]
        return super().is_valid() and all(tables)

    def typed_html(self, name: str) -> str:
        """The HTML to keep of a rich text."""
        return html_of(self.cleaned_data[name], self.column(name))

    def changes(self) -> list[str]:
        """The names of the fields and tables that differ from what is stored; those given up for the stored text do not."""
        cleaned = self.cleaned_data
        stored = self.stored_values()
        names = [name for name in (*self.texts, *self.facts) if _other(cleaned.get(name), stored[name])]
        names += [name for name in self.proses if self.typed_html(name) != self.column(name)]
        names += [name for name in self.more_changes() if name not in names]
        names += [table.key for table in self.tables_shown if table.differs()]
        given_up = set(self.data.getlist("take")) if hasattr(self.data, "getlist") else set()
        return [name for name in names if name not in given_up]

    def more_changes(self) -> list[str]:
        """The names of changed fields that are neither texts nor facts."""
        return []

    def show_conflict(self, changed: list[str]) -> None:
        """Put what is stored now beside what was typed; the form then stands on the present edition."""
        self.data = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
        self.data["edition"], self.data["seen"] = str(self.practice.edition), self.digest()
        values = self.stored_values()
        for name in changed:
            table = next((table for table in self.tables_shown if table.key == name), None)
            self.stored[name] = table.in_words() if table else self.in_words(name, values.get(name))
        for table in self.tables_shown:
            table.stored_text = self.stored.get(table.key)

    def in_words(self, name: str, value: Any) -> str:
        """A stored value as a person reads it."""
        field = self.fields[name]
        choices = dict(_flat(getattr(field, "choices", ()))) if isinstance(field, forms.ChoiceField) else {}
        return str(choices.get(str(getattr(value, "pk", value)), "" if value is None else value))

    def save(self, changed: list[str]) -> set[str]:
        """Write the changed values into the practice; gives the languages that were written.

        The caller holds the lock, saves the practice, and then lets `save_rows` write the tables.
        """
        for name in changed:
            if name in self.texts:
                setattr(self.practice, f"{name}_{self.language}", self.cleaned_data[name])
            elif name in self.proses:
                setattr(self.practice, f"{name}_{self.language}", self.typed_html(name))
            elif name in self.facts:
                setattr(self.practice, name, self.cleaned_data[name])
        is_text = any(name in (*self.texts, *self.proses) or name not in self.fields for name in changed)
        return {self.language} if is_text else set()

    def save_rows(self, changed: list[str]) -> None:
        """Write the rows of the changed tables; the practice is saved already."""
        for table in self.tables_shown:
            if table.key in changed:
                table.save()

    def carried(self) -> dict[str, object]:
        """The values that the form's hidden fields have after a save, for a page that stays open."""
        fresh = type(self)(practice=Practice.objects.select_related("country").get(pk=self.practice.pk), user=self.user)
        keys = {
            form.add_prefix("pk"): row.pk
            for typed, stored in zip(self.tables_shown, fresh.tables_shown, strict=True)
            for form, row in zip(typed.kept(), stored.related(), strict=False)
        }
        return {"edition": fresh.initial["edition"], "seen": fresh.initial["seen"], **keys}

    # What the template prints

    def has_errors(self) -> bool:
        """Whether anything is to be said above the form."""
        return self.is_bound and (bool(self.errors) or any(table.has_errors() for table in self.tables_shown))


def _other(typed: Any, stored: Any) -> bool:
    """Whether two values differ; nothing at all and an empty text are the same."""
    if isinstance(stored, models.Model):
        return bool(getattr(typed, "pk", None) != stored.pk)
    empty = {None, ""}
    return not (typed in empty and stored in empty) and typed != stored


def _flat(choices: Any) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in choices if not isinstance(label, list | tuple)]
