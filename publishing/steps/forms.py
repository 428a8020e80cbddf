"""The form of a transition: reason, successor, and the letters as they will go out."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..enums import Action, State
from ..language_versions import Severity
from ..letters import REASON_MARK, Draft
from ..letters.composing import SUBJECT_LENGTH, TEXT_LENGTH
from ..workflow import PublicationWorkflow
from .reasons import first_words
from .registry import model_of

REASON_LENGTH = 5000
AUDIENCES: Final = {
    "owner": _("The owner of the record"),
    "focal_points": _("Focal point of the country"),
    "secretariat": _("Secretariat"),
    "reviewers": _("Reviewers"),
}
"""How those are called who get a letter, where their names and addresses are not told."""


class FixedLetter:
    """A letter that goes out as it is: whoever hands something in neither rewrites it nor learns the address.

    `audience` says in the place of a name who gets it.
    """

    is_fixed = True

    def __init__(self, draft: Draft, audience: Any) -> None:
        self.draft, self.audience = draft, audience

    def is_valid(self) -> bool:
        """Nothing was typed that could be wrong."""
        return True

    def edited(self) -> Draft:
        """The letter as it was composed."""
        return self.draft


class LetterForm(forms.Form):
    """One letter, which may be edited or left out."""

    is_fixed = False

    is_sent = forms.BooleanField(label=_("Send this letter"), required=False, initial=True)
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    text = forms.CharField(
        label=_("Text"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 10}), strip=False
    )

    def __init__(self, draft: Draft, data: Any = None) -> None:
        super().__init__(
            data, prefix=f"letter-{draft.key}", initial={"subject": draft.subject, "text": draft.text, "is_sent": True}
        )
        self.draft = draft
        for name in ("subject", "text"):
            self.fields[name].widget.attrs["lang"] = draft.language

    def clean(self) -> dict[str, Any]:
        """A letter that is not sent may be empty; one without its mark still bears the reason, at its end."""
        cleaned = super().clean() or {}
        if not cleaned.get("is_sent"):
            self.errors.pop("subject", None)
            self.errors.pop("text", None)
        elif REASON_MARK in self.draft.text and REASON_MARK not in cleaned.get("text", REASON_MARK):
            cleaned["text"] += f"\n\n{REASON_MARK}"
        return cleaned

    def edited(self) -> Draft | None:
        """The letter as the person wants it; None where it is not to be sent."""
        if not self.cleaned_data.get("is_sent"):
            return None
        text = "\n".join(line.rstrip() for line in self.cleaned_data["text"].splitlines()).strip()
        return replace(self.draft, subject=" ".join(self.cleaned_data["subject"].split()), text=text)


class StepForm(forms.Form):
    """What a transition asks for."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It goes into the letter, where […] stands, and into the history of the record."),
        error_messages={"required": _("Give a reason.")},
    )
    successor = forms.CharField(
        label=_("Successor"),
        max_length=120,
        required=False,
        help_text=_(
            "The address of the record that takes its place, such as the-new-practice; readers are led there. May be empty."
        ),
    )

    is_reason_public = forms.BooleanField(
        label=_("Tell readers this reason on the page of the archived record"), required=False
    )

    severity = forms.ChoiceField(
        label=_("What the change means for the translations"),
        choices=Severity.choices,
        initial=Severity.INFORM,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, flow: PublicationWorkflow[Any], action: str, data: Any = None) -> None:
        super().__init__(data, initial={"edition": flow.record.edition})
        self.flow, self.action = flow, action
        if not flow.TRANSITIONS[action].needs_reason:
            del self.fields["reason"]
        elif data is None:
            self.initial["reason"] = first_words(action, flow.record)
        if action not in flow.ASKS_SEVERITY:
            del self.fields["severity"]
        if action != Action.ARCHIVE:
            del self.fields["successor"]
            del self.fields["is_reason_public"]
        self.letters = self._letters(data)

    def _letters(self, data: Any) -> list[LetterForm | FixedLetter]:
        """The letters: to be edited by those who decide, as they are for those who submit."""
        flow, meta = self.flow, self.flow.record._meta
        drafts = flow.letters_of(self.action)
        if flow.actor.has_perm(f"{meta.app_label}.publish_{meta.model_name}"):
            return [LetterForm(draft, data) for draft in drafts]
        audiences = {rule.kind: AUDIENCES[rule.audience] for rule in flow.TRANSITIONS[self.action].letters}
        return [
            FixedLetter(draft, _("You") if draft.recipient_id == flow.actor.pk else audiences[draft.kind])
            for draft in drafts
        ]

    def clean_successor(self) -> Any:
        """A published record of the same kind, by the last part of its address."""
        slug = str(self.cleaned_data["successor"]).strip().rstrip("/").rsplit("/", 1)[-1]
        if not slug:
            return None
        found = model_of(self.flow.record.kind)._default_manager.filter(slug=slug, state=State.PUBLISHED).first()
        if found is None or found.pk == self.flow.record.pk:
            raise ValidationError(_("There is no other published record of this kind at this address."))
        return found

    def is_valid(self) -> bool:
        """The form and each of its letters."""
        return all([super().is_valid(), *(letter.is_valid() for letter in self.letters)])

    def perform(self) -> Any:
        """Perform the transition as asked for; raises WorkflowError where it is refused."""
        return self.flow.perform(
            self.action,
            reason=self.cleaned_data.get("reason", ""),
            edition=self.cleaned_data.get("edition"),
            successor=self.cleaned_data.get("successor"),
            is_reason_public=bool(self.cleaned_data.get("is_reason_public")),
            severity=self.cleaned_data.get("severity", ""),
            drafts=[draft for letter in self.letters if (draft := letter.edited()) is not None],
        )
