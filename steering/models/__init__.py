"""What the Committee keeps: who sits, by which rules, and how an office passes on."""

from .actions import Action, ActionEvidence
from .calendars import CalendarFeed, ChosenZone
from .contributions import Contribution, ContributionNote, Contributor, Delivery
from .decisions import Decision, DecisionSection, Position, PositionChange
from .handovers import Handover, HandoverItem
from .meetings import AgendaItem, Attendance, MatterArising, Meeting
from .minutes import Correction, Minutes, MinutesEntry
from .papers import LinkOpening, Paper, PaperReceipt, PaperVersion, PrivateLink
from .record import RecordCopy, RecordCorrection, RecordEntry
from .reports import Report, ReportSection, ReportVersion, ReviewRound
from .reviews import CountryComments, Response, SectionComment, Verdict, VerdictChange
from .rules import MajorityRule, RulesOfProcedure
from .seats import Mandate, Seat
from .snapshots import PeriodicSnapshot
from .visits import CommitteeVisit

__all__ = [
    "Action",
    "ActionEvidence",
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "ChosenZone",
    "CommitteeVisit",
    "Contribution",
    "ContributionNote",
    "Contributor",
    "Correction",
    "CountryComments",
    "Decision",
    "DecisionSection",
    "Delivery",
    "Handover",
    "HandoverItem",
    "LinkOpening",
    "MajorityRule",
    "Mandate",
    "MatterArising",
    "Meeting",
    "Minutes",
    "MinutesEntry",
    "Paper",
    "PaperReceipt",
    "PaperVersion",
    "PeriodicSnapshot",
    "Position",
    "PositionChange",
    "PrivateLink",
    "RecordCopy",
    "RecordCorrection",
    "RecordEntry",
    "Report",
    "ReportSection",
    "ReportVersion",
    "Response",
    "ReviewRound",
    "RulesOfProcedure",
    "Seat",
    "SectionComment",
    "Verdict",
    "VerdictChange",
]
