"""What waits of questions on a person's desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import desk
from ..models import Question, QuestionState


def waiting(user: Any) -> Iterator[desk.DeskRow]:
    """Questions without an answer, the oldest first."""
    rows = Question.objects.visible_to(user).filter(state=QuestionState.ASKED).order_by("asked_at", "pk")
    for row in rows.prefetch_related("record")[: desk.ROWS + 1]:
        yield desk.DeskRow(
            what=_("Answer a reader's question"),
            title=str(row.record),
            url=reverse("questions:detail", args=[row.pk]),
            since=row.asked_at,
            note=row.text[:160],
        )


def register() -> None:
    """Let them stand on desks."""
    desk.register("questions", _("Questions from readers"), waiting, position=45)
