"""What is asked on the way of an update: why it changes, and which text holds where two differ."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language

from ..models import Practice, Revision
from ..revision import NOTE_LENGTH
from .merging import section_name
from .reconciling import ORIGINAL, UPDATE
from .standing import Standing
from .wording import Worded, worded


class NoteForm(forms.Form):
    """What changed and why, in one language."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    note = forms.CharField(
        label=_("What changed and why"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A sentence or two. Readers see it beside the new version, and translators learn what to follow."),
        error_messages={"required": _("Say what changed and why.")},
    )
    note_language = forms.ChoiceField(label=_("Language of this note"), choices=Language.choices)

    def __init__(self, revision: Revision, practice: Practice, data: Any = None) -> None:
        initial = {
            "seen": _mark(revision.note),
            "note": revision.note,
            "note_language": revision.note_language or practice.original_language,
        }
        self.stored = revision.note
        super().__init__(data, initial=initial)

    def is_stale(self) -> bool:
        """Whether somebody else changed the note since this form was shown, into something else."""
        return bool(self.stored != self.cleaned_data["note"] and self.cleaned_data["seen"] != _mark(self.stored))

    def show_stored(self) -> None:
        """Say what is stored now; the form then stands on that."""
        self.data = {**self.data.dict(), "seen": _mark(self.stored)}  # type: ignore[attr-defined]  # a QueryDict
        self.add_error(
            "note",
            _("Somebody else changed it meanwhile: “%(note)s”. Save again to replace it.") % {"note": self.stored},
        )


def _mark(text: str) -> str:
    """A text in so few letters that the form can carry them along."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


class ReconcileForm(forms.Form):
    """For each section that both changed: the original as it is now, or the update."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    original_edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, update: Practice, original: Practice, standing: Standing, data: Any = None) -> None:
        super().__init__(data, initial={"edition": update.edition, "original_edition": original.edition})
        self.sections = list(standing.colliding)
        self.texts: dict[str, tuple[Worded, Worded]] = {}
        for name in self.sections:
            self.texts[name] = (worded(name, standing.original[name]), worded(name, standing.update[name]))
            self.fields[name] = forms.ChoiceField(
                label=section_name(name),
                choices=[(ORIGINAL, _("Keep the published text")), (UPDATE, _("Take the text of the update"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which text is to hold.")},
            )

    def rows(self) -> list[tuple[Any, Worded, Worded]]:
        """Each choice with the two texts."""
        return [(self[name], *self.texts[name]) for name in self.sections]

    def choices(self) -> dict[str, str]:
        """What was chosen, by section."""
        return {name: self.cleaned_data[name] for name in self.sections}
