"""When the periodic duties were last performed."""

from django.contrib import admin

from ..models import Duty
from .trail import ReadOnlyAdmin


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    """What the timekeeper did, and what failed."""

    list_display = ("name", "last_run", "problem")
    fields = ("name", "last_run", "problem")
