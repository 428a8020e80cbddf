"""Meetings: their agenda, who is there, the calendar and the minutes."""
