"""Forms of the ledger: what to show of it, and the steps of a contribution."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from publishing.as_of import day_of
from publishing.enums import Language
from publishing.languages import CODES, NAMES, Text

from ..models.contributions import LONGEST
from .enums import ContributionKind
from .money import MOST, SMALLEST, names, parse_amount

DAYS: Final = ["%d.%m.%Y", "%Y-%m-%d"]
REASON: Final = 600


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day as people here write it, today unless said."""
    return forms.DateField(
        label=label,
        input_formats=DAYS,
        initial=localdate,
        help_text=help_text or _("Day, month, year: 01.11.2026."),
        widget=forms.DateInput({"inputmode": "decimal", "size": 11, "autocomplete": "off"}, format="%d.%m.%Y"),
    )


class AmountField(forms.CharField):
    """An amount of money as people write it; digits of other scripts and anything else are refused."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The amount; None for nothing."""
        if value is None or isinstance(value, Decimal):
            return value
        text = super().to_python(value) or ""
        if text in self.empty_values:
            return None
        if len(text) > (self.max_length or 0):
            return text  # refused by its length
        amount = parse_amount(text)
        if amount is None or not SMALLEST <= amount <= MOST:
            raise ValidationError(
                _("Write an amount above zero in digits, such as 1 234 567,50; up to fifteen digits before the comma."),
                code="amount",
            )
        return amount

    def run_validators(self, value: Any) -> None:
        """The validators of texts; an amount has passed its own."""
        if not isinstance(value, Decimal):
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        """1234567.5 for Decimal("1234567.5000")."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def currency_choices() -> list[tuple[str, str]]:
    """Every currency in use by code, with its name in the reader's language."""
    named = names(get_language() or "ru")
    return [("", "—"), *((code, f"{code} – {named[code]}") for code in sorted(named))]


class LedgerForm(forms.Form):
    """What to show of the ledger; its state is the address of the page."""

    year = forms.TypedChoiceField(label=_("Year of the offer"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    theme = forms.ChoiceField(label=_("Theme of the purpose"), required=False)
    on = forms.CharField(
        label=_("As it stood on"),
        required=False,
        max_length=10,
        help_text=_("Day, month, year: 01.11.2026."),
        widget=forms.TextInput({"inputmode": "decimal", "size": 11, "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, years: Sequence[int], themes: Mapping[str, Text]) -> None:
        super().__init__(data, auto_id="ledger_%s")
        fields: Any = self.fields
        everything = [("", pgettext_lazy("filter", "all"))]
        fields["year"].choices = [*everything, *((year, str(year)) for year in years)]
        fields["kind"].choices = [*everything, *ContributionKind.choices]
        fields["theme"].choices = [*everything, *((slug, name.value) for slug, name in themes.items())]

    def clean_on(self) -> Any:
        """The day of the reading; None for today."""
        text = str(self.cleaned_data["on"])
        if not text:
            return None
        day = day_of(text)
        if day is None:
            raise ValidationError(_("This is not a date: it should look like 01.11.2026."), code="day")
        if day > localdate():
            raise ValidationError(_("This day has not come yet."), code="future")
        return day

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for by field; what cannot be read is left out and told beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ConfirmForm(forms.Form):
    """On which day the offer was confirmed."""

    on = day_field(_("Confirmed on"))


class DeliveryForm(forms.Form):
    """What arrived on which day."""

    on = day_field(_("Delivered on"))
    amount = AmountField(label=_("Amount"), required=False)
    is_last = forms.BooleanField(label=_("This completes the contribution"), required=False)

    def __init__(self, *args: Any, is_money: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_money:
            self.fields["amount"].required = True
        else:
            del self.fields["amount"]
        for code in CODES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("Note (%(language)s)") % {"language": NAMES[code]},
                required=False,
                max_length=300,
                widget=forms.TextInput({"lang": code}),
            )

    def notes(self) -> dict[str, str]:
        """The notes by language."""
        return {code: self.cleaned_data[f"note_{code}"] for code in CODES}


class ReasonForm(forms.Form):
    """Why a delivery is taken back, or a note hidden."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea({"rows": 3}))


class WithdrawForm(ReasonForm):
    """On which day it was withdrawn, and why."""

    on = day_field(_("Withdrawn on"))
    field_order = ["on", "reason"]


class NoteForm(forms.Form):
    """A public note of the contributor."""

    language = forms.ChoiceField(label=_("Language of the note"), choices=Language.choices)
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Everybody can read it at once, under the name of your country or organisation."),
    )
