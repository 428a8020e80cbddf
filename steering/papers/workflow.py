"""How papers come to the Committee: prepared, sent out, replaced by newer versions, withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import letters
from publishing.documents.uploads import Upload
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ..access import Access, may_run
from ..models import AgendaItem, Paper, PaperVersion, Seat
from .correspondence import papers_out
from .series import Series

ONLY_SECRETARIAT = Answer(allowed=False, reason=_("Only the Secretariat keeps the Committee’s papers."))


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a paper: its titles by column, its place on the agenda, whom it is for."""

    titles: dict[str, str]
    agenda_item: AgendaItem | None
    access: str
    seats: Sequence[Seat] = ()


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was looked into, and the language that it is in."""

    language: str
    file: Any
    facts: Upload


class SeriesWorkflow:
    """What can be done with the papers of a meeting together: add one, send out what is ready."""

    def __init__(self, series: Series, actor: Any) -> None:
        self.series, self.actor = series, actor

    def may_add(self) -> Answer:
        """Whether this person may add papers and send them out."""
        return YES if may_run(self.actor) else ONLY_SECRETARIAT

    def add(
        self, what: Description, files: Sequence[NewFile], dated: date, nonce: UUID, *, is_demonstration: bool = False
    ) -> Paper:
        """Add a paper under the next number of the series, for now seen by the Secretariat alone.

        The same nonce gives the paper that was made with it. Raises WorkflowError where the person may not add.
        """
        with transaction.atomic():
            self.series.lock()
            if not (answer := self.may_add()):
                raise WorkflowError(str(answer.reason))
            known = self.series.papers().filter(nonce=nonce).first()
            if known is not None:
                return known
            position = (self.series.papers().aggregate(last=Max("position"))["last"] or 0) + 1
            paper = Paper(
                number=f"{self.series.prefix}/{position}",
                position=position,
                nonce=nonce,
                is_demonstration=is_demonstration,
                **self.series.place,
            )
            _describe(paper, what)
            _add_files(paper, files, dated, self.actor, is_new_version=True)
        return paper

    def may_issue(self) -> Answer:
        """Whether this person may send papers out now."""
        if not may_run(self.actor):
            return ONLY_SECRETARIAT
        if not self.ready():
            return Answer(allowed=False, reason=_("There is nothing new to send out."))
        return YES

    def ready(self) -> list[Paper]:
        """The papers with something to send out: not sent yet, or with files that were not; their versions loaded."""
        papers = self.series.papers().filter(withdrawn_at=None).prefetch_related("versions")
        return [paper for paper in papers if paper.issued_at is None or _waiting(paper)]

    def issue(self, keys: Collection[int]) -> list[Paper]:
        """Send out what is ready of these papers, with one letter to each person who may open some of it.

        A paper without a file is announced. Raises WorkflowError where the person may not or nothing is ready.
        """
        with transaction.atomic():
            self.series.lock()
            list(self.series.papers().select_for_update(of=("self",)).values_list("pk", flat=True))
            if not (answer := self.may_issue()):
                raise WorkflowError(str(answer.reason))
            chosen = [paper for paper in self.ready() if paper.pk in keys]
            if not chosen:
                raise WorkflowError(str(_("Choose at least one paper.")))
            now = timezone.now()
            for paper in chosen:
                paper.versions.filter(issued_at=None).update(issued_at=now, issued_by=self.actor)
                if paper.issued_at is None:
                    paper.issued_at = now
                    paper.edition += 1
                    paper.save(update_fields=["issued_at", "edition"])
            letters.queue(papers_out(self.series, chosen), actor=self.actor)
        return chosen


class PaperWorkflow:
    """What can be done with one paper."""

    def __init__(self, paper: Paper, actor: Any) -> None:
        self.paper, self.actor = paper, actor

    def may_change(self) -> Answer:
        """Whether this person may change the description and the files."""
        if not may_run(self.actor):
            return ONLY_SECRETARIAT
        if self.paper.is_withdrawn:
            return Answer(allowed=False, reason=_("This paper was withdrawn."))
        return YES

    def change(self, what: Description, edition: int) -> None:
        """Change title, place on the agenda and who may open it; raises WorkflowError, Conflict where it moved on."""
        with transaction.atomic():
            self._lock()
            if not (answer := self.may_change()):
                raise WorkflowError(str(answer.reason))
            if edition != self.paper.edition:
                raise Conflict(_("The paper has changed since you opened this page. Look at it again, then decide."))
            _describe(self.paper, what)

    def add_files(self, files: Sequence[NewFile], dated: date, *, is_new_version: bool) -> None:
        """Keep files: as the next version, or as further languages of the present one. Seen by others once sent out.

        Raises WorkflowError where that is not allowed, where a file is there already, or was sent out under this number.
        """
        with transaction.atomic():
            self._lock()
            if not (answer := self.may_change()):
                raise WorkflowError(str(answer.reason))
            _add_files(self.paper, files, dated, self.actor, is_new_version=is_new_version)

    def may_remove(self, version: PaperVersion) -> Answer:
        """Whether a file can be taken away: nobody but the Secretariat has seen it."""
        if not (answer := self.may_change()):
            return answer
        if version.issued_at is not None:
            return Answer(allowed=False, reason=_("This file was sent out. It stays; a newer version takes its place."))
        return YES

    def remove(self, version: PaperVersion) -> None:
        """Delete a file that was not sent out; one that is gone already is fine. Raises WorkflowError."""
        with transaction.atomic():
            self._lock()
            found = self.paper.versions.select_for_update(of=("self",)).filter(pk=version.pk).first()
            if found is None:
                return
            if not (answer := self.may_remove(found)):
                raise WorkflowError(str(answer.reason))
            _delete(found)

    def may_discard(self) -> Answer:
        """Whether the whole paper can be deleted: it was never sent out."""
        if not may_run(self.actor):
            return ONLY_SECRETARIAT
        if self.paper.issued_at is not None:
            return Answer(allowed=False, reason=_("This paper was sent out. It can be withdrawn, not deleted."))
        return YES

    def discard(self) -> None:
        """Delete a paper that was never sent out, with its files; raises WorkflowError."""
        with transaction.atomic():
            self._lock()
            if not (answer := self.may_discard()):
                raise WorkflowError(str(answer.reason))
            for version in self.paper.versions.all():
                _delete(version)
            self.paper.delete()

    def may_withdraw(self) -> Answer:
        """Whether the paper can be withdrawn by this person."""
        if not (answer := self.may_change()):
            return answer
        if self.paper.issued_at is None:
            return Answer(allowed=False, reason=_("This paper was not sent out yet; delete it instead."))
        return YES

    def withdraw(self, reasons: dict[str, str]) -> None:
        """Take the paper back: its number and the reason stay on the list, its files are closed. Raises WorkflowError.

        `reasons` are by column; one at least must say something.
        """
        with transaction.atomic():
            self._lock()
            if not (answer := self.may_withdraw()):
                raise WorkflowError(str(answer.reason))
            if not any(text.strip() for text in reasons.values()):
                raise WorkflowError(str(_("Give a reason.")))
            for column, text in reasons.items():
                setattr(self.paper, column, text.strip())
            self.paper.withdrawn_at = timezone.now()
            self.paper.edition += 1
            self.paper.save(update_fields=["withdrawn_at", "edition", *reasons])

    def _lock(self) -> None:
        found = (
            Paper.objects.select_for_update(of=("self",))
            .select_related("meeting", "agenda_item")
            .filter(pk=self.paper.pk)
            .first()
        )
        if found is None:
            raise WorkflowError(str(_("This paper has been deleted meanwhile.")))
        self.paper = found


def _describe(paper: Paper, what: Description) -> None:
    for column, text in what.titles.items():
        setattr(paper, column, text)
    paper.agenda_item = what.agenda_item
    paper.access = what.access
    paper.edition += 1
    paper.save()
    paper.seats.set(what.seats if what.access == Access.SEAT else [])


def _waiting(paper: Paper) -> list[PaperVersion]:
    """The files of the paper that were not sent out; its versions are loaded."""
    return [version for version in paper.versions.all() if version.issued_at is None]


def _add_files(paper: Paper, files: Sequence[NewFile], dated: date, actor: Any, *, is_new_version: bool) -> None:
    known = list(paper.versions.order_by("-number"))
    last = known[0].number if known else 1
    # A version of which nothing was sent out is still being made: what comes belongs to it.
    was_sent = any(version.number == last and version.issued_at is not None for version in known)
    number = last + 1 if is_new_version and was_sent else last
    for new in files:
        of_language = [version for version in known if version.language == new.language]
        if any(version.checksum == new.facts.checksum for version in of_language):
            raise WorkflowError(str(_("This very file is there already: %(name)s.") % {"name": new.facts.name}))
        former = next((version for version in of_language if version.number == number), None)
        if former is not None and former.issued_at is not None:
            raise WorkflowError(
                str(_("This version was sent out in this language already. Add the file as a new version."))
            )
        if former is not None:
            _delete(former)
        version = PaperVersion(
            paper=paper,
            language=new.language,
            number=number,
            dated=dated,
            uploaded_by=actor,
            **new.facts.columns(),
        )
        version.file.save(new.facts.name, File(new.file), save=False)
        try:
            version.save()
        except Exception:
            version.file.delete(save=False)
            raise


def _delete(version: PaperVersion) -> None:
    """Delete the row now, and the file when the transaction stands."""
    storage, name = version.file.storage, version.file.name
    version.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
