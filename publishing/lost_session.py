"""What somebody had typed when their session ended waits behind the sign-in, in the session that follows.

>>> FORMS = KeptForms("review")
>>> FORMS.keep(request, str(key))  # of who is no longer signed in
>>> FORMS.kept(request, str(key))  # of who has signed in again
"""

from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, QueryDict

LARGEST: Final = 300_000
"""Characters of a form that a session keeps."""
PLUMBING: Final = ("csrfmiddlewaretoken",)


@dataclass(frozen=True, slots=True)
class KeptForms:
    """The forms of one kind; the last one sent waits, at a place such as the key of its record or the path of its page.

    A form bears the mark of its writer, so that nobody else who signs in there is shown what it held.
    """

    name: str

    def mark_of(self, user: Any) -> str:
        """The mark in a form that says whose it is, for its field `writer`."""
        return signing.dumps(user.pk, salt=self._salt)

    def keep(self, request: HttpRequest, place: str) -> bool:
        """Keep what was sent; False where it bears no writer's mark or is too long."""
        data = typed(request)
        form = data.urlencode()
        if self._writer(data) is None or len(form) > LARGEST:
            return False
        request.session[self.name] = {"place": place, "form": form}
        return True

    def kept(self, request: HttpRequest, place: str) -> QueryDict | None:
        """What this person had sent to this place; None where nothing waits."""
        if (waiting := self._waiting(request, place)) is None:
            return None
        data = QueryDict(str(waiting.get("form", "")), mutable=True)
        return data if self._writer(data) == request.user.pk else None

    def forget(self, request: HttpRequest, place: str) -> None:
        """What waited at this place was saved or shown."""
        if self._waiting(request, place) is not None:
            del request.session[self.name]

    def _waiting(self, request: HttpRequest, place: str) -> dict[str, Any] | None:
        waiting = request.session.get(self.name)
        return waiting if isinstance(waiting, dict) and waiting.get("place") == place else None

    def _writer(self, data: QueryDict) -> Any:
        try:
            return signing.loads(data.get("writer", ""), salt=self._salt)
        except signing.BadSignature:
            return None

    @property
    def _salt(self) -> str:
        return f"{self.name}-writer"


def typed(request: HttpRequest) -> QueryDict:
    """What a person filled into the form that was sent, without what the page itself put in."""
    data = request.POST.copy()
    for name in PLUMBING:
        data.pop(name, None)
    return data
