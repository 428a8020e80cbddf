"""Answering an enquiry by a letter of the portal."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing import letters
from publishing.letters.composing import SUBJECT_LENGTH, TEXT_LENGTH

from .letters import answer_to
from .models import Enquiry


class AnswerForm(forms.Form):
    """The answer as it will go out, foot excepted."""

    subject = forms.CharField(
        label=_("Subject"), max_length=SUBJECT_LENGTH, widget=forms.TextInput({"class": "vTextField"})
    )
    text = forms.CharField(
        label=_("Text"), max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 20, "cols": 90}), strip=False
    )

    def __init__(self, enquiry: Enquiry, data: Any = None) -> None:
        self.draft = answer_to(enquiry)
        super().__init__(data, initial={"subject": self.draft.subject, "text": self.draft.text})
        for field in self.fields.values():
            field.widget.attrs["lang"] = self.draft.language

    def clean_subject(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_text(self) -> str:
        """The answer must stand where the mark was."""
        text = "\n".join(line.rstrip() for line in str(self.cleaned_data["text"]).splitlines()).strip()
        if letters.REASON_MARK in text:
            raise ValidationError(
                _("Write your answer in the place of “%(mark)s”."), params={"mark": letters.REASON_MARK}
            )
        if not text:
            raise ValidationError(_("This letter has no text."))
        return text


def answer(enquiry: Enquiry, form: AnswerForm, actor: Any) -> bool:
    """Send the answer and note it with the enquiry; False, and nothing done, where it was answered in the meantime."""
    with transaction.atomic():
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        if enquiry.answered_on is not None:
            return False
        draft = replace(form.draft, subject=form.cleaned_data["subject"], text=form.cleaned_data["text"])
        letters.queue([draft], actor=actor)
        enquiry.answered_on, enquiry.answer = localdate(), draft.text
        enquiry.save(update_fields=["answered_on", "answer"])
    return True
