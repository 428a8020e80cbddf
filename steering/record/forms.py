"""What is typed to check a record, and to correct one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES, NAMES

from ..models import RecordCorrection
from .codes import LONGEST


class CodeForm(forms.Form):
    """The code on paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST,
        help_text=_("It stands at the foot of the PDF: 3F2A-90C1-77DE-04B8. Case, blanks and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class FileForm(forms.Form):
    """The file to be compared."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The PDF as you have it. It is compared and not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )


class CorrectionForm(forms.ModelForm[RecordCorrection]):
    """What is right, and why, in one language at least."""

    class Meta:
        model = RecordCorrection
        fields = tuple(f"{name}_{code}" for code in ("kk", "ru", "en") for name in ("text", "reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("What is right (%(language)s)") % {"language": NAMES[code]},
                max_length=5000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": NAMES[code]},
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """Where a language has one of the two, it has the other; one language has both."""
        cleaned = super().clean() or {}
        for code in CODES:
            text, reason = cleaned.get(f"text_{code}"), cleaned.get(f"reason_{code}")
            if bool(text) != bool(reason):
                missing = f"reason_{code}" if text else f"text_{code}"
                self.add_error(missing, _("Write both in this language, or neither."))
        if not self.errors and not any(cleaned.get(f"text_{code}") for code in CODES):
            self.add_error("text_ru", _("Write what is right and why, both in at least one language."))
        return cleaned
