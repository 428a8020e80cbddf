"""Forms of the relay."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..enums import Language
from ..models import Question


class AskForm(forms.ModelForm[Question]):
    """What a reader asks. The field that people do not see catches programs that fill in every field."""

    website = forms.CharField(required=False, label=_("Leave this field empty"), widget=forms.TextInput)

    class Meta:
        model = Question
        fields = ("text", "name", "email")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "text": _("In Kazakh, Russian or English; up to 3,000 characters."),
            "name": _("Those who answer see it; readers do not."),
            "email": _("The answer goes there. Nobody sees it, those who answer included."),
        }

    def clean_website(self) -> str:
        """Nothing may stand there."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("This field must stay empty."))
        return ""


class AnswerForm(forms.Form):
    """The answer of those who keep the record."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It goes to whoever asked, without your name and address."),
    )
    answer_language = forms.ChoiceField(label=_("Language of the answer"), choices=Language.choices)


class ApproveForm(forms.Form):
    """Question and answer as readers will see them."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    public_text = forms.CharField(
        label=_("Question as readers see it"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without names, addresses and whatever else does not concern others."),
    )
    public_answer = forms.CharField(
        label=_("Answer as readers see it"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class CloseForm(forms.Form):
    """Why a question is closed."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class HideForm(forms.Form):
    """Nothing but the edition that was looked at."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


def initial_of(question: Question) -> dict[str, Any]:
    """What stands in a form at first."""
    language = question.answer_language or question.language
    return {
        "edition": question.edition,
        "answer_language": language,
        "public_text": question.public_text or question.text,
        "public_answer": question.public_answer or question.answer,
    }
