"""Forms for papers, packs and private links."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.documents import uploads
from publishing.languages import CODES, NAMES, Text, columns

from ..access import Access
from ..models import AgendaItem, Paper, Seat
from .enums import ACCEPT, KINDS, PackForm
from .links import LONGEST_DAYS, Invited
from .series import Series
from .workflow import Description, NewFile

DAY = {"inputmode": "decimal", "size": 11, "autocomplete": "off"}
DAY_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
DAY_HELP = _("Day, month, year: 01.11.2026.")
TITLE_LENGTH = 300
REASON_LENGTH = 1000


class SeatsField(forms.ModelMultipleChoiceField[Seat]):
    """Seats, ticked one by one."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The seat's name, with its language."""
        name: Text = obj.name
        return name


class ItemField(forms.ModelChoiceField[AgendaItem]):
    """An item of one agenda."""

    def label_from_instance(self, obj: Any) -> str:
        """Its number and title."""
        title: Text = obj.name
        return f"{obj.number}. {title}"


class FilesForm(forms.Form):
    """A file for each language, and the date of the text."""

    dated = forms.DateField(
        label=_("Date of the text"),
        input_formats=DAY_FORMATS,
        help_text=DAY_HELP,
        widget=forms.DateInput(DAY, format="%d.%m.%Y"),
    )

    def __init__(self, *args: Any, user: Any, needs_file: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.needs_file = user, needs_file
        self.found: list[NewFile] = []
        self.fields["dated"].initial = localdate
        for code in CODES:
            self.fields[f"file_{code}"] = forms.FileField(
                label=_("File (%(language)s)") % {"language": NAMES[code]},
                required=False,
                max_length=255,
                help_text=uploads.rule(", ".join(KINDS)),
                widget=forms.FileInput({"accept": ACCEPT}),
            )

    def clean(self) -> dict[str, Any]:
        """Look into every file; what is wrong with one is said beside it."""
        cleaned = super().clean() or {}
        self.found = []
        for code in CODES:
            sent = cleaned.get(f"file_{code}")
            if sent is None:
                continue
            try:
                self.found.append(NewFile(code, sent, self._facts(sent)))
            except ValidationError as refusal:
                self.add_error(f"file_{code}", refusal)
        has_problem = any(f"file_{code}" in self.errors for code in CODES)
        if self.needs_file and not self.found and not has_problem:
            self.add_error("file_kk", _("Choose a file in one language at least."))
        return cleaned

    def notices(self) -> list[str]:
        """What to tell whoever sent the files: scans, missing tags, another language than stated."""
        return [f"{new.facts.name}: {text}" for new in self.found for text in new.facts.notices(new.language)]

    def _facts(self, sent: Any) -> uploads.Upload:
        uploads.count_upload(self.user.pk)
        if uploads.extension_of(sent.name) not in KINDS:
            raise ValidationError(
                _("Files of this type are not accepted. Accepted: %(types)s."), params={"types": ", ".join(KINDS)}
            )
        return uploads.inspect(sent)


class VersionForm(FilesForm):
    """Further files of a paper."""

    kind = forms.ChoiceField(
        label=_("What you add"),
        choices=[
            ("new", _("a new version, which replaces the present one")),
            ("same", _("further languages of the present version")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "dated")

    @property
    def is_new_version(self) -> bool:
        """Whether the files begin a version."""
        return str(self.cleaned_data["kind"]) == "new"


class DescriptionForm(forms.Form):
    """What is said of a paper: its title in one language at least, its place, whom it is for."""

    agenda_item = ItemField(label=_("Agenda item"), queryset=AgendaItem.objects.none(), required=False)
    access = forms.ChoiceField(label=_("Who may open it"), choices=Access.choices, initial=Access.COMMITTEE)
    seats = SeatsField(
        label=_("Seats"),
        queryset=Seat.objects.none(),
        required=False,
        help_text=_("For a paper that is meant for single seats."),
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": NAMES[code]},
                required=False,
                max_length=TITLE_LENGTH,
                widget=forms.TextInput({"lang": code, "autocomplete": "off"}),
            )
        items: Any = self.fields["agenda_item"]
        items.queryset = AgendaItem.objects.filter(meeting=series.meeting).order_by("number")
        if series.meeting is None:
            del self.fields["agenda_item"]
        seats: Any = self.fields["seats"]
        seats.queryset = Seat.objects.on(localdate()).select_related("country")
        self.order_fields([*columns("title"), "agenda_item", "access", "seats"])

    def clean(self) -> dict[str, Any]:
        """A title in one language at least; seats where the paper is for seats."""
        cleaned = super().clean() or {}
        titles = columns("title")
        if not any(cleaned.get(name) for name in titles) and not any(name in self.errors for name in titles):
            self.add_error("title_kk", _("Write the title in one language at least."))
        if cleaned.get("access") == Access.SEAT and not cleaned.get("seats") and "seats" not in self.errors:
            self.add_error("seats", _("Tick the seats for which the paper is meant."))
        return cleaned

    def description(self) -> Description:
        """What was typed, for the workflow."""
        return Description(
            {name: self.cleaned_data[name] for name in columns("title")},
            self.cleaned_data.get("agenda_item"),
            self.cleaned_data["access"],
            list(self.cleaned_data["seats"]),
        )


class NewPaperForm(DescriptionForm, FilesForm):
    """A paper with its files; it may also be announced without any."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needs_file=False, **kwargs)
        self.fields["nonce"].initial = uuid4


class ChangePaperForm(DescriptionForm):
    """The description of a paper, with the edition that was looked at."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(paper: Paper) -> dict[str, Any]:
        """What stands there now."""
        return {
            **{name: getattr(paper, name) for name in columns("title")},
            "agenda_item": paper.agenda_item_id,
            "access": paper.access,
            "seats": [seat.pk for seat in paper.seats.all()],
            "edition": paper.edition,
        }


class WithdrawalForm(forms.Form):
    """Why a paper is withdrawn, in one language at least."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"withdrawal_reason_{code}"] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": NAMES[code]},
                required=False,
                max_length=REASON_LENGTH,
                widget=forms.Textarea({"lang": code, "rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        """A reason in one language at least."""
        cleaned = super().clean() or {}
        if not any(text.strip() for text in cleaned.values()) and not self.errors:
            self.add_error("withdrawal_reason_kk", _("Write the reason in one language at least."))
        return cleaned


class IssueForm(forms.Form):
    """Which of the papers that are ready go out."""

    papers = forms.MultipleChoiceField(label=_("Papers"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, ready: list[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["papers"]
        field.choices = [
            (str(paper.pk), format_html("{} {} ({})", paper.number, paper.name, _files(paper))) for paper in ready
        ]
        field.initial = [str(paper.pk) for paper in ready if _waiting(paper)]

    def keys(self) -> list[int]:
        """The papers that were ticked."""
        return [int(key) for key in self.cleaned_data["papers"]]


class PackRequest(forms.Form):
    """Which pack somebody asks for."""

    language = forms.ChoiceField(label=_("Language"), choices=[(code, NAMES[code]) for code in CODES])
    form = forms.ChoiceField(label=_("Form"), choices=PackForm.choices)
    only = forms.ChoiceField(
        label=_("Which papers"),
        choices=[("", _("all")), ("new", _("only what is new to me"))],
        required=False,
    )

    @property
    def is_only_new(self) -> bool:
        """Whether the reader has the rest already."""
        return str(self.cleaned_data["only"]) == "new"


class LinkForm(forms.Form):
    """For whom a private link is, and until when it opens."""

    person = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("The name of the person who gets the link.")
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Kept with the link, so that it can be told later who had it. No letter is sent."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        input_formats=DAY_FORMATS,
        help_text=_("Day, month, year: 01.11.2026. No more than 30 days from today."),
        widget=forms.DateInput(DAY, format="%d.%m.%Y"),
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nonce"].initial = uuid4
        self.fields["last_day"].initial = lambda: localdate() + timedelta(days=7)

    def clean_last_day(self) -> Any:
        """A day from today on, and not too far."""
        day, today = self.cleaned_data["last_day"], localdate()
        if not today <= day <= today + timedelta(days=LONGEST_DAYS):
            raise ValidationError(_("A private link lasts from today to 30 days at the most."), code="range")
        return day

    def invited(self) -> Invited:
        """What was typed, for the workflow."""
        return Invited(self.cleaned_data["person"], self.cleaned_data["email"], self.cleaned_data["last_day"])


def _waiting(paper: Paper) -> list[str]:
    """The languages of the files that were not sent out; the versions are loaded."""
    codes = {version.language for version in paper.versions.all() if version.issued_at is None}
    return [NAMES[code] for code in CODES if code in codes]


def _files(paper: Paper) -> str:
    """What goes out of a paper whose versions are loaded."""
    return ", ".join(_waiting(paper)) or str(_("announced without a file"))
