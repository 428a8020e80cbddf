"""Forms of the report builder: which period, and the narrative."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import CODES, NAMES

from ..models import PeriodicSnapshot
from ..models.snapshots import LONGEST, NARRATIVE, box_name
from .enums import PeriodKind
from .periods import PARTS, days_of

FIRST_YEAR = 2013
"""The Hub was founded in March 2013."""
DAYS = ["%d.%m.%Y", "%Y-%m-%d"]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAYS,
        help_text=_("Only where the period goes from day to day. Day, month, year: 01.11.2026."),
        widget=forms.DateInput({"inputmode": "decimal", "size": 11, "autocomplete": "off"}, format="%d.%m.%Y"),
    )


class PeriodForm(forms.Form):
    """Which period a new report is about, and in which languages it is written."""

    period_kind = forms.ChoiceField(label=_("Period"), choices=PeriodKind.choices)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=FIRST_YEAR,
        widget=forms.TextInput({"inputmode": "numeric", "size": 5, "autocomplete": "off"}),
    )
    part = forms.TypedChoiceField(
        label=_("Which half or quarter"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), *((str(n), str(n)) for n in range(1, 5))],
    )
    first = _day(_("First day"))
    last = _day(_("Last day"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, initial=list(CODES), widget=forms.CheckboxSelectMultiple
    )
    days: tuple[date, date]
    """The first and the last day, once the form is valid."""

    def clean(self) -> dict[str, Any]:
        """The days of the period, which has begun at least."""
        cleaned = super().clean() or {}
        kind = cleaned.get("period_kind")
        if kind is None or self.errors:
            return cleaned
        if kind == PeriodKind.DATES:
            self._clean_days(cleaned)
        else:
            self._clean_part(cleaned, kind)
        if not self.errors and self.days[0] > localdate():
            self.add_error("first" if kind == PeriodKind.DATES else "year", _("This period has not begun yet."))
        return cleaned

    def _clean_days(self, cleaned: dict[str, Any]) -> None:
        for name in ("first", "last"):
            if not cleaned.get(name):
                self.add_error(name, _("Write the first and the last day."))
        if not self.errors:
            self.days = cleaned["first"], cleaned["last"]
            if self.days[1] < self.days[0]:
                self.add_error("last", _("The last day lies before the first."))
            elif self.days[0].year < FIRST_YEAR:
                self.add_error("first", _("The Hub was founded in 2013."))

    def _clean_part(self, cleaned: dict[str, Any], kind: str) -> None:
        year, part = cleaned.get("year"), cleaned.get("part")
        if not year:
            self.add_error("year", _("Write the year."))
            return
        if year > localdate().year:
            self.add_error("year", _("This period has not begun yet."))
            return
        parts = PARTS[PeriodKind(kind)]
        if parts > 1 and (part is None or part > parts):
            self.add_error("part", _("Choose which of the %(number)s.") % {"number": parts})
            return
        self.days = days_of(kind, year, part if parts > 1 and part else 1)


class NarrativeForm(forms.Form):
    """What changed, why, and what comes next, in the languages of the report; boxes may stay empty until freezing."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, snapshot: PeriodicSnapshot) -> None:
        super().__init__(data, initial={"edition": snapshot.edition})
        for name in NARRATIVE:
            label = box_name(name)
            for code in snapshot.languages:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} ({NAMES[code]})",
                    required=False,
                    max_length=LONGEST,
                    initial=getattr(snapshot, f"{name}_{code}") or "",
                    widget=forms.Textarea({"rows": 6, "lang": code}),
                )

    def texts(self) -> dict[str, str]:
        """What was typed, by column."""
        return {name: text for name, text in self.cleaned_data.items() if name != "edition"}
