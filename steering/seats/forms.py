"""Forms of the Committee."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import User
from publishing.languages import CODES, NAMES

from .workflow import Successor

TEXTS = {"name": (_("name"), 200), "position": (_("position at home"), 300), "basis": (_("basis"), 300)}
"""The texts of a mandate by field: what they are called, and how long they may be."""


class SuccessorForm(forms.Form):
    """Who takes an office over: the name in at least one language, the first day, and the account."""

    first_day = forms.DateField(
        label=_("first day"),
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        help_text=_("Day, month, year: 01.11.2026. The former mandate ends on the day before."),
        widget=forms.DateInput({"inputmode": "decimal", "size": 11, "autocomplete": "off"}, format="%d.%m.%Y"),
    )
    account = forms.EmailField(
        label=_("E-mail address of the account"),
        required=False,
        help_text=_("Empty while there is none; the name stands in the register in any case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: User | None = None
        for field, (label, length) in TEXTS.items():
            for code in CODES:
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=f"{label} ({NAMES[code]})",
                    required=False,
                    max_length=length,
                    widget=forms.TextInput({"lang": code, "autocomplete": "off"}),
                )

    def clean_account(self) -> str:
        """The address of an active account."""
        address = str(self.cleaned_data["account"]).lower()
        self.user = User.objects.filter(email=address, is_active=True).first() if address else None
        if address and self.user is None:
            raise ValidationError(_("There is no account with this address."), code="unknown")
        return address

    def clean(self) -> dict[str, Any]:
        """A name in one language at least."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"name_{code}") for code in CODES) and not any(
            f"name_{code}" in self.errors for code in CODES
        ):
            self.add_error("name_kk", _("Write the name in one language at least."))
        return cleaned

    def successor(self) -> Successor:
        """What was typed, for the workflow."""
        texts = {f"{field}_{code}": self.cleaned_data[f"{field}_{code}"] for field in TEXTS for code in CODES}
        return Successor(self.cleaned_data["first_day"], texts, self.user)
