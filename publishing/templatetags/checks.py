"""The button “still correct” on a record's page."""

from typing import Any

from django import template
from django.middleware.csrf import get_token

from ..checks.queue import confirm_url, may_confirm
from ..enums import State
from ..models import Publication

register = template.Library()


@register.inclusion_tag("components/confirm_button.html", takes_context=True)
def confirm_button(context: Any, record: Publication) -> dict[str, Any]:
    """`{% confirm_button practice %}`: the button for those who may confirm the record, nothing for others."""
    request = getattr(context, "request", None)
    user = getattr(request, "user", None)
    is_open = (
        user is not None and user.is_authenticated and record.state == State.PUBLISHED and may_confirm(user, record)
    )
    return {
        "is_open": is_open,
        "url": confirm_url(record) if is_open else "",
        "edition": record.edition,
        "next": request.path if request is not None else "",
        "csrf_token": get_token(request) if is_open and request is not None else "",
    }
