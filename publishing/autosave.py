"""Forms that save themselves while somebody types (`static/js/autosave.js`): the script's question and the answer to it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def wants_json(request: HttpRequest) -> bool:
    """Whether the form was sent by the script, which is told in JSON instead of being led to a page."""
    return request.headers.get("Accept", "") == "application/json"


def saved(fields: Mapping[str, object], **more: Any) -> JsonResponse:
    """That all was saved, and when; `fields` are the values that hidden fields of the form take from now on."""
    time = date_format(localtime(timezone.now()), "TIME_FORMAT")
    message = _("Saved as a draft at %(time)s") % {"time": time}
    return JsonResponse({"message": message, "fields": dict(fields), **more})


def refused(message: object, *, status: int) -> JsonResponse:
    """That nothing was saved, and why; the script stops, and the button shows it on a page with all that was typed."""
    return JsonResponse({"message": str(message)}, status=status)
