"""The steps of the form, in the order in which they are filled in."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Practice


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form: its place in the address, its name, and what it is for."""

    key: str
    title: Promise
    lead: Promise

    def url(self, practice: Practice) -> str:
        """The step's address for the practice."""
        return reverse(f"contribute:{self.key}", args=[practice.pk])


STEPS: Final = (
    Step("snapshot", _("Snapshot"), _("What was done, where and why. This alone can be published.")),
    Step(
        "results",
        _("Results"),
        _("What came of it, in figures where there are any. Say also what nobody has measured."),
    ),
    Step("evidence", _("Evidence"), _("What the results rest on, so that a reader knows how far to trust them.")),
    Step("lessons", _("Lessons"), _("What you would do again, and what you would not.")),
    Step("transfer", _("Conditions for transfer"), _("What another country would need first.")),
    Step(
        "sources",
        _("Sources"),
        _("At least one: a report, a law, a table, an evaluation. Readers follow them to check what you say."),
    ),
    Step(
        "documents",
        _("Documents and consent"),
        _("Files that help others to repeat it, and the institution's consent to the publication."),
    ),
    Step("check", _("Check and submit"), _("The practice as readers will see it, and what is still missing.")),
)
BY_KEY: Final = {step.key: step for step in STEPS}


def after(key: str) -> Step:
    """The step that follows; the last one follows itself."""
    place = next(place for place, step in enumerate(STEPS) if step.key == key)
    return STEPS[min(place + 1, len(STEPS) - 1)]
