"""What the two countries write: the statement, its translation, a correction, a reason."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from members.models import Country
from practices.models import Practice
from publishing.collation import alphabetical
from publishing.enums import Language
from publishing.languages import NAMES, Text, text_of

from .enums import AdoptionStage
from .models import LONGEST, TEXTS, Adoption

FIRST_YEAR = 1950
"""Older transfers are history, not something that one can still ask about."""


class TitleSelect(forms.Select):
    """A choice of titles; one that stands in for a title in the reader's language says in which language it is."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """The option, marked with its language."""
        title = label if isinstance(label, Text) else None
        option = super().create_option(name, value, str(label), *args, **options)
        if title is not None and title.is_fallback:
            option["attrs"]["lang"] = title.language
        return option


class PracticeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """Practices by their titles as the reader sees them."""

    widget = TitleSelect

    def label_from_instance(self, obj: Any) -> str:
        """The title, or the address where there is none."""
        return text_of(obj, "title") or str(obj.slug)


def _paragraphs(rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(
        max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST}), **options
    )


class EditionForm(forms.Form):
    """A form over a statement: it carries the edition that the person looked at."""

    is_refused = False
    is_too_much = False
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, required=False)

    def refuse(self, words: Any, edition: int) -> None:
        """Say that the statement has moved on; what was typed stays, the next attempt is about the present edition."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what a request sent, with several values for a name
        data["edition"] = str(edition)
        self.data = data
        self.is_refused = True
        self.add_error(None, words)


class FactsForm(EditionForm):
    """Year, stage, texts, contact, own practice; the texts in the original language."""

    field_order = [
        "stage", "year", "original_language", "changes", "result", "why_dropped", "own_practice",
        "contact_name", "contact_institution", "contact_email", "is_contact_public",
    ]  # fmt: skip
    stage = forms.ChoiceField(
        label=_("How far are you?"),
        choices=AdoptionStage.choices,
        widget=forms.RadioSelect,
        help_text=_("A dropped adoption is knowledge too: others learn from why it did not work."),
    )
    year = forms.IntegerField(
        label=_("Since which year"), help_text=_("The year in which this stage was reached."), min_value=FIRST_YEAR
    )
    changes = _paragraphs(
        label=_("What did you change?"),
        help_text=_("For example: other institutions, another legal basis, fewer services, own software."),
    )
    result = _paragraphs(label=_("What came of it?"), help_text=_("Figures with their year, if there are any."))
    why_dropped = _paragraphs(
        label=_("Why was it dropped?"), help_text=_("Needed when the stage is “Dropped”; otherwise leave it empty.")
    )
    own_practice = PracticeChoice(
        Practice.objects.none(),
        label=_("Your own practice in the library"),
        required=False,
        empty_label=_("— none yet —"),
        help_text=_("If your country has described what came of it, the two pages will lead to each other."),
    )
    contact_name = forms.CharField(
        label=_("Whom to ask"),
        max_length=160,
        required=False,
        help_text=_("A name or a post that may be shown to everybody. The person must have agreed."),
    )
    contact_institution = forms.CharField(label=_("Institution of the contact"), max_length=300, required=False)
    contact_email = forms.EmailField(
        label=_("E-mail address of the contact"),
        required=False,
        help_text=_("Kept for the two countries and the Secretariat, who pass questions on."),
    )
    is_contact_public = forms.BooleanField(label=_("The address may be shown to everybody"), required=False)

    def __init__(self, *args: Any, country: Country, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = (
            Practice.objects.visible_to(user).originals().filter(country=country).order_by(alphabetical("title"), "pk")
        )
        field = self.fields["own_practice"]
        assert isinstance(field, PracticeChoice)
        field.queryset = own

    def clean_year(self) -> int:
        """Not a year that has not come."""
        year: int = self.cleaned_data["year"]
        if year > localdate().year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year

    def clean(self) -> dict[str, Any]:
        """A dropped adoption says why, any other says nothing of it."""
        cleaned = super().clean() or {}
        if cleaned.get("stage") == AdoptionStage.DROPPED and "why_dropped" in cleaned and not cleaned["why_dropped"]:
            self.add_error("why_dropped", _("Say why it was dropped: others learn from it."))
        if cleaned.get("stage") not in {None, AdoptionStage.DROPPED} and cleaned.get("why_dropped"):
            self.add_error(
                "why_dropped", _("This is only for dropped adoptions: choose that stage or empty the field.")
            )
        if cleaned.get("is_contact_public") and "contact_email" in cleaned and not cleaned["contact_email"]:
            self.add_error("contact_email", _("There is no address that could be shown."))
        return cleaned

    def columns(self, language: str) -> dict[str, Any]:
        """The columns of a statement whose texts are in this language."""
        data = self.cleaned_data
        plain = ("stage", "year", "own_practice", "contact_name", "contact_email", "is_contact_public")
        return {name: data[name] for name in plain} | {f"{name}_{language}": data[name] for name in TEXTS}

    @staticmethod
    def initial_of(adoption: Adoption) -> dict[str, Any]:
        """The statement as the form shows it."""
        plain = ("stage", "year", "contact_name", "contact_email", "is_contact_public", "edition")
        texts = {name: getattr(adoption, f"{name}_{adoption.original_language}") or "" for name in TEXTS}
        return {name: getattr(adoption, name) for name in plain} | texts | {"own_practice": adoption.own_practice_id}


class StatementForm(FactsForm):
    """A new statement: its language is chosen once."""

    original_language = forms.ChoiceField(
        label=_("Language in which you write"),
        choices=[(code, NAMES[code]) for code in Language.values],
        help_text=_(
            "Any of the three. The texts can be translated later; until then readers see which language it is."
        ),
    )


class TranslationForm(EditionForm):
    """The texts in a language other than the original."""

    changes = _paragraphs(label=_("What was changed"))
    result = _paragraphs(label=_("What came of it"))
    why_dropped = _paragraphs(label=_("Why it was dropped"))
    contact_institution = forms.CharField(label=_("Institution of the contact"), max_length=300, required=False)

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:  # only what there is in the original can be translated
            if not getattr(adoption, f"{name}_{adoption.original_language}"):
                del self.fields[name]

    def columns(self, language: str) -> dict[str, Any]:
        """The columns of this language."""
        return {f"{name}_{language}": self.cleaned_data[name] for name in TEXTS if name in self.fields}

    @staticmethod
    def initial_of(adoption: Adoption, language: str) -> dict[str, Any]:
        """The texts as they stand in this language."""
        return {name: getattr(adoption, f"{name}_{language}") or "" for name in TEXTS} | {"edition": adoption.edition}


class JudgementForm(EditionForm):
    """Nothing but the button."""


class ReasonForm(EditionForm):
    """Why, or the answer; it goes into the letter."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST}),
        help_text=_("It goes into the letter to the other country."),
    )


class CorrectionForm(EditionForm):
    """How it was instead."""

    text = forms.CharField(
        label=_("What has to be corrected"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
        help_text=_("In whole sentences: once the other country accepts it, it stands beside its statement."),
    )
    year = forms.IntegerField(
        label=_("The right year"), required=False, min_value=FIRST_YEAR, help_text=_("Leave it empty if it is right.")
    )
    stage = forms.ChoiceField(
        label=_("The right stage"),
        required=False,
        choices=[
            ("", _("— it is right —")),
            *((value, label) for value, label in AdoptionStage.choices if value != AdoptionStage.DROPPED),
        ],
    )

    def clean_year(self) -> int | None:
        """Not a year that has not come."""
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > localdate().year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year
