"""What the Committee keeps: who sits, by which rules, and how an office passes on."""

from .handovers import Handover, HandoverItem
from .record import RecordCopy, RecordCorrection, RecordEntry
from .rules import MajorityRule, RulesOfProcedure
from .seats import Mandate, Seat

__all__ = [
    "Handover",
    "HandoverItem",
    "MajorityRule",
    "Mandate",
    "RecordCopy",
    "RecordCorrection",
    "RecordEntry",
    "RulesOfProcedure",
    "Seat",
]
