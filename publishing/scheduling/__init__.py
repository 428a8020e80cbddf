"""Transitions that happen later: at a moment, or once all three languages are ready."""

from .plan import cancel, languages_to_come, perform_due, promise, schedule

__all__ = ["cancel", "languages_to_come", "perform_due", "promise", "schedule"]
