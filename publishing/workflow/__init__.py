"""State changes: tables of transitions, and one way through which every change goes.

A workflow names its transitions with who may perform them and which letters they send; performing one opens a
transaction, locks the row, re-reads the state, asks for the permission, saves the named fields, writes the event,
queues the letters and brings the catalogue up to date.
"""

from .afterwards import register_after
from .publication import PublicationWorkflow
from .reviewed import ReviewedWorkflow, publish_as_found
from .rules import YES, Answer, Conflict, LetterRule, Transition, WorkflowError

__all__ = [
    "YES",
    "Answer",
    "Conflict",
    "LetterRule",
    "PublicationWorkflow",
    "ReviewedWorkflow",
    "Transition",
    "WorkflowError",
    "publish_as_found",
    "register_after",
]
