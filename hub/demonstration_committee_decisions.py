"""A dozen invented decisions of every kind, way and outcome, with what follows from them."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone, translation

from steering.access import Access
from steering.decisions.drafting import DraftText, propose
from steering.decisions.enums import Owner, Way
from steering.decisions.following_up import ActionWorkflow, Evidence, Task, assign
from steering.decisions.positions import PositionWorkflow, Statement
from steering.decisions.workflow import DecisionWorkflow
from steering.models import Action, AgendaItem, Decision

from .demonstration_committee_cast import Cast, by_column
from .demonstration_committee_meetings import LENGTH, ZONE, MeetingsPlay
from .demonstration_play import Play


class DecisionsPlay:
    """The decisions of the play."""

    def __init__(self, play: Play, cast: Cast, meetings: MeetingsPlay) -> None:
        self.play, self.cast, self.meetings = play, cast, meetings
        self.decisions: dict[str, Decision] = {}

    def prepare(self, row: dict[str, Any], number: int, held: dict[int, int]) -> None:
        """Put the steps of one decision in their places; `number` spreads those of one meeting over its hours."""
        play = self.play
        if row.get("draft"):
            play.at(play.moment(0), lambda: self._propose(row))
        elif "item" in row:
            start = play.midweek(held[row["item"][0]], ZONE)
            moment = start + LENGTH / 10 * (number % 8 + 1)
            play.at(start + timedelta(minutes=1), lambda: self._propose(row))
            play.at(moment, lambda: self._open(row))
        else:
            moment = play.moment(row["opened"])
            play.at(moment - timedelta(minutes=5), lambda: self._propose(row))
            play.at(moment, lambda: self._open(row))

    def _propose(self, row: dict[str, Any]) -> None:
        item: AgendaItem | None = None
        if "item" in row:
            item = self.meetings.items[row["item"][0], row["item"][1]]
        text = DraftText(
            texts={**by_column("title", row["title"]), **by_column("basis", row.get("basis"))},
            sections=row["sections"],
            kind=row["kind"],
            way=row.get("way", Way.AT_MEETING),
            agenda_item=item,
            is_demonstration=True,
        )
        self.decisions[row["key"]] = propose(text, self.cast.secretary)

    def _open(self, row: dict[str, Any]) -> None:
        decision = DecisionWorkflow(self.decisions[row["key"]], self.cast.secretary).open()
        now = timezone.now()
        gap = timedelta(minutes=1) if "item" in row else timedelta(hours=5)
        for place, (code, said) in enumerate(row.get("positions", {}).items(), start=1):
            self.play.at(now + gap * place, partial(self._state, row, code, said))
        if "item" in row:
            self.play.at(now + gap * 15, lambda: self._close(row))
            return
        for name, act in (("extended", self._extend), ("withdrawn", self._withdraw)):
            if name in row:
                self.play.at(self.play.moment(row[name]["day"]), partial(act, row))
        if decision.deadline_at is not None and "extended" not in row and "withdrawn" not in row:
            self.play.at(decision.deadline_at + timedelta(hours=2), lambda: self._close(row))

    def _state(self, row: dict[str, Any], code: str, said: Any) -> None:
        words = said if isinstance(said, dict) else {"choice": said}
        actor = self.cast.secretary if "item" in row else self.cast.people[code]
        PositionWorkflow(self._decision(row), self.cast.seats[code], actor).state(
            Statement(words["choice"], words.get("text", ""), words.get("language", ""))
        )

    def _extend(self, row: dict[str, Any]) -> None:
        with translation.override(row["extended"]["language"]):
            decision = self._flow(row).extend(row["extended"]["reason"])
        if decision.deadline_at is not None:
            self.play.at(decision.deadline_at + timedelta(hours=2), lambda: self._close(row))

    def _withdraw(self, row: dict[str, Any]) -> None:
        with translation.override(row["withdrawn"]["language"]):
            self._flow(row).withdraw(row["withdrawn"]["reason"])

    def _close(self, row: dict[str, Any]) -> None:
        self._flow(row).close()
        now = timezone.now()
        if row.get("released"):
            self.play.at(now + timedelta(days=2), lambda: self._flow(row).release(Access.PUBLIC))
        for task in row.get("actions", []):
            self.play.at(now + timedelta(minutes=2), partial(self._assign, row, task))

    def _assign(self, row: dict[str, Any], task: dict[str, Any]) -> None:
        seat = self.cast.seats[task["seat"]] if "seat" in task else None
        owner = Owner.SEAT if seat is not None else Owner.SECRETARIAT
        decision = self._decision(row)
        action = assign(
            Task(task["title"], self.play.day(task["due"]), owner, seat), self.cast.secretary,
            decision=decision, item=decision.agenda_item,
        )  # fmt: skip
        if "evidence" in task:
            self.play.at(self.play.moment(task["evidence"]["day"]), lambda: self._report(action, task))
        if "dropped" in task:
            self.play.at(self.play.moment(task["dropped"]["day"]), lambda: self._drop(action, task["dropped"]))

    def _report(self, action: Action, task: dict[str, Any]) -> None:
        shown = task["evidence"]
        actor = self.cast.people[task["seat"]] if "seat" in task else self.cast.secretary
        evidence = Evidence(shown["text"], shown["language"], is_public=shown["public"])
        ActionWorkflow(action, actor).report(evidence)
        moment = timezone.now() + timedelta(days=1)
        self.play.at(moment, lambda: ActionWorkflow(action, self.cast.secretary).confirm())

    def _drop(self, action: Action, dropped: dict[str, Any]) -> None:
        with translation.override(dropped["language"]):
            ActionWorkflow(action, self.cast.secretary).drop(dropped["reason"])

    def _decision(self, row: dict[str, Any]) -> Decision:
        return Decision.objects.select_related("agenda_item__meeting").get(pk=self.decisions[row["key"]].pk)

    def _flow(self, row: dict[str, Any]) -> DecisionWorkflow:
        return DecisionWorkflow(self._decision(row), self.cast.secretary)
