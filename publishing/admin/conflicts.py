"""Two people, one record: the second to save sees both texts and decides field by field.

The form carries the edition it was opened at and a short digest of every value it showed. When the record has moved on,
nothing is saved: each value that differs is shown as it is stored now and as it was typed, and what is chosen is put
into the form again, on top of the present edition.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from ..richtext.html import sanitise, to_plain
from .texts import RichTextArea

THEIRS: Final = "theirs"
YOURS: Final = "yours"
CHOICE: Final = "_choice-"
Values = list[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is stored otherwise than it was typed."""

    name: str
    label: str
    theirs: str
    yours: str
    preset: str
    lang: str = ""

    @property
    def choice_name(self) -> str:
        """The name of the radio buttons that decide."""
        return CHOICE + self.name


@dataclass(slots=True)
class Group:
    """The differences of the record itself, or of one row of one of its parts."""

    title: str
    differences: list[Difference] = field(default_factory=list)
    vanished: str = ""
    """The name of the choice where somebody deleted the row in the meantime; else empty."""
    appeared: bool = False
    """Whether somebody added the row in the meantime; it stays."""


def as_posted(bound: BoundField) -> Values:
    """What a browser would send for the stored value, unchanged."""
    value = bound.field.prepare_value(bound.initial)
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if isinstance(widget, forms.FileInput):
        return []
    assert widget is not None
    shown = widget.format_value(value)
    values = shown if isinstance(shown, list | tuple) else [shown]
    return [str(item) for item in values if item not in {None, ""}]


def posted(data: QueryDict, name: str) -> Values:
    """What the browser did send; empty values count as none."""
    return [value for value in data.getlist(name) if value != ""]


def normal(values: Values, bound: BoundField) -> Values:
    """The values as they compare: line ends alike, several choices in one order, rich text as it would be stored."""
    texts = [value.replace("\r\n", "\n").replace("\r", "\n").strip() for value in values]
    if isinstance(bound.field.widget, RichTextArea):
        texts = [sanitise(text) for text in texts]
    return sorted(text for text in texts if text)


def digest(values: Values) -> str:
    """Eight characters that tell whether a value is still the one that the form showed."""
    return hashlib.blake2b("\x1f".join(values).encode(), digest_size=4).hexdigest()


def key_of(form: forms.BaseForm, name: str) -> str:
    """The field's name in the digests: rows of parts go by their key, since their place in the form may change."""
    instance = getattr(form, "instance", None)
    return f"{form.prefix.rsplit('-', 1)[0]}|{instance.pk}|{name}" if form.prefix and instance is not None else name


def stored_forms(form: forms.BaseForm, formsets: list[Any]) -> Iterator[forms.BaseForm]:
    """The record's own form and the forms of the rows that are in the database."""
    yield form
    for formset in formsets:
        yield from (row for row in formset.initial_forms if row.instance.pk)


def digests(form: forms.BaseForm, formsets: list[Any]) -> str:
    """What the form showed, as JSON: field → digest of its stored value."""
    shown = {
        key_of(one, name): digest(normal(as_posted(one[name]), one[name]))
        for one in stored_forms(form, formsets)
        for name in one.fields
        if not _is_plumbing(one, name)
    }
    return json.dumps(shown, separators=(",", ":"))


def read_digests(data: QueryDict) -> dict[str, str]:
    """The digests that came back with the form; none where they cannot be read."""
    try:
        shown = json.loads(data.get("_seen", "{}"))
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in shown.items()} if isinstance(shown, dict) else {}


def groups(form: forms.BaseForm, formsets: list[Any], data: QueryDict) -> list[Group]:
    """Where the stored record (unbound `form`, `formsets`) and what was typed (`data`) disagree."""
    seen = read_digests(data)
    found = [Group("", list(_differences(form, None, data, seen)))]
    for formset in formsets:
        typed = typed_rows(formset, data)
        title = capfirst(str(formset.model._meta.verbose_name))
        stored = {str(row.instance.pk): row for row in formset.initial_forms}
        for pk, row in stored.items():
            if pk in typed:
                found.append(Group(f"{title}: {row.instance}", list(_differences(row, typed[pk], data, seen))))
            elif key_of(row, formset.model._meta.pk.name).rsplit("|", 1)[0] not in {
                key.rsplit("|", 1)[0] for key in seen
            }:
                found.append(Group(f"{title}: {row.instance}", appeared=True))
        found += [
            Group(title, _typed_values(formset, prefix, data), vanished=CHOICE + prefix)
            for pk, prefix in typed.items()
            if pk not in stored
        ]
    return [group for group in found if group.differences or group.vanished or group.appeared]


def merge(form: forms.BaseForm, formsets: list[Any], data: QueryDict) -> QueryDict:
    """The typed data with the stored value wherever that was chosen, as a form on the present edition would send it."""
    merged = data.copy()
    for name in form.fields:
        if data.get(CHOICE + form.add_prefix(name)) == THEIRS:
            merged.setlist(form.add_prefix(name), as_posted(form[name]))
    for formset in formsets:
        _merge_rows(formset, data, merged)
    for key in [key for key in merged if key.startswith(CHOICE) or key in {"_continue_merged", "_seen", "_edition"}]:
        del merged[key]
    return merged


def typed_rows(formset: Any, data: QueryDict) -> dict[str, str]:
    """The rows that the form had, by key: where their fields begin in the data (`results-0`)."""
    pk = formset.model._meta.pk.name
    rows = {}
    for number in range(_number(data.get(f"{formset.prefix}-INITIAL_FORMS"))):
        value = data.get(f"{formset.prefix}-{number}-{pk}")
        if value:
            rows[value] = f"{formset.prefix}-{number}"
    return rows


def _differences(
    form: forms.BaseForm, prefix: str | None, data: QueryDict, seen: dict[str, str]
) -> Iterator[Difference]:
    for name in form.fields:
        bound = form[name]
        full = f"{prefix}-{name}" if prefix else form.add_prefix(name)
        if _is_plumbing(form, name):
            continue
        theirs, yours = normal(as_posted(bound), bound), normal(posted(data, full), bound)
        if theirs == yours:
            continue
        # Who did not touch the field keeps what is stored now; where both did, one's own text is offered first.
        preset = THEIRS if seen.get(key_of(form, name)) == digest(yours) else YOURS
        lang = bound.field.widget.attrs.get("lang", "")
        yield Difference(full, str(bound.label), readable(bound, theirs), readable(bound, yours), preset, lang)


def readable(bound: BoundField, values: Values) -> str:
    """The values as a person reads them: the words of a choice, rich text without its marks."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    if isinstance(widget, forms.CheckboxInput):
        return gettext("yes") if values else gettext("no")
    if isinstance(bound.field.widget, RichTextArea):
        return "\n\n".join(to_plain(value) for value in values)
    if isinstance(widget, forms.Select):
        words = {str(value): str(label) for value, label in _flat(getattr(bound.field, "choices", ()))}
        return ", ".join(words.get(value, value) for value in values)
    return "\n".join(values)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


def _typed_values(formset: Any, prefix: str, data: QueryDict) -> list[Difference]:
    form = formset.empty_form
    rows = []
    for name in form.fields:
        values = posted(data, f"{prefix}-{name}")
        if values and not _is_plumbing(form, name):
            rows.append(Difference(f"{prefix}-{name}", str(form[name].label), "", readable(form[name], values), YOURS))
    return rows


def _merge_rows(formset: Any, data: QueryDict, merged: QueryDict) -> None:
    """Number the rows anew: those that are stored now first, then the typed ones that are new."""
    pk = formset.model._meta.pk.name
    typed, total = typed_rows(formset, data), min(_number(data.get(f"{formset.prefix}-TOTAL_FORMS")), 1000)
    stored = {str(row.instance.pk): row for row in formset.initial_forms}
    rows = []
    for key, row in stored.items():
        prefix = typed.get(key)
        values = {name: _chosen(row, name, prefix, data) for name in row.fields if name != "DELETE"}
        values[pk] = [key]
        if prefix and data.get(f"{prefix}-DELETE"):
            values["DELETE"] = ["on"]
        rows.append(values)
    initial = len(rows)
    names = [name for name in formset.empty_form.fields if name != pk]
    for number in range(total):
        prefix = f"{formset.prefix}-{number}"
        is_new = prefix not in typed.values()
        is_kept = not is_new and data.get(f"{prefix}-{pk}") not in stored and data.get(CHOICE + prefix) == YOURS
        if is_new or is_kept:
            rows.append({name: data.getlist(f"{prefix}-{name}") for name in names})
    for key in [
        key
        for key in merged
        if key.startswith(f"{formset.prefix}-") and key.removeprefix(f"{formset.prefix}-")[:1].isdigit()
    ]:
        del merged[key]
    for number, values in enumerate(rows):
        for name, value in values.items():
            merged.setlist(f"{formset.prefix}-{number}-{name}", value)
    merged[f"{formset.prefix}-INITIAL_FORMS"] = str(initial)
    merged[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))


def _chosen(row: forms.BaseForm, name: str, prefix: str | None, data: QueryDict) -> Values:
    if prefix is None or data.get(f"{CHOICE}{prefix}-{name}") == THEIRS:
        return as_posted(row[name])
    return data.getlist(f"{prefix}-{name}")


def _is_plumbing(form: forms.BaseForm, name: str) -> bool:
    """Whether the field is the form's own business: keys, deletion marks, what is not stored."""
    return (
        name == "DELETE"
        or (
            isinstance(form.fields[name], forms.ModelChoiceField)
            and isinstance(form.fields[name].widget, forms.HiddenInput)
        )
        or bool(getattr(form.fields[name], "is_not_stored", False))
    )


def _number(value: str | None) -> int:
    try:
        return max(0, min(int(value or 0), 1000))
    except ValueError:
        return 0
