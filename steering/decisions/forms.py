"""Forms of decisions, positions and actions."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.documents import uploads
from publishing.enums import Language
from publishing.languages import CODES, NAMES

from ..access import Access
from ..meetings.enums import BEFORE, MeetingState
from ..models import AgendaItem, Decision, Position, Seat
from ..models.actions import OFFICES
from ..seats.enums import DecisionKind
from .drafting import DraftText
from .enums import Choice, Owner, Way
from .following_up import Evidence, Task
from .positions import LONGEST, Statement

MOST_SECTIONS: Final = 40
SPARE: Final = 2
"""Empty sections that the form offers behind the written ones."""
DATE_FORMATS: Final = ["%d.%m.%Y", "%Y-%m-%d"]


class PositionForm(forms.Form):
    """What a person says for a seat; `seen` is the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    choice = forms.ChoiceField(label=_("Position"), choices=Choice.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Statement"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Needed for an objection and for a comment. The Committee sees it at once, the public after the release."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the statement"), choices=Language.choices, required=False)
    source = forms.CharField(
        label=_("How the position came"),
        required=False,
        max_length=300,
        help_text=_("The letter, its number and date; at a meeting it may stay empty."),
    )

    def __init__(self, *args: Any, is_noted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_noted:
            del self.fields["source"]

    def statement(self) -> Statement:
        """What was typed, for the workflow."""
        given = self.cleaned_data
        return Statement(given["choice"], given["text"], given["language"], given.get("source", ""))


def initial_of(position: Position) -> dict[str, Any]:
    """What stands in the form at first: the position as it is."""
    return {
        "seen": position.version,
        "choice": position.choice,
        "text": position.text,
        "language": position.language or get_language() or "ru",
    }


class DraftForm(forms.Form):
    """A draft by section in three languages."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_SECTIONS)
    kind = forms.ChoiceField(label=_("kind of decision"), choices=DecisionKind.choices)
    way = forms.ChoiceField(label=_("way of deciding"), choices=[one for one in Way.choices if one[0] != Way.RECORDED])
    ruling_language = forms.ChoiceField(
        label=_("language that rules"),
        choices=Language.choices,
        help_text=_("The text in this language holds where the others differ."),
    )
    agenda_item: Any = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("agenda item"), required=False, help_text=_("For a decision at a meeting.")
    )
    access = forms.ChoiceField(
        label=_("who may see it once it is released"), choices=[one for one in Access.choices if one[0] != Access.SEAT]
    )
    corrects: Any = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("corrects"),
        required=False,
        help_text=_("A closed decision is never changed; a new one corrects it."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, (label, length) in {"title": (_("title"), 300), "basis": (_("basis"), 5000)}.items():
            for code in CODES:
                rows = 1 if field == "title" else 2
                self.fields[f"{field}_{code}"] = _text(f"{label} ({NAMES[code]})", code, length, rows)
        given = self.data.get("count", "") if self.is_bound else ""
        known = int(given) if given.isascii() and given.isdigit() and len(given) <= 3 else self.initial.get("count", 1)
        self.sections = min(max(known, 1), MOST_SECTIONS)
        for number in range(1, self.sections + 1):
            for code in CODES:
                words = _("Section %(number)d (%(language)s)") % {"number": number, "language": NAMES[code]}
                self.fields[f"section_{number}_{code}"] = _text(str(words), code, 20_000, 4)
        items: Any = self.fields["agenda_item"]
        items.queryset = (
            AgendaItem.objects.visible_to(user)
            .filter(meeting__state__in=[*BEFORE, MeetingState.OPEN])
            .select_related("meeting")
        )
        items.label_from_instance = lambda item: f"{item.meeting.number}/{item}"
        corrected: Any = self.fields["corrects"]
        corrected.queryset = Decision.objects.visible_to(user).closed()
        _capitalise(self)

    def clean(self) -> dict[str, Any]:
        """A title in one language at least."""
        given = super().clean() or {}
        columns = [f"title_{code}" for code in CODES]
        if not any(given.get(column) for column in columns) and not any(column in self.errors for column in columns):
            self.add_error("title_kk", _("Write the title in one language at least."))
        if given.get("way") == Way.AT_MEETING and given.get("agenda_item") is None and "agenda_item" not in self.errors:
            self.add_error("agenda_item", _("Choose the agenda item under which it is decided."))
        return given

    def draft(self) -> DraftText:
        """What was typed, for the workflow."""
        given = self.cleaned_data
        return DraftText(
            texts={f"{field}_{code}": given[f"{field}_{code}"] for field in ("title", "basis") for code in CODES},
            sections=[
                {code: given[f"section_{number}_{code}"] for code in CODES} for number in range(1, self.sections + 1)
            ],
            **{name: given[name] for name in ("kind", "way", "ruling_language", "agenda_item", "corrects", "access")},
        )

    def rows(self) -> Iterator[tuple[str, list[Any]]]:
        """The fields as the page lays them out: a heading, empty for single ones, and the fields beside each other."""
        for name in ("kind", "way", "agenda_item", "ruling_language"):
            yield "", [self[name]]
        yield str(_("Title")), [self[f"title_{code}"] for code in CODES]
        for number in range(1, self.sections + 1):
            title = _("Section %(number)d") % {"number": number}
            yield str(title), [self[f"section_{number}_{code}"] for code in CODES]
        yield str(_("Basis")), [self[f"basis_{code}"] for code in CODES]
        for name in ("access", "corrects"):
            yield "", [self[name]]


def draft_initial(decision: Decision) -> dict[str, Any]:
    """What stands in the form at first, with room for more sections."""
    columns = [f"{field}_{code}" for field in ("title", "basis") for code in CODES]
    found: dict[str, Any] = {column: getattr(decision, column) for column in columns}
    for name in ("edition", "kind", "way", "ruling_language", "access"):
        found[name] = getattr(decision, name)
    found |= {"agenda_item": decision.agenda_item_id, "corrects": decision.corrects_id}
    sections = list(decision.sections.order_by("number"))
    for number, section in enumerate(sections, start=1):
        for code in CODES:
            found[f"section_{number}_{code}"] = getattr(section, f"text_{code}")
    return found | {"count": min(len(sections) + SPARE, MOST_SECTIONS)}


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class OpenForm(forms.Form):
    """How long a procedure in writing lasts."""

    days = forms.IntegerField(
        label=_("Working days"),
        required=False,
        min_value=1,
        max_value=366,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=_("Empty: as many as the rules of procedure say; never fewer."),
    )


class ReleaseForm(forms.Form):
    """To whom a closed decision is opened."""

    access = forms.ChoiceField(
        label=_("Released to"), choices=[(one.value, one.label) for one in (Access.PUBLIC, Access.REGISTERED)]
    )


class SureForm(forms.Form):
    """Nothing to fill in: the button alone."""


class TaskForm(forms.Form):
    """What has to be done, by whom and until when."""

    owner = forms.ChoiceField(label=_("who has to do it"), choices=Owner.choices, widget=forms.RadioSelect)
    seat: Any = forms.ModelChoiceField(
        Seat.objects.none(), label=_("seat"), required=False, help_text=_("For a country or organisation.")
    )
    office = forms.ChoiceField(
        label=_("office"), choices=[("", "—"), *OFFICES], required=False, help_text=_("For an office of the Committee.")
    )
    due_on = forms.DateField(
        label=_("due"),
        input_formats=DATE_FORMATS,
        help_text=_("Day, month, year: 01.11.2026."),
        widget=forms.DateInput({"inputmode": "decimal", "size": 11, "autocomplete": "off"}, format="%d.%m.%Y"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = _("what is to be done")
        for code in CODES:
            self.fields[f"title_{code}"] = _text(f"{what} ({NAMES[code]})", code, 500, 2)
        self.order_fields([f"title_{code}" for code in CODES])
        seats: Any = self.fields["seat"]
        seats.queryset = Seat.objects.filter(until=None).select_related("country")
        _capitalise(self)

    def clean(self) -> dict[str, Any]:
        """One owner, named where it is a seat or an office; a text in one language at least."""
        given = super().clean() or {}
        if not any(given.get(f"title_{code}") for code in CODES) and "title_kk" not in self.errors:
            self.add_error("title_kk", _("Write in one language at least what is to be done."))
        if given.get("owner") == Owner.SEAT and given.get("seat") is None and "seat" not in self.errors:
            self.add_error("seat", _("Choose the country or organisation."))
        if given.get("owner") == Owner.OFFICE and not given.get("office"):
            self.add_error("office", _("Choose the office."))
        return given

    def task(self) -> Task:
        """What was typed, for the workflow; seat and office only where they are the owner."""
        given = self.cleaned_data
        return Task(
            titles={code: given[f"title_{code}"] for code in CODES},
            due_on=given["due_on"],
            owner=given["owner"],
            seat=given["seat"] if given["owner"] == Owner.SEAT else None,
            office=given["office"] if given["owner"] == Owner.OFFICE else "",
        )


class EvidenceForm(forms.Form):
    """What shows that an action was done."""

    text = forms.CharField(label=_("What was done"), max_length=5000, widget=forms.Textarea({"rows": 4}))
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"inputmode": "url"}),
    )
    file = forms.FileField(label=_("File"), required=False, help_text=uploads.rule())
    is_public = forms.BooleanField(
        label=_("May be shown to the public, once the decision is released and the action confirmed as done"),
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.upload: uploads.Upload | None = None
        self.fields["file"].widget.attrs["accept"] = uploads.ACCEPT
        self.fields["language"].initial = get_language()

    def clean_link(self) -> str:
        """An address of the web."""
        link = str(self.cleaned_data["link"])
        if link and not link.startswith(("http://", "https://")):
            raise ValidationError(_("The link has to begin with https:// or http://."))
        return link

    def clean_file(self) -> Any:
        """A file of an accepted kind, looked into."""
        file = self.cleaned_data["file"]
        if file:
            uploads.count_upload(self.user.pk)
            self.upload = uploads.inspect(file)
        return file

    def evidence(self) -> Evidence:
        """What was given, for the workflow."""
        given = self.cleaned_data
        return Evidence(
            given["text"], given["language"], given["link"], given["file"] or None, self.upload, given["is_public"]
        )


def _capitalise(form: forms.Form) -> None:
    """Let labels that are names of columns begin with a capital, as labels of forms do."""
    for field in form.fields.values():
        field.label = capfirst(str(field.label))


def _text(label: str, code: str, length: int, rows: int) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "lang": code}) if rows > 1 else forms.TextInput({"lang": code})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget)
