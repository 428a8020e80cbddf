"""Forms of the site itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES, NAMES
from publishing.reader import SCHEMES, SIZES, SPACINGS, Preferences

from .models import Enquiry


class PreferencesForm(forms.Form):
    """How the pages look for this reader, and which language stands in for a missing one."""

    size = forms.ChoiceField(label=_("Text size"), choices=list(SIZES.items()), widget=forms.RadioSelect)
    spacing = forms.ChoiceField(label=_("Spacing"), choices=list(SPACINGS.items()), widget=forms.RadioSelect)
    scheme = forms.ChoiceField(label=_("Colours"), choices=list(SCHEMES.items()), widget=forms.RadioSelect)
    serif = forms.BooleanField(label=_("Typeface with serifs"), required=False)
    images_off = forms.BooleanField(label=_("Without images"), required=False)
    reading = forms.BooleanField(label=_("Reading mode: only the text"), required=False)
    first = forms.ChoiceField(label=_("If a text is missing, show it first in"), choices=[])
    second = forms.ChoiceField(label=_("and then in"), choices=[])

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(code, NAMES[code]) for code in CODES if code != language]
        for name in ("first", "second"):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=others)

    @staticmethod
    def initial_of(preferences: Preferences, language: str) -> dict[str, Any]:
        """The form's initial values for a reader on a page in `language`."""
        _wanted, first, second = preferences.order(language)
        data = {
            name: getattr(preferences, name) for name in ("size", "spacing", "scheme", "serif", "images_off", "reading")
        }
        return {**data, "first": first, "second": second}

    def clean(self) -> dict[str, Any]:
        """The two languages must differ."""
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Choose two different languages."))
        return cleaned

    def preferences(self, before: Preferences, language: str) -> Preferences:
        """The reader's new preferences; the panel stays as it was."""
        chosen: dict[str, Any] = {**self.cleaned_data, "panel": before.panel}
        fallback: Sequence[str] = (chosen.pop("first"), chosen.pop("second"))
        # The page's own language always comes first on it; on pages in another language it keeps its old place.
        return Preferences.from_data({**chosen, "fallback": [*fallback, language]})


class EnquiryForm(forms.ModelForm[Enquiry]):
    """What a reader writes to the Secretariat."""

    class Meta:
        model = Enquiry
        fields = ("subject", "message", "email", "page")
        help_texts = {
            "message": _("In Kazakh, Russian or English; up to 5,000 characters."),
            "email": _("Only for the answer; without it we cannot write back. It is not shown to anyone else."),
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 8}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "page": forms.HiddenInput,
        }
