"""What a round came to: computed from the verdicts by the rules of the day on which the round was opened.

A report is a matter of substance, so the majority is that of `DecisionKind.SUBSTANCE`; consensus where no rules are in
force. Both kinds of endorsement count for the report, a return counts against it. A member that gives no verdict counts
for neither, but is missing from the quorum, which is that of a meeting. Observers give no verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..models import ReviewRound, RulesOfProcedure
from ..seats.enums import DecisionKind, Majority
from .enums import Outcome, VerdictChoice


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdicts counted, with the rule by which they are judged."""

    members: int
    endorsed: int
    with_comments: int
    returned: int
    quorum: int
    majority: str

    @property
    def given(self) -> int:
        """How many members gave a verdict."""
        return self.endorsed + self.with_comments + self.returned

    @property
    def silent(self) -> int:
        """How many members gave none."""
        return self.members - self.given

    @property
    def in_favour(self) -> int:
        """How many endorse the report, with comments or without."""
        return self.endorsed + self.with_comments

    @property
    def has_quorum(self) -> bool:
        """Whether enough members gave a verdict."""
        return self.given >= self.quorum and self.members > 0

    @property
    def is_carried(self) -> bool:
        """Whether the required majority is reached."""
        match self.majority:
            case Majority.SIMPLE:
                return self.in_favour > self.returned
            case Majority.ABSOLUTE:
                return 2 * self.in_favour > self.members
            case Majority.TWO_THIRDS:
                return self.in_favour > 0 and 3 * self.in_favour >= 2 * self.given
            case Majority.UNANIMITY:
                return self.in_favour == self.members
            case _:
                return self.returned == 0 and self.in_favour > 0

    @property
    def outcome(self) -> str:
        """What the round comes to with these verdicts."""
        if not self.has_quorum:
            return Outcome.NO_QUORUM.value
        if not self.is_carried:
            return Outcome.RETURNED.value
        return Outcome.WITH_COMMENTS.value if self.with_comments else Outcome.ENDORSED.value

    def as_record(self) -> dict[str, Any]:
        """The figures as they are kept when the round closes."""
        return {
            "members": self.members,
            "endorsed": self.endorsed,
            "with_comments": self.with_comments,
            "returned": self.returned,
            "silent": self.silent,
            "quorum": self.quorum,
            "majority": self.majority,
        }


def majority_of(rules: RulesOfProcedure | None) -> str:
    """The majority that a report needs under these rules."""
    return rules.majority_of(DecisionKind.SUBSTANCE) if rules is not None else Majority.CONSENSUS.value


def tally_of(found: ReviewRound, choices: Iterable[str], members: int) -> Tally:
    """The verdicts of member seats counted; `choices` are one for each seat that gave a verdict."""
    given = list(choices)
    return Tally(
        members,
        given.count(VerdictChoice.ENDORSE),
        given.count(VerdictChoice.WITH_COMMENTS),
        given.count(VerdictChoice.RETURN),
        found.rules.quorum_of(members) if found.rules is not None else 0,
        found.majority,
    )


def tally_kept(record: dict[str, Any]) -> Tally:
    """The tally of a closed round, as it was kept."""
    return Tally(
        **{name: record[name] for name in ("members", "endorsed", "with_comments", "returned", "quorum", "majority")}
    )
