"""A round of review from the side of a country: its comments, their release as one, its verdict."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ...models import CountryComments, ReportSection, ReviewRound, Seat, SectionComment, Verdict, VerdictChange
from ...seats.enums import SeatKind
from ...seats.querysets import standing
from .. import correspondence
from ..enums import CommentKind, VerdictChoice
from ..speaking import may_settle, may_write

NO_MORE: Final = Answer(allowed=False, reason=_("The round takes no more comments."))
RELEASED: Final = Answer(allowed=False, reason=_("The comments of this seat are released; they stay as they are."))


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it was typed."""

    kind: str
    text: str
    language: str
    wording: str = ""
    wording_language: str = ""

    def cleaned(self) -> "Written":
        """Without blanks at the edges; raises WorkflowError for what is no comment."""
        text, wording = self.text.strip(), self.wording.strip()
        if not text or self.kind not in CommentKind.values or self.language not in Language.values:
            raise WorkflowError(str(_("Write the comment, its kind and its language.")))
        if wording and self.wording_language not in Language.values:
            raise WorkflowError(str(_("Say in which language the proposed wording is.")))
        return Written(self.kind, text, self.language, wording, self.wording_language if wording else "")


class CountryWorkflow:
    """What the people of one seat do in one round."""

    def __init__(self, found: ReviewRound, seat: Seat, actor: Any) -> None:
        self.round, self.seat, self.actor = found, seat, actor

    def may_comment(self) -> Answer:
        """Whether this person may write for the seat now; up to two queries."""
        if not (answer := may_write(self.actor, self.seat)):
            return answer
        return self._takes_comments()

    def write(self, section: ReportSection, written: Written) -> SectionComment:
        """Draft a comment on a section of the version under review; only the seat's own people see it.

        Raises WorkflowError where that is not allowed.
        """
        written = written.cleaned()
        with transaction.atomic():
            batch = self._open_batch()
            if section.version_id != self.round.version_id:
                raise WorkflowError(str(_("This section belongs to another version.")))
            return SectionComment.objects.create(
                batch=batch, section=section, author=self.actor, changed_by=self.actor, **_columns(written)
            )

    def change(self, comment: SectionComment, written: Written, *, edition: int | None = None) -> SectionComment:
        """Change a draft, whoever of the seat wrote it. Raises WorkflowError, Conflict at another edition."""
        written = written.cleaned()
        with transaction.atomic():
            self._open_batch()
            locked = self._own(comment)
            if edition is not None and edition != locked.edition:
                raise Conflict(str(_("Somebody else has changed this since you opened the page.")))
            for column, value in _columns(written).items():
                setattr(locked, column, value)
            locked.changed_by = self.actor
            locked.edition += 1
            locked.save()
        return locked

    def remove(self, comment: SectionComment) -> None:
        """Take a draft away; raises WorkflowError where that is not allowed."""
        with transaction.atomic():
            self._open_batch()
            self._own(comment).delete()

    def may_release(self) -> Answer:
        """Whether this person may release all that the seat has drafted."""
        if not (answer := may_settle(self.actor, self.seat)):
            return answer
        if not self.round.takes_comments:
            return NO_MORE
        batch: Any = (
            CountryComments.objects.filter(round=self.round, seat=self.seat)
            .annotate(is_written=Exists(SectionComment.objects.filter(batch=OuterRef("pk"))))
            .first()
        )
        if batch is not None and batch.released_at is not None:
            return RELEASED
        if batch is None or not batch.is_written:
            return Answer(allowed=False, reason=_("There is nothing to release yet."))
        return YES

    def release(self) -> CountryComments:
        """Show the seat's comments to the Committee as one, numbered in the order of the sections; late is marked.

        Raises WorkflowError where that is not allowed.
        """
        with transaction.atomic():
            batch = self._open_batch()
            if not (answer := self.may_release()):
                raise WorkflowError(str(answer.reason))
            now = timezone.now()
            comments = batch.comments.select_for_update(of=("self",)).order_by("section__position", "pk")
            for number, comment in enumerate(comments, start=1):
                comment.number, comment.released_at = number, now
                comment.save(update_fields=["number", "released_at"])
            batch.released_at, batch.released_by = now, self.actor
            batch.is_late = now > self.round.deadline_at
            batch.save(update_fields=["released_at", "released_by", "is_late"])
            correspondence.comments_released(batch, self.actor)
        return batch

    def may_judge(self) -> Answer:
        """Whether this person may give the country's verdict, or change it."""
        if self.seat.kind != SeatKind.MEMBER:
            return Answer(allowed=False, reason=_("Observers comment; the verdict is for members."))
        if not (answer := may_settle(self.actor, self.seat)):
            return answer
        if not self.round.is_open:
            return Answer(allowed=False, reason=_("The round is closed."))
        return YES

    def judge(self, choice: str, text: str = "", language: str = "") -> Verdict:
        """Give the country's verdict in place of the former one, which stays in the history.

        Raises WorkflowError where that is not allowed or a return has no reason. The same verdict twice changes nothing.
        """
        text = text.strip()
        if choice not in VerdictChoice.values:
            raise WorkflowError(str(_("Choose a verdict.")))
        if choice == VerdictChoice.RETURN and not text:
            raise WorkflowError(str(_("Say why the report is returned.")))
        if text and language not in Language.values:
            raise WorkflowError(str(_("Say in which language the explanation is.")))
        said = {"choice": choice, "text": text, "language": language if text else ""}
        with transaction.atomic():
            self._lock()
            if not (answer := self.may_judge()):
                raise WorkflowError(str(answer.reason))
            former = Verdict.objects.select_for_update(of=("self",)).filter(round=self.round, seat=self.seat).first()
            if former is not None and all(getattr(former, name) == value for name, value in said.items()):
                return former
            verdict = former or Verdict(round=self.round, seat=self.seat)
            verdict.at, verdict.by = timezone.now(), self.actor
            for name, value in said.items():
                setattr(verdict, name, value)
            verdict.save()
            VerdictChange.objects.create(round=self.round, seat=self.seat, at=verdict.at, by=self.actor, **said)
        return verdict

    def _takes_comments(self) -> Answer:
        if not self.round.takes_comments:
            return NO_MORE
        if CountryComments.objects.filter(round=self.round, seat=self.seat, released_at__isnull=False).exists():
            return RELEASED
        return YES

    def _open_batch(self) -> CountryComments:
        """The seat's set of comments, locked while it is still being written; raises WorkflowError otherwise."""
        self._lock()
        batch, _is_new = CountryComments.objects.get_or_create(round=self.round, seat=self.seat)
        batch = CountryComments.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if not (answer := self.may_comment()):
            raise WorkflowError(str(answer.reason))
        return batch

    def _own(self, comment: SectionComment) -> SectionComment:
        found = (
            SectionComment.objects.select_for_update(of=("self",))
            .filter(pk=comment.pk, batch__round=self.round, batch__seat=self.seat)
            .first()
        )
        if found is None:
            raise WorkflowError(str(_("This comment has been taken away.")))
        return found

    def _lock(self) -> None:
        self.round = ReviewRound.objects.select_for_update(of=("self",)).select_related("report").get(pk=self.round.pk)
        stands = Seat.objects.filter(standing(timezone.localdate(), "since", "until"), pk=self.seat.pk)
        if not stands.exists():
            raise WorkflowError(str(_("This seat does not stand any more.")))


def _columns(written: Written) -> dict[str, str]:
    return {
        "kind": written.kind,
        "text": written.text,
        "language": written.language,
        "wording": written.wording,
        "wording_language": written.wording_language,
    }
