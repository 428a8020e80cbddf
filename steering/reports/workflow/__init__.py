"""What happens to a report: made, put before the Committee, commented, answered, judged, closed, released."""

from .countries import CountryWorkflow, Written
from .reports import ReportWorkflow, start_report
from .rounds import RoundWorkflow

__all__ = ["CountryWorkflow", "ReportWorkflow", "RoundWorkflow", "Written", "start_report"]
