"""Stopping the letters about what one follows by a link that needs no sign-in."""

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core import signing

from ..models import Rhythm, Subscription

SALT: Final = "following.unsubscribe"


def token_of(person: Any) -> str:
    """What stands in the link: the account's key, signed. It is good for stopping letters and nothing else, for ever."""
    return signing.dumps(person.pk, salt=SALT)


def person_of(token: str) -> Any | None:
    """The account that the link was written for; None for a link that is not ours or an account that is gone."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return get_user_model()._default_manager.filter(pk=key).first()


def stop_letters(person: Any) -> int:
    """Let everything that the person follows come to their desk alone; how many subscriptions that changed."""
    return Subscription.objects.filter(user=person).exclude(rhythm=Rhythm.DESK).update(rhythm=Rhythm.DESK)
