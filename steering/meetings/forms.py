"""Forms of meetings and agendas."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import CODES, NAMES

from ..models import AgendaItem, Meeting, Seat
from ..models.meetings import LEVELS
from ..seats.enums import Proposer
from ..time_zones import label_of, zone_names
from .enums import ItemKind

HIGHEST_NUMBER = 99_999


def in_languages(label: Any, length: int, *, rows: int = 0) -> dict[str, forms.CharField]:
    """A field per language, by its code; of several lines where `rows` says so."""
    fields = {}
    for code in CODES:
        attributes: dict[str, Any] = {"lang": code, "autocomplete": "off"}
        widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
        fields[code] = forms.CharField(
            label=f"{label} ({NAMES[code]})", required=False, max_length=length, widget=widget
        )
    return fields


class TextsForm(forms.Form):
    """A form with texts in three languages, of which those in `needed` must stand in one at least."""

    texts: Mapping[str, tuple[Any, int, int]] = {}
    """By field: what it is called, how long it may be, how many lines it gets."""
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, length, rows) in self.texts.items():
            for code, field in in_languages(label, length, rows=rows).items():
                self.fields[f"{name}_{code}"] = field
                if name in self.needed:
                    field.help_text = _("In one language at least.")
        for shown in self.fields.values():
            shown.label = capfirst(shown.label)

    def clean(self) -> dict[str, Any]:
        """What is needed stands in one language at least."""
        cleaned = super().clean() or {}
        for name in self.needed:
            names = [f"{name}_{code}" for code in CODES]
            if not any(cleaned.get(one) for one in names) and not any(one in self.errors for one in names):
                self.add_error(names[0], _("Write it in one language at least."))
        return cleaned

    def columns(self) -> dict[str, str]:
        """The texts by column."""
        return {f"{name}_{code}": self.cleaned_data[f"{name}_{code}"] for name in self.texts for code in CODES}

    def by_language(self, name: str) -> dict[str, str]:
        """The texts of one field by language."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in CODES}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        help_text=_("Day, month, year: 01.11.2026."),
        widget=forms.DateInput({"inputmode": "decimal", "size": 11, "autocomplete": "off"}, format="%d.%m.%Y"),
    )


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("By the clock of the place, such as 09:30."),
        widget=forms.TimeInput({"size": 6, "maxlength": 5, "autocomplete": "off"}, format="%H:%M"),
    )


class MeetingForm(TextsForm):
    """The facts of a meeting; day and hours are those of its own time zone."""

    texts = {"title": (_("title"), 300, 0), "place": (_("place"), 300, 0)}
    needed = ("title",)
    number = forms.IntegerField(label=_("number"), min_value=1, max_value=HIGHEST_NUMBER)
    day = _day(_("first day"))
    begins = _hour(_("begins"))
    last_day = _day(_("last day"))
    ends = _hour(_("ends"))
    time_zone = forms.ChoiceField(label=_("time zone"))
    link = forms.URLField(
        label=_("link to take part"), max_length=500, required=False, help_text=_("Shown to the Committee alone."),
        assume_scheme="https",
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("languages of the meeting"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    access = forms.ChoiceField(
        label=_("who may see it"),
        choices=LEVELS,
        help_text=_("From the convening on; the agenda’s items have levels of their own."),
    )
    field_order = [
        "number", "title_kk", "title_ru", "title_en", "day", "begins", "last_day", "ends", "time_zone", "place_kk",
        "place_ru", "place_en", "link", "languages", "access",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["time_zone"]
        field.choices = [(name, label_of(name)) for name in zone_names()]

    def clean(self) -> dict[str, Any]:
        """The meeting ends after it begins, and its hours exist: a clock that is put forward skips one."""
        cleaned = super().clean() or {}
        wanted = ("day", "begins", "last_day", "ends", "time_zone")
        if any(cleaned.get(name) is None for name in wanted):
            return cleaned
        zone = ZoneInfo(cleaned["time_zone"])
        starts = self._moment("begins", cleaned["day"], cleaned["begins"], zone)
        ends = self._moment("ends", cleaned["last_day"], cleaned["ends"], zone)
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end lies before the beginning."))
        cleaned["starts_at"], cleaned["ends_at"] = starts, ends
        return cleaned

    def values(self) -> dict[str, Any]:
        """The columns of a meeting."""
        names = ("number", "starts_at", "ends_at", "time_zone", "link", "languages", "access")
        return {name: self.cleaned_data[name] for name in names} | self.columns()

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """The meeting as the form shows it."""
        names = ("number", "time_zone", "link", "languages", "access")
        texts = {f"{name}_{code}" for name in MeetingForm.texts for code in CODES}
        start, end = meeting.local_start, meeting.local_end
        times = {"day": start.date(), "begins": start.time(), "last_day": end.date(), "ends": end.time()}
        return {name: getattr(meeting, name) or "" for name in (*names, *texts)} | times

    def _moment(self, field: str, day: Any, hour: Any, zone: ZoneInfo) -> datetime | None:
        naive = datetime.combine(day, hour)
        try:
            moment = timezone.make_aware(naive, zone).astimezone(UTC)
            exists = moment.astimezone(zone).replace(tzinfo=None) == naive
        except (OverflowError, ValueError):
            exists = False
        if not exists:
            self.add_error(field, _("There is no such hour on that day in this time zone."))
            return None
        return moment


class SeatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """Seats by their names as the reader sees them."""

    def label_from_instance(self, obj: Any) -> str:
        """The name of the country or organisation."""
        return str(obj.name.value)


class ItemForm(TextsForm):
    """An item of an agenda."""

    texts = {"title": (_("title"), 300, 0), "note": (_("explanation"), 5000, 4)}
    needed = ("title",)
    kind = forms.ChoiceField(label=_("kind"), choices=ItemKind.choices)
    proposer = forms.ChoiceField(label=_("proposed by"), choices=Proposer.choices, initial=Proposer.SECRETARIAT)
    seat = SeatChoice(
        Seat.objects.none(),
        label=_("seat that proposes"),
        required=False,
        help_text=_("Where a member or an observer proposes it."),
    )
    minutes = forms.IntegerField(label=_("time, minutes"), min_value=1, max_value=600, required=False)
    access = forms.ChoiceField(label=_("who may see it"), choices=LEVELS)
    field_order = ["title_kk", "title_ru", "title_en", "kind", "proposer", "seat", "minutes", "access"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["seat"]
        field.queryset = Seat.objects.on(meeting.day).select_related("country")

    def values(self) -> dict[str, Any]:
        """The columns of an item."""
        names = ("kind", "proposer", "seat", "minutes", "access")
        return {name: self.cleaned_data[name] for name in names} | self.columns()

    @staticmethod
    def initial_of(item: AgendaItem) -> dict[str, Any]:
        """The item as the form shows it."""
        texts = {f"{name}_{code}" for name in ItemForm.texts for code in CODES}
        values = {name: getattr(item, name) or "" for name in ("kind", "proposer", "minutes", "access", *texts)}
        return values | {"seat": item.seat_id}


class ConveneForm(TextsForm):
    """Why the notice is shorter than the rules ask for; needed only then."""

    texts = {"notice_reason": (_("reason for the shorter notice"), 1000, 3)}

    def __init__(self, *args: Any, is_short: bool, **kwargs: Any) -> None:
        self.needed = ("notice_reason",) if is_short else ()
        self.texts = ConveneForm.texts if is_short else {}
        super().__init__(*args, **kwargs)

    def reasons(self) -> dict[str, str]:
        """The reasons by language; none where the notice is long enough."""
        return self.by_language("notice_reason") if self.texts else {}


class CancelForm(TextsForm):
    """Why the meeting is cancelled."""

    texts = {"cancel_reason": (_("reason for cancelling"), 1000, 3)}
    needed = ("cancel_reason",)


class NoteForm(forms.Form):
    """How a seat takes part, and since when; an empty hour means now."""

    state = forms.CharField(max_length=12)
    mandate = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    at = forms.TimeField(required=False, input_formats=["%H:%M", "%H.%M"])

    def moment(self, meeting: Meeting) -> datetime | None:
        """The hour on the day of the meeting, by its clock, but not ahead of now; None for now."""
        hour = self.cleaned_data["at"]
        if hour is None:
            return None
        moment = datetime.combine(meeting.day, hour, meeting.zone)
        if moment > timezone.now():
            raise ValidationError(_("This hour has not come."))
        return moment


class ZoneForm(forms.Form):
    """The time zone in which a person reads times; empty for that of their seat."""

    time_zone = forms.ChoiceField(
        label=_("Show times in"), required=False, help_text=_("Empty: that of your seat’s capital, else the Hub’s.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["time_zone"]
        field.choices = [("", _("— not chosen —")), *((name, label_of(name)) for name in zone_names())]
