"""The tables of the form: figures, awards and sources as rows that can be added and removed without a script."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing.models import Source
from publishing.templatetags.publishing import number

from ..models import Award, Practice, Result
from .fields import FigureField, LineField, YearField

SPARE: Final = 2
"""Empty rows under the written ones; a save that stays on the page gives new ones."""
MOST: Final = 40


class RowForm(forms.Form):
    """One row; empty rows are no rows."""

    main: ClassVar[str] = ""
    """The field without which the others of the row make no sense."""
    ignored: ClassVar[tuple[str, ...]] = ("pk", "DELETE")

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, practice: Practice, sources: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        if "source" in self.fields:
            choices = [("", "—"), *((str(source.pk), f"{source.key}: {source.title[:80]}") for source in sources)]
            self.fields["source"] = forms.ChoiceField(label=_("Source"), required=False, choices=choices)
        for name in ("indicator", "unit", "name"):
            if name in self.fields:
                self.fields[name].widget.attrs["lang"] = practice.original_language

    def is_blank(self) -> bool:
        """Whether nothing was written into the row."""
        values = getattr(self, "cleaned_data", {})
        return not any(value not in {None, ""} for name, value in values.items() if name not in self.ignored)

    def clean(self) -> dict[str, Any]:
        """A row with anything in it needs its main field."""
        cleaned = super().clean() or {}
        if not self.is_blank() and not cleaned.get(self.main) and self.main not in self.errors:
            self.add_error(self.main, _("Say what this row is about, or empty the whole row."))
        return cleaned


class Rows(BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """A table of rows of the practice. Rows go by their key, so that a stale page cannot mix them up."""

    form: type[RowForm]
    key: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    row_title: ClassVar[Any] = ""
    help_text: ClassVar[Any] = ""
    extra, can_delete, can_delete_extra, can_order = SPARE, True, False, False
    min_num, max_num, absolute_max, validate_max, validate_min = 0, MOST, MOST + 20, True, False
    edit_only = False
    stored_text: str | None = None

    def __init__(self, data: Mapping[str, Any] | None = None, *, practice: Practice) -> None:
        self.practice, self.language = practice, practice.original_language
        self.sources = list(practice.sources.all())
        self.renderer = forms.renderers.get_default_renderer()
        super().__init__(
            data,
            prefix=self.key,
            initial=[self.values_of(row) for row in self.related()],
            form_kwargs={"practice": practice, "sources": self.sources},
            error_messages={
                "too_many_forms": _("Please keep to %(num)d rows.") % {"num": MOST},
                "missing_management_form": gettext(
                    "The table came back incomplete. Load the page again and type it once more."
                ),
            },
        )

    def related(self) -> list[Any]:
        """The stored rows in order."""
        raise NotImplementedError

    def values_of(self, row: Any) -> dict[str, Any]:
        """A stored row as the form shows it."""
        raise NotImplementedError

    def new_row(self) -> Any:
        """An unsaved row of the practice."""
        raise NotImplementedError

    def write(self, row: Any, values: dict[str, Any], position: int) -> None:
        """Put what was typed into a row and save it."""
        raise NotImplementedError

    def stored_rows(self) -> list[dict[str, Any]]:
        """The stored rows as plain values."""
        return [{name: _plain(value) for name, value in self.values_of(row).items()} for row in self.related()]

    def kept(self) -> list[RowForm]:
        """The typed rows that are to stay, in their order."""
        return [form for form in self.forms if not form.is_blank() and not form.cleaned_data.get("DELETE")]

    def differs(self) -> bool:
        """Whether the typed rows are others than the stored ones."""
        typed = [
            {name: _plain(value) for name, value in form.cleaned_data.items() if name not in RowForm.ignored}
            for form in self.kept()
        ]
        return typed != [{n: v for n, v in row.items() if n not in RowForm.ignored} for row in self.stored_rows()]

    def save(self) -> None:
        """Make the stored rows what was typed."""
        stored = {row.pk: row for row in self.related()}
        for position, form in enumerate(self.kept()):
            row = stored.pop(form.cleaned_data.get("pk"), None) or self.new_row()
            self.write(row, form.cleaned_data, position)
        for row in stored.values():
            row.delete()

    def has_errors(self) -> bool:
        """Whether a row or the table as a whole was refused."""
        return self.is_bound and (any(self.errors) or bool(self.non_form_errors()))

    def in_words(self) -> str:
        """The stored rows as lines of text."""
        return "\n".join(
            " · ".join(str(value) for name, value in row.items() if name != "pk" and value not in {"", None})
            for row in self.stored_rows()
        )

    def source_of(self, values: dict[str, Any]) -> Source | None:
        """The chosen source of the practice."""
        return next((source for source in self.sources if str(source.pk) == values.get("source")), None)


def _plain(value: Any) -> Any:
    """The value as it compares: figures without idle zeros, nothing as an empty text."""
    if value is None or value == "":
        return ""
    return value if isinstance(value, bool | str) else str(number(value))


class ResultForm(RowForm):
    """A measured figure."""

    main = "indicator"
    ignored = ("pk", "DELETE", "is_self_reported")

    indicator = LineField(
        label=_("Indicator"), required=False, max_length=300, widget=forms.TextInput({"class": "long"})
    )
    before = FigureField(label=_("Before"))
    after = FigureField(label=_("After"))
    unit = LineField(label=_("Unit"), required=False, max_length=80)
    year = YearField(label=_("Year"))
    source = forms.ChoiceField(label=_("Source"), required=False)
    is_self_reported = forms.BooleanField(label=_("reported by the institution itself"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """A figure has a value before or after."""
        cleaned = super().clean()
        has_figure = cleaned.get("before") is not None or cleaned.get("after") is not None
        if cleaned.get("indicator") and not has_figure and not {"before", "after"} & self.errors.keys():
            self.add_error(
                "after", _("Give a figure before or after. What was not measured can be told in the text below.")
            )
        return cleaned


class ResultRows(Rows):
    """The figures of the practice."""

    form, key, row_title = ResultForm, "results", _("Figure")
    title = _("Figures")
    help_text = _(
        "One figure in each row. Leave “before” empty where nobody measured it. Figures may be written as 1 234,5."
    )

    def related(self) -> list[Result]:
        return list(self.practice.results.all())

    def values_of(self, row: Result) -> dict[str, Any]:
        return {
            "pk": row.pk,
            "indicator": getattr(row, f"indicator_{self.language}") or "",
            "before": row.before,
            "after": row.after,
            "unit": getattr(row, f"unit_{self.language}") or "",
            "year": row.year,
            "source": str(row.source_id or ""),
            "is_self_reported": row.is_self_reported,
        }

    def new_row(self) -> Result:
        return Result(practice=self.practice)

    def write(self, row: Result, values: dict[str, Any], position: int) -> None:
        setattr(row, f"indicator_{self.language}", values["indicator"])
        setattr(row, f"unit_{self.language}", values["unit"])
        row.before, row.after, row.year = values["before"], values["after"], values["year"]
        row.source, row.is_self_reported = self.source_of(values), values["is_self_reported"]
        row.position = position
        row.save()


class AwardForm(RowForm):
    """A prize."""

    main = "name"

    name = LineField(label=_("Award"), required=False, max_length=300, widget=forms.TextInput({"class": "long"}))
    year = YearField(label=_("Year"))
    source = forms.ChoiceField(label=_("Source"), required=False)


class AwardRows(Rows):
    """The prizes of the practice."""

    form, key, title, row_title = AwardForm, "awards", _("Awards"), _("Award")
    help_text = _("Prizes that the practice itself received, national or international.")

    def related(self) -> list[Award]:
        return list(self.practice.awards.all())

    def values_of(self, row: Award) -> dict[str, Any]:
        name = getattr(row, f"name_{self.language}") or ""
        return {"pk": row.pk, "name": name, "year": row.year, "source": str(row.source_id or "")}

    def new_row(self) -> Award:
        return Award(practice=self.practice)

    def write(self, row: Award, values: dict[str, Any], position: int) -> None:
        setattr(row, f"name_{self.language}", values["name"])
        row.year, row.source, row.position = values["year"], self.source_of(values), position
        row.save()


class SourceForm(RowForm):
    """A source."""

    main = "title"

    title = LineField(label=_("Title"), required=False, max_length=400, widget=forms.TextInput({"class": "long"}))
    publisher = LineField(label=_("Publisher"), required=False, max_length=300)
    year = YearField(label=_("Year"))
    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url", "class": "long"}),
    )


class SourceRows(Rows):
    """The sources of the practice."""

    form, key, title, row_title = SourceForm, "sources", _("Sources"), _("Source")
    help_text = _(
        "One source in each row, the most important first. A link is best; without one, say who published it."
    )

    def related(self) -> list[Source]:
        return self.sources

    def values_of(self, row: Source) -> dict[str, Any]:
        return {"pk": row.pk, "title": row.title, "publisher": row.publisher, "year": row.year, "url": row.url}

    def new_row(self) -> Source:
        taken = {source.key for source in Source.objects.filter(**self._of_practice())}
        key = next(f"s{n}" for n in range(1, len(taken) + 2) if f"s{n}" not in taken)
        return Source(key=key, **self._of_practice())

    def write(self, row: Source, values: dict[str, Any], position: int) -> None:
        row.title, row.publisher, row.year = values["title"], values["publisher"], values["year"]
        row.url, row.position = values["url"], position
        row.save()

    def _of_practice(self) -> dict[str, Any]:
        return {"content_type": ContentType.objects.get_for_model(Practice), "object_id": self.practice.pk}
