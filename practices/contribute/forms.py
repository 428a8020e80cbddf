"""The forms of the steps, with help and an example beside each field."""

from typing import Any, Final, TypeVar

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.collation import alphabetical
from publishing.enums import Language
from publishing.models import Theme

from ..cards import EXPLANATIONS
from ..enums import Evidence, Level, Stage, SubmittedFor
from ..models import PracticeTheme
from .evidence import is_evidence_unset
from .fields import LineField, ProseField, YearField
from .keepers import country_of, runs_library
from .languages import is_written, move_texts
from .rows import AwardRows, ResultRows, SourceRows
from .sheets import Sheet

THEMES: Final = 3
FOR_SNAPSHOT: Final = "snapshot"
FOR_FULL: Final = "full"
F = TypeVar("F", bound=forms.Field)


def told(field: F, example: str | Promise = "", need: str = "") -> F:
    """The field with its example and what it is needed for."""
    field.example, field.need = example, need  # type: ignore[attr-defined]  # read by the template
    return field


class SnapshotForm(Sheet):
    """What was done, where and why."""

    texts = ("title", "summary", "institution")
    proses = ("problem", "solution")
    facts: tuple[str, ...] = ("original_language", "country", "submitted_for", "level", "stage", "start_year")

    original_language = told(
        forms.ChoiceField(
            label=_("Language in which you write"),
            choices=Language.choices,
            help_text=_("The one in which you write best. The other two are made from it later."),
        ),
        need=FOR_SNAPSHOT,
    )
    title = told(
        LineField(
            label=_("Title"),
            max_length=200,
            help_text=_("Says what was done, no slogans; up to 90 characters read best."),
            widget=forms.TextInput({"class": "long"}),
        ),
        _("One online competition for all entry-level posts"),
        FOR_SNAPSHOT,
    )
    summary = told(
        LineField(
            label=_("Summary"),
            required=False,
            max_length=600,
            help_text=_("Two sentences; up to 260 characters read best."),
            widget=forms.Textarea({"rows": 3}),
        ),
        _(
            "Candidates sit one test for all ministries instead of a separate one for each. Filling a post takes 38 days instead of 94."
        ),
        FOR_SNAPSHOT,
    )
    country: Any = told(
        forms.ModelChoiceField(
            Country.objects.none(), label=_("Country"), help_text=_("Where the practice was carried out.")
        ),
        need=FOR_SNAPSHOT,
    )
    submitted_for = forms.ChoiceField(
        label=_("Who submits"),
        choices=SubmittedFor.choices,
        required=False,
        help_text=_("Readers see whether a person or the country itself has submitted the practice."),
    )
    institution = told(
        LineField(
            label=_("Institution"),
            required=False,
            max_length=300,
            help_text=_("The body that runs the practice, with its official name. It is published under this name."),
            widget=forms.TextInput({"class": "long"}),
        ),
        _("Agency for Civil Service Affairs"),
        FOR_SNAPSHOT,
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, help_text=_("How far the practice reaches."))
    stage = forms.ChoiceField(
        label=_("Stage"), choices=Stage.choices, help_text=_("An ended practice is welcome too: say why it ended.")
    )
    start_year = told(YearField(label=_("Year of start"), help_text=_("The year in which the work began.")), "2019")
    problem = told(
        ProseField(label=_("Problem"), help_text=_("What was wrong before, and for whom; 40–90 words are enough.")),
        _(
            "Each ministry ran its own competition, with its own papers and its own test. Who applied for five posts took five tests; half of the posts stayed empty for more than three months, most of all in the regions."
        ),
        FOR_SNAPSHOT,
    )
    solution = told(
        ProseField(
            label=_("Solution"),
            help_text=_("What you did, who did it, in which order; 60–130 words are enough."),
            rows=10,
        ),
        _(
            "In 2019 the Agency made one test that is valid for two years in every ministry. Centres in 17 regions hold it each week; a register shows the open posts and passes the results on. The ministries hold only the interview, with two observers."
        ),
        FOR_SNAPSHOT,
    )

    def prepare(self) -> None:
        """The countries that this person may name, and the themes in their order."""
        self._offer_countries()
        if not runs_library(self.user):
            del self.fields["submitted_for"]
            self.facts = tuple(name for name in self.facts if name != "submitted_for")
        self.stored_themes = [row.theme_id for row in self.practice.theme_rows.all()] if self.practice.pk else []
        choices = [("", "—"), *((str(theme.pk), str(theme)) for theme in Theme.objects.order_by(alphabetical("name")))]
        self.theme_names = [f"theme_{place}" for place in range(1, max(THEMES, len(self.stored_themes)) + 1)]
        for place, name in enumerate(self.theme_names):
            self.fields[name] = told(
                forms.ChoiceField(
                    label=_("Theme %(number)s") % {"number": place + 1},
                    choices=choices,
                    required=False,
                    help_text=_("The most telling theme first; one is enough.") if not place else "",
                ),
                need=FOR_SNAPSHOT if not place else "",
            )
            if place < len(self.stored_themes):
                self.initial[name] = str(self.stored_themes[place])
        order = ["original_language", "title", "summary", "country", "submitted_for", "institution", *self.theme_names]
        self.order_fields([*order, "level", "stage", "start_year", "problem", "solution"])

    def _offer_countries(self) -> None:
        """Everybody's public countries; for a focal point the one for which they speak."""
        own = country_of(self.user) if not runs_library(self.user) else None
        field: Any = self.fields["country"]
        if self.practice.revises_id is not None:
            field.queryset = Country.objects.filter(pk=self.practice.country_id)
            field.empty_label = None
            return
        if own is not None and self.practice.country_id in {None, own}:
            field.queryset = Country.objects.filter(pk=own)
            field.empty_label = None
            field.help_text = _("You submit for your country.")
        else:
            visible = Q(pk__in=Country.objects.visible_to(self.user).values("pk")) | Q(pk=self.practice.country_id)
            field.queryset = Country.objects.filter(visible).order_by(alphabetical("name"))

    def stored_values(self) -> dict[str, Any]:
        """A practice that is not saved yet may have no country."""
        if self.practice.country_id:
            return super().stored_values()
        facts, self.facts = self.facts, tuple(name for name in self.facts if name != "country")
        try:
            return {**super().stored_values(), "country": None}
        finally:
            self.facts = facts

    def digest(self) -> str:
        """The themes belong to what was shown."""
        themes = [row.theme_id for row in self.practice.theme_rows.all()] if self.practice.pk else []
        return f"{super().digest()}-{'.'.join(map(str, themes))}"[:64]

    def clean_original_language(self) -> str:
        """The text moves to the other language only where that one is still empty."""
        chosen = str(self.cleaned_data["original_language"])
        if self.practice.revises_id is not None and chosen != self.language:
            raise forms.ValidationError(_("An update stays in the language of the published practice."))
        if self.practice.pk and chosen != self.language and is_written(self.practice, chosen):
            raise forms.ValidationError(_("There is a text in this language already. Write to the Secretariat."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """No theme twice."""
        cleaned = super().clean() or {}
        chosen: set[str] = set()
        for name in self.theme_names:
            value = cleaned.get(name)
            if value and value in chosen:
                self.add_error(name, _("This theme is chosen already."))
            chosen.add(value or "")
        return cleaned

    def chosen_themes(self) -> list[int]:
        """The keys of the chosen themes in their order."""
        return [int(self.cleaned_data[name]) for name in self.theme_names if self.cleaned_data.get(name)]

    def more_changes(self) -> list[str]:
        return ["theme_1"] if self.chosen_themes() != self.stored_themes else []

    def in_words(self, name: str, value: Any) -> str:
        """All stored themes are told beside the first."""
        if name != "theme_1":
            return super().in_words(name, value)
        return ", ".join(str(row.theme) for row in self.practice.theme_rows.select_related("theme"))

    def save(self, changed: list[str]) -> set[str]:
        """The facts and texts; the themes; and all texts in the other language where that was changed."""
        before = self.language
        written = super().save(changed)
        if "original_language" in changed:
            move_texts(self.practice, before, self.practice.original_language)
            written = {before, self.practice.original_language}
        return written

    def save_rows(self, changed: list[str]) -> None:
        """Make the rows of themes what was chosen."""
        if "theme_1" not in changed:
            return
        kept = {row.theme_id: row for row in self.practice.theme_rows.all()}
        for position, theme in enumerate(self.chosen_themes()):
            row = kept.pop(theme, None) or PracticeTheme(practice=self.practice, theme_id=theme)
            if row.pk is None or row.position != position:
                row.position = position
                row.save()
        for row in kept.values():
            row.delete()


class ResultsForm(Sheet):
    """What came of it."""

    tables = (ResultRows,)
    proses = ("results_text",)

    results_text = told(
        ProseField(
            label=_("What the figures mean"),
            help_text=_("30–80 words. Say also what is not known, and what else may have caused the change."),
        ),
        _("The time was halved in two years. Nobody has measured whether those hired this way stay longer."),
        FOR_FULL,
    )


class EvidenceForm(Sheet):
    """What the results rest on."""

    tables = (AwardRows,)
    are_tables_last = True
    texts = ("evidence_basis",)
    facts: tuple[str, ...] = ("claimed_evidence",)

    claimed_evidence = forms.ChoiceField(
        label=_("What the results rest on"),
        choices=[(value, EXPLANATIONS[Evidence(value)]) for value in Evidence.values],
        widget=forms.RadioSelect,
        help_text=_("Choose what you can show. The Secretariat compares it with your sources."),
    )
    evidence_basis = told(
        forms.CharField(
            label=_("Why you chose this"),
            required=False,
            max_length=1000,
            help_text=_("Where the figures come from, and who has checked them."),
            widget=forms.Textarea({"rows": 4}),
        ),
        _(
            "The days come from the Agency's register of competitions, which is published each year. Nobody outside the Agency has evaluated them."
        ),
        FOR_FULL,
    )

    def stored_values(self) -> dict[str, Any]:
        """What was claimed; where nobody has claimed anything yet, the level that the practice bears."""
        values = super().stored_values()
        return {**values, "claimed_evidence": values["claimed_evidence"] or self.practice.evidence}

    def save(self, changed: list[str]) -> set[str]:
        """The claim counts as the level until the Secretariat has set one."""
        written = super().save(changed)
        if "claimed_evidence" in changed and is_evidence_unset(self.practice):
            self.practice.evidence = self.practice.claimed_evidence
        return written


class LessonsForm(Sheet):
    """What was learnt."""

    proses = ("lessons",)

    lessons = told(
        ProseField(
            label=_("Lessons"),
            help_text=_(
                "A failure is worth as much as a success if you say why it happened. Begin each lesson with “- ”."
            ),
            rows=10,
        ),
        _(
            "- Begin in the regions, where most posts stand empty.\n- Agree on the observers first: with us it took a year.\n- Print no certificates: the register is enough."
        ),
        FOR_FULL,
    )


class TransferForm(Sheet):
    """What another country would need first."""

    proses = ("transfer",)

    transfer = told(
        ProseField(
            label=_("Conditions for transfer"),
            help_text=_("30–70 words: law, money, people, technology, and what stands in the way."),
            rows=8,
        ),
        _(
            "A law by which one test counts in several ministries, a register that all personnel units use, and about ten people who write questions. It does not work where each ministry may set conditions of its own."
        ),
        FOR_FULL,
    )


class SourcesForm(Sheet):
    """Where it can be looked up."""

    tables = (SourceRows,)


FORMS: Final[dict[str, type[Sheet]]] = {
    "snapshot": SnapshotForm,
    "results": ResultsForm,
    "evidence": EvidenceForm,
    "lessons": LessonsForm,
    "transfer": TransferForm,
    "sources": SourcesForm,
}
"""The steps that are one form each."""
