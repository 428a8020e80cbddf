"""Counting: what the positions of the seats come to, by the majority and quorum that were fixed at the opening.

In silence procedure a silent seat agrees. An abstention and a recusal are neither for nor against; a seat that recuses
itself is not counted as taking part. Absolute majority and unanimity are of *all* member seats, as the rules say, so
there whoever does not agree stands in the way. Shares are kept as fractions: two thirds is two thirds.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from ..seats.enums import Majority
from .enums import Basis, Choice, Outcome, Way

HALF: Final = Fraction(1, 2)
TWO_THIRDS: Final = Fraction(2, 3)


@dataclass(frozen=True, slots=True)
class Tally:
    """The positions of all member seats, counted."""

    way: str
    majority: str
    seats: int
    agree: int
    agree_comment: int
    against: int
    abstained: int
    recused: int
    silent: int
    quorum: int
    """How many member seats have to take part."""
    present: int
    """How many take part: at a meeting those in the room, in writing those that answered and did not recuse themselves."""

    @property
    def in_favour(self) -> int:
        """Seats for it; in silence procedure with the silent ones."""
        return self.agree + self.agree_comment + (self.silent if self.way == Way.SILENCE else 0)

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats take part."""
        return 0 < self.quorum <= self.present

    @property
    def share(self) -> Fraction | None:
        """The share that the majority asks about, of those for and against or of all seats; None where it asks for none."""
        if self.majority in {Majority.ABSOLUTE, Majority.UNANIMITY}:
            return Fraction(self.in_favour, self.seats) if self.seats else None
        if self.majority in {Majority.SIMPLE, Majority.TWO_THIRDS} and self.in_favour + self.against:
            return Fraction(self.in_favour, self.in_favour + self.against)
        return None

    @property
    def has_majority(self) -> bool:
        """Whether the required majority is reached."""
        if self.majority == Majority.CONSENSUS:
            return self.against == 0
        share = self.share
        if share is None:
            return False
        if self.majority == Majority.UNANIMITY:
            return share == 1
        return share >= TWO_THIRDS if self.majority == Majority.TWO_THIRDS else share > HALF

    @property
    def basis(self) -> Basis:
        """Why the outcome is what it is."""
        if not self.has_quorum:
            return Basis.NO_QUORUM
        if self.against and (self.way == Way.SILENCE or self.majority == Majority.CONSENSUS):
            return Basis.OBJECTION
        if not self.has_majority:
            return Basis.NO_MAJORITY
        if self.way == Way.SILENCE:
            return Basis.SILENCE
        return Basis.CONSENSUS if self.majority == Majority.CONSENSUS else Basis.MAJORITY

    @property
    def outcome(self) -> Outcome:
        """What it comes to if it were closed now."""
        adopted = {Basis.SILENCE, Basis.CONSENSUS, Basis.MAJORITY}
        return Outcome.ADOPTED if self.basis in adopted else Outcome.REJECTED

    def record(self) -> dict[str, Any]:
        """The figures as they are kept for ever: whole numbers, and the share as a fraction in text (`5/7`)."""
        share = self.share
        return {
            "way": str(self.way),
            "majority": str(self.majority),
            "seats": self.seats,
            "in_favour": self.in_favour,
            "agree": self.agree,
            "agree_comment": self.agree_comment,
            "against": self.against,
            "abstained": self.abstained,
            "recused": self.recused,
            "silent": self.silent,
            "quorum": self.quorum,
            "present": self.present,
            "has_quorum": self.has_quorum,
            "share": f"{share.numerator}/{share.denominator}" if share is not None else "",
            "basis": self.basis.value,
            "outcome": self.outcome.value,
        }


def count(way: str, majority: str, quorum: int, choices: Iterable[str], present: int | None = None) -> Tally:
    """Count the positions, one for each member seat, empty for a silent one; `present` is said for a meeting."""
    counted = Counter(choices)
    seats = counted.total()
    if present is None:
        away = counted[Choice.RECUSE] + (0 if way == Way.SILENCE else counted[""])
        present = seats - away
    return Tally(
        way=way,
        majority=majority,
        seats=seats,
        agree=counted[Choice.AGREE],
        agree_comment=counted[Choice.AGREE_COMMENT],
        against=counted[Choice.OBJECT],
        abstained=counted[Choice.ABSTAIN],
        recused=counted[Choice.RECUSE],
        silent=counted[""],
        quorum=quorum,
        present=present,
    )
