"""The forms of reviewing: the review itself, reasons, invitations, endorsements, decisions on the evidence."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..enums import Language
from ..languages import CODES, NAMES, text_of
from ..models import Review, ReviewCriterion, ReviewerProfile, Theme
from .enums import REASON_LENGTH, SCORES, TEXT_LENGTH, Recommendation
from .kinds import ReviewedKind
from .told import section_name

SCORE: Final = "score-"
COMMENT: Final = "comment-"
SECTION: Final = "section-"
YEARS_AHEAD: Final = 2
DAYS_OF_A_YEAR: Final = 366


def prose(label: Any, help_text: Any = "", *, rows: int = 4, length: int = TEXT_LENGTH) -> forms.CharField:
    """A text of several paragraphs that need not be there."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DayField(forms.DateField):
    """A day from today on, within two years."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def clean(self, value: Any) -> Any:
        """The day; raises ValidationError for one that is past or absurdly far."""
        day = super().clean(value)
        if day is None:
            return None
        ahead = (day - localdate()).days
        if ahead < 0:
            raise ValidationError(_("Choose a day that is not past."))
        if ahead > YEARS_AHEAD * DAYS_OF_A_YEAR:
            raise ValidationError(_("Choose a day within the next two years."))
        return day


class ReviewForm(forms.Form):
    """A review: scores and comments by criterion, comments by section, a recommendation, and two texts.

    As a draft nothing in it is required; `is_final` asks for what a review cannot do without.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    recommendation = forms.ChoiceField(
        label=_("What do you recommend?"), choices=Recommendation.choices, required=False, widget=forms.RadioSelect
    )
    for_submitter = prose(
        _("For the submitter"),
        _(
            "What is good, what is missing, and what would be enough. The submitter reads it when the Secretariat has decided."
        ),
        rows=8,
    )
    confidential = prose(
        _("For the Secretariat alone"), _("Neither the submitter nor the other reviewers ever read this.")
    )
    is_named = forms.BooleanField(
        label=_("The submitter and the other reviewers may be told my name"),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language in which you write"), choices=Language.choices)

    def __init__(
        self, data: Any = None, *, review: Review, kind: ReviewedKind, is_final: bool = False, initial: Any = None
    ) -> None:
        self.review, self.kind, self.is_final = review, kind, is_final
        self.scores = {score.criterion_id: score for score in review.scores.all()}
        self.criteria = criteria_of(review)
        self.stored: dict[str, Any] = {}
        """What is stored of fields that were saved elsewhere meanwhile."""
        super().__init__(data, initial={**self.stored_values(), **(initial or {})})
        for criterion in self.criteria:
            self.fields[f"{SCORE}{criterion.pk}"] = forms.TypedChoiceField(
                label=text_of(criterion, "name"),
                help_text=text_of(criterion, "question"),
                choices=[(value, f"{value}: {meaning}") for value, meaning in SCORES.items()],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            label = format_lazy(_("Comment on “{criterion}”"), criterion=criterion)
            self.fields[f"{COMMENT}{criterion.pk}"] = prose(label, rows=2)
        for name in kind.sections:
            label = format_lazy(_("Your comment on “{section}”"), section=section_name(review.record, name))
            self.fields[f"{SECTION}{name}"] = prose(label, rows=3)

    def stored_values(self) -> dict[str, Any]:
        """What is stored now, by field."""
        review = self.review
        names = ("recommendation", "for_submitter", "confidential", "is_named", "language", "edition")
        values: dict[str, Any] = {name: getattr(review, name) for name in names}
        for criterion in self.criteria:
            score = self.scores.get(criterion.pk)
            values[f"{SCORE}{criterion.pk}"] = score.value if score else None
            values[f"{COMMENT}{criterion.pk}"] = score.comment if score else ""
        comments = {comment.section: comment.text for comment in review.section_comments.all()}
        return values | {f"{SECTION}{name}": comments.get(name, "") for name in self.kind.sections}

    def clean(self) -> dict[str, Any]:
        """Whoever hands a review in gives every score and a recommendation, and says what to change where something is."""
        cleaned = super().clean() or {}
        if not self.is_final:
            return cleaned
        for criterion in self.criteria:
            name = f"{SCORE}{criterion.pk}"
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, ValidationError(_("Give a score.")))
        if "recommendation" not in self.errors and not cleaned.get("recommendation"):
            self.add_error("recommendation", ValidationError(_("Choose a recommendation.")))
        needs_words = cleaned.get("recommendation") in {Recommendation.CHANGES, Recommendation.DECLINE}
        if needs_words and "for_submitter" not in self.errors and not cleaned.get("for_submitter"):
            self.add_error("for_submitter", ValidationError(_("Tell the submitter what should change, or why not.")))
        return cleaned

    def differences(self) -> dict[str, Any]:
        """The fields whose typed value is not the stored one, with the stored one."""
        stored = self.stored_values()
        return {
            name: stored[name]
            for name in self.fields
            if name != "edition" and _flat(self.cleaned_data.get(name)) != _flat(stored[name])
        }

    # What the template prints

    def criterion_rows(self) -> list[dict[str, Any]]:
        """Each criterion with its two fields."""
        return [
            {
                "criterion": criterion,
                "score": self[f"{SCORE}{criterion.pk}"],
                "comment": self[f"{COMMENT}{criterion.pk}"],
            }
            for criterion in self.criteria
        ]

    def stored_words(self) -> list[tuple[Any, str]]:
        """What is stored of fields that were saved elsewhere meanwhile: label and words."""
        return [(self.fields[name].label, self._in_words(name, value)) for name, value in self.stored.items()]

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def section_field(self, name: str) -> forms.BoundField:
        """The box for comments on a section."""
        return self[f"{SECTION}{name}"]


def criteria_of(review: Review) -> list[ReviewCriterion]:
    """The criteria in use, and those by which this review has gone already."""
    used = {score.criterion_id for score in review.scores.all()}
    return [one for one in ReviewCriterion.objects.all() if one.is_used or one.pk in used]


class ReasonForm(forms.Form):
    """Why; and on which edition of the review the person decided."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give a reason.")},
    )


class DueForm(forms.Form):
    """Until when."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.DateField(widget=forms.HiddenInput, required=False)
    due_on = DayField(
        label=_("Due"), help_text=_("The reviewer is reminded three days before, on the day, and weekly after it.")
    )


class EndorsementForm(forms.Form):
    """A word of the focal point, which readers see."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = prose(
        _("Note"), _("Readers see it beside the badge. It may say who stands behind the endorsement."), length=600
    )


class EvidenceForm(forms.Form):
    """The level and, in at least one language, why."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(label=_("Evidence level"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, kind: ReviewedKind, record: Any, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={"edition": record.edition, "level": record.evidence, **initial})
        self.fields["level"].choices = kind.evidence  # type: ignore[attr-defined]  # a choice field
        for code in CODES:
            field = prose(_("Why this level, in: %(language)s") % {"language": NAMES[code]}, length=1000, rows=3)
            field.widget.attrs["lang"] = code
            self.fields[f"note_{code}"] = field

    def clean(self) -> dict[str, Any]:
        """Readers are told why in at least one language."""
        cleaned = super().clean() or {}
        names = [f"note_{code}" for code in CODES]
        if not any(cleaned.get(name) or name in self.errors for name in names):
            self.add_error(names[1], ValidationError(_("Say in at least one language why.")))
        return cleaned

    def notes(self) -> dict[str, str]:
        """The note by language."""
        return {code: self.cleaned_data[f"note_{code}"] for code in CODES}


class ProfileForm(forms.ModelForm[ReviewerProfile]):
    """What a reviewer says of themselves."""

    themes: Any = forms.ModelMultipleChoiceField(
        label=_("Themes that I know"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose from the list."),
            "invalid_pk_value": _("Choose from the list."),
        },
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which I read"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most_at_once = forms.IntegerField(label=_("Reviews at one time, at most"), min_value=1, max_value=20)
    absent_until = DayField(
        label=_("Not available until"), required=False, help_text=_("Until then nobody proposes you.")
    )

    class Meta:
        model = ReviewerProfile
        fields = ("themes", "languages", "most_at_once", "absent_until")


def _flat(value: Any) -> Any:
    """A value as it is compared: line ends as the browser sends them do not matter, nor does nothing at all."""
    if value in {None, ""}:
        return ""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
