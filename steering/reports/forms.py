"""Forms of reports under review."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import CODES, NAMES

from ..decisions.working_days import working_days_after
from ..models import Response, Seat, SectionComment, Verdict
from .enums import Answer, CommentKind, ReportKind, VerdictChoice
from .speaking import member_seats
from .workflow import Written

LONGEST = 10_000
"""Characters of a comment, a wording, a reason."""
DAY = {"inputmode": "decimal", "size": 11, "autocomplete": "off"}
DAYS = ["%d.%m.%Y", "%Y-%m-%d"]
TITLE, NOTE, REASON = _("title"), _("what changed"), _("reason")
"""What the fields in three languages are called."""


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, input_formats=DAYS, widget=forms.DateInput(DAY, format="%d.%m.%Y"), **kwargs)


class LabelledForm(forms.Form):
    """A form whose labels, which are the names of columns, begin with a capital letter on the page."""

    def __getitem__(self, name: str) -> forms.BoundField:
        bound = super().__getitem__(name)
        bound.label = capfirst(str(bound.label))
        return bound


class ReportForm(LabelledForm):
    """A new report: what it is called and what it is about; its sections follow."""

    kind = forms.ChoiceField(label=_("kind"), choices=ReportKind.choices)
    seat: forms.ModelChoiceField[Seat] = forms.ModelChoiceField(
        Seat.objects.none(),
        label=_("seat"),
        required=False,
        help_text=_("For the report of a country: whose it is."),
    )
    period_from = _day(_("period from"), required=False, help_text=_("Day, month, year: 01.11.2026."))
    period_until = _day(_("period until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats: Any = self.fields["seat"]
        seats.queryset = Seat.objects.on(localdate()).select_related("country")
        for code in CODES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=f"{TITLE} ({NAMES[code]})",
                required=False,
                max_length=300,
                widget=forms.TextInput({"lang": code, "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """A title in one language at least, a seat where it is a country's, a period that does not run backwards."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"title_{code}") for code in CODES) and not any(
            f"title_{code}" in self.errors for code in CODES
        ):
            self.add_error("title_kk", _("Write the title in one language at least."))
        if cleaned.get("kind") == ReportKind.COUNTRY and not cleaned.get("seat") and "seat" not in self.errors:
            self.add_error("seat", _("Choose the seat whose report this is."))
        begin, end = cleaned.get("period_from"), cleaned.get("period_until")
        if begin and end and end < begin:
            self.add_error("period_until", _("The period ends before it begins."))
        return cleaned

    @property
    def titles(self) -> dict[str, str]:
        """The titles by language."""
        return {code: self.cleaned_data[f"title_{code}"] for code in CODES}


class OpenForm(LabelledForm):
    """Until when countries comment."""

    deadline = _day(
        _("Comments until"),
        help_text=_(
            "Day, month, year: 01.11.2026. The day ends where it ends last among the member countries; a day on which the Hub does not work becomes the next one on which it does."
        ),
    )

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._countries = [seat.country.iso2 for seat in member_seats(localdate()) if seat.country is not None]
        self.fields["deadline"].initial = working_days_after(localdate(), days, self._countries).day

    def clean_deadline(self) -> Any:
        """A day to come, within five years."""
        day = self.cleaned_data["deadline"]
        if day < localdate():
            raise ValidationError(_("The deadline lies in the past."))
        if (day - localdate()).days > 5 * 366:
            raise ValidationError(_("The deadline lies too far ahead."))
        return day

    def moment(self) -> datetime:
        """The last moment that still counts."""
        return working_days_after(self.cleaned_data["deadline"], 0, self._countries).moment


class NoteForm(LabelledForm):
    """What changes in a new version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=f"{NOTE} ({NAMES[code]})",
                required=False,
                max_length=500,
                widget=forms.Textarea({"rows": 2, "lang": code}),
            )

    @property
    def notes(self) -> dict[str, str]:
        """The notes by language."""
        return {code: self.cleaned_data[f"note_{code}"] for code in CODES}


class CommentForm(LabelledForm):
    """A comment on a section, in whichever language the writer likes."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=CommentKind.choices, initial=CommentKind.SUBSTANTIVE)
    text = forms.CharField(label=_("comment"), max_length=LONGEST, widget=forms.Textarea({"rows": 5}))
    language = forms.ChoiceField(label=_("language of the comment"), choices=Language.choices)
    wording = forms.CharField(
        label=_("proposed wording"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("How the passage should read, if you have a proposal."),
    )
    wording_language = forms.ChoiceField(
        label=_("language of the proposed wording"), choices=Language.choices, required=False
    )

    def written(self) -> Written:
        """What was typed, for the workflow."""
        data = self.cleaned_data
        language = data["wording_language"] or data["language"]
        return Written(data["kind"], data["text"], data["language"], data["wording"], language)


class VerdictForm(LabelledForm):
    """The country's verdict on the report as a whole."""

    choice = forms.ChoiceField(label=_("verdict"), choices=VerdictChoice.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("explanation"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Required where the report is returned."),
    )
    language = forms.ChoiceField(label=_("language of the explanation"), choices=Language.choices)

    def clean(self) -> dict[str, Any]:
        """A return says why."""
        cleaned = super().clean() or {}
        if cleaned.get("choice") == VerdictChoice.RETURN and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say why the report is returned."))
        return cleaned


class AnswerForm(LabelledForm):
    """The Secretariat's answer to a comment."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(label=_("answer"), choices=Answer.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"reason_{code}"] = forms.CharField(
                label=f"{REASON} ({NAMES[code]})",
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea({"rows": 3, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """A reason in one language at least, unless the comment is accepted."""
        cleaned = super().clean() or {}
        columns = [f"reason_{code}" for code in CODES]
        is_settled = cleaned.get("answer") in {None, Answer.ACCEPTED.value}
        if not is_settled and not any(cleaned.get(name) or name in self.errors for name in columns):
            self.add_error("reason_kk", _("Say why, unless the comment is accepted."))
        return cleaned

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons by language."""
        return {code: self.cleaned_data[f"reason_{code}"] for code in CODES}


def comment_initial(comment: SectionComment) -> dict[str, Any]:
    """What stands in the form of a draft at first."""
    names = ("edition", "kind", "text", "language", "wording", "wording_language")
    return {name: getattr(comment, name) for name in names}


def answer_initial(response: Response | None) -> dict[str, Any]:
    """What stands in the form of an answer at first."""
    if response is None:
        return {"edition": 0}
    reasons = {f"reason_{code}": getattr(response, f"reason_{code}") for code in CODES}
    return {"edition": response.edition, "answer": response.answer, **reasons}


def verdict_initial(verdict: Verdict | None, language: str) -> dict[str, Any]:
    """What stands in the form of a verdict at first."""
    if verdict is None:
        return {"language": language}
    return {"choice": verdict.choice, "text": verdict.text, "language": verdict.language or language}
