"""What the draft of the minutes takes over by itself: the decisions and the actions of an item, in each language."""

from collections.abc import Iterable
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from publishing.languages import CODES, text_of

from ..decisions.enums import DecisionState
from ..models import Action, AgendaItem, Decision
from . import matters


def texts_of(item: AgendaItem) -> dict[str, str]:
    """The texts of an entry by column, for the secretary to complete; three queries."""
    decisions = list(Decision.objects.filter(agenda_item=item, state=DecisionState.CLOSED).order_by("pk"))
    rows = Action.objects.filter(agenda_item=item) if not item.is_matters_arising else matters.kept_under(item)
    actions = list(rows.select_related("seat__country").order_by("due_on", "pk"))
    texts = {}
    for code in CODES:
        with translation.override(code):
            texts[f"decision_{code}"] = _lines(_decision(decision) for decision in decisions)
            texts[f"actions_{code}"] = _lines(_action(action) for action in actions)
    return texts


def _decision(decision: Decision) -> str:
    return _("Decision %(number)s “%(title)s”: %(outcome)s.") % {
        "number": decision.number,
        "title": text_of(decision, "title").value,
        "outcome": decision.get_outcome_display(),
    }


def _action(action: Any) -> str:
    return _("%(what)s – %(who)s, by %(day)s.") % {
        "what": text_of(action, "title").value,
        "who": str(action.owner_name),
        "day": formats.date_format(action.due_on),
    }


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
