"""What papers are numbered by: the meeting, or the decision in writing, for which they are written."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from publishing.languages import Text, text_of

from ..models import Decision, Meeting, Paper
from .querysets import PaperQuerySet

PREFIX: Final = "SC"
"""Steering Committee, in every language."""


@dataclass(frozen=True, slots=True)
class Series:
    """The papers of one meeting, or those of one decision that is taken in writing."""

    of: Meeting | Decision

    @property
    def meeting(self) -> Meeting | None:
        """The meeting, if it is one's."""
        return self.of if isinstance(self.of, Meeting) else None

    @property
    def prefix(self) -> str:
        """What every number of the series begins with: SC/3 for the third meeting, SC/D12 for a decision."""
        return f"{PREFIX}/{self.of.number}" if isinstance(self.of, Meeting) else f"{PREFIX}/D{self.of.pk}"

    @property
    def name(self) -> Text:
        """What the papers are for, as the reader gets it."""
        return text_of(self.of, "title")

    @property
    def is_demonstration(self) -> bool:
        """Whether it is invented, so that nobody but invented people gets letters about it."""
        return self.of.is_demonstration

    @property
    def url(self) -> str:
        """The page on which its papers stand."""
        if isinstance(self.of, Meeting):
            return reverse("committee:papers", args=[self.of.number])
        return self.of.get_absolute_url()

    @property
    def place(self) -> dict[str, Any]:
        """The columns that a paper of it has."""
        return {"meeting": self.of} if isinstance(self.of, Meeting) else {"decision": self.of}

    def papers(self) -> PaperQuerySet:
        """All papers of it, in their order; for the workflow, which asks who may do what."""
        if isinstance(self.of, Meeting):
            papers: PaperQuerySet = Paper.objects.of_meeting(self.of)
        else:
            papers = Paper.objects.filter(decision=self.of, meeting=None).order_by("position", "pk")
        return papers

    def lock(self) -> None:
        """Let nobody else number papers of it until the end of the transaction."""
        model: Any = type(self.of)
        model.objects.select_for_update(of=("self",)).get(pk=self.of.pk)


def series_of(paper: Paper) -> Series:
    """The series in which the paper is numbered, its meeting or decision loaded by a query where it is not."""
    of = paper.meeting or paper.decision
    if of is None:
        raise LookupError(f"{paper.number} is of no series")  # a constraint of the database keeps this from being
    return Series(of)
