"""When a record is to be published or archived."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Action, State
from ..languages import NAMES
from ..models import Publication
from .plan import languages_to_come

NOW, TOGETHER, LATER = "now", "together", "later"
REASON_LENGTH = 5000


class PlanForm(forms.Form):
    """Now, with other languages promised; once all languages are approved; or at a moment in the site's time."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    when = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.TextInput(attrs={"size": 11, "maxlength": 10, "inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Day, month, year: 01.03.2027"),
    )
    hour = forms.TimeField(
        label=_("Time"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"size": 6, "maxlength": 5, "autocomplete": "off"}),
        help_text=_("In the portal's time (UTC+5), such as 09:00"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )
    successor = forms.CharField(label=_("Successor"), max_length=120, required=False)

    def __init__(self, record: Publication, action: str, *, needs_reason: bool, data: Any = None) -> None:
        super().__init__(data, initial={"edition": record.edition, "when": LATER, "hour": "09:00"})
        self.record, self.action = record, action
        choices = [(LATER, _("At a moment"))]
        self.missing = languages_to_come(record) if action != Action.ARCHIVE else []
        if action != Action.ARCHIVE:
            choices = [
                (NOW, _("Now; the other languages follow on the promised days")),
                (TOGETHER, _("As soon as all three languages are approved, all at one instant")),
                *choices,
            ]
            self._add_promises()
        else:
            for name in ("day", "hour"):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = _("This is needed for a moment.")
        self.fields["when"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if not needs_reason:
            del self.fields["reason"]
        if action != Action.ARCHIVE:
            del self.fields["successor"]

    def promises(self) -> list[forms.BoundField]:
        """The fields of the promised days."""
        return [self[f"promised_{code}"] for code in self.missing if f"promised_{code}" in self.fields]

    def clean_successor(self) -> Any:
        """A published record of the same kind, by the last part of its address."""
        slug = str(self.cleaned_data["successor"]).strip().rstrip("/").rsplit("/", 1)[-1]
        if not slug:
            return None
        manager: Any = type(self.record)._default_manager
        found = manager.filter(slug=slug.replace("\x00", ""), state=State.PUBLISHED).exclude(pk=self.record.pk).first()
        if found is None:
            raise ValidationError(_("There is no other published record of this kind at this address."))
        return found

    def clean(self) -> dict[str, Any]:
        """A moment needs day and time; what is published now needs a promise for each language that is not there."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == LATER:
            for name in ("day", "hour"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed for a moment."))
            if "at" not in cleaned and cleaned.get("day") and cleaned.get("hour"):
                cleaned["at"] = self._moment(cleaned)
        if cleaned.get("when") == NOW:
            for field in self.promises():
                day = cleaned.get(field.name)
                if not day and field.name not in self.errors:
                    self.add_error(field.name, _("Promise a day, or publish when all languages are there."))
                elif day and day <= timezone.localdate():
                    self.add_error(field.name, _("This day must lie ahead."))
        return cleaned

    def promised(self) -> dict[str, Any]:
        """The promised days by language."""
        return {
            code: self.cleaned_data[f"promised_{code}"] for code in self.missing if f"promised_{code}" in self.fields
        }

    def _add_promises(self) -> None:
        for code in self.missing:
            if code == self.record.original_language:
                continue
            self.fields[f"promised_{code}"] = forms.DateField(
                label=NAMES[code],
                required=False,
                input_formats=["%d.%m.%Y", "%Y-%m-%d"],
                widget=forms.TextInput(
                    attrs={"size": 11, "maxlength": 10, "inputmode": "decimal", "autocomplete": "off"}
                ),
            )

    def _moment(self, cleaned: dict[str, Any]) -> datetime | None:
        try:
            at = timezone.make_aware(datetime.combine(cleaned["day"], cleaned["hour"]))
        except (OverflowError, ValueError):
            self.add_error("day", _("This is no day that can be scheduled."))
            return None
        if at <= timezone.now():
            self.add_error("day", _("This moment has passed."))
        return at
