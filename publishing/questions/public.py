"""What readers see of questions: those that were approved, in the record's entry."""

from collections import defaultdict
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..letters import register_kind
from ..models import Question, QuestionState

SHOWN: Final = 20
"""The latest of a record's public questions that its page shows."""


def public_questions(content_type: ContentType, keys: list[int]) -> dict[int, Any]:
    """The public questions of the records, the latest first, with the languages they are in and their days."""
    rows = Question.objects.filter(content_type=content_type, object_id__in=keys, state=QuestionState.PUBLIC)
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in rows.order_by("-answered_at", "-pk"):
        if len(found[row.object_id]) < SHOWN:
            found[row.object_id].append(
                {
                    "question": row.public_text,
                    "language": row.language,
                    "answer": row.public_answer,
                    "answer_language": row.answer_language,
                    "asked": localdate(row.asked_at).isoformat(),
                    "answered": localdate(row.answered_at).isoformat() if row.answered_at else "",
                }
            )
    return dict(found)


def register() -> None:
    """Let them stand in the entries, and the letters of the relay be written."""
    catalogue.enrich("questions", public_questions)
    register_kind("question_received", _("Receipt for a question"))
    register_kind("question_asked", _("A reader's question"), needs_action=True)
    register_kind("question_answered", _("Answer to a reader's question"))
