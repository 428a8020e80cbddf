"""What a contribution still lacks: for a snapshot, which can be submitted, and for a full entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..depth import has_text
from ..models import Practice
from .steps import BY_KEY, STEPS, Step

READS: Final = ("results", "sources", "theme_rows", "consent")
"""The rows that the list of what is missing reads."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a practice should have: where it is filled in, and whether it is there."""

    step: str
    field: str
    label: Promise
    is_there: Callable[[Practice], bool]


@dataclass(frozen=True, slots=True)
class Lack:
    """A part that is missing, with the address of its field."""

    label: str | Promise
    url: str
    step: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step in the list of steps: where one is, and what it lacks."""

    step: Step
    url: str
    is_current: bool
    lacks_snapshot: int
    lacks_full: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What is missing; `done` of `total` parts are there."""

    for_snapshot: list[Lack]
    for_full: list[Lack]
    steps: list[StepMark]
    done: int
    total: int

    @property
    def may_be_submitted(self) -> bool:
        """Whether nothing is missing for a snapshot."""
        return not self.for_snapshot


def _text(name: str) -> Callable[[Practice], bool]:
    return lambda practice: has_text(practice, name)


def has_consent(practice: Practice) -> bool:
    """Whether the institution's consent is there, as a statement or a letter."""
    try:
        return bool(practice.consent.is_given)
    except ObjectDoesNotExist:
        return False


def has_source(practice: Practice) -> bool:
    """Whether a source is named that somebody looked up."""
    return any(not source.is_general_knowledge for source in practice.sources.all())


FOR_SNAPSHOT: Final = (
    Part("snapshot", "id_title", _("Title"), _text("title")),
    Part("snapshot", "id_summary", _("Summary"), _text("summary")),
    Part("snapshot", "id_institution", _("Institution"), _text("institution")),
    Part("snapshot", "id_theme_1", _("Theme"), lambda practice: bool(practice.theme_rows.all())),
    Part("snapshot", "id_problem", _("Problem"), _text("problem")),
    Part("snapshot", "id_solution", _("Solution"), _text("solution")),
    Part("sources", "id_sources-0-title", _("At least one source"), has_source),
    Part("documents", "consent", _("Consent of the institution"), has_consent),
)
FOR_FULL: Final = (
    Part("results", "id_results-0-indicator", _("At least one figure"), lambda practice: bool(practice.results.all())),
    Part("results", "id_results_text", _("What the figures mean"), _text("results_text")),
    Part("evidence", "id_evidence_basis", _("What the evidence rests on"), _text("evidence_basis")),
    Part("lessons", "id_lessons", _("Lessons"), _text("lessons")),
    Part("transfer", "id_transfer", _("Conditions for transfer"), _text("transfer")),
)


def load(*practices: Practice) -> None:
    """Load what the lists of several practices read, a query for each kind of row."""
    prefetch_related_objects(list(practices), *READS)


def lacking(practice: Practice, parts: tuple[Part, ...] = FOR_SNAPSHOT) -> list[Part]:
    """The parts that are not there yet."""
    return [part for part in parts if not part.is_there(practice)]


def progress_of(practice: Practice, current: str = "") -> Progress:
    """What a saved practice lacks, with the steps; `current` is the step on which one is."""
    snapshot, full = lacking(practice), lacking(practice, FOR_FULL)
    marks = [
        StepMark(
            step,
            step.url(practice),
            step.key == current,
            sum(part.step == step.key for part in snapshot),
            sum(part.step == step.key for part in full),
        )
        for step in STEPS
    ]
    total = len(FOR_SNAPSHOT) + len(FOR_FULL)
    return Progress(
        [_lack(practice, part) for part in snapshot],
        [_lack(practice, part) for part in full],
        marks,
        total - len(snapshot) - len(full),
        total,
    )


def _lack(practice: Practice, part: Part) -> Lack:
    return Lack(part.label, f"{BY_KEY[part.step].url(practice)}#{part.field}", part.step)
