"""Addresses of meetings, their agenda, attendance, minutes and calendars."""

from django.urls import path

from .views import attending, calendars, minutes, reading, running

ONE = "meetings/<int:number>/"
ITEM = f"{ONE}items/<int:item>/"
MINUTES = f"{ONE}minutes/"

urlpatterns = [
    path("meetings/", reading.meetings, name="meetings"),
    path("meetings/new/", running.meeting_plan, name="meeting_plan"),
    path(ONE, reading.meeting, name="meeting"),
    path(f"{ONE}meeting.ics", reading.meeting_file, name="meeting_file"),
    path(f"{ONE}edit/", running.meeting_edit, name="meeting_edit"),
    path(f"{ONE}convene/", running.meeting_convene, name="meeting_convene"),
    path(f"{ONE}open/", running.meeting_open, name="meeting_open"),
    path(f"{ONE}close/", running.meeting_close, name="meeting_close"),
    path(f"{ONE}cancel/", running.meeting_cancel, name="meeting_cancel"),
    path(f"{ONE}attendance/", attending.attendance, name="attendance"),
    path(f"{ONE}attendance/<int:seat>/", attending.note, name="attendance_note"),
    path(f"{ONE}attendance/<int:seat>/own/", attending.register, name="attendance_register"),
    path(f"{ONE}items/new/", running.item_add, name="item_add"),
    path(ITEM, reading.agenda_item, name="agenda_item"),
    path(f"{ITEM}edit/", running.item_edit, name="item_edit"),
    path(f"{ITEM}up/", running.item_up, name="item_up"),
    path(f"{ITEM}down/", running.item_down, name="item_down"),
    path(f"{ITEM}remove/", running.item_remove, name="item_remove"),
    path(MINUTES, minutes.minutes, name="minutes"),
    path(f"{MINUTES}minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{MINUTES}draft/", minutes.minutes_draft, name="minutes_draft"),
    path(f"{MINUTES}circulate/", minutes.minutes_circulate, name="minutes_circulate"),
    path(f"{MINUTES}adopt/", minutes.minutes_adopt, name="minutes_adopt"),
    path(f"{MINUTES}release/", minutes.minutes_release, name="minutes_release"),
    path(f"{MINUTES}items/<int:item>/edit/", minutes.entry_edit, name="minutes_entry"),
    path(f"{MINUTES}items/<int:item>/extract.pdf", minutes.extract_pdf, name="minutes_extract"),
    path(f"{MINUTES}items/<int:item>/correct/", minutes.correct, name="minutes_correct"),
    path(f"{MINUTES}corrections/<int:pk>/", minutes.answer, name="correction_answer"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/make/", calendars.calendar_make, name="calendar_make"),
    path("calendar/revoke/", calendars.calendar_revoke, name="calendar_revoke"),
    path("calendar/zone/", calendars.zone_choose, name="zone_choose"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
]
