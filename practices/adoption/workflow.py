"""What the two countries can do with a statement, in one table: from which state, to which, which side, which letter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing import catalogue
from publishing.enums import State
from publishing.languages import CODES
from publishing.models import Event
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from . import correspondence
from .enums import AdoptionAction, AdoptionState
from .models import FACTS, TEXTS, Adoption
from .sides import Side, acts_for, is_focal_point, is_secretariat

STANDING: Final = frozenset(
    {AdoptionState.STATED, AdoptionState.CONFIRMED, AdoptionState.CORRECTED, AdoptionState.DISPUTED}
)
"""Every state but the last: withdrawn."""
KEPT: Final = ""
"""The target of an action that leaves the state as it is."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. `letter` goes to the other side; `waits` says that the other side has to act now."""

    sources: frozenset[AdoptionState]
    target: str
    side: Side
    letter: str = ""
    needs_reason: bool = False
    waits: bool = False


MOVES: Final[dict[AdoptionAction, Move]] = {
    AdoptionAction.CONFIRM: Move(
        frozenset({AdoptionState.STATED, AdoptionState.CORRECTED, AdoptionState.DISPUTED}),
        AdoptionState.CONFIRMED,
        Side.SOURCE,
        "adoption_confirmed",
    ),
    AdoptionAction.CORRECT: Move(
        frozenset({AdoptionState.STATED, AdoptionState.CONFIRMED, AdoptionState.DISPUTED}),
        AdoptionState.CORRECTED,
        Side.SOURCE,
        "adoption_corrected",
        needs_reason=True,
        waits=True,
    ),
    AdoptionAction.DISPUTE: Move(
        frozenset({AdoptionState.STATED, AdoptionState.CONFIRMED, AdoptionState.CORRECTED}),
        AdoptionState.DISPUTED,
        Side.SOURCE,
        "adoption_disputed",
        needs_reason=True,
        waits=True,
    ),
    AdoptionAction.ACCEPT: Move(
        frozenset({AdoptionState.CORRECTED}), AdoptionState.CONFIRMED, Side.ADOPTER, "adoption_accepted"
    ),
    AdoptionAction.ANSWER: Move(
        frozenset({AdoptionState.CORRECTED, AdoptionState.DISPUTED}),
        AdoptionState.STATED,
        Side.ADOPTER,
        "adoption_answered",
        needs_reason=True,
        waits=True,
    ),
    AdoptionAction.EDIT: Move(STANDING, AdoptionState.STATED, Side.ADOPTER, "adoption_changed", waits=True),
    AdoptionAction.TRANSLATE: Move(STANDING, KEPT, Side.ADOPTER),
    AdoptionAction.WITHDRAW: Move(
        STANDING, AdoptionState.WITHDRAWN, Side.ADOPTER, "adoption_withdrawn", needs_reason=True
    ),
}
"""By action. `edit` leaves the state as it is where no fact changes: contact and own practice need no confirmation."""


class AlreadyStated(WorkflowError):
    """The country has stated this adoption before; `standing` is that statement."""

    def __init__(self, standing: Adoption) -> None:
        super().__init__(_("Your country has stated the adoption of this practice already."))
        self.standing = standing


def may_state(actor: Any, practice: Any, country: Any) -> Answer:
    """Whether the person may state that the country adopted the practice; else the translated reason."""
    if not actor.is_authenticated or not acts_for(actor, country.pk):
        return Answer(allowed=False, reason=_("An adoption is stated by the adopting country’s focal point."))
    if practice.state != State.PUBLISHED:
        return Answer(allowed=False, reason=_("Only a published practice can be adopted."))
    if country.pk == practice.country_id:
        return Answer(allowed=False, reason=_("A country cannot adopt its own practice."))
    return YES


def state(adoption: Adoption, actor: Any) -> Adoption:
    """Put the new statement on record and ask the source country to confirm it.

    Raises AlreadyStated where the country has one standing, WorkflowError where the person may not.
    """
    answer = may_state(actor, adoption.practice, adoption.country)
    if not answer:
        raise WorkflowError(answer.reason)
    now = timezone.now()
    adoption.stated_by, adoption.stated_at, adoption.waiting_since = actor, now, now
    adoption.is_stated_on_behalf = is_secretariat(actor) and actor.country_id != adoption.country_id
    try:
        with transaction.atomic():
            adoption.save(force_insert=True)
            event = _note(adoption, AdoptionAction.STATE, "", actor, "")
            correspondence.send("adoption_stated", adoption, Side.SOURCE, actor, event)
            catalogue.write(adoption.practice)
    except IntegrityError:
        standing = Adoption.objects.filter(practice_id=adoption.practice_id, country_id=adoption.country_id)
        found = standing.exclude(state=AdoptionState.WITHDRAWN).first()
        if found is None:
            raise
        raise AlreadyStated(found) from None
    return adoption


class AdoptionWorkflow:
    """Confirm, correct, dispute, accept, answer, edit, translate and withdraw a statement.

    >>> AdoptionWorkflow(adoption, user).confirm(edition=3)
    """

    def __init__(self, adoption: Adoption, actor: Any) -> None:
        self.adoption = adoption
        self.actor = actor

    def right_to(self, action: str) -> Answer:
        """Whether the action is this person's, whatever the state: their side's, and not about their own words."""
        move = MOVES[AdoptionAction(action)]
        if not acts_for(self.actor, self._country_of(move.side)):
            return Answer(
                allowed=False,
                reason=_("This is for the focal points of the adopting country.")
                if move.side == Side.ADOPTER
                else _("This is for the focal points of the country whose practice it is."),
            )
        own = {self.adoption.stated_by_id, self.adoption.changed_by_id} if move.side == Side.SOURCE else set()
        if action == AdoptionAction.ACCEPT:
            own = {self.adoption.judged_by_id}
        if self.actor.pk in own:
            return Answer(allowed=False, reason=_("These are your own words: somebody else has to judge them."))
        return YES

    def may(self, action: str) -> Answer:
        """Whether the person may do it now; else the translated reason."""
        answer = self.right_to(action)
        if answer and self.adoption.state not in MOVES[AdoptionAction(action)].sources:
            return Answer(
                allowed=False,
                reason=_("This is not possible in the state “%(state)s”.")
                % {"state": self.adoption.get_state_display()},
            )
        return answer

    def open_actions(self) -> list[AdoptionAction]:
        """What the person may do now, in the order of the table."""
        return [action for action in MOVES if self.may(action)]

    def confirm(self, *, edition: int | None = None) -> Adoption:
        """The source country says that it is so."""
        return self._perform(AdoptionAction.CONFIRM, self._judge, edition=edition)

    def correct(self, text: str, *, year: int | None = None, stage: str = "", edition: int | None = None) -> Adoption:
        """The source country says how it was instead; the adopting country accepts that or answers."""

        def change(adoption: Adoption) -> None:
            self._judge(adoption)
            adoption.correction, adoption.correction_language = text.strip(), get_language() or "ru"
            adoption.corrected_year = year if year != adoption.year else None
            adoption.corrected_stage = stage if stage != adoption.stage else ""

        return self._perform(AdoptionAction.CORRECT, change, text, edition=edition)

    def dispute(self, reason: str, *, edition: int | None = None) -> Adoption:
        """The source country says that it is not so; the statement is no longer public."""
        return self._perform(AdoptionAction.DISPUTE, self._judge, reason, edition=edition)

    def accept(self, *, edition: int | None = None) -> Adoption:
        """The adopting country accepts the correction, which stands beside its statement from now on."""

        def change(adoption: Adoption) -> None:
            adoption.year = adoption.corrected_year or adoption.year
            adoption.stage = adoption.corrected_stage or adoption.stage

        return self._perform(AdoptionAction.ACCEPT, change, edition=edition)

    def answer(self, text: str, *, edition: int | None = None) -> Adoption:
        """The adopting country holds to its statement and says why."""
        return self._perform(AdoptionAction.ANSWER, lambda _adoption: None, text, edition=edition)

    def withdraw(self, reason: str, *, edition: int | None = None) -> Adoption:
        """The adopting country takes its statement back."""
        return self._perform(AdoptionAction.WITHDRAW, lambda _adoption: None, reason, edition=edition)

    def edit(self, values: Mapping[str, Any], *, edition: int | None = None) -> Adoption:
        """The adopting country changes its statement; `values` by column, texts those of the original language.

        Changed facts have to be confirmed anew. A text that changes loses its translations, which would no longer be
        true; the history keeps them. Without any difference nothing happens.
        """

        def change(adoption: Adoption) -> str | None:
            original = adoption.original_language
            differing = {name for name, value in values.items() if (getattr(adoption, name) or "") != (value or "")}
            for name in differing:
                setattr(adoption, name, values[name])
            changed = {name.removesuffix(f"_{original}") for name in differing}
            for text in changed.intersection(TEXTS):
                for code in adoption.other_languages:
                    setattr(adoption, f"{text}_{code}", None)
            if adoption.is_from_sources and is_focal_point(self.actor):
                adoption.is_from_sources, adoption.stated_by, adoption.stated_at = False, self.actor, timezone.now()
            if changed.isdisjoint(FACTS):
                return adoption.state
            adoption.changed_by, adoption.confirmed_at = self.actor, None
            adoption.correction = adoption.corrected_stage = ""
            adoption.corrected_year = None
            return None

        if self._is_same(values):
            return self.adoption
        return self._perform(AdoptionAction.EDIT, change, edition=edition)

    def translate(self, values: Mapping[str, Any], *, edition: int | None = None) -> Adoption:
        """The adopting country writes its texts in another language; `values` by column."""

        def change(adoption: Adoption) -> None:
            for name, value in values.items():
                setattr(adoption, name, value)

        if self._is_same(values):
            return self.adoption
        return self._perform(AdoptionAction.TRANSLATE, change, edition=edition)

    def _judge(self, adoption: Adoption) -> None:
        adoption.judged_by = self.actor
        adoption.is_judged_on_behalf = is_secretariat(self.actor) and self.actor.country_id != self._country_of(
            Side.SOURCE
        )
        adoption.correction = adoption.corrected_stage = ""
        adoption.corrected_year = None

    def _is_same(self, values: Mapping[str, Any]) -> bool:
        if self.adoption.is_from_sources and is_focal_point(self.actor):
            return False  # the country makes it its own statement, even without changing a word
        standing = Adoption.objects.values(*values).filter(pk=self.adoption.pk).first() or {}
        return bool(self.may(AdoptionAction.EDIT)) and all(
            (standing.get(name) or "") == (getattr(value, "pk", value) or "") for name, value in values.items()
        )

    def _perform(
        self,
        action: AdoptionAction,
        change: Callable[[Adoption], str | None],
        reason: str = "",
        *,
        edition: int | None = None,
    ) -> Adoption:
        """Lock, ask, change, note, write, all in one transaction; `change` may give the state that is kept.

        Raises WorkflowError where it is refused, Conflict where the statement is not the one that was decided on.
        """
        move = MOVES[action]
        with transaction.atomic():
            adoption = self._locked()
            answer = self.may(action)
            if not answer:
                raise WorkflowError(answer.reason)
            if edition is not None and edition != adoption.edition:
                raise Conflict(
                    _("The statement has changed since you opened this page. Look at it again, then decide.")
                )
            if move.needs_reason and not reason.strip():
                raise WorkflowError(_("Give a reason."))
            before = adoption.state
            kept = change(adoption)
            target = kept or move.target or before
            has_moved = kept is None and move.target != KEPT
            adoption.state = target
            if has_moved:
                adoption.waiting_since, adoption.reminders = (timezone.now() if move.waits else None), 0
            if target == AdoptionState.CONFIRMED and before != AdoptionState.CONFIRMED:
                adoption.confirmed_at = timezone.now()
            elif target != AdoptionState.CONFIRMED:
                adoption.confirmed_at = None
            adoption.edition += 1
            adoption.save()
            event = _note(adoption, action, before, self.actor, reason)
            if has_moved and move.letter:
                correspondence.send(move.letter, adoption, move.side.other, self.actor, event, reason=reason)
            catalogue.write(adoption.practice)
        return adoption

    def _locked(self) -> Adoption:
        """The statement as it stands, its row locked; its practice first, so that two actions cannot wait for each other."""
        self.adoption = Adoption.objects.for_page().select_for_update(of=("self",)).get(pk=self.adoption.pk)
        return self.adoption

    def _country_of(self, side: Side) -> int:
        return self.adoption.country_id if side == Side.ADOPTER else self.adoption.practice.country_id


def _note(adoption: Adoption, action: AdoptionAction, before: str, actor: Any, reason: str) -> Event:
    return Event.objects.create(
        content_type=ContentType.objects.get_for_model(Adoption),
        object_id=adoption.pk,
        action=action,
        from_state=before,
        to_state=adoption.state,
        reason=reason.strip(),
        actor=actor if actor.pk else None,
    )


def text_columns(language: str) -> dict[str, str]:
    """The columns of the texts in a language, by the text's name."""
    return {name: f"{name}_{language if language in CODES else CODES[0]}" for name in TEXTS}
