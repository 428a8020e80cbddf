"""Forms of minutes: an entry, a correction, its answer, the adoption."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import CODES

from ..models import Decision, MinutesEntry, Seat
from ..models.minutes import LONGEST
from .enums import CorrectionAnswer
from .forms import SeatChoice, TextsForm


class EntryForm(TextsForm):
    """What the minutes say of an item; it carries the edition that the person looked at."""

    texts = {
        "discussion": (_("discussion"), LONGEST, 8),
        "decision": (_("decision"), LONGEST, 4),
        "actions": (_("actions"), LONGEST, 4),
    }
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @staticmethod
    def initial_of(entry: MinutesEntry) -> dict[str, Any]:
        """The entry as the form shows it."""
        names = [f"{name}_{code}" for name in EntryForm.texts for code in CODES]
        return {name: getattr(entry, name) or "" for name in names} | {"edition": entry.edition}

    def refuse(self, words: str, edition: int) -> None:
        """Say that the entry has moved on; what was typed stays, the next attempt is about the present edition."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what a request sent, with several values for a name
        data["edition"] = str(edition)
        self.data = data
        self.add_error(None, words)


class CorrectionForm(forms.Form):
    """What a seat finds wrong in an entry, and how it should read."""

    seat = SeatChoice(Seat.objects.none(), label=_("For the seat"), empty_label=None)
    language = forms.ChoiceField(label=_("Language in which you write"), choices=Language.choices)
    text = forms.CharField(
        label=_("What is wrong or missing"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    wording = forms.CharField(
        label=_("Proposed wording"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["seat"]
        field.queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).select_related("country")


class AnswerForm(forms.Form):
    """What becomes of a correction; what is not taken over as it stands says why."""

    answer = forms.ChoiceField(label=_("Answer"), choices=CorrectionAnswer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(label=_("Language of the answer"), choices=Language.choices)

    def clean(self) -> dict[str, Any]:
        """A refusal, even in part, says why."""
        cleaned = super().clean() or {}
        is_refused = cleaned.get("answer") in {CorrectionAnswer.PARTLY, CorrectionAnswer.REFUSED}
        if is_refused and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why the correction is not accepted as it stands."))
        return cleaned


class DecisionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """Decisions by number and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Number and title."""
        return f"{obj.number}: {obj.name.value}"


class AdoptForm(TextsForm):
    """What adopted the minutes: a decision of the register, or a basis in words."""

    texts = {"basis": (_("adopted by"), 300, 0)}
    decision = DecisionChoice(Decision.objects.none(), label=_("decision that adopts the minutes"), required=False)

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.queryset = decisions

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        named = cleaned.get("decision") or any(cleaned.get(f"basis_{code}") for code in CODES)
        if not named and not self.errors:
            self.add_error("decision", _("Name the decision, or write what adopted the minutes."))
        return cleaned
