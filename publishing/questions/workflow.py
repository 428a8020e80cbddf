"""What happens to a question: one table, one way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import audiences, catalogue, letters
from ..models import Event, Question, QuestionState
from ..workflow import Answer, Conflict, WorkflowError
from ..workflow.rules import KEEP, YES


@dataclass(frozen=True, slots=True)
class Step:
    """From which states, to which, who may (`keep` the record, or `publish` its kind), and whether a reason is due."""

    sources: frozenset[str]
    target: str
    who: str
    needs_reason: bool = False


STEPS: Final = {
    "answer": Step(frozenset({QuestionState.ASKED}), QuestionState.ANSWERED, KEEP),
    "approve": Step(frozenset({QuestionState.ANSWERED}), QuestionState.PUBLIC, "publish"),
    "hide": Step(frozenset({QuestionState.PUBLIC}), QuestionState.ANSWERED, "publish"),
    "close": Step(
        frozenset({QuestionState.ASKED, QuestionState.ANSWERED}), QuestionState.CLOSED, "publish", needs_reason=True
    ),
}


def ask(question: Question) -> Question:
    """Keep a new question, confirm it to whoever asked, and write to those who keep the record."""
    with transaction.atomic():
        question.save()
        asker = letters.Address(question.email, question.language, question.name)
        drafts = [letters.compose("question_received", asker, question.record, {"question": question})]
        drafts += [
            letters.compose("question_asked", person, question.record, {"question": question})
            for person in keepers(question.record)
        ]
        letters.queue(drafts)
    return question


def keepers(record: Any) -> list[Any]:
    """Who gets the question: the owner and the focal points; the Secretariat where there is neither."""
    people = {
        person.pk: person for audience in ("owner", "focal_points") for person in audiences.people(audience, record)
    }
    return list(people.values()) or audiences.people("secretariat", record)


class QuestionWorkflow:
    """Answer a question, make it public, hide it, close it.

    >>> QuestionWorkflow(question, user).answer("We trained them for two days.", "en", edition=1)
    """

    def __init__(self, question: Question, actor: Any) -> None:
        self.question = question
        self.actor = actor

    def may(self, action: str) -> Answer:
        """Whether the actor may do this now; else the translated reason."""
        step = STEPS[action]
        if self.question.state not in step.sources:
            return Answer(
                allowed=False,
                reason=_("This is not possible in the state “%(state)s”.")
                % {"state": self.question.get_state_display()},
            )
        if not Question.objects.visible_to(self.actor).filter(pk=self.question.pk).exists():
            return Answer(allowed=False, reason=_("Your role does not allow this."))
        record: Any = self.question.record
        meta = record._meta
        if step.who != KEEP and not self.actor.has_perm(f"{meta.app_label}.{step.who}_{meta.model_name}"):
            return Answer(allowed=False, reason=_("Your role does not allow this."))
        return YES

    def answer(self, text: str, language: str, *, edition: int | None = None) -> Question:
        """Answer it; whoever asked gets the answer by letter. Raises WorkflowError where it is refused."""

        def change(question: Question) -> None:
            question.answer, question.answer_language = text, language
            question.answered_by, question.answered_at = self.actor, timezone.now()
            asker = letters.Address(question.email, question.language, question.name)
            letters.queue(
                [letters.compose("question_answered", asker, question.record, {"question": question})],
                actor=self.actor,
            )

        return self._perform("answer", change, edition)

    def approve(self, text: str, answer: str, *, edition: int | None = None) -> Question:
        """Make question and answer public in these words; raises WorkflowError where it is refused."""

        def change(question: Question) -> None:
            question.public_text, question.public_answer = text, answer

        return self._perform("approve", change, edition)

    def hide(self, *, edition: int | None = None) -> Question:
        """Take them from the page again; raises WorkflowError where it is refused."""
        return self._perform("hide", lambda _question: None, edition)

    def close(self, reason: str, *, edition: int | None = None) -> Question:
        """End it without an answer or without making it public; raises WorkflowError where it is refused."""
        return self._perform("close", lambda _question: None, edition, reason)

    def _perform(
        self, action: str, change: Callable[[Question], None], edition: int | None, reason: str = ""
    ) -> Question:
        step = STEPS[action]
        with transaction.atomic():
            self.question = Question.objects.select_for_update(of=("self",)).get(pk=self.question.pk)
            answer = self.may(action)
            if not answer:
                raise WorkflowError(answer.reason)
            if edition is not None and edition != self.question.edition:
                raise Conflict(_("Somebody else has changed this since you opened the page."))
            if step.needs_reason and not reason.strip():
                raise WorkflowError(_("Give a reason."))
            before, self.question.state = self.question.state, step.target
            self.question.edition += 1
            change(self.question)
            self.question.save()
            Event.objects.create(
                content_type=ContentType.objects.get_for_model(Question),
                object_id=self.question.pk,
                action=action,
                from_state=before,
                to_state=step.target,
                reason=reason.strip(),
                actor=self.actor,
            )
            record: Any = self.question.record
            catalogue.write_enrichment(record, "questions")
        return self.question
