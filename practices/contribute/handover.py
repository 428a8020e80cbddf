"""Handing a contribution over: its owner makes a link, a colleague with an account opens it and takes over.

The link names the owner, so it opens nothing once the practice has changed hands; and nobody learns from it who has an account.
"""

from datetime import timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from publishing.models import Event
from publishing.workflow import Answer

from ..models import Practice
from .events import ContributionAction
from .keepers import may_edit, runs_library

VALID: Final = timedelta(days=14)
SALT: Final = "contribution-handover"


def may_hand_over(practice: Practice, user: Any) -> Answer:
    """The owner and the Secretariat may, as long as the text is open."""
    if practice.owner_id != user.pk and not runs_library(user):
        return Answer(allowed=False, reason=_("Only its owner or the Secretariat can hand a practice over."))
    return may_edit(practice)


def token_of(practice: Practice) -> str:
    """What the link carries: which practice, from whom."""
    return signing.dumps([practice.pk, practice.owner_id], salt=SALT)


def practice_of(token: str) -> Practice | None:
    """The practice that the link offers; None where it is forged, too old, used, or the text is closed."""
    try:
        pk, owner = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    practice = Practice.objects.filter(pk=pk, owner=owner).select_related("country", "owner").first()
    return practice if practice is not None and may_edit(practice) else None


def take_over(token: str, user: Any) -> Practice | None:
    """Make the person the owner, with an entry in the history; None where the link no longer holds."""
    with transaction.atomic():
        offered = practice_of(token)
        if offered is None:
            return None
        practice = Practice.objects.select_for_update(of=("self",)).get(pk=offered.pk)
        if practice.owner_id != offered.owner_id:
            return None
        if practice.owner_id != user.pk:
            practice.owner = user
            practice.edition += 1
            practice.save()
            Event.objects.create(
                content_type=ContentType.objects.get_for_model(Practice),
                object_id=practice.pk,
                action=ContributionAction.HAND_OVER,
                from_state=practice.state,
                to_state=practice.state,
                actor=user,
            )
    return practice
