"""What a reviewer had typed when their session ended waits behind the sign-in, in the session that follows."""

from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, QueryDict

KEY: Final = "review"
SALT: Final = "review-writer"
LARGEST: Final = 300_000
"""Characters of a form that a session keeps."""


def mark_of(user: Any) -> str:
    """The mark in a form that says whose it is, so that nobody else is shown what it held."""
    return signing.dumps(user.pk, salt=SALT)


def keep(request: HttpRequest, key: int) -> bool:
    """Keep the form of somebody who is no longer signed in; False where it bears no reviewer's mark or is too long."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    typed = data.urlencode()
    if _writer(data) is None or len(typed) > LARGEST:
        return False
    request.session[KEY] = {"review": key, "form": typed}
    return True


def take(request: HttpRequest, key: int) -> QueryDict | None:
    """What this person had typed into this review; None where nothing was kept. It is given once."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict) or kept.get("review") != key:
        return None
    data = QueryDict(str(kept.get("form", "")), mutable=True)
    if _writer(data) != request.user.pk:
        return None
    del request.session[KEY]
    return data


def _writer(data: QueryDict) -> Any:
    try:
        return signing.loads(data.get("writer", ""), salt=SALT)
    except signing.BadSignature:
        return None
